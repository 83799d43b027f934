/* trace: what execution did, step by step or call by call.
 *
 * Spec: execution-apis, debug_trace*; forms of go-ethereum's struct logger and
 * callTracer.  A tracer writes JSON text as the execution goes, one piece per
 * transaction; what is only known afterwards is added when it is assembled. */
#ifndef ETALON_CHAIN_RPC_TRACE_H
#define ETALON_CHAIN_RPC_TRACE_H

#include "chain/rpc/call.h"

enum { TRACE_SLOTS_MAX = 65536 };

enum trace_kind { TRACE_STEPS, TRACE_CALLS };

struct trace_options {
    enum trace_kind kind;
    bool stack, storage, memory, return_data;
    bool top_call_only;
};

/* One transaction's text, with what its end said. */
struct trace_piece {
    struct out text;
    struct bytes output;
    enum evm_status status;
};

struct trace_step {
    bool waits; /* its cost is not yet known */
    int64_t gas;
    size_t cost_at;
};

struct trace_slot {
    uint8_t address[20];
    struct u256 key, value;
};

struct tracer {
    struct trace_options options;
    struct evm_hooks hooks;
    struct arena *arena;
    struct trace_piece *pieces;
    size_t count, room; /* transactions begun */
    size_t only;        /* SIZE_MAX: all */
    bool active, failed;
    /* steps */
    struct trace_step steps[EVM_DEPTH_MAX + 2]; /* by depth */
    struct trace_slot *slots;
    size_t slot_count, slot_room;
    /* calls: a list of inner calls is open, by depth */
    bool inner[EVM_DEPTH_MAX + 2];
    int depth; /* of the running call */
};

bool trace_read_options(struct rpc_call *c, const json_t *in,
                        struct trace_options *out);
/* room: how many transactions there will be at most. */
MUST_CHECK bool tracer_init(struct tracer *t, struct arena *a,
                            const struct trace_options *options, size_t room);
void tracer_release(struct tracer *t);
/* The result of transaction i. */
void tracer_write(const struct tracer *t, size_t i, struct out *o, uint64_t gas,
                  uint64_t gas_used, bool failed);

/* The two forms. */
void trace_steps_begin(struct tracer *t);
void trace_step_hook(void *context, const struct frame *f, uint64_t pc,
                     uint8_t op);
void trace_steps_enter(struct tracer *t, const struct frame *parent);
void trace_steps_leave(struct tracer *t, const struct evm *e,
                       const struct evm_call *c, const struct evm_result *r);
void trace_calls_enter(struct tracer *t, const struct evm_call *c);
void trace_calls_leave(struct tracer *t, const struct evm *e,
                       const struct evm_call *c, const struct evm_result *r);
void trace_calls_selfdestruct(struct tracer *t,
                              const struct state_account *from,
                              const struct state_account *heir,
                              struct u256 balance);

#endif
