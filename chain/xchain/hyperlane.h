/* hyperlane: messages, checkpoints and the multisig security modules.
 *
 * Spec: Message, CheckpointLib, MerkleLib, the multisig and aggregation ISM
 * metadata libraries of the v3 contracts.  All integers are big-endian. */
#ifndef ETALON_CHAIN_XCHAIN_HYPERLANE_H
#define ETALON_CHAIN_XCHAIN_HYPERLANE_H

#include "chain/xchain/layout.h"

extern const struct layout hyperlane_message, hyperlane_token_message,
    hyperlane_hook_metadata;

struct hyperlane_checkpoint {
    uint32_t origin, index;
    uint8_t hook[32], root[32], message_id[32];
};

void hyperlane_domain_hash(uint8_t out[32], uint32_t domain,
                           const uint8_t hook[32]);
/* What validators sign.  legacy: as before the message id was part of it. */
void hyperlane_checkpoint_digest(uint8_t out[32],
                                 const struct hyperlane_checkpoint *c,
                                 bool legacy);

/* The validators that a module asks for and how many must have signed. */
struct hyperlane_validators {
    const uint8_t (*keys)[20];
    size_t count;
    uint64_t threshold;
};

/* NULL when the module accepts, else the class of what is wrong. */
const char *hyperlane_verify_message_id(struct arena *a, struct bytes message,
                                        struct bytes metadata,
                                        const struct hyperlane_validators *v);
const char *hyperlane_verify_merkle_root(struct arena *a, struct bytes message,
                                         struct bytes metadata,
                                         const struct hyperlane_validators *v);
/* The metadata of module index; *present false when the table says that there
 * is none.  ERR_TRUNCATED, ERR_RANGE (end before start). */
MUST_CHECK enum err hyperlane_aggregation(bool *present, struct bytes *out,
                                          struct bytes metadata,
                                          uint32_t index);

#endif
