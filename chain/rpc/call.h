/* call: messages run on a state without a transaction: eth_call and its
 * relatives, with overrides of state and block.
 *
 * Spec: execution-apis, GenericTransaction; behaviour where the text is silent
 * as go-ethereum's. */
#ifndef ETALON_CHAIN_RPC_CALL_H
#define ETALON_CHAIN_RPC_CALL_H

#include "chain/evm/hooks.h"
#include "chain/rpc/node.h"
#include "chain/rpc/params.h"

enum {
    OVERRIDE_ACCOUNTS_MAX = 1024,
    MOVES_MAX = 64,
    CHECKSUM_SIZE = 43, /* "0x", 40 digits, terminator */
};

/* What a call object says; tx has no signature. */
struct call_args {
    struct tx tx;
    uint8_t from[20];
    bool has_gas, has_nonce, has_gas_price, has_max_fee, has_priority;
    bool has_from;
};

bool read_call(struct rpc_call *c, const json_t *in, struct call_args *out);

/* Precompiles that overrides have moved or taken away. */
struct moves {
    struct move {
        uint8_t at[20];
        const struct precompile *runs; /* NULL: none any more */
        bool is_target;
    } list[MOVES_MAX];
    size_t count;
    enum fork fork;
};

const struct precompile *moves_find(const struct moves *m, enum fork fork,
                                    const uint8_t address[20]);

/* Applies to the visited state; the call's error is set on refusal. */
bool apply_state_overrides(struct rpc_call *c, const json_t *in,
                           struct moves *moves, enum fork fork);
/* Members of a block override; b holds what was before. */
struct block_override {
    bool has_number, has_time, has_base_fee, has_blob_fee, has_coinbase;
    bool has_random, has_gas_limit, has_withdrawals, has_beacon_root;
    uint64_t number, time, gas_limit;
    struct u256 base_fee, blob_fee;
    uint8_t coinbase[20], random[32], beacon_root[32];
    struct withdrawal *withdrawals;
    size_t withdrawal_count;
};
bool read_block_override(struct rpc_call *c, const json_t *in,
                         struct block_override *out);

/* A message about to be run on a visited state. */
struct call_frame {
    const struct chain_block *block;
    struct state_mark mark;
    struct moves moves;
    struct evm_hooks hooks;
    struct evm_block context; /* of the block, before fees are left out */
    enum fork fork;
};

/* Visits the state of the block and applies overrides (either may be NULL);
 * to be left with call_leave() when this gives true. */
bool call_enter(struct rpc_call *c, struct call_frame *f,
                const struct block_ref *ref, const json_t *state_overrides,
                const json_t *block_overrides);
void call_leave(struct rpc_call *c, struct call_frame *f);
/* Runs args; *err is the refusal, if any, and the message is set for it. */
bool call_run(struct rpc_call *c, struct call_frame *f,
              const struct call_args *args, struct execute_outcome *out);
/* The error of a message that was refused. */
bool call_refuse(struct rpc_call *c, int code, const struct call_args *args,
                 enum err err);
/* The error of a call that did not succeed: 3 with data after REVERT. */
bool call_fail(struct rpc_call *c, const struct execute_outcome *o);
/* "execution reverted", with the reason of an ABI error or panic. */
void revert_message(char *out, size_t size, struct bytes data);
/* EIP-55 */
void checksum_address(char out[CHECKSUM_SIZE], const uint8_t address[20]);

#endif
