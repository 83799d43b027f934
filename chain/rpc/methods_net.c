/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/methods.h"
#include "chain/rpc/node.h"
#include "chain/rpc/params.h"

bool net_version(struct rpc_call *c)
{
    char text[DECIMAL_SIZE];

    if (!param_count(c, 0, 0))
        return false;
    decimal_text(text, c->node->chain.config.chain_id);
    out_text(c->out, text);
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
