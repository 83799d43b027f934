/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/conflux/cfx_block.h"

static const struct cfx_block_rules RULES = {
    .core_chain = 1234, .espace_chain = 1235, .height = 100,
    .gas_limit = { { 60000000, 0, 0, 0 } }, .cip130 = true, .cip645 = true,
};

/* What is accepted is the one encoding of itself; a body never packs more than
 * the shares of its block. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct cfx_any_tx any;
    struct cfx_body body;
    struct bytes again;
    struct cfx_tx tx;

    if (cfx_tx_decode(a, &tx, in) == ERR_OK &&
        (cfx_tx_encode(a, &again, &tx) || !bytes_eq(in, again)))
        abort();
    if (cfx_any_tx_check(a, &any, in, &RULES) == ERR_OK && !any.espace &&
        (any.sender[0] & 0xf0) != 0x10)
        abort();
    if (cfx_body_check(a, &body, in, &RULES))
        return;
    if (u256_lt(u256_from(54000000), body.core_gas) ||
        u256_lt(u256_from(30000000), body.espace_gas) ||
        body.count > in.len || in.len > CFX_BLOCK_BYTES_MAX + 4)
        abort();
}
