/* did_methods: did:key, did:web, did:jwk and did:pkh - what the text says.
 *
 * Specs: the method documents of the W3C Credentials Community Group.  Nothing
 * is fetched. */
#ifndef ETALON_CHAIN_ASSET_DID_METHODS_H
#define ETALON_CHAIN_ASSET_DID_METHODS_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

struct did_key {
    const char *type;  /* "Ed25519" */
    uint64_t codec;    /* multicodec of the key */
    struct bytes key;
};

enum { DID_TEXT_MAX = 65536 };

/* did:key:[version:]multibase.  ERR_PREFIX, ERR_SYNTAX_RULE, ERR_VERSION,
 * ERR_EMPTY, ERR_CHARACTER, ERR_TYPE (unsupported key), ERR_LENGTH (of the
 * key), ERR_KEY (no point of its curve), the errors of varints. */
MUST_CHECK enum err did_key_parse(struct arena *a, struct did_key *out,
                                  struct bytes text);
/* The multibase value alone. */
MUST_CHECK enum err did_key_value(struct arena *a, struct did_key *out,
                                  struct bytes text);
/* Multibase of the X25519 key of an Ed25519 one; ERR_TYPE for others. */
MUST_CHECK enum err did_key_x25519(struct arena *a, struct bytes *out,
                                   struct bytes value);
/* Where the document of a did:web is.  ERR_PREFIX, ERR_EMPTY, ERR_SYNTAX_RULE,
 * ERR_CHARACTER, ERR_IP_ADDRESS, ERR_USERINFO, ERR_DOT_SEGMENT, ERR_RANGE. */
MUST_CHECK enum err did_web_url(struct arena *a, struct bytes *out,
                                struct bytes text);
/* The public key in a did:jwk (new reference).  ERR_PREFIX, ERR_EMPTY,
 * ERR_CHARACTER, ERR_PADDING, ERR_LENGTH, ERR_NOT_JSON, ERR_FIELD_MISSING (no
 * kty), ERR_FIELD_EXTRA (a private member). */
MUST_CHECK enum err did_jwk_parse(struct arena *a, json_t **out,
                                  struct bytes text);
/* The account of a did:pkh, a view.  ERR_PREFIX and those of CAIP-10. */
MUST_CHECK enum err did_pkh_account(struct bytes *out, struct bytes text);

/* did:ethr:[network:]identifier; network is "mainnet" when absent. */
struct did_ethr {
    struct bytes network, identifier;
    bool is_key; /* a compressed public key, or else an address */
};
/* ERR_PREFIX, ERR_SYNTAX_RULE, ERR_EMPTY, ERR_TYPE (the network), ERR_LENGTH,
 * ERR_CHARACTER, ERR_KEY (no compressed point). */
MUST_CHECK enum err did_ethr_parse(struct did_ethr *out, struct bytes text);

#endif
