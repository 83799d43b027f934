/* eip1186: what eth_getProof answers, held against a state root.
 *
 * Spec: EIP-1186; Ethereum Yellow Paper 4.1 and appendix D.  An account that
 * is absent is claimed with zeros; its code hash may be that of nothing or
 * zero, its storage hash that of the empty trie or zero: nodes differ. */
#ifndef ETALON_CHAIN_ETH_EIP1186_H
#define ETALON_CHAIN_ETH_EIP1186_H

#include "chain/eth/account.h"

struct eip1186_nodes {
    const struct bytes *nodes;
    size_t count;
};

struct eip1186_slot {
    struct u256 key, value;
    struct eip1186_nodes proof;
};

struct eip1186 {
    uint8_t address[20];
    struct account claimed;
    struct eip1186_nodes proof;
    const struct eip1186_slot *slots;
    size_t slot_count;
};

/* Errors: those of mpt_verify; ERR_PROOF_NODE too when the proven bytes are no
 * account or no storage value; ERR_PROOF_VALUE when they are not the claimed
 * ones. */
MUST_CHECK enum err eip1186_verify(struct arena *a, bool *exists,
                                   const uint8_t state_root[32],
                                   const struct eip1186 *in);

#endif
