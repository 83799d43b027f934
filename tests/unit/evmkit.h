/* evmkit: a state and an evm for tests, and code run on them. */
#ifndef ETALON_TESTS_EVMKIT_H
#define ETALON_TESTS_EVMKIT_H

#include "chain/eth/execute.h"
#include "tests/testkit.h"

/* Two accounts that tests run code at and call from. */
static const uint8_t EVMKIT_SELF[20] = { [0] = 0xaa, [19] = 0xaa };
static const uint8_t EVMKIT_CALLER[20] = { [0] = 0xcc, [19] = 0xcc };

struct evmkit {
    struct arena arena;
    struct state state;
    struct evm evm;
};

static inline void evmkit_init(struct evmkit *k, enum fork fork)
{
    struct evm_block block = { .number = 1000, .timestamp = 1000,
                               .gas_limit = 30000000,
                               .chain_id = u256_from(1) };
    struct evm_tx tx = { .blob_count = 0 };

    arena_init(&k->arena, 0);
    state_init(&k->state, 0);
    if (evm_init(&k->evm))
        exit(99);
    evm_setup(&k->evm, &k->state, fork, &block);
    state_tx_begin(&k->state);
    evm_tx_begin(&k->evm, &tx);
    state_set_balance(&k->state, state_get(&k->state, EVMKIT_CALLER),
                      u256_from(1000000));
}

static inline void evmkit_release(struct evmkit *k)
{
    evm_release(&k->evm);
    state_release(&k->state);
    arena_release(&k->arena);
}

/* Puts code (plain hex) at an address. */
static inline void evmkit_code(struct evmkit *k, const uint8_t address[20],
                               const char *code)
{
    state_set_code(&k->state, state_get(&k->state, address),
                   unhex(&k->arena, code));
}

/* Calls EVMKIT_SELF with input (plain hex). */
static inline struct evm_result evmkit_call(struct evmkit *k, const char *input,
                                            int64_t gas)
{
    struct state_account *self = state_get(&k->state, EVMKIT_SELF);
    struct evm_call c = {
        .sender = state_get(&k->state, EVMKIT_CALLER), .to = self,
        .input = unhex(&k->arena, input), .gas = gas, .moves_value = true,
        .code_address = self->address, .code = evm_code_of(&k->evm, self),
    };

    return evm_call(&k->evm, &c);
}

#endif
