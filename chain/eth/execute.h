/* execute: what a transaction and a block do to a state.
 *
 * Spec: Ethereum Yellow Paper 6 and 11, with every final EIP up to Osaka that
 * touches it.  Validity that needs no state is tx_validate's and
 * header_validate's; what needs state is checked here. */
#ifndef ETALON_CHAIN_ETH_EXECUTE_H
#define ETALON_CHAIN_ETH_EXECUTE_H

#include "chain/eth/receipt.h"
#include "chain/eth/tx.h"
#include "chain/evm/evm.h"

struct execute_outcome {
    bool success;
    uint64_t gas_used;       /* after refunds and floor */
    uint64_t gas_peak;       /* before refunds */
    bool reverted;           /* no success, by REVERT */
    struct u256 gas_price;   /* the effective one */
    bool has_created;
    uint8_t created[20];
    struct bytes output;     /* valid until the evm's next call; the code that a
                              * creation left */
    /* The state's logs, valid until its next transaction. */
    const struct log_entry *logs;
    size_t log_count;
};

/* Runs a transaction whose validity without state is established, as sender,
 * on e->state with e's fork and block (evm_setup).  The state then holds its
 * effects; nothing is committed.  A REASON (the transaction is invalid here:
 * ERR_TX_NONCE_LOW, ERR_TX_NONCE_HIGH, ERR_TX_SENDER_CODE, ERR_TX_FUNDS) or a
 * fault (ERR_MEMORY, ERR_NOT_BUILT) leaves the state as it was. */
MUST_CHECK enum err execute_tx(struct evm *e, struct execute_outcome *out,
                               const struct tx *tx, const uint8_t sender[20],
                               const struct tx_cost *cost);

/* What a message may lack that is not yet a transaction of a chain. */
enum execute_lax {
    EXECUTE_ANY_NONCE = 1,  /* tx->nonce is not compared */
    EXECUTE_ANY_SENDER = 2, /* a contract may send */
    EXECUTE_FREE = 4,       /* fees of zero are enough, whatever the base fee */
};
/* As execute_tx with the checks named in lax (a set of execute_lax) left out;
 * tx->gas must cover cost->intrinsic. */
MUST_CHECK enum err execute_message(struct evm *e, struct execute_outcome *out,
                                    const struct tx *tx,
                                    const uint8_t sender[20],
                                    const struct tx_cost *cost, unsigned lax);

/* As a call from outside that changes nothing and pays nothing (eth_call). */
struct execute_call {
    uint8_t from[20], to[20];
    bool has_to;
    struct bytes data;
    struct u256 value, gas_price;
    uint64_t gas;
};
MUST_CHECK enum err execute_dry(struct evm *e, struct execute_outcome *out,
                                const struct execute_call *c);

/* A call by the system address (EIP-4788 and others); output as in e->returned.
 * *ran false: there is no code at to. */
MUST_CHECK enum err execute_system(struct evm *e, bool *success, bool *ran,
                                   const uint8_t to[20], struct bytes data);

#endif
