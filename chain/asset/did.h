/* did: decentralised identifiers and their URLs, by the grammar.
 *
 * Spec: DID 1.0, 3.1 and 3.2 (the same in 1.1).  Parts are views into the text. */
#ifndef ETALON_CHAIN_ASSET_DID_H
#define ETALON_CHAIN_ASSET_DID_H

#include "base/err.h"

struct did {
    struct bytes method, id;
};

/* has_*: an empty query or fragment is there, an absent one is not. */
struct did_url {
    struct bytes whole; /* the DID itself */
    struct did did;
    struct bytes path, query, fragment;
    bool has_query, has_fragment;
};

/* ERR_EMPTY (no text), ERR_PREFIX (not did:), ERR_SYNTAX_RULE. */
MUST_CHECK enum err did_parse(struct did *out, struct bytes text);
MUST_CHECK enum err did_url_parse(struct did_url *out, struct bytes text);

#endif
