/* opstack: withdrawals, deposits, messengers and interop of the OP Stack.
 *
 * Spec: specs.optimism.io - withdrawals, deposits, messengers, interop
 * predeploys and messaging. */
#ifndef ETALON_CHAIN_XCHAIN_OPSTACK_H
#define ETALON_CHAIN_XCHAIN_OPSTACK_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

/* A withdrawal and a message between messengers have the same fields. */
struct op_message {
    struct u256 nonce, value, gas_limit;
    uint8_t sender[20], target[20];
    struct bytes data;
};

/* ERR_MEMORY. */
MUST_CHECK enum err op_withdrawal_hash(struct arena *a, uint8_t out[32],
                                       const struct op_message *m);
/* The storage slot of L2ToL1MessagePasser.sentMessages. */
void op_message_slot(uint8_t out[32], const uint8_t hash[32]);
/* Version in the upper 16 bits, nonce in the other 240. */
struct u256 op_nonce_split(unsigned *version, struct u256 nonce);
/* ERR_VERSION when the nonce says another one than 0 or 1, ERR_MEMORY. */
MUST_CHECK enum err op_cross_domain_hash(struct arena *a, uint8_t out[32],
                                         const struct op_message *m);

enum op_source { OP_SOURCE_USER, OP_SOURCE_L1_INFO, OP_SOURCE_UPGRADE };
/* reference: block hash and log index or sequence number (64 bytes), or the
 * intent of an upgrade. */
void op_source_hash(uint8_t out[32], enum op_source domain,
                    struct bytes reference);

struct op_deposit {
    uint8_t source_hash[32], from[20], to[20];
    bool is_creation, is_system;
    struct u256 mint, value;
    uint64_t gas_limit;
    struct bytes data;
};
/* ERR_MEMORY. */
MUST_CHECK enum err op_deposit_encode(struct arena *a, struct bytes *out,
                                      const struct op_deposit *d);

struct op_l2_message {
    struct u256 destination, source, nonce;
    uint8_t sender[20], target[20];
    struct bytes message;
};
MUST_CHECK enum err op_l2_message_hash(struct arena *a, uint8_t out[32],
                                       const struct op_l2_message *m);

struct op_identifier {
    uint8_t origin[20];
    uint64_t block_number, timestamp;
    uint32_t log_index;
    struct u256 chain_id;
};
enum { OP_ACCESS_KEYS_MAX = 3 };
/* The storage keys of CrossL2Inbox for a message; returns how many. */
size_t op_access_list(uint8_t keys[OP_ACCESS_KEYS_MAX][32],
                      const struct op_identifier *id,
                      const uint8_t message_hash[32]);

#endif
