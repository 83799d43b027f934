/* SPDX-License-Identifier: Apache-2.0 */
/* The interpreter loop once more, telling the hooks of every step, so that the
 * one that nobody watches pays nothing for it. */
#define EVM_TRACED 1
#include "chain/evm/loop.c"
