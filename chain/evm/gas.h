/* gas: costs by fork, as data.
 *
 * From Berlin on (EIP-2929) the flat costs are those of a warm access and the
 * cold_* members say what a first access adds. */
#ifndef ETALON_CHAIN_EVM_GAS_H
#define ETALON_CHAIN_EVM_GAS_H

#include "chain/eth/fork.h"

struct gas_rules {
    enum fork since;
    int balance, extcode, extcode_hash, sload, call;
    int selfdestruct, exp_byte;
    /* EIP-2929 */
    int cold_account, cold_slot;
    /* SSTORE; net metering is EIP-1283, 2200 and 2929 */
    bool sstore_net;
    int sstore_sentry; /* fails with this much gas or less */
    int sstore_noop, sstore_set, sstore_reset, sstore_clear_refund;
    int selfdestruct_refund;
    int refund_quotient; /* of the gas used may come back (EIP-3529) */
};

enum gas_cost {
    GAS_COPY_WORD = 3,
    GAS_MEMORY_WORD = 3,
    GAS_MEMORY_SQUARE = 512,
    GAS_KECCAK_WORD = 6,
    GAS_INITCODE_WORD = 2,    /* EIP-3860 */
    GAS_LOG_BYTE = 8,
    GAS_LOG_TOPIC = 375,
    GAS_CALL_VALUE = 9000,
    GAS_CALL_STIPEND = 2300,
    GAS_NEW_ACCOUNT = 25000,
    GAS_CODE_BYTE = 200,
    GAS_COLD_ACCOUNT = 2600,  /* EIP-2929 */
    GAS_WARM_ACCESS = 100,
};

const struct gas_rules *gas_rules(enum fork f);

#endif
