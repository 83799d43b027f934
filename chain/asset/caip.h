/* caip: identifiers of chains, accounts and assets, by their grammars.
 *
 * Specs: CAIP-2, CAIP-10, CAIP-19.  The whole text must match; nothing is
 * trimmed, unescaped or folded.  What a namespace says about its references and
 * addresses is not looked at.  Parts are views into the text. */
#ifndef ETALON_CHAIN_ASSET_CAIP_H
#define ETALON_CHAIN_ASSET_CAIP_H

#include "base/err.h"

struct caip_chain {
    struct bytes namespace, reference;
};

struct caip_account {
    struct caip_chain chain;
    struct bytes address;
};

struct caip_asset {
    struct caip_chain chain;
    struct bytes namespace, reference, token; /* token: empty in a type */
};

/* Errors of all: ERR_EMPTY (the text or a part), ERR_SYNTAX_RULE (separators),
 * ERR_CHARACTER, ERR_LENGTH (of a part). */
MUST_CHECK enum err caip_chain_parse(struct caip_chain *out, struct bytes text);
MUST_CHECK enum err caip_account_parse(struct caip_account *out,
                                       struct bytes text);
MUST_CHECK enum err caip_asset_type_parse(struct caip_asset *out,
                                          struct bytes text);
MUST_CHECK enum err caip_asset_id_parse(struct caip_asset *out,
                                        struct bytes text);

#endif
