/* methods: the functions of methods.def. */
#ifndef ETALON_CHAIN_RPC_METHODS_H
#define ETALON_CHAIN_RPC_METHODS_H

#include "chain/rpc/rpc.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wredundant-decls"
#define METHOD(name, params, result, run) bool run(struct rpc_call *c);
#include "chain/rpc/methods.def"
#undef METHOD
#pragma GCC diagnostic pop

#endif
