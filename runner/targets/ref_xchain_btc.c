/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/crypto/hash.h"
#include "chain/crypto/keccak.h"
#include "chain/xchain/btcspv.h"
#include "chain/xchain/htlc.h"
#include "runner/targets/ref_xchain_read.h"

/* --- Bitcoin ------------------------------------------------------------------------ */

static enum err target_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes header;
    struct u256 target;
    uint8_t word[32];
    enum err err = xread_hex(a, &header, in, "header", why);

    if (!err)
        err = btcspv_target(&target, header);
    if (err)
        return err;
    u256_to_be(word, target);
    return xanswer_hex(out, "target", BYTES_OF(word));
}

static enum err root_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct bytes *items;
    uint8_t root[32], (*ids)[32];
    size_t count;
    bool mutated;
    enum err err = xread_hex_list(a, &items, &count, in, "txids_le", why);

    if (err)
        return err;
    ids = arena_array(a, count + 1, sizeof *ids);
    if (!ids)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (items[i].len != 32)
            return error_set(why, ERR_BAD_INPUT, "an id is not 32 bytes");
        memcpy(ids[i], items[i].data, 32);
    }
    err = btcspv_merkle_root(a, root, &mutated, (const uint8_t(*)[32])ids,
                             count);
    return err ? err
               : ref_answer(out, json_pack("{s:o, s:b}", "root", xhash(root),
                                           "mutated", mutated));
}

/* {key: the double hash of these members, one after another} */
static enum err joined(struct arena *a, json_t **out, const json_t *in,
                       const char *const *names, size_t count,
                       const char *key, struct error *why)
{
    struct bytes parts[4];
    uint8_t hash[32];
    enum err err = ERR_OK;

    for (size_t i = 0; i < count && !err; i++)
        err = xread_hex(a, &parts[i], in, names[i], why);
    if (!err)
        err = btcspv_join(a, hash, parts, count);
    return err ? err : xanswer_hex(out, key, BYTES_OF(hash));
}

static enum err step_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    static const char *const names[] = { "a", "b" };

    return joined(a, out, in, names, ARRAY_LEN(names), "hash", why);
}

static const char *const tx_parts[] = { "version", "vin", "vout", "locktime" };

static enum err txid_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    return joined(a, out, in, tx_parts, ARRAY_LEN(tx_parts), "txid_le", why);
}

static enum err varint_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes data;
    uint64_t value;
    size_t extra;
    enum err err = xread_hex(a, &data, in, "data", why);

    if (!err)
        err = btcspv_varint(&value, &extra, data);
    return err ? err
               : ref_answer(out, json_pack("{s:I, s:o}", "data_length",
                                           (json_int_t)extra, "value",
                                           xdecimal(value)));
}

static enum err merkle_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes proof;
    uint64_t index;
    enum err err = xread_hex(a, &proof, in, "proof", why);

    if (!err)
        err = xread_u64(&index, in, "index", why);
    if (!err)
        err = btcspv_verify_merkle(proof, index);
    return xanswer_check(out, err);
}

static enum err prove_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    uint8_t id[32], root[32];
    struct bytes nodes;
    uint64_t index;
    enum err err = xread_fixed(id, 32, in, "txid_le", why);

    if (!err)
        err = xread_fixed(root, 32, in, "merkle_root_le", why);
    if (!err)
        err = xread_hex(a, &nodes, in, "intermediate_nodes", why);
    if (!err)
        err = xread_u64(&index, in, "index", why);
    if (!err)
        err = btcspv_prove(a, id, root, nodes, index);
    return xanswer_check(out, err);
}

static enum err get_header(struct arena *a, struct btcspv_header *out,
                           const json_t *in, struct error *why)
{
    enum err err = xread_hex(a, &out->raw, in, "raw", why);

    if (!err)
        err = xread_fixed(out->hash, 32, in, "hash", why);
    if (!err)
        err = xread_fixed(out->prev, 32, in, "prevhash", why);
    if (!err)
        err = xread_fixed(out->merkle_root, 32, in, "merkle_root", why);
    return err;
}

static enum err header_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct btcspv_header header;
    enum err err = get_header(a, &header, in, why);

    if (!err)
        err = btcspv_check_header(&header);
    return xanswer_check(out, err);
}

static enum err chain_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct bytes headers;
    struct u256 difficulty;
    enum err err = xread_hex(a, &headers, in, "headers", why);

    if (!err)
        err = btcspv_check_chain(&difficulty, headers);
    if (err)
        return xanswer_check(out, err);
    if (!u256_is_u64(difficulty))
        return ERR_LIMIT;
    return ref_answer(out, json_pack("{s:b, s:o}", "valid", 1,
                                     "total_difficulty",
                                     xdecimal(difficulty.w[0])));
}

static enum err check_proof(struct arena *a, const json_t *in,
                            struct error *why)
{
    struct btcspv_header header;
    struct bytes parts[ARRAY_LEN(tx_parts)], nodes;
    uint8_t claimed[32], id[32];
    const json_t *map;
    uint64_t index;
    enum err err = xread_map(&map, in, "confirming_header", why);

    for (size_t i = 0; i < ARRAY_LEN(parts) && !err; i++)
        err = xread_hex(a, &parts[i], in, tx_parts[i], why);
    if (!err)
        err = xread_hex(a, &nodes, in, "intermediate_nodes", why);
    if (!err)
        err = xread_fixed(claimed, 32, in, "tx_id", why);
    if (!err)
        err = xread_u64(&index, in, "index", why);
    if (!err)
        err = get_header(a, &header, map, why);
    if (!err)
        err = btcspv_check_vin(parts[1]);
    if (!err)
        err = btcspv_check_vout(parts[2]);
    if (!err)
        err = btcspv_join(a, id, parts, ARRAY_LEN(parts));
    if (!err && memcmp(id, claimed, 32) != 0)
        err = ERR_VALUE;
    if (!err)
        err = btcspv_check_header(&header);
    return err ? err
               : btcspv_prove(a, id, header.merkle_root, nodes, index);
}

static enum err proof_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    return xanswer_check(out, check_proof(a, in, why));
}

/* --- hash locks ------------------------------------------------------------------------ */

static enum err hash160(uint8_t out[20], struct bytes in)
{
    uint8_t inner[32];

    hash_sha256(inner, in);
    return hash_digest(out, HASH_RIPEMD160, BYTES_OF(inner));
}

static enum err hashlock_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    uint8_t sha[32], keccak[32], twice[32], both[20], ripemd[20];
    struct bytes preimage;
    enum err err = xread_hex(a, &preimage, in, "preimage", why);

    if (!err)
        err = hash160(both, preimage);
    if (!err)
        err = hash_digest(ripemd, HASH_RIPEMD160, preimage);
    if (err)
        return err;
    hash_sha256(sha, preimage);
    keccak256(keccak, preimage);
    btcspv_hash(twice, preimage);
    return ref_answer(out, json_pack("{s:o, s:o, s:o, s:o, s:o}", "sha256",
                                     xhash(sha), "keccak256", xhash(keccak),
                                     "hash160", xhex(BYTES_OF(both)),
                                     "ripemd160", xhex(BYTES_OF(ripemd)),
                                     "sha256d", xhash(twice)));
}

static enum err script_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    uint8_t text[HTLC_SCRIPT_MAX], p2sh[20], p2wsh[32];
    struct htlc_script script;
    struct bytes view;
    const char *op;
    uint64_t timeout;
    enum err err = xread_fixed(script.hash, 32, in, "hash", why);

    (void)a;
    if (!err)
        err = xread_fixed(script.recipient, 20, in, "recipient_pkh", why);
    if (!err)
        err = xread_fixed(script.sender, 20, in, "sender_pkh", why);
    if (!err)
        err = xread_u64(&timeout, in, "timeout", why);
    if (!err)
        err = json_get_text(&op, in, "timeout_op", why);
    if (err)
        return err;
    if (timeout > UINT32_MAX)
        return ERR_RANGE;
    script.timeout = (uint32_t)timeout;
    script.relative = strcmp(op, "CSV") == 0;
    if (!script.relative && strcmp(op, "CLTV") != 0)
        return ERR_TYPE;
    view = bytes_make(text, htlc_script(text, &script));
    err = hash160(p2sh, view);
    if (err)
        return err;
    hash_sha256(p2wsh, view);
    return ref_answer(out, json_pack("{s:o, s:o, s:o}", "script", xhex(view),
                                     "p2sh_hash160", xhex(BYTES_OF(p2sh)),
                                     "p2wsh", xhash(p2wsh)));
}

/* The number of a word in a list of count; count when it is not there. */
static size_t word_number(const json_t *in, const char *key,
                          const char *const *words, size_t count)
{
    const char *word = json_string_value(json_object_get(in, key));
    size_t i = 0;

    while (i < count && (!word || strcmp(words[i], word) != 0))
        i++;
    return i;
}

static enum err life_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    static const char *const states[] = { "none", "locked", "claimed",
                                          "refunded" };
    static const char *const events[] = { "lock", "claim", "refund" };
    const char *preimage =
        json_string_value(json_object_get(in, "preimage"));
    size_t state = word_number(in, "state", states, ARRAY_LEN(states));
    size_t event = word_number(in, "event", events, ARRAY_LEN(events));
    struct htlc_step step = {
        .preimage = preimage && strcmp(preimage, "match") == 0,
    };
    enum err err = xread_u64_or(&step.now, 0, in, "now", why);

    (void)a;
    if (!err)
        err = xread_u64_or(&step.timelock, 0, in, "timelock", why);
    if (err)
        return err;
    if (state == ARRAY_LEN(states) || event == ARRAY_LEN(events))
        return error_set(why, ERR_BAD_INPUT, "no such state or event");
    step.state = (enum htlc_state)state;
    step.event = (enum htlc_event)event;
    err = htlc_step(&step.state, &step);
    return err ? err
               : ref_answer(out, json_pack("{s:s}", "state",
                                           states[step.state]));
}

static enum err timelocks_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    uint64_t initiator, participant, margin;
    enum err err = xread_u64(&initiator, in, "initiator_timelock", why);

    (void)a;
    if (!err)
        err = xread_u64(&participant, in, "participant_timelock", why);
    if (!err)
        err = xread_u64(&margin, in, "min_delta", why);
    return err ? err
               : ref_answer(out, json_pack("{s:b}", "safe",
                                           htlc_timelocks_safe(initiator,
                                                               participant,
                                                               margin)));
}

static const struct ref_binding rows[] = {
    { "btcspv.extract_target", target_op },
    { "btcspv.merkle_root", root_op },
    { "btcspv.merkle_step", step_op },
    { "btcspv.txid", txid_op },
    { "btcspv.parse_varint", varint_op },
    { "btcspv.verify_hash256_merkle", merkle_op },
    { "btcspv.prove", prove_op },
    { "btcspv.validate_header", header_op },
    { "btcspv.validate_header_chain", chain_op },
    { "btcspv.verify_proof", proof_op },
    { "htlc.hashlock", hashlock_op },
    { "htlc.bip199_script", script_op },
    { "htlc.step", life_op },
    { "htlc.swap_timelocks", timelocks_op },
};

const struct ref_table ref_table_xchain_btc = { rows, ARRAY_LEN(rows) };
