/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_xchain_beacon.h"

#include "chain/codec/ssz.h"
#include "chain/crypto/bls12.h"
#include "runner/targets/ref.h"
#include "runner/targets/ref_xchain_read.h"

enum { SLOTS_MAINNET = 32 * 256, SLOTS_MINIMAL = 8 * 8 };

/* --- reading ------------------------------------------------------------------------ */

enum err xread_beacon_header(struct beacon_header *out, const json_t *in,
                             struct error *why)
{
    enum err err = xread_u64(&out->slot, in, "slot", why);

    if (!err)
        err = xread_u64(&out->proposer, in, "proposer_index", why);
    if (!err)
        err = xread_fixed(out->parent, 32, in, "parent_root", why);
    if (!err)
        err = xread_fixed(out->state, 32, in, "state_root", why);
    if (!err)
        err = xread_fixed(out->body, 32, in, "body_root", why);
    return err;
}

static enum err get_keys(struct arena *a, struct beacon_committee *out,
                         const json_t *in, struct error *why)
{
    struct bytes *items;
    uint8_t(*keys)[BEACON_KEY];
    enum err err = xread_hex_list(a, &items, &out->count, in, "pubkeys", why);

    if (err)
        return err;
    keys = arena_array(a, out->count + 1, sizeof *keys);
    if (!keys)
        return ERR_MEMORY;
    for (size_t i = 0; i < out->count; i++) {
        if (items[i].len != BEACON_KEY)
            return error_set(why, ERR_BAD_INPUT, "a key is not 48 bytes");
        memcpy(keys[i], items[i].data, BEACON_KEY);
    }
    out->keys = (const uint8_t(*)[BEACON_KEY])keys;
    return ERR_OK;
}

enum err xread_committee(struct arena *a, struct beacon_committee *out,
                         const json_t *in, struct error *why)
{
    enum err err = get_keys(a, out, in, why);

    return err ? err
               : xread_fixed(out->aggregate, BEACON_KEY, in,
                             "aggregate_pubkey", why);
}

enum err xread_branch(struct arena *a, struct beacon_branch *out,
                      const json_t *in, const char *key, struct error *why)
{
    struct bytes *hashes;
    enum err err = xread_hex_list(a, &hashes, &out->count, in, key, why);

    if (!err)
        out->hashes = hashes;
    return err;
}

enum err xread_bits(struct arena *a, struct beacon_update *out, size_t count,
                    const json_t *in, const char *key, struct error *why)
{
    bool *bits = arena_array(a, count + 1, sizeof *bits);
    struct bytes text, data;
    enum err err = xread_text(&text, in, key, why);
    bool plain = !err && text.len == count;

    if (!bits)
        return ERR_MEMORY;
    for (size_t i = 0; i < text.len && plain && !err; i++)
        plain = text.data[i] == '0' || text.data[i] == '1';
    if (!err && !plain)
        err = xread_hex(a, &data, in, key, why);
    if (!err && !plain && data.len != (count + 7) / 8)
        err = error_set(why, ERR_BAD_INPUT, "%.40s: not a bit for each key",
                        key);
    for (size_t i = 0; i < count && !err; i++)
        bits[i] = plain ? text.data[i] == '1' : data.data[i / 8] >> i % 8 & 1;
    out->bits = bits;
    out->bit_count = count;
    return err;
}

enum err xread_execution(struct arena *a, struct beacon_execution *out,
                         const json_t *in, struct error *why)
{
    const struct {
        const char *name;
        uint8_t *data;
        size_t len;
    } fields[] = {
        { "parent_hash", out->parent_hash, 32 },
        { "fee_recipient", out->fee_recipient, 20 },
        { "state_root", out->state_root, 32 },
        { "receipts_root", out->receipts_root, 32 },
        { "logs_bloom", out->logs_bloom, 256 },
        { "prev_randao", out->prev_randao, 32 },
        { "block_hash", out->block_hash, 32 },
        { "transactions_root", out->transactions_root, 32 },
        { "withdrawals_root", out->withdrawals_root, 32 },
    };
    const struct {
        const char *name;
        uint64_t *value;
    } numbers[] = {
        { "block_number", &out->block_number },
        { "gas_limit", &out->gas_limit },
        { "gas_used", &out->gas_used },
        { "timestamp", &out->timestamp },
        { "blob_gas_used", &out->blob_gas_used },
        { "excess_blob_gas", &out->excess_blob_gas },
    };
    enum err err = xread_hex(a, &out->extra_data, in, "extra_data", why);

    for (size_t i = 0; i < ARRAY_LEN(fields) && !err; i++)
        err = xread_fixed(fields[i].data, fields[i].len, in, fields[i].name,
                          why);
    for (size_t i = 0; i < ARRAY_LEN(numbers) && !err; i++)
        err = xread_u64(numbers[i].value, in, numbers[i].name, why);
    if (!err)
        err = xread_u256(&out->base_fee, in, "base_fee_per_gas", why);
    return err;
}

/* --- roots -------------------------------------------------------------------------- */

static enum err header_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct beacon_header header;
    uint8_t root[32];
    enum err err = xread_beacon_header(&header, in, why);

    (void)a;
    if (err)
        return err;
    beacon_header_root(root, &header);
    return xanswer_hex(out, "root", BYTES_OF(root));
}

static enum err execution_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct beacon_execution execution;
    uint8_t root[32];
    enum err err = xread_execution(a, &execution, in, why);

    if (!err)
        err = beacon_execution_root(root, &execution);
    return err ? err : xanswer_hex(out, "root", BYTES_OF(root));
}

static enum err committee_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct beacon_committee committee;
    uint8_t root[32];
    enum err err = xread_committee(a, &committee, in, why);

    if (!err)
        err = beacon_committee_root(a, root, &committee);
    return err ? err : xanswer_hex(out, "root", BYTES_OF(root));
}

static enum err domain_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    uint8_t type[4], version[4], genesis[32], domain[32];
    enum err err = xread_fixed(type, 4, in, "domain_type", why);

    (void)a;
    if (!err)
        err = xread_fixed(version, 4, in, "fork_version", why);
    if (!err)
        err = xread_fixed(genesis, 32, in, "genesis_validators_root", why);
    if (err)
        return err;
    beacon_domain(domain, type, version, genesis);
    return xanswer_hex(out, "domain", BYTES_OF(domain));
}

static enum err signing_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct beacon_header header;
    uint8_t version[4], genesis[32], root[32];
    const json_t *map;
    enum err err = xread_map(&map, in, "header", why);

    (void)a;
    if (!err)
        err = xread_beacon_header(&header, map, why);
    if (!err)
        err = xread_fixed(version, 4, in, "fork_version", why);
    if (!err)
        err = xread_fixed(genesis, 32, in, "genesis_validators_root", why);
    if (err)
        return err;
    beacon_signing_root(root, &header, version, genesis);
    return xanswer_hex(out, "signing_root", BYTES_OF(root));
}

static enum err get_period_slots(uint64_t *out, const json_t *in,
                                 struct error *why)
{
    const char *preset;
    enum err err = json_get_text(&preset, in, "preset", why);

    if (err)
        return err;
    if (strncmp(preset, "mainnet", 7) == 0)
        *out = SLOTS_MAINNET;
    else if (strncmp(preset, "minimal", 7) == 0)
        *out = SLOTS_MINIMAL;
    else
        return error_set(why, ERR_BAD_INPUT, "no such preset");
    return ERR_OK;
}

static enum err period_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    uint64_t slot, slots;
    enum err err = xread_u64(&slot, in, "slot", why);

    (void)a;
    if (!err)
        err = get_period_slots(&slots, in, why);
    return err ? err
               : ref_answer(out, json_pack("{s:o}", "period",
                                           xdecimal(slot / slots)));
}

/* --- branches ------------------------------------------------------------------------- */

static enum err check_branch(struct arena *a, uint64_t *gindex,
                             const json_t *in, bool normalized,
                             struct error *why)
{
    struct beacon_branch branch;
    uint8_t leaf[32], root[32];
    enum err err = xread_fixed(leaf, 32, in, "leaf", why);

    if (!err)
        err = xread_fixed(root, 32, in, "root", why);
    if (!err)
        err = xread_branch(a, &branch, in, "branch", why);
    if (!err)
        err = xread_u64(gindex, in, "gindex", why);
    return err ? err
               : beacon_check_branch(leaf, branch, *gindex, normalized, root);
}

static enum err branch_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    uint64_t gindex;
    enum err err = check_branch(a, &gindex, in, false, why);

    if (err)
        return xanswer_check(out, err);
    return ref_answer(out, json_pack("{s:b, s:I, s:I}", "valid", 1, "depth",
                                     (json_int_t)beacon_depth(gindex),
                                     "index",
                                     (json_int_t)beacon_position(gindex)));
}

static enum err normalized_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    uint64_t gindex;

    return xanswer_check(out, check_branch(a, &gindex, in, true, why));
}

/* --- signatures and updates ----------------------------------------------------------------- */

static enum err bls_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    struct beacon_committee committee;
    struct bytes message, signature;
    bool valid = false;
    enum err err = get_keys(a, &committee, in, why);

    if (!err)
        err = xread_hex(a, &message, in, "message", why);
    if (!err)
        err = xread_hex(a, &signature, in, "signature", why);
    if (!err && signature.len != BEACON_SIGNATURE)
        return xanswer_check(out, ERR_LENGTH);
    if (!err)
        err = bls12_fast_aggregate_verify(&valid, committee.keys,
                                          committee.count, message,
                                          signature.data);
    return err ? err : xanswer_valid(out, valid, NULL);
}

static enum err get_store(struct arena *a, struct beacon_store *out,
                          const json_t *in, struct error *why)
{
    struct beacon_header finalized;
    const json_t *store, *map;
    enum err err = xread_map(&store, in, "store", why);

    *out = (struct beacon_store){ .has_next = false };
    if (!err)
        err = get_period_slots(&out->period_slots, in, why);
    if (!err)
        err = xread_u64(&out->current_slot, in, "current_slot", why);
    if (!err)
        err = xread_map(&map, store, "finalized_header", why);
    if (!err)
        err = xread_beacon_header(&finalized, map, why);
    if (!err)
        err = xread_map(&map, store, "current_sync_committee", why);
    if (!err)
        err = xread_committee(a, &out->current, map, why);
    if (err)
        return err;
    out->finalized_slot = finalized.slot;
    out->has_next = json_has(store, "next_sync_committee");
    return out->has_next
               ? xread_committee(a, &out->next,
                                 json_object_get(store,
                                                 "next_sync_committee"),
                                 why)
               : ERR_OK;
}

static enum err get_gindices(struct beacon_update *out, const json_t *in,
                             struct error *why)
{
    const char *fork;
    enum err err = json_get_text(&fork, in, "fork", why);

    if (err)
        return err;
    if (ssz_gindex(&out->finality_gindex, fork, "finalized_root") ||
        ssz_gindex(&out->next_gindex, fork, "next_sync_committee"))
        return error_set(why, ERR_BAD_INPUT, "no such fork");
    return ERR_OK;
}

static enum err get_update(struct arena *a, struct beacon_update *out,
                           const json_t *update, size_t bits,
                           struct error *why)
{
    const json_t *map;
    enum err err = xread_map(&map, update, "attested_header", why);

    if (!err)
        err = xread_beacon_header(&out->attested, map, why);
    out->has_finalized = json_has(update, "finalized_header");
    if (!err && out->has_finalized)
        err = xread_beacon_header(&out->finalized,
                                  json_object_get(update, "finalized_header"),
                                  why);
    if (!err && out->has_finalized)
        err = xread_branch(a, &out->finality_branch, update,
                           "finality_branch", why);
    out->has_next = json_has(update, "next_sync_committee");
    if (!err && out->has_next)
        err = xread_committee(a, &out->next,
                              json_object_get(update, "next_sync_committee"),
                              why);
    if (!err && out->has_next)
        err = xread_branch(a, &out->next_branch, update,
                           "next_sync_committee_branch", why);
    if (!err)
        err = xread_bits(a, out, bits, update, "sync_committee_bits", why);
    if (!err)
        err = xread_fixed(out->signature, BEACON_SIGNATURE, update,
                          "sync_committee_signature", why);
    if (!err)
        err = xread_u64(&out->signature_slot, update, "signature_slot", why);
    return err;
}

static enum err update_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct beacon_store store;
    struct beacon_update update = { .has_next = false };
    const json_t *map;
    enum err err = get_store(a, &store, in, why);

    if (!err)
        err = get_gindices(&update, in, why);
    if (!err)
        err = xread_map(&map, in, "update", why);
    if (!err)
        err = get_update(a, &update, map, store.current.count, why);
    if (!err)
        err = xread_fixed(update.fork_version, 4, in, "fork_version", why);
    if (!err)
        err = xread_fixed(update.genesis_root, 32, in,
                          "genesis_validators_root", why);
    if (!err)
        err = beacon_check_update(a, &store, &update);
    return xanswer_check(out, err);
}

static const struct ref_binding rows[] = {
    { "beacon.header_root", header_op },
    { "beacon.execution_header_root", execution_op },
    { "beacon.sync_committee_root", committee_op },
    { "beacon.compute_domain", domain_op },
    { "beacon.sync_signing_root", signing_op },
    { "beacon.sync_period", period_op },
    { "beacon.merkle_branch", branch_op },
    { "beacon.normalized_merkle_branch", normalized_op },
    { "bls.fast_aggregate_verify", bls_op },
    { "beacon.validate_light_client_update", update_op },
};

const struct ref_table ref_table_xchain_beacon = { rows, ARRAY_LEN(rows) };
