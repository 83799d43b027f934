/* simulate: blocks of calls on top of a block, as if they were the next ones.
 *
 * Spec: execution-apis, eth_simulateV1; where it is silent as go-ethereum. */
#ifndef ETALON_CHAIN_RPC_SIMULATE_H
#define ETALON_CHAIN_RPC_SIMULATE_H

#include "chain/rpc/call.h"

enum {
    SIMULATE_BLOCKS_MAX = 256,
    SIMULATE_SPACING = 12,   /* seconds between blocks that name no time */
    SIMULATE_CALLS_MAX = 10000,
};

/* Error codes of eth_simulateV1. */
enum simulate_code {
    SIM_NONCE_LOW = -38010,
    SIM_NONCE_HIGH = -38011,
    SIM_BASE_FEE = -38012,
    SIM_INTRINSIC = -38013,
    SIM_FUNDS = -38014,
    SIM_BLOCK_GAS = -38015,
    SIM_BLOCK_ORDER = -38020,
    SIM_TIME_ORDER = -38021,
    SIM_SENDER = -38024,
    SIM_INITCODE = -38025,
    SIM_TOO_MANY = -38026,
    SIM_VM = -32015,
};

/* One block to be made. */
struct sim_block {
    const json_t *in; /* NULL: fills a gap */
    struct block_override over;
    struct header header;
    uint8_t hash[32];
};

struct sim {
    struct rpc_call *c;
    const struct chain_block *base;
    struct sim_block *blocks;
    size_t count, done;
    bool validation, trace_transfers, full;
    uint64_t gas_left; /* of all calls together */
    struct moves moves;
    struct evm_hooks hooks;
};

/* Results of one block, while it is made. */
struct sim_result {
    struct call_args *args;
    struct receipt *receipts;
    struct bytes *encoded; /* transactions */
    struct log_entry **logs;
    size_t *log_counts;
    struct execute_outcome *outcomes;
    struct bytes *outputs;
    size_t count;
    uint64_t gas_used, blob_gas;
    struct bytes raw;
    struct block block;
};

/* Runs one block; the state moves on. */
bool sim_run_block(struct sim *s, struct sim_block *b, struct sim_result *r);
void sim_write_block(struct sim *s, const struct sim_block *b,
                     const struct sim_result *r);

#endif
