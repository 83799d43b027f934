/* hooks: what a watcher of the EVM is told, and the precompiles it may move.
 *
 * NULL members are not called.  A hook may read everything and add logs to the
 * state; it must not change anything else. */
#ifndef ETALON_CHAIN_EVM_HOOKS_H
#define ETALON_CHAIN_EVM_HOOKS_H

#include "chain/evm/evm.h"

struct frame;
struct precompile;

struct evm_hooks {
    void *context;
    /* Before an instruction: pc, op; gas, stack and memory as in the frame. */
    void (*step)(void *context, const struct frame *f, uint64_t pc, uint8_t op);
    /* A call or creation begins; its value is not yet moved.  op is that of
     * the instruction, of a transaction CALL or CREATE. */
    void (*enter)(void *context, const struct evm *e, const struct evm_call *c,
                  const struct frame *parent);
    /* It ended; output as in e->returned. */
    void (*leave)(void *context, const struct evm *e,
                  const struct evm_call *c, const struct evm_result *r);
    /* SELFDESTRUCT sends the balance away. */
    void (*selfdestruct)(void *context, const struct evm *e,
                         const struct state_account *from,
                         const struct state_account *heir,
                         struct u256 balance);
    /* Instead of precompile_find(). */
    const struct precompile *(*precompile)(void *context, enum fork fork,
                                           const uint8_t address[20]);
};

#endif
