/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_message.h"

#include "chain/codec/pack.h"
#include "chain/xchain/cctp.h"
#include "chain/xchain/ktree.h"
#include "chain/xchain/opstack.h"
#include "chain/xchain/rollup.h"

/* Bindings of the bridges of rollups (OP Stack, Arbitrum, AggLayer) and of
 * Circle's CCTP. */

static enum err layout_hash(struct arena *a, json_t **out, const json_t *in,
                            const struct layout *layout, const char *key,
                            struct error *why)
{
    struct bytes packed;
    uint8_t hash[32];
    enum err err = msg_layout_encode(a, &packed, layout, in, why);

    if (err)
        return err;
    keccak_parts(hash, &packed, 1);
    return msg_answer_hex(a, out, key, BYTES_OF(hash));
}

static enum err encode_as(struct arena *a, json_t **out, const json_t *in,
                          const struct layout *layout, const char *key,
                          struct error *why)
{
    struct bytes encoded;
    enum err err = msg_layout_encode(a, &encoded, layout, in, why);

    return err ? err : msg_answer_hex(a, out, key, encoded);
}

/* Keccak-256 of two words of the input. */
static enum err pair_op(struct arena *a, json_t **out, const json_t *in,
                        const char *const keys[3], struct error *why)
{
    uint8_t left[32], right[32], hash[32];
    enum err err = msg_fixed(left, sizeof left, in, keys[0], why);

    if (!err)
        err = msg_fixed(right, sizeof right, in, keys[1], why);
    if (err)
        return err;
    keccak_pair(hash, left, right);
    return msg_answer_hex(a, out, keys[2], BYTES_OF(hash));
}

/* --- AggLayer -------------------------------------------------------------------- */

static enum err agg_exit_root(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    static const char *const keys[] = { "mainnet_exit_root", "rollup_exit_root",
                                        "root" };

    return pair_op(a, out, in, keys, why);
}

static enum err agg_index(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    uint64_t rollup, leaf;
    bool mainnet;
    enum err err = json_get_bool(&mainnet, in, "mainnet", why);

    if (!err)
        err = msg_u64(&rollup, in, "rollup_index", 32, why);
    if (!err)
        err = msg_u64(&leaf, in, "local_root_index", 32, why);
    if (err)
        return err;
    return ref_answer(
        out, json_pack("{s:o}", "global_index",
                       msg_json_u256(a, agglayer_global_index(
                                            mainnet, (uint32_t)rollup,
                                            (uint32_t)leaf))));
}

/* The leaf commits to the hash of the metadata; a question gives either. */
static enum err agg_leaf(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct bytes metadata;
    uint8_t hash[32];
    json_t *with;
    enum err err;

    if (!json_has(in, "metadata"))
        return layout_hash(a, out, in, &agglayer_leaf, "leaf", why);
    err = msg_hex(a, &metadata, in, "metadata", why);
    if (err)
        return err;
    keccak_parts(hash, &metadata, 1);
    with = json_copy((json_t *)(uintptr_t)in);
    if (!with || json_object_set_new(with, "metadata_hash",
                                     msg_json_word(a, hash)))
        err = ERR_MEMORY;
    if (!err)
        err = layout_hash(a, out, with, &agglayer_leaf, "leaf", why);
    json_decref(with);
    return err;
}

static enum err agg_root(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    uint8_t root[32], *leaves;
    size_t count;
    enum err err = msg_blocks(a, &leaves, &count, in, "leaves", 32, why);

    if (!err)
        err = ktree_root(a, root, (const uint8_t(*)[32])leaves, count);
    return err ? err : msg_answer_hex(a, out, "root", BYTES_OF(root));
}

static enum err agg_verify(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    uint8_t leaf[32], root[32], found[32], *proof;
    uint64_t index;
    size_t count;
    enum err err = msg_fixed(leaf, sizeof leaf, in, "leaf", why);

    if (!err)
        err = msg_fixed(root, sizeof root, in, "root", why);
    if (!err)
        err = msg_u64(&index, in, "index", 32, why);
    if (!err)
        err = msg_blocks(a, &proof, &count, in, "proof", 32, why);
    if (err)
        return err;
    if (count == KTREE_DEPTH)
        ktree_branch_root(found, leaf, (const uint8_t(*)[32])proof,
                          (uint32_t)index);
    return ref_answer(out,
                      json_pack("{s:b}", "valid",
                                count == KTREE_DEPTH &&
                                    memcmp(found, root, sizeof root) == 0));
}

/* --- Arbitrum -------------------------------------------------------------------- */

static enum err arb_accumulator(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    static const char *const keys[] = { "prev", "message_hash", "acc" };

    return pair_op(a, out, in, keys, why);
}

static enum err arb_inbox(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    return layout_hash(a, out, in, &arbitrum_inbox, "hash", why);
}

static enum err arb_outbox(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    return layout_hash(a, out, in, &arbitrum_outbox, "hash", why);
}

static enum err arb_alias(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    uint8_t address[20], alias[20];
    enum err err = msg_fixed(address, sizeof address, in, "address", why);

    if (err)
        return err;
    arbitrum_alias(alias, address);
    return msg_answer_hex(a, out, "alias", BYTES_OF(alias));
}

static enum err arb_root(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    uint8_t item[32], root[32], *proof;
    struct u256 index;
    bool outbox = false;
    size_t count;
    enum err err = msg_fixed(item, sizeof item, in, "item", why);

    if (!err && json_has(in, "outbox"))
        err = json_get_bool(&outbox, in, "outbox", why);
    if (!err)
        err = msg_number(&index, in, "index", 256, why);
    if (!err)
        err = msg_blocks(a, &proof, &count, in, "proof", 32, why);
    if (!err)
        err = (outbox ? arbitrum_outbox_root : arbitrum_merkle_root)(
            root, item, (const uint8_t(*)[32])proof, count, index);
    return err ? err : msg_answer_hex(a, out, "root", BYTES_OF(root));
}

/* --- OP Stack -------------------------------------------------------------------- */

static enum err read_message(struct arena *a, struct op_message *m,
                             const json_t *in, struct error *why)
{
    enum err err = msg_number(&m->nonce, in, "nonce", 256, why);

    if (!err)
        err = msg_fixed(m->sender, 20, in, "sender", why);
    if (!err)
        err = msg_fixed(m->target, 20, in, "target", why);
    if (!err)
        err = msg_number(&m->value, in, "value", 256, why);
    if (!err)
        err = msg_number(&m->gas_limit, in, "gas_limit", 256, why);
    return err ? err : msg_hex(a, &m->data, in, "data", why);
}

static enum err op_withdrawal(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct op_message m;
    uint8_t hash[32], slot[32];
    enum err err = read_message(a, &m, in, why);

    if (!err)
        err = op_withdrawal_hash(a, hash, &m);
    if (err)
        return err;
    op_message_slot(slot, hash);
    return ref_answer(out, json_pack("{s:o, s:o}", "hash",
                                     msg_json_word(a, hash),
                                     "message_passer_slot",
                                     msg_json_word(a, slot)));
}

static enum err op_cross_domain(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct op_message m;
    unsigned version;
    uint8_t hash[32];
    enum err err = read_message(a, &m, in, why);

    if (!err)
        err = op_cross_domain_hash(a, hash, &m);
    if (err)
        return err;
    (void)op_nonce_split(&version, m.nonce);
    return ref_answer(out, json_pack("{s:i, s:o}", "version", (int)version,
                                     "hash", msg_json_word(a, hash)));
}

static enum err op_nonce(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct u256 nonce;
    unsigned version;
    enum err err = msg_number(&nonce, in, "nonce", 256, why);

    if (err)
        return err;
    nonce = op_nonce_split(&version, nonce);
    return ref_answer(out, json_pack("{s:o, s:i}", "nonce",
                                     msg_json_u256(a, nonce), "version",
                                     (int)version));
}

static enum err op_output_root(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    static const char *const keys[] = { "version", "state_root",
                                        "message_passer_storage_root",
                                        "latest_block_hash" };
    uint8_t words[ARRAY_LEN(keys)][32], root[32];
    struct bytes part = bytes_make(words, sizeof words);
    enum err err = ERR_OK;

    for (size_t i = 0; i < ARRAY_LEN(keys) && !err; i++)
        err = msg_fixed(words[i], 32, in, keys[i], why);
    if (err)
        return err;
    keccak_parts(root, &part, 1);
    return msg_answer_hex(a, out, "root", BYTES_OF(root));
}

/* Block hash and a number of the block: what user deposits and L1 attributes
 * refer to. */
static enum err read_reference(struct arena *a, struct bytes *out,
                               const json_t *in, const char *number_key,
                               struct error *why)
{
    struct u256 number;
    uint8_t *words = arena_raw(a, 64);
    enum err err;

    if (!words)
        return ERR_MEMORY;
    err = msg_fixed(words, 32, in, "l1_block_hash", why);
    if (!err)
        err = msg_number(&number, in, number_key, 256, why);
    if (err)
        return err;
    u256_to_be(words + 32, number);
    *out = bytes_make(words, 64);
    return ERR_OK;
}

/* clang-format off */
static const struct domain_row {
    const char *name;
    enum op_source domain;
    const char *number_key; /* NULL: the intent */
} domain_rows[] = {
    { "user",          OP_SOURCE_USER,    "log_index" },
    { "l1_attributes", OP_SOURCE_L1_INFO, "seq_number" },
    { "l1_info",       OP_SOURCE_L1_INFO, "seq_number" },
    { "upgrade",       OP_SOURCE_UPGRADE, NULL },
};
/* clang-format on */

static enum err op_source(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    const struct domain_row *row = NULL;
    struct bytes reference;
    uint8_t hash[32];
    const char *name;
    enum err err = json_get_text(&name, in, "domain", why);

    if (err)
        return err;
    for (size_t i = 0; i < ARRAY_LEN(domain_rows); i++)
        if (strcmp(domain_rows[i].name, name) == 0)
            row = &domain_rows[i];
    if (!row)
        return ERR_VALUE;
    err = row->number_key
              ? read_reference(a, &reference, in, row->number_key, why)
              : msg_text(&reference, in, "intent", why);
    if (err)
        return err;
    op_source_hash(hash, row->domain, reference);
    return msg_answer_hex(a, out, "source_hash", BYTES_OF(hash));
}

static enum err read_deposit(struct arena *a, struct op_deposit *d,
                             const json_t *in, struct error *why)
{
    struct bytes reference;
    enum err err = read_reference(a, &reference, in, "log_index", why);

    if (err)
        return err;
    op_source_hash(d->source_hash, OP_SOURCE_USER, reference);
    d->is_system = false;
    err = msg_fixed(d->from, 20, in, "from", why);
    if (!err)
        err = json_get_bool(&d->is_creation, in, "is_creation", why);
    if (!err)
        err = msg_fixed(d->to, 20, in, "to", why);
    if (!err)
        err = msg_number(&d->mint, in, "mint", 256, why);
    if (!err)
        err = msg_number(&d->value, in, "value", 256, why);
    if (!err)
        err = msg_u64(&d->gas_limit, in, "gas_limit", 64, why);
    return err ? err : msg_hex(a, &d->data, in, "data", why);
}

static enum err op_deposit(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct op_deposit d;
    struct bytes tx;
    uint8_t hash[32];
    enum err err = read_deposit(a, &d, in, why);

    if (!err)
        err = op_deposit_encode(a, &tx, &d);
    if (err)
        return err;
    keccak_parts(hash, &tx, 1);
    return ref_answer(out, json_pack("{s:o, s:o, s:o}", "source_hash",
                                     msg_json_word(a, d.source_hash), "tx",
                                     msg_json_hex(a, tx), "hash",
                                     msg_json_word(a, hash)));
}

static enum err op_l2_message(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct op_l2_message m;
    uint8_t hash[32];
    enum err err = msg_number(&m.destination, in, "destination", 256, why);

    if (!err)
        err = msg_number(&m.source, in, "source", 256, why);
    if (!err)
        err = msg_number(&m.nonce, in, "nonce", 256, why);
    if (!err)
        err = msg_fixed(m.sender, 20, in, "sender", why);
    if (!err)
        err = msg_fixed(m.target, 20, in, "target", why);
    if (!err)
        err = msg_hex(a, &m.message, in, "message", why);
    if (!err)
        err = op_l2_message_hash(a, hash, &m);
    return err ? err : msg_answer_hex(a, out, "hash", BYTES_OF(hash));
}

static enum err op_access(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    uint8_t keys[OP_ACCESS_KEYS_MAX][32], hash[32];
    struct op_identifier id;
    struct bytes payload;
    const json_t *given;
    json_t *list;
    uint64_t log = 0;
    size_t count;
    enum err err = json_get_object(&given, in, "identifier", why);

    if (!err)
        err = msg_fixed(id.origin, 20, given, "origin", why);
    if (!err)
        err = msg_u64(&id.block_number, given, "block_number", 64, why);
    if (!err)
        err = msg_u64(&log, given, "log_index", 32, why);
    if (!err)
        err = msg_u64(&id.timestamp, given, "timestamp", 64, why);
    if (!err)
        err = msg_number(&id.chain_id, given, "chain_id", 256, why);
    if (!err)
        err = msg_hex(a, &payload, in, "payload", why);
    if (err)
        return err;
    id.log_index = (uint32_t)log;
    keccak_parts(hash, &payload, 1);
    count = op_access_list(keys, &id, hash);
    list = json_array();
    for (size_t i = 0; i < count; i++)
        if (json_array_append_new(list, msg_json_word(a, keys[i])))
            err = ERR_MEMORY;
    if (err) {
        json_decref(list);
        return err;
    }
    return ref_answer(out, json_pack("{s:o, s:o}", "message_hash",
                                     msg_json_word(a, hash), "storage_keys",
                                     list));
}

/* The text says of a message that expires in this very second both that it is
 * valid and that it is not: no verdict is given. */
static enum err op_invariants(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    static const char *const keys[] = { "identifier_timestamp",
                                        "executing_timestamp",
                                        "interop_activation", "expiry" };
    uint64_t t[ARRAY_LEN(keys)];
    const char *wrong = NULL;
    bool known;
    enum err err = json_get_bool(&known, in, "chain_in_dependency_set", why);

    (void)a;
    for (size_t i = 0; i < ARRAY_LEN(keys) && !err; i++)
        err = msg_u64(&t[i], in, keys[i], 62, why);
    if (err)
        return err;
    if (!known)
        wrong = "not_in_dependency_set";
    else if (t[0] <= t[2])
        wrong = "before_activation";
    else if (t[0] > t[1])
        wrong = "future_timestamp";
    else if (t[0] + t[3] < t[1])
        wrong = "expired";
    if (!wrong && t[0] + t[3] == t[1])
        return ref_answer(out, json_pack("{s:n, s:b}", "valid", "ambiguous",
                                         1));
    return msg_valid(out, wrong);
}

/* --- CCTP ------------------------------------------------------------------------- */

static enum err cctp_message_encode(struct arena *a, json_t **out,
                                    const json_t *in, struct error *why)
{
    struct bytes values[LAYOUT_FIELDS_MAX], message;
    const struct layout *l = &cctp_v1_message;
    uint8_t hash[32], key[32];
    enum err err = msg_layout_in(a, values, l, in, why);

    if (!err)
        err = layout_encode(a, &message, l, values);
    if (err)
        return err;
    keccak_parts(hash, &message, 1);
    cctp_nonce_key(key,
                   (uint32_t)bytes_be(layout_value(l, values, "source_domain")),
                   bytes_be(layout_value(l, values, "nonce")));
    return ref_answer(out, json_pack("{s:o, s:o, s:o}", "message",
                                     msg_json_hex(a, message), "hash",
                                     msg_json_word(a, hash), "nonce_key",
                                     msg_json_word(a, key)));
}

static enum err cctp2_message_encode(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    return encode_as(a, out, in, &cctp_v2_message, "message", why);
}

static enum err cctp_burn_encode(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    return encode_as(a, out, in, &cctp_v1_burn, "body", why);
}

static enum err cctp2_burn_encode(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    return encode_as(a, out, in, &cctp_v2_burn, "body", why);
}

static enum err cctp_parse(struct arena *a, json_t **out, const json_t *in,
                           const struct layout *layout, bool hashed,
                           struct error *why)
{
    struct bytes values[LAYOUT_FIELDS_MAX], message;
    uint8_t hash[32];
    json_t *map;
    enum err err = msg_hex(a, &message, in, "message", why);

    if (!err)
        err = layout_decode(a, values, layout, message);
    if (err)
        return err;
    keccak_parts(hash, &message, 1);
    map = msg_layout_out(a, layout, values);
    if (map && hashed &&
        json_object_set_new(map, "hash", msg_json_word(a, hash))) {
        json_decref(map);
        map = NULL;
    }
    return ref_answer(out, map);
}

static enum err cctp_message_parse(struct arena *a, json_t **out,
                                   const json_t *in, struct error *why)
{
    return cctp_parse(a, out, in, &cctp_v1_message, false, why);
}

static enum err cctp2_message_parse(struct arena *a, json_t **out,
                                    const json_t *in, struct error *why)
{
    return cctp_parse(a, out, in, &cctp_v2_message, true, why);
}

static enum err cctp_burn_validate(struct arena *a, json_t **out,
                                   const json_t *in, struct error *why)
{
    struct bytes body;
    enum err err = msg_hex(a, &body, in, "body", why);

    if (err)
        return err;
    return msg_valid(out, body.len == CCTP_V1_BURN_SIZE ? NULL : "length");
}

static enum err at_least(struct arena *a, json_t **out, const json_t *in,
                         const char *key, size_t least, struct error *why)
{
    struct bytes data;
    enum err err = msg_hex(a, &data, in, key, why);

    return err ? err : msg_valid(out, data.len < least ? "too_short" : NULL);
}

static enum err cctp2_burn_validate(struct arena *a, json_t **out,
                                    const json_t *in, struct error *why)
{
    return at_least(a, out, in, "body", CCTP_V2_BURN_MIN, why);
}

static enum err cctp2_message_validate(struct arena *a, json_t **out,
                                       const json_t *in, struct error *why)
{
    return at_least(a, out, in, "message", CCTP_V2_MESSAGE_MIN, why);
}

static enum err cctp_attest(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct bytes message, attestation;
    struct cctp_attesters attesters;
    uint8_t *keys;
    enum err err = msg_hex(a, &message, in, "message", why);

    if (!err)
        err = msg_hex(a, &attestation, in, "attestation", why);
    if (!err)
        err = msg_u64(&attesters.threshold, in, "threshold", 64, why);
    if (!err)
        err = msg_blocks(a, &keys, &attesters.count, in, "attesters", 20, why);
    if (err)
        return err;
    attesters.keys = (const uint8_t(*)[20])keys;
    return msg_valid(out, cctp_attestation(message, attestation, &attesters));
}

/* clang-format off */
static const struct ref_binding rows[] = {
    { "agglayer.global_exit_root", agg_exit_root },
    { "agglayer.global_index", agg_index },
    { "agglayer.leaf_value", agg_leaf },
    { "agglayer.local_exit_root", agg_root },
    { "agglayer.verify_merkle_proof", agg_verify },
    { "arbitrum.inbox_accumulator", arb_accumulator },
    { "arbitrum.inbox_message_hash", arb_inbox },
    { "arbitrum.l1_to_l2_alias", arb_alias },
    { "arbitrum.merkle_root_from_proof", arb_root },
    { "arbitrum.outbox_item_hash", arb_outbox },
    { "opstack.cross_domain_message_hash", op_cross_domain },
    { "opstack.decode_versioned_nonce", op_nonce },
    { "opstack.deposit_tx_encode", op_deposit },
    { "opstack.interop_access_list", op_access },
    { "opstack.interop_invariants", op_invariants },
    { "opstack.l2_to_l2_message_hash", op_l2_message },
    { "opstack.output_root", op_output_root },
    { "opstack.source_hash", op_source },
    { "opstack.withdrawal_hash", op_withdrawal },
    { "cctp.attestation_verify", cctp_attest },
    { "cctp.v1.burn_message_encode", cctp_burn_encode },
    { "cctp.v1.burn_message_validate", cctp_burn_validate },
    { "cctp.v1.message_encode", cctp_message_encode },
    { "cctp.v1.message_parse", cctp_message_parse },
    { "cctp.v2.burn_message_encode", cctp2_burn_encode },
    { "cctp.v2.burn_message_validate", cctp2_burn_validate },
    { "cctp.v2.message_encode", cctp2_message_encode },
    { "cctp.v2.message_parse", cctp2_message_parse },
    { "cctp.v2.message_validate", cctp2_message_validate },
};
/* clang-format on */

const struct ref_table ref_table_xchain_rollup = { rows, ARRAY_LEN(rows) };
