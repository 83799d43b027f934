/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/xchain/ics07.h"
#include "runner/targets/ref_xchain_read.h"

static enum err get_height(struct ibc_height *out, const json_t *in,
                           const char *key, struct error *why)
{
    const json_t *map;
    enum err err = xread_map(&map, in, key, why);

    if (!err)
        err = xread_u64(&out->revision, map, "revision_number", why);
    return err ? err : xread_u64(&out->height, map, "revision_height", why);
}

static enum err get_state(struct arena *a, struct ics07_state *out,
                          const json_t *in, struct error *why)
{
    const json_t *trust, *specs = json_object_get(in, "proof_specs");
    struct bytes *path = NULL;
    enum err err = xread_map(&trust, in, "trust_level", why);

    if (!err)
        err = xread_text(&out->chain_id, in, "chain_id", why);
    if (!err)
        err = xread_int(&out->trust_numerator, trust, "numerator", why);
    if (!err)
        err = xread_int(&out->trust_denominator, trust, "denominator", why);
    if (!err)
        err = xread_int(&out->trusting_period, in, "trusting_period", why);
    if (!err)
        err = xread_int(&out->unbonding_period, in, "unbonding_period", why);
    if (!err)
        err = xread_int(&out->max_clock_drift, in, "max_clock_drift", why);
    if (!err)
        err = get_height(&out->frozen, in, "frozen_height", why);
    if (!err)
        err = get_height(&out->latest, in, "latest_height", why);
    if (!err && json_has(in, "upgrade_path"))
        err = xread_text_list(a, &path, &out->upgrade_count, in,
                              "upgrade_path", why);
    out->upgrade_path = path;
    out->has_specs = json_is_array(specs);
    out->spec_missing = false;
    for (size_t i = 0; i < json_array_size(specs); i++)
        out->spec_missing |= json_is_null(json_array_get(specs, i));
    return err;
}

static enum err state_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct ics07_state state = { .upgrade_count = 0 };
    enum err err = get_state(a, &state, in, why);

    if (!err)
        err = ics07_check_state(&state);
    return xanswer_check(out, err);
}

/* A frozen client is frozen, however old it is. */
static enum err status_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    static const char until[] = "latest_consensus_timestamp_plus_period";
    const char *status = "expired";
    uint64_t now, end = 0;
    bool frozen;
    enum err err = xread_flag(&frozen, in, "frozen", why);

    (void)a;
    if (!err)
        err = xread_u64(&now, in, "now", why);
    if (!err)
        err = xread_u64_or(&end, 0, in, until, why);
    if (err)
        return err;
    if (frozen)
        status = "frozen";
    else if (json_has(in, until) && end > now)
        status = "active";
    return ref_answer(out, json_pack("{s:s}", "status", status));
}

static enum err answer_delay(json_t **out, const char *problem)
{
    if (problem)
        return ref_answer(out, json_pack("{s:b, s:s}", "ok", 0, "error",
                                         problem));
    return ref_answer(out, json_pack("{s:b}", "ok", 1));
}

/* a + b <= c without running over. */
static bool passed(uint64_t a, uint64_t b, uint64_t c)
{
    return a <= c && b <= c - a;
}

/* Both bounds belong to the time that has passed; zero puts no delay. */
static enum err delay_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    static const char *const names[] = { "delay_time", "delay_blocks", "now",
                                         "height" };
    uint64_t v[ARRAY_LEN(names)], time, height;
    enum err err = ERR_OK;

    (void)a;
    for (size_t i = 0; i < ARRAY_LEN(names) && !err; i++)
        err = xread_u64(&v[i], in, names[i], why);
    if (!err)
        err = xread_u64_or(&time, 0, in, "processed_time", why);
    if (!err)
        err = xread_u64_or(&height, 0, in, "processed_height", why);
    if (err)
        return err;
    if (v[0] && !json_has(in, "processed_time"))
        return answer_delay(out, "processed_time_not_found");
    if (v[0] && !passed(time, v[0], v[2]))
        return answer_delay(out, "time_not_passed");
    if (v[1] && !json_has(in, "processed_height"))
        return answer_delay(out, "processed_height_not_found");
    if (v[1] && !passed(height, v[1], v[3]))
        return answer_delay(out, "blocks_not_passed");
    return answer_delay(out, NULL);
}

static enum err misbehaviour_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct bytes chains[2], hashes[2];
    uint64_t h1, h2, t1, t2;
    bool bad;
    enum err err = xread_text(&chains[0], in, "chain1", why);

    if (!err)
        err = xread_text(&chains[1], in, "chain2", why);
    if (!err)
        err = xread_hex(a, &hashes[0], in, "hash1", why);
    if (!err)
        err = xread_hex(a, &hashes[1], in, "hash2", why);
    if (!err)
        err = xread_u64(&h1, in, "h1", why);
    if (!err)
        err = xread_u64(&h2, in, "h2", why);
    if (!err)
        err = xread_u64(&t1, in, "t1", why);
    if (!err)
        err = xread_u64(&t2, in, "t2", why);
    if (err)
        return err;
    if (!bytes_eq(chains[0], chains[1]))
        return ERR_CHAIN_ID;
    if (h1 < h2)
        return ERR_ORDER;
    bad = h1 == h2 ? !bytes_eq(hashes[0], hashes[1]) : t1 <= t2;
    return ref_answer(out, json_pack("{s:b}", "misbehaviour", bad));
}

static enum err conflict_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    const char *existing = json_string_value(json_object_get(in, "existing"));
    uint64_t time, before, after;
    bool bad;
    enum err err = xread_u64(&time, in, "time", why);

    (void)a;
    if (!err)
        err = xread_u64_or(&before, 0, in, "prev_time", why);
    if (!err)
        err = xread_u64_or(&after, UINT64_MAX, in, "next_time", why);
    if (err)
        return err;
    if (existing)
        bad = strcmp(existing, "same") != 0;
    else
        bad = (json_has(in, "prev_time") && before >= time) ||
              (json_has(in, "next_time") && after <= time);
    return ref_answer(out, json_pack("{s:b}", "misbehaviour", bad));
}

/* Time is not part of the question (now_note says so): it is not checked. */
static enum err update_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct ics07_update update = { .now = NULL };
    struct ics07_outcome outcome;
    struct bytes state, consensus;
    enum err err = xread_hex(a, &state, in, "client_state", why);

    if (!err)
        err = xread_hex(a, &consensus, in, "trusted_consensus_state", why);
    if (!err)
        err = xread_hex(a, &update.header, in, "header", why);
    if (!err)
        err = ics07_decode_state(&update.state, state);
    if (!err)
        err = ics07_decode_consensus(&update.trusted_time,
                                     &update.trusted_next_hash, consensus);
    if (!err)
        err = ics07_update(a, &outcome, &update);
    if (err)
        return xanswer_check(out, err);
    return ref_answer(
        out, json_pack("{s:b, s:o, s:o, s:o, s:o, s:o}", "valid", 1,
                       "header_hash", xhash(outcome.comet.header_hash),
                       "height", xdecimal(outcome.height.height),
                       "trusted_height", xdecimal(outcome.trusted.height),
                       "signed_power", xdecimal(outcome.comet.signed_power),
                       "total_power", xdecimal(outcome.comet.total_power)));
}

static const struct ref_binding rows[] = {
    { "ibc.ics07.validate_client_state", state_op },
    { "ibc.ics07.status", status_op },
    { "ibc.ics07.delay_period", delay_op },
    { "ibc.ics07.check_misbehaviour", misbehaviour_op },
    { "ibc.ics07.check_update_misbehaviour", conflict_op },
    { "ibc.ics07.update_client", update_op },
};

const struct ref_table ref_table_xchain_ics07 = { rows, ARRAY_LEN(rows) };
