/* rollup: bridges of Arbitrum Nitro and AggLayer.
 *
 * Specs: AddressAliasHelper, Messages, AbsOutbox, MerkleLib of Nitro;
 * DepositContractV2 and PolygonZkEVMBridgeV2 of AggLayer. */
#ifndef ETALON_CHAIN_XCHAIN_ROLLUP_H
#define ETALON_CHAIN_XCHAIN_ROLLUP_H

#include "base/u256.h"
#include "chain/xchain/layout.h"

/* What is hashed for an inbox message, an outbox item, a bridge leaf. */
extern const struct layout arbitrum_inbox, arbitrum_outbox, agglayer_leaf;

void arbitrum_alias(uint8_t out[20], const uint8_t address[20]);
/* The root above a leaf, as MerkleLib.calculateRoot: bits of index beyond the
 * path are not looked at.  ERR_TOO_LONG above 256 levels. */
MUST_CHECK enum err arbitrum_merkle_root(uint8_t out[32],
                                         const uint8_t leaf[32],
                                         const uint8_t (*proof)[32],
                                         size_t count, struct u256 index);
/* The root above an outbox item, which is hashed once more for its leaf.
 * Errors: ERR_TOO_LONG (256 levels and more), ERR_RANGE (an index that so
 * short a path cannot reach). */
MUST_CHECK enum err arbitrum_outbox_root(uint8_t out[32],
                                         const uint8_t item[32],
                                         const uint8_t (*proof)[32],
                                         size_t count, struct u256 index);
/* Bit 64 marks mainnet, bits 32 to 63 the rollup, bits 0 to 31 the leaf. */
struct u256 agglayer_global_index(bool mainnet, uint32_t rollup,
                                  uint32_t leaf);

#endif
