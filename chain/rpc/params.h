/* params: the arguments of a call, read as Ethereum's nodes read them.
 *
 * Each reader returns false with the call's error set (-32602 and the place).
 * Absent means: past the end, or null. */
#ifndef ETALON_CHAIN_RPC_PARAMS_H
#define ETALON_CHAIN_RPC_PARAMS_H

#include "chain/eth/chain.h"
#include "chain/rpc/rpc.h"

enum block_kind { BLOCK_AT_NUMBER, BLOCK_AT_HASH, BLOCK_LATEST, BLOCK_PENDING };

struct block_ref {
    enum block_kind kind;
    uint64_t number;
    uint8_t hash[32];
    bool canonical; /* the hash must be that of a canonical block */
};

const json_t *param(const struct rpc_call *c, size_t i);
bool param_given(const struct rpc_call *c, size_t i);
/* No more than most arguments, no less than least. */
bool param_count(struct rpc_call *c, size_t least, size_t most);

enum { DECIMAL_SIZE = 80 };
/* Decimal digits. */
void decimal_text(char out[DECIMAL_SIZE], struct u256 v);

/* Values; `where` names the place in messages ("argument 0", "from"). */
bool read_quantity(struct rpc_call *c, struct u256 *out, const json_t *in,
                   const char *where);
bool read_u64(struct rpc_call *c, uint64_t *out, const json_t *in,
              const char *where);
bool read_bytes(struct rpc_call *c, struct bytes *out, const json_t *in,
                const char *where);
/* type is Go's name of it, as geth's messages have it: "common.Hash". */
bool read_fixed(struct rpc_call *c, uint8_t *out, size_t len, const json_t *in,
                const char *where, const char *type);
/* Up to 32 bytes of a storage key, odd digits too. */
bool read_slot_key(struct rpc_call *c, struct u256 *out, const json_t *in);

bool param_u64(struct rpc_call *c, size_t i, uint64_t *out);
bool param_bytes(struct rpc_call *c, size_t i, struct bytes *out);
bool param_hash(struct rpc_call *c, size_t i, uint8_t out[32]);
bool param_address(struct rpc_call *c, size_t i, uint8_t out[20]);
bool param_bool(struct rpc_call *c, size_t i, bool *out);
/* A number or tag; absent: latest when optional, else an error. */
bool param_block(struct rpc_call *c, size_t i, bool optional,
                 struct block_ref *out);
bool read_block_ref(struct rpc_call *c, const json_t *in, const char *where,
                    struct block_ref *out);

/* The block meant, NULL when there is none (no error is set). */
const struct chain_block *block_of(const struct rpc_call *c,
                                   const struct block_ref *ref);
/* As block_of; none is an error. */
bool block_needed(struct rpc_call *c, const struct block_ref *ref,
                  const struct chain_block **out);

#endif
