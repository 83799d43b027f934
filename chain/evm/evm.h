/* evm: runs contract code - inputs, outputs and limits of one execution.
 *
 * Spec: Ethereum Yellow Paper, section 9 and appendix H, and every final EIP up
 * to Osaka that touches execution.  A struct evm is made once and used for many
 * transactions; it holds the pools of stack, memory and return data, so that
 * running code allocates nothing but what the state grows by.
 *
 * Calls nest in C too: a thread that runs code needs 8 MiB of C stack.
 *
 * A fault (memory, a precompile that is not built) is no outcome of the code:
 * it is kept in evm.fault and the caller must discard what was computed. */
#ifndef ETALON_CHAIN_EVM_EVM_H
#define ETALON_CHAIN_EVM_EVM_H

#include "chain/eth/fork.h"
#include "chain/eth/state.h"
#include "chain/evm/gas.h"

enum {
    EVM_DEPTH_MAX = 1024,
    EVM_STACK_MAX = 1024,
    EVM_CODE_MAX = 24576,     /* EIP-170 */
    EVM_INITCODE_MAX = 49152, /* EIP-3860 */
};

/* Hash of an earlier block; false when it is not known. */
typedef bool (*evm_hash_fn)(const void *context, uint64_t number,
                            uint8_t out[32]);

struct evm_block {
    uint8_t coinbase[20];
    uint64_t number, timestamp, gas_limit;
    struct u256 difficulty; /* PREVRANDAO from Paris on */
    struct u256 base_fee, blob_base_fee, chain_id;
    evm_hash_fn hash_of; /* NULL: no hash is known */
    const void *hash_context;
};

struct evm_tx {
    uint8_t origin[20];
    struct u256 gas_price; /* the effective one */
    const uint8_t (*blob_hashes)[32];
    size_t blob_count;
};

enum evm_status {
    EVM_STOPPED, /* STOP, RETURN, SELFDESTRUCT */
    EVM_REVERTED,
    EVM_FAILED,  /* any exceptional halt: all gas is gone */
    EVM_RUNNING, /* inside the interpreter only */
};

struct evm_chunk;
struct evm_hooks;

struct evm {
    struct state *state;
    enum fork fork;
    const struct gas_rules *gas;
    struct evm_block block;
    struct evm_tx tx;
    enum err fault;
    struct u256 *stack;          /* pool of all frames */
    struct evm_chunk *memory;    /* pool of all frames, first chunk */
    size_t memory_total;
    uint8_t *returned;           /* return data of the last call */
    size_t returned_len, returned_room;
    struct arena scratch;        /* init code; one transaction */
    struct arena outputs;        /* of the running precompile */
    const struct evm_hooks *hooks; /* NULL: nobody watches */
};

/* What a frame is started with. */
struct evm_call {
    struct state_account *sender;  /* CALLER; pays value where it is moved */
    struct state_account *to;      /* ADDRESS: whose storage and balance */
    struct u256 value;
    struct bytes input;
    int64_t gas;
    int depth;
    bool is_static;
    bool moves_value;        /* CALL: not CALLCODE, DELEGATECALL */
    uint8_t op;              /* the instruction; 0: a transaction */
    const uint8_t *code_address; /* whose code; tells precompiles */
    struct code *code;
};

struct evm_result {
    enum evm_status status;
    int64_t gas_left;
};

/* ERR_MEMORY. */
MUST_CHECK enum err evm_init(struct evm *e);
void evm_release(struct evm *e);
/* Sets state, fork and block for what follows. */
void evm_setup(struct evm *e, struct state *s, enum fork fork,
               const struct evm_block *block);
/* A transaction begins: pools are empty again. */
void evm_tx_begin(struct evm *e, const struct evm_tx *tx);

/* A call from outside (a transaction, a system call).  Output is
 * e->returned, valid until the next call. */
struct evm_result evm_call(struct evm *e, const struct evm_call *c);
/* A creation: c->to is the new account, c->input the init code.  The nonce of
 * the sender was already counted. */
struct evm_result evm_create(struct evm *e, const struct evm_call *c);

/* The code to run for an account: that of its delegate, if any (EIP-7702). */
struct code *evm_code_of(struct evm *e, struct state_account *a);
void evm_create_address(uint8_t out[20], const uint8_t sender[20],
                        uint64_t nonce);
void evm_create2_address(uint8_t out[20], const uint8_t sender[20],
                         const uint8_t salt[32], struct bytes init_code);

#endif
