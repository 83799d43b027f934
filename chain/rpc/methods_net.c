/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "chain/rpc/methods.h"
#include "chain/rpc/node.h"
#include "chain/rpc/params.h"

enum { DECIMAL_SIZE = 80 };

bool net_version(struct rpc_call *c)
{
    struct u256 id = c->node->chain.config.chain_id, digit;
    char text[DECIMAL_SIZE];
    size_t at = sizeof text - 1;

    if (!param_count(c, 0, 0))
        return false;
    text[at] = '\0';
    do {
        u256_divmod(&id, &digit, id, u256_from(10));
        text[--at] = (char)('0' + digit.w[0]);
    } while (!u256_is_zero(id));
    out_text(c->out, text + at);
    return true;
}

bool net_listening(struct rpc_call *c)
{
    if (!param_count(c, 0, 0))
        return false;
    out_bool(c->out, true);
    return true;
}

bool net_peer_count(struct rpc_call *c)
{
    if (!param_count(c, 0, 0))
        return false;
    out_u64(c->out, 0);
    return true;
}
