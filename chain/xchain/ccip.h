/* ccip: leaves, proofs and messages of Chainlink CCIP 1.5, 1.6 and 2.0.
 *
 * Spec: Internal._hash, MerkleMultiProof, MessageV1Codec of the contracts. */
#ifndef ETALON_CHAIN_XCHAIN_CCIP_H
#define ETALON_CHAIN_XCHAIN_CCIP_H

#include "base/u256.h"
#include "chain/xchain/layout.h"

/* MessageV1 and the token transfer in it. */
extern const struct layout ccip_message_v1, ccip_token_transfer;

struct ccip_token {
    uint8_t token[20]; /* 1.6: on the destination */
    struct u256 amount;
    struct bytes source_pool, extra_data; /* 1.6 */
    uint32_t dest_gas;                    /* 1.6 */
};

/* What both versions hash; receiver and fee_token are EVM addresses. */
struct ccip_message {
    uint8_t message_id[32]; /* 1.6 */
    uint64_t source_chain, dest_chain, sequence, nonce;
    struct bytes sender, on_ramp; /* 1.5: 20 bytes; 1.6: as the chain writes */
    uint8_t receiver[20], fee_token[20];
    struct u256 gas_limit, fee_amount;
    bool is_strict;
    struct bytes data;
    const struct ccip_token *tokens;
    size_t token_count;
    const struct bytes *token_data; /* 1.5: sourceTokenData */
    size_t token_data_count;
};

/* 1.5, EVM2EVM.  ERR_LENGTH (an address is not 20 bytes), ERR_MEMORY. */
MUST_CHECK enum err ccip_evm2evm_hash(struct arena *a, uint8_t metadata[32],
                                      uint8_t out[32],
                                      const struct ccip_message *m);
/* 1.6, Any2EVM.  Addresses of 20 bytes are padded to 32.  ERR_MEMORY. */
MUST_CHECK enum err ccip_any2evm_hash(struct arena *a, uint8_t metadata[32],
                                      uint8_t out[32],
                                      const struct ccip_message *m);

/* Bit i of flags: the first part of hash i is a leaf or an earlier hash, not a
 * proof.  Errors: ERR_EMPTY (no leaves), ERR_TOO_LONG (above 256 hashes),
 * ERR_PROOF_MISSING (something is used that is not there), ERR_PROOF_EXTRA
 * (something is not used), ERR_MEMORY. */
MUST_CHECK enum err ccip_multiproof(struct arena *a, uint8_t out[32],
                                    const struct bytes *leaves,
                                    const struct bytes *proofs,
                                    struct u256 flags);
/* leaves: words one after another; odd levels are filled up with ff…ff.
 * ERR_EMPTY, ERR_MEMORY. */
MUST_CHECK enum err ccip_tree_root(struct arena *a, uint8_t out[32],
                                   struct bytes leaves);
/* NULL when 32 bytes hold an EVM address that is no precompile. */
const char *ccip_check_evm_address(struct bytes encoded);

#endif
