/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/evm/gas.h"

/* The last row whose fork is not after the one asked for holds. */
/* clang-format off */
static const struct gas_rules rules[] = {
    /* Yellow Paper, appendix G, first edition */
    { .since = FORK_FRONTIER,
      .balance = 20, .extcode = 20, .sload = 50, .call = 40, .exp_byte = 10,
      .sstore_set = 20000, .sstore_reset = 5000, .sstore_clear_refund = 15000,
      .selfdestruct_refund = 24000, .refund_quotient = 2 },
    /* EIP-150 */
    { .since = FORK_TANGERINE,
      .balance = 400, .extcode = 700, .sload = 200, .call = 700,
      .selfdestruct = 5000, .exp_byte = 10,
      .sstore_set = 20000, .sstore_reset = 5000, .sstore_clear_refund = 15000,
      .selfdestruct_refund = 24000, .refund_quotient = 2 },
    /* EIP-160 */
    { .since = FORK_SPURIOUS,
      .balance = 400, .extcode = 700, .sload = 200, .call = 700,
      .selfdestruct = 5000, .exp_byte = 50,
      .sstore_set = 20000, .sstore_reset = 5000, .sstore_clear_refund = 15000,
      .selfdestruct_refund = 24000, .refund_quotient = 2 },
    /* EIP-1052, EIP-1283 */
    { .since = FORK_CONSTANTINOPLE,
      .balance = 400, .extcode = 700, .extcode_hash = 400, .sload = 200,
      .call = 700, .selfdestruct = 5000, .exp_byte = 50,
      .sstore_net = true, .sstore_noop = 200,
      .sstore_set = 20000, .sstore_reset = 5000, .sstore_clear_refund = 15000,
      .selfdestruct_refund = 24000, .refund_quotient = 2 },
    /* EIP-1283 taken back (EIP-1716) */
    { .since = FORK_PETERSBURG,
      .balance = 400, .extcode = 700, .extcode_hash = 400, .sload = 200,
      .call = 700, .selfdestruct = 5000, .exp_byte = 50,
      .sstore_set = 20000, .sstore_reset = 5000, .sstore_clear_refund = 15000,
      .selfdestruct_refund = 24000, .refund_quotient = 2 },
    /* EIP-1884, EIP-2200 */
    { .since = FORK_ISTANBUL,
      .balance = 700, .extcode = 700, .extcode_hash = 700, .sload = 800,
      .call = 700, .selfdestruct = 5000, .exp_byte = 50,
      .sstore_net = true, .sstore_sentry = 2300, .sstore_noop = 800,
      .sstore_set = 20000, .sstore_reset = 5000, .sstore_clear_refund = 15000,
      .selfdestruct_refund = 24000, .refund_quotient = 2 },
    /* EIP-2929 */
    { .since = FORK_BERLIN,
      .balance = 100, .extcode = 100, .extcode_hash = 100, .sload = 100,
      .call = 100, .selfdestruct = 5000, .exp_byte = 50,
      .cold_account = 2500, .cold_slot = 2000,
      .sstore_net = true, .sstore_sentry = 2300, .sstore_noop = 100,
      .sstore_set = 20000, .sstore_reset = 2900, .sstore_clear_refund = 15000,
      .selfdestruct_refund = 24000, .refund_quotient = 2 },
    /* EIP-3529 */
    { .since = FORK_LONDON,
      .balance = 100, .extcode = 100, .extcode_hash = 100, .sload = 100,
      .call = 100, .selfdestruct = 5000, .exp_byte = 50,
      .cold_account = 2500, .cold_slot = 2000,
      .sstore_net = true, .sstore_sentry = 2300, .sstore_noop = 100,
      .sstore_set = 20000, .sstore_reset = 2900, .sstore_clear_refund = 4800,
      .refund_quotient = 5 },
};
/* clang-format on */

const struct gas_rules *gas_rules(enum fork f)
{
    size_t row = 0;

    while (row + 1 < ARRAY_LEN(rules) && rules[row + 1].since <= f)
        row++;
    return &rules[row];
}
