/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/methods.h"

#include "chain/crypto/keccak.h"
#include "chain/rpc/node.h"
#include "chain/rpc/params.h"
#include "config.h"

bool web3_client_version(struct rpc_call *c)
{
    if (!param_count(c, 0, 0))
        return false;
    out_text(c->out, "etalon-chain/v" PACKAGE_VERSION "/linux/c");
    return true;
}

bool web3_sha3(struct rpc_call *c)
{
    struct bytes in;
    uint8_t hash[32];

    if (!param_count(c, 1, 1) || !param_bytes(c, 0, &in))
        return false;
    keccak256(hash, in);
    out_bytes(c->out, BYTES_OF(hash));
    return true;
}
