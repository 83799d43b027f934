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
    /* The step that waits for its cost. */
    bool open;
    uint64_t pc;
    uint8_t op;
    int64_t gas;            /* left before it */
    FILE *rest;             /* its stack and what follows, in text */
    char *text;             /* of rest */
    size_t size;
};

struct upstream_trace_end {
    const char *name, *fork;
    const uint8_t *state_root;
    struct bytes output;
    uint64_t gas_used;
    bool success; /* told as "pass": the transaction neither failed nor was
                   * refused, whatever the test expects */
};

/* *t must stay where it is while its hooks are in use.  ERR_MEMORY. */
MUST_CHECK enum err upstream_trace_init(struct upstream_trace *t, FILE *out);
void upstream_trace_release(struct upstream_trace *t);
/* The line after the last step of a transaction. */
void upstream_trace_summary(struct upstream_trace *t,
                            const struct upstream_trace_end *end);

#endif
