/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/asset/asset.h"

/* Shapes are those of the known answers: many inputs are plain text.  Rows are
 * kept in two files by subject. */
/* clang-format off */
static const struct op ops[] = {
#include "suites/asset/ops_identifiers.def"
#include "suites/asset/ops_documents.def"
    { NULL, NULL, NULL, NULL, NULL, NULL }
};
/* clang-format on */

const struct suite suite_asset = {
    .id = "asset",
    .title = "Asset identity",
    .ops = ops,
    .op_count = ARRAY_LEN(ops) - 1,
};
