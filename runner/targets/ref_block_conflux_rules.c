/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/asset/address.h"
#include "chain/conflux/cfx_block.h"
#include "chain/conflux/cfx_espace.h"
#include "chain/conflux/cfx_fees.h"
#include "chain/conflux/cfx_tree.h"
#include "chain/crypto/keccak.h"
#include "chain/xchain/conflux.h"
#include "runner/targets/ref_conflux_json.h"
#include "runner/targets/ref_json.h"

/* --- headers, transactions and bodies against the chain ------------------------- */

static enum err header_validate_op(struct arena *a, json_t **out,
                                   const json_t *in, struct error *why)
{
    struct cfx_rules rules;
    struct cfx_header h, parent;
    struct bytes data, above;
    uint8_t hash[32];
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = json_get_hex(a, &above, in, "parent", why);
    if (!err)
        err = conflux_get_rules(&rules, in, why);
    if (!err && cfx_header_decode(a, &parent, &rules, above))
        err = error_set(why, ERR_BAD_INPUT, "parent: no header");
    if (!err)
        err = cfx_header_decode(a, &h, &rules, data);
    if (!err)
        err = cfx_header_validate(a, &h, &parent, &rules);
    if (err)
        return err;
    keccak256(hash, data);
    return ref_answer(out, json_pack("{s:o}", "hash",
                                     json_hex(BYTES_OF(hash))));
}

static enum err get_block_rules(struct cfx_block_rules *out, const json_t *in,
                                struct error *why)
{
    enum err err = json_get_u64(&out->core_chain, in, "chainId", why);

    if (!err)
        err = json_get_u64(&out->espace_chain, in, "espaceChainId", why);
    if (!err)
        err = json_get_u64(&out->height, in, "height", why);
    if (!err)
        err = ref_get_flag(&out->cip130, in, "cip130", why);
    if (!err)
        err = ref_get_flag(&out->cip645, in, "cip645", why);
    return err;
}

static enum err tx_check_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct cfx_block_rules rules = { .height = 0 };
    struct cfx_any_tx tx;
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = get_block_rules(&rules, in, why);
    if (!err)
        err = cfx_any_tx_check(a, &tx, data, &rules);
    return err ? err
               : ref_answer(out, json_pack("{s:s, s:o, s:o}", "space",
                                           tx.espace ? "espace" : "core",
                                           "hash",
                                           json_hex(BYTES_OF(tx.hash)), "from",
                                           json_hex(BYTES_OF(tx.sender))));
}

static enum err body_check_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct cfx_block_rules rules = { .height = 0 };
    struct cfx_body body;
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = get_block_rules(&rules, in, why);
    if (!err)
        err = json_get_quantity(&rules.gas_limit, in, "gasLimit", why);
    if (!err)
        err = cfx_body_check(a, &body, data, &rules);
    return err ? err
               : ref_answer(out,
                            json_pack("{s:o, s:I, s:o, s:o}",
                                      "transactionsRoot",
                                      json_hex(BYTES_OF(
                                          body.transactions_root)),
                                      "count", (json_int_t)body.count,
                                      "coreGas", json_quantity(body.core_gas),
                                      "espaceGas",
                                      json_quantity(body.espace_gas)));
}

/* --- roots ---------------------------------------------------------------------- */

static enum err bloom_hash_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    uint8_t bloom[BLOOM_SIZE] = { 0 }, hash[32];
    struct bytes *items;
    size_t count;
    enum err err = ref_get_hex_list(a, &items, &count, in, "blooms", why);

    if (err)
        return err;
    for (size_t i = 0; i < count; i++) {
        if (items[i].len != BLOOM_SIZE)
            return ERR_LENGTH;
        bloom_union(bloom, items[i].data);
    }
    keccak256(hash, BYTES_OF(bloom));
    return ref_answer(out, json_hex(BYTES_OF(hash)));
}

static enum err state_root_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    static const char *const names[] = { "snapshot", "intermediate", "delta" };
    uint8_t roots[ARRAY_LEN(names)][32], root[32];
    enum err err = ERR_OK;

    (void)a;
    for (size_t i = 0; i < ARRAY_LEN(names) && !err; i++)
        err = json_get_fixed(roots[i], 32, in, names[i], why);
    if (err)
        return err;
    cfx_state_root(root, roots[0], roots[1], roots[2]);
    return ref_answer(out, json_hex(BYTES_OF(root)));
}

static enum err blame_root_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes *roots;
    uint8_t root[32];
    uint64_t blame;
    size_t count;
    enum err err = ref_get_hex_list(a, &roots, &count, in, "roots", why);

    if (!err)
        err = json_get_u64(&blame, in, "blame", why);
    if (err)
        return err;
    if (blame > UINT32_MAX || count != blame + 1)
        return ERR_ITEM_COUNT;
    for (size_t i = 0; i < count; i++)
        if (roots[i].len != 32)
            return ERR_LENGTH;
    cfx_blame_root(root, roots, count);
    return ref_answer(out, json_hex(BYTES_OF(root)));
}

static enum err tree_root_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    const json_t *list;
    struct cfx_entry *entries;
    uint8_t root[32];
    size_t count;
    enum err err = json_get_array(&list, in, "entries", why);

    if (err)
        return err;
    count = json_array_size(list);
    entries = arena_array(a, count, sizeof *entries);
    if (!entries)
        return ERR_MEMORY;
    for (size_t i = 0; i < count && !err; i++) {
        const json_t *item = json_array_get(list, i);

        err = json_get_hex(a, &entries[i].key, item, "key", why);
        if (!err)
            err = json_get_hex(a, &entries[i].value, item, "value", why);
    }
    if (!err)
        err = cfx_tree_root(a, root, entries, count);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(root)));
}

static enum err difficulty_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct u256 difficulty, next;
    uint64_t blocks, span;
    enum err err = json_get_quantity(&difficulty, in, "difficulty", why);

    (void)a;
    if (!err)
        err = json_get_u64(&blocks, in, "blocks", why);
    if (!err)
        err = json_get_u64(&span, in, "seconds", why);
    if (!err)
        err = cfx_difficulty(&next, difficulty, blocks, span);
    return err ? err : ref_answer(out, json_quantity(next));
}

/* --- addresses -------------------------------------------------------------------- */

enum { KEY_SIZE = 64, KEY_FORM = 4 };

static enum err address_create_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    uint8_t from[20], address[20];
    struct u256 nonce;
    struct bytes code;
    enum err err = json_get_fixed(from, 20, in, "from", why);

    if (!err)
        err = json_get_quantity(&nonce, in, "nonce", why);
    if (!err)
        err = json_get_hex(a, &code, in, "initCode", why);
    if (err)
        return err;
    cfx_address_create(address, from, nonce, code);
    return ref_answer(out, json_hex(BYTES_OF(address)));
}

static enum err address_user_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    uint8_t address[20], key[1 + KEY_SIZE] = { KEY_FORM };
    struct bytes given;
    enum err err = json_get_hex(a, &given, in, "publicKey", why);

    if (err)
        return err;
    if (given.len != KEY_SIZE)
        return ERR_KEY;
    memcpy(key + 1, given.data, KEY_SIZE);
    cfx_address_of_key(address, key);
    return ref_answer(out, json_hex(BYTES_OF(address)));
}

static enum err address_mapped_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    uint8_t native[20], mapped[20];
    enum err err = json_get_fixed(native, 20, in, "address", why);

    (void)a;
    if (err)
        return err;
    conflux_mapped_address(mapped, native);
    return ref_answer(out, json_hex(BYTES_OF(mapped)));
}

static enum err address_encode_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct cip37 address = { .net_id = 0 };
    struct bytes text;
    uint64_t net;
    bool verbose;
    enum err err = json_get_fixed(address.address, 20, in, "address", why);

    if (!err)
        err = json_get_u64(&net, in, "netId", why);
    if (!err)
        err = ref_get_flag(&verbose, in, "verbose", why);
    if (err)
        return err;
    if (net > UINT32_MAX)
        return ERR_RANGE;
    address.net_id = (uint32_t)net;
    address.type = cip37_type_of(address.address);
    err = cip37_encode(a, &text, &address, verbose);
    return err ? err
               : ref_answer(out, json_stringn((const char *)text.data,
                                              text.len));
}

static enum err address_decode_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct cip37 address;
    const char *text;
    enum err err = json_get_text(&text, in, "text", why);

    if (!err)
        err = cip37_decode(a, &address, bytes_str(text));
    return err ? err
               : ref_answer(out,
                            json_pack("{s:o, s:I, s:s}", "address",
                                      json_hex(BYTES_OF(address.address)),
                                      "netId", (json_int_t)address.net_id,
                                      "type", cip37_type_name(address.type)));
}

/* --- eSpace ------------------------------------------------------------------------- */

static json_t *espace_json(const struct cfx_espace_block *b,
                           const struct cfx_header *pivot,
                           const uint8_t hash[32])
{
    static const uint8_t zero[32];
    uint8_t nonce[8];

    for (int i = 0; i < 8; i++)
        nonce[i] = (uint8_t)(b->nonce >> (56 - 8 * i));
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:s, s:[]}",
        "hash", json_hex(bytes_make(hash, 32)), "parentHash",
        json_hex(BYTES_OF(pivot->parent_hash)), "number",
        json_quantity_u64(pivot->height), "timestamp",
        json_quantity_u64(pivot->timestamp), "difficulty",
        json_quantity(pivot->difficulty), "miner",
        json_hex(BYTES_OF(pivot->author)), "stateRoot",
        json_hex(BYTES_OF(b->state_root)), "transactionsRoot",
        json_hex(BYTES_OF(b->transactions_root)), "receiptsRoot",
        json_hex(BYTES_OF(b->receipts_root)), "gasLimit",
        json_quantity(b->gas_limit), "espaceGasLimit",
        json_quantity(b->espace_gas_limit), "nonce",
        json_hex(BYTES_OF(nonce)), "mixHash", json_hex(BYTES_OF(zero)),
        "extraData", "0x", "uncles");
}

static enum err espace_block_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct cfx_espace_block b;
    struct cfx_header *headers;
    struct cfx_rules rules;
    struct bytes *items;
    uint8_t hash[32];
    size_t count;
    bool empty;
    enum err err = ref_get_hex_list(a, &items, &count, in, "headers", why);

    if (!err)
        err = conflux_get_rules(&rules, in, why);
    if (!err)
        err = json_get_bool(&empty, in, "empty", why);
    if (err)
        return err;
    if (!count)
        return ERR_EMPTY;
    headers = arena_array(a, count, sizeof *headers);
    if (!headers)
        return ERR_MEMORY;
    for (size_t i = 0; i < count && !err; i++)
        err = cfx_header_decode(a, &headers[i], &rules, items[i]);
    if (!err)
        err = cfx_espace_block(&b, headers, count, empty);
    if (err)
        return err;
    keccak256(hash, items[count - 1]);
    return ref_answer(out, espace_json(&b, &headers[count - 1], hash));
}

static enum err phantom_encode_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct cfx_phantom tx = { .has_to = json_has(in, "to") };
    struct bytes data;
    uint64_t chain;
    uint8_t hash[32];
    enum err err = json_get_fixed(tx.from, 20, in, "from", why);

    if (!err && tx.has_to)
        err = json_get_fixed(tx.to, 20, in, "to", why);
    if (!err)
        err = json_get_quantity(&tx.nonce, in, "nonce", why);
    if (!err)
        err = json_get_quantity(&tx.value, in, "value", why);
    if (!err)
        err = json_get_hex(a, &tx.data, in, "data", why);
    if (!err)
        err = json_get_u64(&chain, in, "chainId", why);
    if (!err && chain > UINT32_MAX)
        err = ERR_TOO_WIDE;
    if (!err)
        err = cfx_phantom_encode(a, &data, &tx, (uint32_t)chain);
    if (err)
        return err;
    keccak256(hash, data);
    return ref_answer(out, json_pack("{s:o, s:o}", "data", json_hex(data),
                                     "hash", json_hex(BYTES_OF(hash))));
}

static const struct ref_binding rows[] = {
    { "conflux.header.validate", header_validate_op },
    { "conflux.tx.check", tx_check_op },
    { "conflux.body.check", body_check_op },
    { "conflux.bloom_hash", bloom_hash_op },
    { "conflux.state_root", state_root_op },
    { "conflux.blame_root", blame_root_op },
    { "conflux.tree_root", tree_root_op },
    { "conflux.difficulty.next", difficulty_op },
    { "conflux.address.create", address_create_op },
    { "conflux.address.user", address_user_op },
    { "conflux.address.mapped", address_mapped_op },
    { "conflux.address.encode", address_encode_op },
    { "conflux.address.decode", address_decode_op },
    { "conflux.espace.block", espace_block_op },
    { "conflux.phantom.encode", phantom_encode_op },
};

const struct ref_table ref_table_block_conflux_rules = { rows,
                                                         ARRAY_LEN(rows) };
