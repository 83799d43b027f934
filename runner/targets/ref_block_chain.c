/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

const struct ref_table ref_table_block_chain = { NULL, 0 };
