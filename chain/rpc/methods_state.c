/* SPDX-License-Identifier: Apache-2.0 */
/* eth_*: accounts and storage, now and before. */
#include "chain/rpc/methods.h"

#include "base/hex.h"
#include "chain/crypto/keccak.h"
#include "chain/rpc/node.h"
#include "chain/rpc/params.h"

enum { PROOF_KEYS_MAX = 1024, VALUES_MAX = 1024 };

/* The state after the block that the argument names is visited; to be left. */
static bool visit_param(struct rpc_call *c, size_t i, struct state_mark *mark)
{
    const struct chain_block *b;
    struct block_ref ref;
    enum err err;

    if (!param_block(c, i, true, &ref) || !block_needed(c, &ref, &b))
        return false;
    err = chain_visit(&c->node->chain, b, mark);
    return err ? rpc_fail_err(c, err) : true;
}

/* NULL when there is no such account. */
static bool account_param(struct rpc_call *c, struct state_mark *mark,
                          const struct state_account **out)
{
    uint8_t address[20];

    if (!param_count(c, 1, 2) || !param_address(c, 0, address) ||
        !visit_param(c, 1, mark))
        return false;
    *out = state_find(&c->node->chain.state, address);
    return true;
}

bool eth_get_balance(struct rpc_call *c)
{
    const struct state_account *a;
    struct state_mark mark;

    if (!account_param(c, &mark, &a))
        return false;
    out_u256(c->out, a ? a->balance : u256_from(0));
    chain_leave(&c->node->chain, mark);
    return true;
}

bool eth_get_code(struct rpc_call *c)
{
    const struct state_account *a;
    struct state_mark mark;

    if (!account_param(c, &mark, &a))
        return false;
    out_bytes(c->out,
              a ? bytes_make(a->code->data, a->code->len) : BYTES_EMPTY);
    chain_leave(&c->node->chain, mark);
    return true;
}

bool eth_get_tx_count(struct rpc_call *c)
{
    const struct state_account *a;
    struct state_mark mark;
    struct block_ref ref;
    uint8_t address[20];
    uint64_t nonce;

    if (!account_param(c, &mark, &a) || !param_address(c, 0, address) ||
        !param_block(c, 1, true, &ref))
        return false;
    nonce = a ? a->nonce : 0;
    if (ref.kind == BLOCK_PENDING)
        nonce = pool_nonce(&c->node->pool, address, nonce);
    out_u64(c->out, nonce);
    chain_leave(&c->node->chain, mark);
    return true;
}

bool eth_get_storage_at(struct rpc_call *c)
{
    const struct state_account *a;
    struct state_mark mark;
    uint8_t address[20];
    struct u256 key;

    if (!param_count(c, 2, 3) || !param_address(c, 0, address) ||
        !read_slot_key(c, &key, param(c, 1)) || !visit_param(c, 2, &mark))
        return false;
    a = state_find(&c->node->chain.state, address);
    out_word(c->out, a ? state_peek(a, key) : u256_from(0));
    chain_leave(&c->node->chain, mark);
    return true;
}

static bool answer_values(struct rpc_call *c, const char *address_text,
                          const json_t *keys)
{
    const struct state_account *a;
    uint8_t address[20];
    const json_t *item;
    size_t i;

    if (hex_fixed(address, 20, address_text) || !json_is_array(keys))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 0: not a map of addresses to lists");
    a = state_find(&c->node->chain.state, address);
    out_key(c->out, address_text);
    out_array(c->out);
    json_array_foreach(keys, i, item) {
        struct u256 key;

        if (!read_slot_key(c, &key, item))
            return false;
        out_word(c->out, a ? state_peek(a, key) : u256_from(0));
    }
    out_array_end(c->out);
    return true;
}

/* How many slots are asked for; false when it is too many or none. */
static bool check_values(struct rpc_call *c, const json_t *in)
{
    const char *address;
    json_t *keys;
    size_t count = 0;

    if (!json_is_object(in))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 0: not a map");
    json_object_foreach((json_t *)(uintptr_t)in, address, keys)
        count += json_array_size(keys);
    if (!count)
        return rpc_fail(c, RPC_INVALID_PARAMS, "empty request");
    if (count > VALUES_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "too many slots (max %d)",
                        VALUES_MAX);
    return true;
}

bool eth_get_storage_values(struct rpc_call *c)
{
    const char *address;
    struct state_mark mark;
    json_t *keys;
    bool ok = true;

    if (!param_count(c, 1, 2) || !check_values(c, param(c, 0)) ||
        !visit_param(c, 1, &mark))
        return false;
    out_object(c->out);
    json_object_foreach((json_t *)(uintptr_t)param(c, 0), address, keys) {
        ok = answer_values(c, address, keys);
        if (!ok)
            break;
    }
    out_object_end(c->out);
    chain_leave(&c->node->chain, mark);
    return ok;
}

/* --- proofs (EIP-1186) --------------------------------------------------------------- */

static bool write_proof(struct rpc_call *c, const char *name,
                        struct trie_node *root, struct bytes key)
{
    struct bytes nodes[TRIE_PROOF_MAX];
    uint8_t hash[32];
    size_t count;

    keccak256(hash, key);
    if (trie_prove(c->arena, nodes, &count, root, hash))
        return rpc_fail_err(c, ERR_MEMORY);
    out_key(c->out, name);
    out_array(c->out);
    for (size_t i = 0; i < count; i++)
        out_bytes(c->out, nodes[i]);
    out_array_end(c->out);
    return true;
}

static bool write_slot(struct rpc_call *c, const struct state_account *a,
                       const json_t *in)
{
    struct trie_node *root = a && a->storage ? a->storage->trie : NULL;
    const char *text = json_string_value(in);
    struct u256 key;
    uint8_t word[32];

    if (!read_slot_key(c, &key, in))
        return false;
    u256_to_be(word, key);
    out_object(c->out);
    out_key(c->out, "key");
    /* As asked: a whole word, else a quantity. */
    if (strlen(text) == 66)
        out_bytes(c->out, BYTES_OF(word));
    else
        out_u256(c->out, key);
    out_key_u256(c->out, "value", a ? state_peek(a, key) : u256_from(0));
    if (!write_proof(c, "proof", root, BYTES_OF(word)))
        return false;
    out_object_end(c->out);
    return true;
}

static bool write_account(struct rpc_call *c, const uint8_t address[20])
{
    struct state *s = &c->node->chain.state;
    const struct state_account *a = state_find(s, address);
    uint8_t root[32], storage[32];

    if (state_settle(s, root))
        return rpc_fail_err(c, ERR_MEMORY);
    memcpy(storage, EMPTY_TRIE_ROOT, 32);
    if (a)
        state_storage_root(storage, a);
    out_object(c->out);
    out_key_bytes(c->out, "address", bytes_make(address, 20));
    if (!write_proof(c, "accountProof", s->trie, bytes_make(address, 20)))
        return false;
    out_key_u256(c->out, "balance", a ? a->balance : u256_from(0));
    out_key_bytes(c->out, "codeHash",
                  a ? BYTES_OF(a->code->hash) : BYTES_OF(KECCAK256_EMPTY));
    out_key_u64(c->out, "nonce", a ? a->nonce : 0);
    out_key_bytes(c->out, "storageHash", BYTES_OF(storage));
    out_key(c->out, "storageProof");
    out_array(c->out);
    for (size_t i = 0; i < json_array_size(param(c, 1)); i++)
        if (!write_slot(c, a, json_array_get(param(c, 1), i)))
            return false;
    out_array_end(c->out);
    out_object_end(c->out);
    return true;
}

bool eth_get_proof(struct rpc_call *c)
{
    struct state_mark mark;
    uint8_t address[20];
    bool ok;

    if (!param_count(c, 2, 3) || !param_address(c, 0, address))
        return false;
    if (!json_is_array(param(c, 1)))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 1: not a list of keys");
    if (json_array_size(param(c, 1)) > PROOF_KEYS_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "too many keys (max %d)",
                        PROOF_KEYS_MAX);
    if (!visit_param(c, 2, &mark))
        return false;
    ok = write_account(c, address);
    chain_leave(&c->node->chain, mark);
    return ok;
}
