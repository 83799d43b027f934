/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "base/hex.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/eip1186.h"
#include "chain/eth/mpt.h"
#include "runner/targets/ref_json.h"

/* --- tries -------------------------------------------------------------- */

/* null and "0x" are both "no value". */
static enum err get_value(struct arena *a, struct bytes *out,
                          const json_t *item, struct error *why)
{
    *out = BYTES_EMPTY;
    if (json_is_null(item))
        return ERR_OK;
    if (!json_is_string(item) || hex_bytes(a, out, json_string_value(item)))
        return error_set(why, ERR_BAD_INPUT, "a value is neither bytes nor null");
    return ERR_OK;
}

struct trie_input {
    struct mpt_entry *entries;
    size_t count;
    struct bytes key;
    bool secure;
};

static enum err get_entries(struct arena *a, struct trie_input *out,
                            const json_t *in, struct error *why)
{
    const json_t *list = NULL;
    enum err err = json_get_array(&list, in, "entries", why);

    if (!err)
        err = ref_get_flag(&out->secure, in, "secure", why);
    if (err)
        return err;
    out->count = json_array_size(list);
    out->entries = arena_array(a, out->count, sizeof *out->entries);
    if (!out->entries)
        return ERR_MEMORY;
    for (size_t i = 0; i < out->count; i++) {
        const json_t *pair = json_array_get(list, i);
        const json_t *key = json_array_get(pair, 0);

        if (json_array_size(pair) != 2 || !json_is_string(key) ||
            hex_bytes(a, &out->entries[i].key, json_string_value(key)))
            return error_set(why, ERR_BAD_INPUT,
                             "entries[%zu] is not [key, value]", i);
        err = get_value(a, &out->entries[i].value, json_array_get(pair, 1),
                        why);
        if (err)
            return err;
    }
    return ERR_OK;
}

static json_t *value_to_json(struct bytes value)
{
    return value.len ? json_hex(value) : json_null();
}

static enum err root_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct trie_input trie;
    uint8_t root[32];
    enum err err = get_entries(a, &trie, in, why);

    if (!err)
        err = mpt_root(a, root, trie.entries, trie.count, trie.secure);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(root)));
}

static enum err list_root(struct arena *a, json_t **out, const json_t *in,
                          const char *key, struct error *why)
{
    struct bytes *items;
    uint8_t root[32];
    size_t count;
    enum err err = ref_get_hex_list(a, &items, &count, in, key, why);

    if (!err)
        err = mpt_list_root(a, root, items, count);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(root)));
}

static enum err list_root_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    return list_root(a, out, in, "items", why);
}

static enum err transactions_root_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    return list_root(a, out, in, "transactions", why);
}

static enum err get_keyed(struct arena *a, struct trie_input *trie,
                          struct bytes *value, const json_t *in,
                          struct error *why)
{
    enum err err = get_entries(a, trie, in, why);

    if (!err)
        err = json_get_hex(a, &trie->key, in, "key", why);
    if (!err)
        err = mpt_get(a, value, trie->entries, trie->count, trie->key,
                      trie->secure);
    return err;
}

static enum err get_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    struct trie_input trie;
    struct bytes value;
    enum err err = get_keyed(a, &trie, &value, in, why);

    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o}", "value", value_to_json(value)));
}

static json_t *bytes_list_to_json(const struct bytes *items, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < count; i++)
        if (json_array_append_new(list, json_hex(items[i]))) {
            json_decref(list);
            list = NULL;
        }
    return list;
}

static enum err prove_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct trie_input trie;
    struct bytes value, *nodes;
    uint8_t root[32];
    size_t count;
    enum err err = get_keyed(a, &trie, &value, in, why);

    if (!err)
        err = mpt_root(a, root, trie.entries, trie.count, trie.secure);
    if (!err)
        err = mpt_prove(a, &nodes, &count, trie.entries, trie.count, trie.key,
                        trie.secure);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o, s:o, s:o}", "root",
                                     json_hex(BYTES_OF(root)), "proof",
                                     bytes_list_to_json(nodes, count), "value",
                                     value_to_json(value)));
}

static enum err verify_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes key, *nodes, value, expected;
    uint8_t root[32], hash[32];
    bool secure;
    size_t count;
    enum err err = json_get_fixed(root, sizeof root, in, "root", why);

    if (!err)
        err = json_get_hex(a, &key, in, "key", why);
    if (!err)
        err = ref_get_hex_list(a, &nodes, &count, in, "proof", why);
    if (!err)
        err = ref_get_flag(&secure, in, "secure", why);
    if (err)
        return err;
    if (secure) {
        keccak256(hash, key);
        key = BYTES_OF(hash);
    }
    err = mpt_verify(a, &value, root, key, nodes, count);
    if (!err && json_object_get(in, "expect")) {
        err = get_value(a, &expected, json_object_get(in, "expect"), why);
        if (!err && !bytes_eq(value, expected))
            err = ERR_PROOF_VALUE;
    }
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o}", "value", value_to_json(value)));
}

/* --- accounts and state ------------------------------------------------- */

static enum err get_account(struct account *out, const json_t *in,
                            struct error *why)
{
    enum err err = ref_get_u64(&out->nonce, in, "nonce", why);

    if (!err)
        err = ref_get_number(&out->balance, in, "balance", 256, why);
    if (!err)
        err = json_get_fixed(out->storage_root, sizeof out->storage_root, in,
                             "storageHash", why);
    if (!err)
        err = json_get_fixed(out->code_hash, sizeof out->code_hash, in,
                             "codeHash", why);
    return err;
}

static enum err account_encode_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    uint8_t text[ACCOUNT_RLP_MAX];
    struct account account;
    enum err err = get_account(&account, in, why);

    (void)a;
    if (err)
        return err;
    return ref_answer(
        out, json_hex(bytes_make(text, account_encode(text, &account))));
}

static enum err account_decode_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct account account;
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = account_decode(&account, data);
    if (err)
        return err;
    return ref_answer(
        out, json_pack("{s:o, s:o, s:o, s:o}", "nonce",
                       json_quantity_u64(account.nonce), "balance",
                       json_quantity(account.balance), "storageHash",
                       json_hex(BYTES_OF(account.storage_root)), "codeHash",
                       json_hex(BYTES_OF(account.code_hash))));
}

static enum err get_slots(struct arena *a, struct storage_slot **out,
                          size_t *count, const json_t *map, struct error *why)
{
    struct storage_slot *slots;
    const char *key;
    json_t *value;
    size_t n = 0;

    slots = arena_array(a, json_object_size(map), sizeof *slots);
    if (!slots)
        return ERR_MEMORY;
    json_object_foreach((json_t *)(uintptr_t)map, key, value) {
        if (ref_word(&slots[n].key, key) || !json_is_string(value) ||
            ref_word(&slots[n].value, json_string_value(value)))
            return error_set(why, ERR_BAD_INPUT,
                             "storage %s: slot and value are words", key);
        n++;
    }
    *out = slots;
    *count = n;
    return ERR_OK;
}

static enum err storage_root_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    const json_t *map = NULL;
    struct storage_slot *slots;
    uint8_t root[32];
    size_t count;
    enum err err = json_get_object(&map, in, "storage", why);

    if (!err)
        err = get_slots(a, &slots, &count, map, why);
    if (!err)
        err = storage_root(a, root, slots, count);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(root)));
}

static enum err get_state_entry(struct arena *a, struct state_entry *out,
                                const json_t *in, struct error *why)
{
    const json_t *map = NULL;
    struct storage_slot *slots = NULL;
    enum err err = ERR_OK;

    if (json_has(in, "nonce"))
        err = json_get_u64(&out->nonce, in, "nonce", why);
    if (!err && json_has(in, "balance"))
        err = json_get_quantity(&out->balance, in, "balance", why);
    if (!err && json_has(in, "code"))
        err = json_get_hex(a, &out->code, in, "code", why);
    if (!err && json_has(in, "storage")) {
        err = json_get_object(&map, in, "storage", why);
        if (!err)
            err = get_slots(a, &slots, &out->slot_count, map, why);
        out->slots = slots;
    }
    return err;
}

static enum err state_root_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    const json_t *map = NULL;
    struct state_entry *entries;
    const char *address;
    uint8_t root[32];
    json_t *account;
    size_t n = 0;
    enum err err = json_get_object(&map, in, "accounts", why);

    if (err)
        return err;
    entries = arena_array(a, json_object_size(map), sizeof *entries);
    if (!entries)
        return ERR_MEMORY;
    json_object_foreach((json_t *)(uintptr_t)map, address, account) {
        if (hex_fixed(entries[n].address, sizeof entries[n].address, address))
            return error_set(why, ERR_BAD_INPUT, "%s is no address", address);
        err = get_state_entry(a, &entries[n++], account, why);
        if (err)
            return err;
    }
    err = state_root(a, root, entries, n);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(root)));
}

/* --- eth_getProof ------------------------------------------------------- */

static enum err get_nodes(struct arena *a, struct eip1186_nodes *out,
                          const json_t *in, const char *key, struct error *why)
{
    struct bytes *nodes = NULL;
    enum err err = ref_get_hex_list(a, &nodes, &out->count, in, key, why);

    out->nodes = nodes;
    return err;
}

/* Nodes print keys as quantities or as 32 bytes. */
static enum err get_slot_proof(struct arena *a, struct eip1186_slot *out,
                               const json_t *in, struct error *why)
{
    const char *key = NULL, *value = NULL;
    enum err err = json_get_text(&key, in, "key", why);

    if (!err)
        err = json_get_text(&value, in, "value", why);
    if (err)
        return err;
    if (ref_word(&out->key, key) || ref_word(&out->value, value))
        return error_set(why, ERR_BAD_INPUT,
                         "storageProof: key and value are words");
    return get_nodes(a, &out->proof, in, "proof", why);
}

static enum err get_proof(struct arena *a, struct eip1186 *out,
                          const json_t *in, struct error *why)
{
    const json_t *list = NULL;
    struct eip1186_slot *slots;
    enum err err = json_get_fixed(out->address, sizeof out->address, in,
                                  "address", why);

    if (!err)
        err = get_account(&out->claimed, in, why);
    if (!err)
        err = get_nodes(a, &out->proof, in, "accountProof", why);
    if (!err && json_has(in, "storageProof"))
        err = json_get_array(&list, in, "storageProof", why);
    if (err)
        return err;
    out->slot_count = json_array_size(list);
    slots = arena_array(a, out->slot_count, sizeof *slots);
    if (!slots)
        return ERR_MEMORY;
    for (size_t i = 0; i < out->slot_count; i++) {
        err = get_slot_proof(a, &slots[i], json_array_get(list, i), why);
        if (err)
            return err;
    }
    out->slots = slots;
    return ERR_OK;
}

static enum err eip1186_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct eip1186 proof = { .slot_count = 0 };
    const json_t *map = NULL;
    uint8_t root[32];
    bool exists;
    enum err err = json_get_fixed(root, sizeof root, in, "stateRoot", why);

    if (!err)
        err = json_get_object(&map, in, "proof", why);
    if (!err)
        err = get_proof(a, &proof, map, why);
    if (!err)
        err = eip1186_verify(a, &exists, root, &proof);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:b}", "exists", exists));
}

static const struct ref_binding rows[] = {
    { "mpt.root", root_op },
    { "mpt.list_root", list_root_op },
    { "mpt.get", get_op },
    { "mpt.prove", prove_op },
    { "mpt.verify", verify_op },
    { "account.encode", account_encode_op },
    { "account.decode", account_decode_op },
    { "state.root", state_root_op },
    { "storage.root", storage_root_op },
    { "eip1186.verify", eip1186_op },
    { "transactions.root", transactions_root_op },
};

const struct ref_table ref_table_block_trie = { rows, ARRAY_LEN(rows) };
