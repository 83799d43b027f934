/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/xchain/xchain.h"

/* Shapes are those of the known answers.  Rows are kept in two files. */
/* clang-format off */
static const struct op ops[] = {
#include "suites/xchain/ops_proofs.def"
#include "suites/xchain/ops_messages.def"
    { NULL, NULL, NULL, NULL, NULL, NULL }
};
/* clang-format on */

const struct suite suite_xchain = {
    .id = "xchain",
    .title = "Cross-chain messages",
    .ops = ops,
    .op_count = ARRAY_LEN(ops) - 1,
};
