/* upstream_trace: the steps of the EVM as JSON lines.
 *
 * Spec: EIP-3155.  gasCost is what left the frame by the instruction: with the
 * gas handed to a call or creation, without what code deposit costs.  A step
 * that halts exceptionally has "error" and costs all gas that was left. */
#ifndef ETALON_RUNNER_TARGETS_UPSTREAM_TRACE_H
#define ETALON_RUNNER_TARGETS_UPSTREAM_TRACE_H

#include <stdio.h>

#include "chain/evm/hooks.h"

struct upstream_trace {
    FILE *out;
    struct evm_hooks hooks; /* for struct evm; points back at this */
    bool open;              /* a step's line waits for its cost */
    int64_t gas;            /* left before that step */
};

struct upstream_trace_end {
    const char *name, *fork;
    const uint8_t *state_root;
    struct bytes output;
    uint64_t gas_used;
    bool pass;
};

/* *t must stay where it is while its hooks are in use. */
void upstream_trace_init(struct upstream_trace *t, FILE *out);
/* The line after the last step of a transaction. */
void upstream_trace_summary(struct upstream_trace *t,
                            const struct upstream_trace_end *end);

#endif
