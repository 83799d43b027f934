/* caip_profile: what a namespace says about its own chains, accounts and assets.
 *
 * Specs: the CASA namespace documents (caip2, caip10, caip19 of each), CAIP-20
 * for slip44, HIP-15 for the checksum of Hedera.  The grammars of caip.h come
 * first.  Where a document contradicts its examples the rule in its text holds:
 * bip122 takes no P2PKH account. */
#ifndef ETALON_CHAIN_ASSET_CAIP_PROFILE_H
#define ETALON_CHAIN_ASSET_CAIP_PROFILE_H

#include "base/arena.h"
#include "base/err.h"

enum { HIP15_SIZE = 5, COSMOS_REFERENCE_MAX = 32 };

/* *ok says whether the namespace's rules are met.  Errors: those of the
 * grammars (caip.h), ERR_TYPE (a namespace without a profile here), ERR_MEMORY. */
MUST_CHECK enum err caip_chain_valid(struct arena *a, bool *ok,
                                     struct bytes text);
MUST_CHECK enum err caip_account_valid(struct arena *a, bool *ok,
                                       struct bytes text);
/* An asset type, or an asset id. */
MUST_CHECK enum err caip_asset_valid(struct arena *a, bool *ok,
                                     struct bytes text);
/* The CAIP-2 reference of a Cosmos chain id.  ERR_EMPTY, ERR_MEMORY. */
MUST_CHECK enum err cosmos_reference(struct arena *a, struct bytes *out,
                                     struct bytes chain_id);
/* Five letters for "shard.realm.num"; ledger is mainnet, testnet, previewnet or
 * devnet.  ERR_SYNTAX_RULE, ERR_TYPE. */
MUST_CHECK enum err hip15_checksum(char out[HIP15_SIZE + 1],
                                   struct bytes ledger, struct bytes entity);

#endif
