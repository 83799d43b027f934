/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/crypto/signature.h"
#include "chain/xchain/comet.h"
#include "runner/targets/ref_xchain_read.h"

/* --- reading: the JSON of CometBFT's RPC ----------------------------------------------- */

static enum err get_time(struct rfc3339 *out, const json_t *in,
                         const char *key, struct error *why)
{
    struct bytes text;
    enum err err = xread_text(&text, in, key, why);

    return err ? err : rfc3339_read(out, text);
}

/* Nothing for null; the part set header has two names. */
static enum err get_block_id(struct arena *a, struct comet_block_id *out,
                             const json_t *in, const char *key,
                             struct error *why)
{
    const json_t *id = json_object_get(in, key), *parts;
    enum err err;

    *out = (struct comet_block_id){ .parts_total = 0 };
    if (!json_is_object(id))
        return ERR_OK;
    parts = json_object_get(id, json_has(id, "parts") ? "parts"
                                                      : "part_set_header");
    err = xread_hex_or_none(a, &out->hash, id, "hash", why);
    if (!err)
        err = xread_hex_or_none(a, &out->parts_hash, parts, "hash", why);
    if (!err)
        err = xread_u64_or(&out->parts_total, 0, parts, "total", why);
    return err;
}

static enum err get_header(struct arena *a, struct comet_header *out,
                           const json_t *in, struct error *why)
{
    static const char *const names[COMET_HASHES] = {
        "last_commit_hash", "data_hash",      "validators_hash",
        "next_validators_hash", "consensus_hash", "app_hash",
        "last_results_hash", "evidence_hash", "proposer_address",
    };
    const json_t *version = json_object_get(in, "version");
    enum err err = xread_u64_or(&out->version_block, 0, version, "block", why);

    if (!err)
        err = xread_u64_or(&out->version_app, 0, version, "app", why);
    if (!err)
        err = xread_u64(&out->height, in, "height", why);
    if (!err)
        err = xread_text(&out->chain_id, in, "chain_id", why);
    if (!err)
        err = get_time(&out->time, in, "time", why);
    if (!err)
        err = get_block_id(a, &out->last_block, in, "last_block_id", why);
    for (size_t i = 0; i < COMET_HASHES && !err; i++)
        err = xread_hex_or_none(a, &out->hashes[i], in, names[i], why);
    return err;
}

/* {pub_key_ed25519: hex} or {pub_key: {type, value: Base64}}. */
static enum err get_key(struct arena *a, uint8_t key[32], const json_t *in,
                        struct error *why)
{
    const json_t *map;
    struct bytes text;
    enum err err;

    if (json_has(in, "pub_key_ed25519"))
        return xread_fixed(key, 32, in, "pub_key_ed25519", why);
    err = xread_map(&map, in, "pub_key", why);
    if (!err)
        err = xread_text(&text, map, "value", why);
    if (!err && (xread_base64(a, &text, text) || text.len != 32))
        err = error_set(why, ERR_BAD_INPUT, "no Ed25519 key");
    if (!err)
        memcpy(key, text.data, 32);
    return err;
}

static enum err get_validators(struct arena *a, struct comet_validators *out,
                               const json_t *in, struct error *why)
{
    const json_t *list;
    struct comet_validator *items;
    size_t count;
    enum err err = json_get_array(&list, in, "validators", why);

    if (err)
        return err;
    count = json_array_size(list);
    items = arena_array(a, count + 1, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < count && !err; i++) {
        const json_t *item = json_array_get(list, i);

        err = get_key(a, items[i].key, item, why);
        if (!err)
            err = xread_u64(&items[i].power, item,
                            json_has(item, "power") ? "power"
                                                    : "voting_power",
                            why);
    }
    *out = (struct comet_validators){ items, count };
    return err;
}

static enum err get_sig(struct arena *a, struct comet_sig *out,
                        const json_t *in, struct error *why)
{
    struct bytes text;
    uint64_t flag;
    enum err err = xread_u64(&flag, in, "block_id_flag", why);

    *out = (struct comet_sig){ .flag = COMET_ABSENT };
    if (err || flag == COMET_ABSENT)
        return err;
    out->flag = flag == COMET_COMMIT ? COMET_COMMIT : COMET_NIL;
    err = xread_hex(a, &out->address, in, "validator_address", why);
    if (!err)
        err = get_time(&out->time, in, "timestamp", why);
    if (!err && json_has(in, "signature")) {
        err = xread_text(&text, in, "signature", why);
        if (!err && xread_base64(a, &out->signature, text))
            out->signature = BYTES_EMPTY;
    }
    return err;
}

static enum err get_commit(struct arena *a, struct comet_commit *out,
                           const json_t *in, struct error *why)
{
    const json_t *list = json_object_get(in, "signatures");
    struct comet_sig *sigs = arena_array(a, json_array_size(list) + 1,
                                         sizeof *sigs);
    enum err err = xread_u64(&out->height, in, "height", why);

    if (!sigs)
        return ERR_MEMORY;
    if (!err)
        err = xread_u64_or(&out->round, 0, in, "round", why);
    if (!err)
        err = get_block_id(a, &out->block, in, "block_id", why);
    for (size_t i = 0; i < json_array_size(list) && !err; i++)
        err = get_sig(a, &sigs[i], json_array_get(list, i), why);
    out->sigs = sigs;
    out->count = json_array_size(list);
    return err;
}

/* --- hashes and votes --------------------------------------------------------------------- */

static enum err header_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes leaves[COMET_HEADER_FIELDS];
    struct comet_header header;
    const json_t *map;
    uint8_t hash[32];
    json_t *list;
    enum err err = xread_map(&map, in, "header", why);

    if (!err)
        err = get_header(a, &header, map, why);
    if (!err)
        err = comet_header_hash(a, hash, leaves, &header);
    if (err)
        return err;
    list = json_array();
    for (size_t i = 0; i < COMET_HEADER_FIELDS; i++)
        if (json_array_append_new(list, xhex(leaves[i])))
            return ERR_MEMORY;
    return ref_answer(out, json_pack("{s:o, s:o}", "hash", xhash(hash),
                                     "leaves", list));
}

static enum err validators_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct comet_validators set;
    uint8_t hash[32];
    enum err err = get_validators(a, &set, in, why);

    if (!err)
        err = comet_validators_hash(a, hash, set);
    return err ? err : xanswer_hex(out, "hash", BYTES_OF(hash));
}

/* Block and time come as JSON or as protobuf bytes. */
static enum err get_sign_bytes(struct arena *a, struct bytes *out,
                               const json_t *in, struct error *why)
{
    struct comet_block_id id;
    struct comet_vote vote;
    struct rfc3339 time;
    enum err err = xread_text(&vote.chain_id, in, "chain_id", why);

    if (!err)
        err = xread_u64(&vote.type, in, "type", why);
    if (!err)
        err = xread_u64(&vote.height, in, "height", why);
    if (!err)
        err = xread_u64(&vote.round, in, "round", why);
    if (err)
        return err;
    vote.block = BYTES_EMPTY;
    if (json_has(in, "block_id_proto"))
        err = xread_hex(a, &vote.block, in, "block_id_proto", why);
    else if (json_has(in, "block_id"))
        err = get_block_id(a, &id, in, "block_id", why);
    if (!err && json_has(in, "block_id"))
        err = comet_block_id_encode(a, &vote.block, &id);
    if (err)
        return err;
    if (json_has(in, "timestamp_proto")) {
        err = xread_hex(a, &vote.time, in, "timestamp_proto", why);
    } else {
        err = get_time(&time, in, "timestamp", why);
        if (!err)
            err = comet_time_encode(a, &vote.time, time);
    }
    return err ? err : comet_sign_bytes(a, out, &vote);
}

static enum err sign_bytes_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes text;
    enum err err = get_sign_bytes(a, &text, in, why);

    return err ? err : xanswer_hex(out, "sign_bytes", text);
}

static enum err vote_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct signature_question q = { .curve = CURVE_ED25519 };
    bool valid = false;
    enum err err = get_sign_bytes(a, &q.digest, in, why);

    if (!err)
        err = xread_hex(a, &q.key, in, "pub_key", why);
    if (!err)
        err = xread_hex(a, &q.signature, in, "signature", why);
    if (err)
        return err;
    err = signature_verify(&valid, &q);
    if (err && !err_is_reason(err))
        return err;
    return ref_answer(out, json_pack("{s:o, s:b}", "sign_bytes",
                                     xhex(q.digest), "valid", !err && valid));
}

/* --- the light client ------------------------------------------------------------------------ */

static enum err trust_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    int64_t numerator, denominator;
    enum err err = xread_int(&numerator, in, "numerator", why);

    (void)a;
    if (!err)
        err = xread_int(&denominator, in, "denominator", why);
    if (err)
        return xanswer_check(out, err);
    return xanswer_valid(out,
                         numerator >= 0 && denominator > 0 &&
                             comet_trust_ok((struct comet_trust){
                                 (uint64_t)numerator,
                                 (uint64_t)denominator }),
                         NULL);
}

static enum err expired_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct rfc3339 time, now;
    uint64_t period;
    enum err err = get_time(&time, in, "header_time", why);

    (void)a;
    if (!err)
        err = xread_u64(&period, in, "trusting_period_ns", why);
    if (!err)
        err = get_time(&now, in, "now", why);
    return err ? err
               : ref_answer(out, json_pack("{s:b}", "expired",
                                           comet_time_cmp(time, period,
                                                          now) <= 0));
}

/* "1/3" */
static enum err get_level(struct comet_trust *out, const json_t *in,
                          struct error *why)
{
    const char *text, *slash;
    json_t *map;
    enum err err = json_get_text(&text, in, "trust_level", why);

    if (err)
        return err;
    slash = strchr(text, '/');
    if (!slash)
        return error_set(why, ERR_BAD_INPUT, "trust_level has no slash");
    map = json_pack("{s:s%, s:s}", "n", text, (size_t)(slash - text), "d",
                    slash + 1);
    err = xread_u64(&out->numerator, map, "n", why);
    if (!err)
        err = xread_u64(&out->denominator, map, "d", why);
    json_decref(map);
    if (!err && !comet_trust_ok(*out))
        err = ERR_RANGE;
    return err;
}

static enum err get_trusted(struct arena *a, struct comet_update *update,
                            const json_t *in, struct error *why)
{
    const json_t *trusted, *header, *set;
    struct comet_header known;
    enum err err = xread_map(&trusted, in, "trusted", why);

    if (!err)
        err = xread_map(&header, trusted, "header", why);
    if (!err)
        err = get_header(a, &known, header, why);
    if (!err)
        err = xread_map(&set, trusted, "next_validator_set", why);
    if (!err)
        err = get_validators(a, &update->trusted_next, set, why);
    if (err)
        return err;
    update->trusted_height = known.height;
    update->trusted_time = known.time;
    update->trusted_chain_id = known.chain_id;
    update->trusted_next_hash = known.hashes[COMET_NEXT_VALIDATORS];
    return ERR_OK;
}

static enum err get_untrusted(struct arena *a, struct comet_signed *out,
                              struct comet_validators *next, bool *has_next,
                              const json_t *in, struct error *why)
{
    const json_t *block, *map, *set;
    enum err err = xread_map(&map, in, "untrusted", why);

    if (!err)
        err = xread_map(&block, map, "signed_header", why);
    if (!err)
        err = xread_map(&set, map, "validator_set", why);
    if (!err)
        err = get_validators(a, &out->validators, set, why);
    *has_next = !err && json_has(map, "next_validator_set");
    if (*has_next)
        err = get_validators(a, next,
                             json_object_get(map, "next_validator_set"), why);
    if (!err)
        err = xread_map(&map, block, "header", why);
    if (!err)
        err = get_header(a, &out->header, map, why);
    if (!err)
        err = xread_map(&map, block, "commit", why);
    if (!err)
        err = get_commit(a, &out->commit, map, why);
    return err;
}

static enum err verify_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct comet_update update = { .check_time = true };
    struct comet_outcome outcome;
    struct comet_signed block;
    struct comet_validators next;
    const char *verdict = "INVALID";
    bool has_next;
    enum err err = get_trusted(a, &update, in, why);

    if (!err)
        err = get_untrusted(a, &block, &next, &has_next, in, why);
    if (!err)
        err = xread_u64(&update.period_ns, in, "trusting_period_ns", why);
    if (!err)
        err = xread_u64(&update.drift_ns, in, "max_clock_drift_ns", why);
    if (!err)
        err = get_time(&update.now, in, "now", why);
    if (!err)
        err = get_level(&update.level, in, why);
    if (!err) {
        update.untrusted = &block;
        update.untrusted_next = has_next ? &next : NULL;
        err = comet_verify(a, &outcome, &update);
    }
    if (err && !err_is_reason(err))
        return err;
    if (!err)
        verdict = "SUCCESS";
    else if (err == ERR_TRUST)
        verdict = "NOT_ENOUGH_TRUST";
    return ref_answer(out, json_pack("{s:s}", "verdict", verdict));
}

static const struct ref_binding rows[] = {
    { "tendermint.header_hash", header_op },
    { "tendermint.validator_set_hash", validators_op },
    { "tendermint.vote_sign_bytes", sign_bytes_op },
    { "tendermint.vote_signature", vote_op },
    { "tendermint.trust_level", trust_op },
    { "tendermint.header_expired", expired_op },
    { "tendermint.light_verify", verify_op },
};

const struct ref_table ref_table_xchain_comet = { rows, ARRAY_LEN(rows) };
