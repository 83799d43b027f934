/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/codec/decimal.h"
#include "chain/codec/rlp.h"
#include "chain/codec/ssz.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/account.h"
#include "chain/eth/mpt.h"
#include "chain/xchain/eureka.h"
#include "runner/targets/ref_xchain_beacon.h"
#include "runner/targets/ref_xchain_read.h"

/* --- tries --------------------------------------------------------------------------- */

static enum err get_nodes(struct arena *a, struct eureka_nodes *out,
                          const json_t *in, const char *key,
                          struct error *why)
{
    struct bytes *nodes;
    enum err err = xread_hex_list(a, &nodes, &out->count, in, key, why);

    if (!err)
        out->nodes = nodes;
    return err;
}

static enum err proof_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct eureka_nodes proof;
    struct bytes key, value;
    uint8_t root[32];
    enum err err = xread_fixed(root, 32, in, "root", why);

    if (!err)
        err = xread_hex(a, &key, in, "key", why);
    if (!err)
        err = get_nodes(a, &proof, in, "proof", why);
    if (!err)
        err = mpt_verify(a, &value, root, key, proof.nodes, proof.count);
    if (err)
        return xanswer_check(out, err);
    return ref_answer(out, json_pack("{s:b, s:o}", "valid", 1, "value",
                                     value.len ? xhex(value) : json_null()));
}

static json_t *show_decimal(struct arena *a, struct u256 value)
{
    uint8_t word[32];
    char *text;

    u256_to_be(word, value);
    text = decimal_print(a, BYTES_OF(word));
    return text ? json_string(text) : NULL;
}

/* {key, value} of one slot under the account's storage root. */
static enum err check_slot(struct arena *a, json_t **out, const json_t *in,
                           const uint8_t root[32], struct error *why)
{
    struct u256 number = u256_from(0);
    struct eureka_nodes proof;
    struct bytes value;
    uint8_t key[32], hashed[32];
    enum err err = xread_fixed(key, 32, in, "key", why);

    if (!err)
        err = get_nodes(a, &proof, in, "proof", why);
    keccak256(hashed, BYTES_OF(key));
    if (!err)
        err = mpt_verify(a, &value, root, BYTES_OF(hashed), proof.nodes,
                         proof.count);
    if (!err && value.len &&
        (rlp_read_u256(&number, &value) || value.len || u256_is_zero(number)))
        err = ERR_PROOF_NODE;
    return err ? err
               : ref_answer(out, json_pack("{s:o, s:o}", "key", xhash(key),
                                           "value",
                                           show_decimal(a, number)));
}

static enum err check_slots(struct arena *a, json_t **out, const json_t *in,
                            const uint8_t root[32], struct error *why)
{
    const json_t *list = json_object_get(in, "storage_proof");
    json_t *slots = json_array(), *slot = NULL;
    enum err err = slots ? ERR_OK : ERR_MEMORY;

    for (size_t i = 0; i < json_array_size(list) && !err; i++) {
        err = check_slot(a, &slot, json_array_get(list, i), root, why);
        if (!err && json_array_append_new(slots, slot))
            err = ERR_MEMORY;
    }
    if (err)
        json_decref(slots);
    else
        *out = slots;
    return err;
}

static enum err check_account(struct arena *a, struct account *out,
                              bool *exists, const json_t *in,
                              struct error *why)
{
    struct eureka_nodes proof;
    struct bytes value;
    uint8_t root[32], address[20], key[32];
    enum err err = xread_fixed(root, 32, in, "state_root", why);

    if (!err)
        err = xread_fixed(address, 20, in, "address", why);
    if (!err)
        err = get_nodes(a, &proof, in, "account_proof", why);
    keccak256(key, BYTES_OF(address));
    if (!err)
        err = mpt_verify(a, &value, root, BYTES_OF(key), proof.nodes,
                         proof.count);
    if (err)
        return err;
    *exists = value.len != 0;
    memcpy(out->storage_root, EMPTY_TRIE_ROOT, 32);
    return *exists && account_decode(out, value) ? ERR_PROOF_NODE : ERR_OK;
}

static enum err eip1186_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct account account;
    json_t *slots = NULL, *shown;
    bool exists;
    enum err err = check_account(a, &account, &exists, in, why);

    if (!err)
        err = check_slots(a, &slots, in, account.storage_root, why);
    if (err)
        return xanswer_check(out, err);
    shown = exists ? json_pack("{s:o, s:o, s:o, s:o}", "nonce",
                               xdecimal(account.nonce), "balance",
                               show_decimal(a, account.balance),
                               "storage_hash", xhash(account.storage_root),
                               "code_hash", xhash(account.code_hash))
                   : json_null();
    return ref_answer(out, json_pack("{s:b, s:o, s:o}", "valid", 1, "account",
                                     shown, "storage", slots));
}

/* --- commitments of IBC ------------------------------------------------------------------ */

/* A word in 0x hex of any length up to 64 digits. */
static enum err get_word(uint8_t out[32], const json_t *in, const char *key,
                         struct error *why)
{
    struct u256 value;
    const char *text = json_string_value(json_object_get(in, key));
    enum err err;

    if (text && strlen(text) == 66)
        return xread_fixed(out, 32, in, key, why);
    err = xread_u256(&value, in, key, why);
    if (!err)
        u256_to_be(out, value);
    return err;
}

static enum err get_proof(struct arena *a, struct eureka_proof *out,
                          const json_t *in, struct error *why)
{
    const json_t *proof, *account, *storage;
    struct bytes *path;
    uint8_t word[32];
    size_t count;
    enum err err = xread_fixed(out->state_root, 32, in, "state_root", why);

    if (!err)
        err = xread_fixed(out->contract, 20, in, "ibc_contract_address", why);
    if (!err)
        err = get_word(out->slot, in, "ibc_commitment_slot", why);
    if (!err)
        err = xread_hex_list(a, &path, &count, in, "path", why);
    if (!err)
        err = xread_map(&proof, in, "proof", why);
    if (!err)
        err = xread_map(&account, proof, "account_proof", why);
    if (!err)
        err = xread_map(&storage, proof, "storage_proof", why);
    if (!err)
        err = xread_fixed(out->storage_root, 32, account, "storage_root",
                          why);
    if (!err)
        err = get_nodes(a, &out->account, account, "proof", why);
    if (!err)
        err = get_nodes(a, &out->storage, storage, "proof", why);
    if (!err)
        err = get_word(out->key, storage, "key", why);
    if (!err)
        err = get_word(word, storage, "value", why);
    if (err)
        return err;
    out->value = u256_load(word);
    if (count != 1) /* the prefix of Ethereum has one, empty, element */
        return ERR_ITEM_COUNT;
    out->path = path[0];
    return ERR_OK;
}

static enum err member_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct eureka_proof proof;
    struct bytes value;
    struct u256 expected;
    enum err err = get_proof(a, &proof, in, why);

    if (!err)
        err = xread_hex(a, &value, in, "value", why);
    if (!err && value.len != 32)
        err = ERR_LENGTH;
    if (!err) {
        expected = u256_load(value.data);
        err = eureka_verify(a, &proof, &expected);
    }
    return xanswer_check(out, err);
}

static enum err absent_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct eureka_proof proof;
    enum err err = get_proof(a, &proof, in, why);

    if (!err)
        err = eureka_verify(a, &proof, NULL);
    return xanswer_check(out, err);
}

/* --- the light client -------------------------------------------------------------------------- */

static enum err get_summary(struct eureka_summary *out, const json_t *in,
                            struct error *why)
{
    enum err err = xread_fixed(out->keys_root, 32, in, "pubkeys_hash", why);

    return err ? err
               : xread_fixed(out->aggregate, BEACON_KEY, in,
                             "aggregate_pubkey", why);
}

static enum err get_consensus(struct eureka_consensus *out, const json_t *in,
                              struct error *why)
{
    const json_t *map, *current;
    enum err err = xread_map(&map, in, "consensus_state", why);

    if (!err)
        err = xread_u64(&out->slot, map, "slot", why);
    if (!err)
        err = xread_u64(&out->timestamp, map, "timestamp", why);
    if (!err)
        err = xread_fixed(out->state_root, 32, map, "state_root", why);
    if (!err)
        err = xread_map(&current, map, "current_sync_committee", why);
    if (!err)
        err = get_summary(&out->current, current, why);
    if (err)
        return err;
    out->has_next = json_has(map, "next_sync_committee");
    return out->has_next
               ? get_summary(&out->next,
                             json_object_get(map, "next_sync_committee"), why)
               : ERR_OK;
}

/* The newest fork whose epoch has come; NULL when there is none. */
static const char *fork_at(const json_t **row, const json_t *forks,
                           uint64_t epoch, struct error *why)
{
    static const char *const names[] = { "altair", "bellatrix", "capella",
                                         "deneb", "electra", "fulu" };
    const char *fork = NULL;

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const json_t *entry = json_object_get(forks, names[i]);
        uint64_t since;

        if (!entry || xread_u64(&since, entry, "epoch", why) || since > epoch)
            continue;
        fork = names[i];
        *row = entry;
    }
    return fork;
}

/* The slot before the signature's names the version, the attested slot the
 * layout of the state (consensus-specs, *_gindex_at_slot). */
static enum err get_fork(struct beacon_update *out, const json_t *forks,
                         uint64_t slots, struct error *why)
{
    uint64_t last = out->signature_slot > 1 ? out->signature_slot - 1 : 0;
    const json_t *row = NULL;
    const char *fork = fork_at(&row, forks, last / slots, why);

    if (!fork || xread_fixed(out->fork_version, 4, row, "version", why))
        return error_set(why, ERR_BAD_INPUT, "no fork for slot %llu",
                         (unsigned long long)last);
    fork = fork_at(&row, forks, out->attested.slot / slots, why);
    if (!fork || ssz_gindex(&out->finality_gindex, fork, "finalized_root") ||
        ssz_gindex(&out->next_gindex, fork, "next_sync_committee"))
        return error_set(why, ERR_BAD_INPUT, "no fork for slot %llu",
                         (unsigned long long)out->attested.slot);
    return ERR_OK;
}

static enum err get_rules(struct eureka_update *out, const json_t *in,
                          struct error *why)
{
    const json_t *client, *forks;
    uint64_t epochs = 0, slots = 0;
    enum err err = xread_map(&client, in, "client_state", why);

    if (!err)
        err = xread_u64(&out->current_slot, in, "current_slot", why);
    if (!err)
        err = xread_u64(&slots, client, "slots_per_epoch", why);
    if (!err)
        err = xread_u64(&epochs, client, "epochs_per_sync_committee_period",
                        why);
    if (!err)
        err = xread_u64(&out->participants_min, client,
                        "min_sync_committee_participants", why);
    if (!err)
        err = xread_flag(&out->frozen, client, "is_frozen", why);
    if (!err)
        err = xread_fixed(out->update.genesis_root, 32, client,
                          "genesis_validators_root", why);
    if (!err)
        err = xread_map(&forks, client, "fork_parameters", why);
    if (err)
        return err;
    if (slots == 0 || epochs == 0 || slots > UINT32_MAX || epochs > UINT32_MAX)
        return error_set(why, ERR_BAD_INPUT, "no slots in a period");
    out->period_slots = slots * epochs;
    if (ssz_gindex(&out->execution_gindex, "deneb", "execution_payload"))
        return ERR_INTERNAL;
    return get_fork(&out->update, forks, slots, why);
}

/* {beacon, execution, execution_branch} */
static enum err get_header(struct arena *a, struct beacon_header *header,
                           struct beacon_execution *execution,
                           struct beacon_branch *branch, const json_t *in,
                           struct error *why)
{
    const json_t *map;
    enum err err = xread_map(&map, in, "beacon", why);

    if (!err)
        err = xread_beacon_header(header, map, why);
    if (!err)
        err = xread_map(&map, in, "execution", why);
    if (!err)
        err = xread_execution(a, execution, map, why);
    return err ? err : xread_branch(a, branch, in, "execution_branch", why);
}

static enum err get_headers(struct arena *a, struct eureka_update *out,
                            const json_t *update, struct error *why)
{
    const json_t *map;
    enum err err = xread_map(&map, update, "attested_header", why);

    if (!err)
        err = get_header(a, &out->update.attested, &out->attested,
                         &out->attested_branch, map, why);
    if (!err)
        err = xread_map(&map, update, "finalized_header", why);
    if (!err)
        err = get_header(a, &out->update.finalized, &out->finalized,
                         &out->finalized_branch, map, why);
    if (!err)
        err = xread_branch(a, &out->update.finality_branch, update,
                           "finality_branch", why);
    return err;
}

static enum err get_signers(struct arena *a, struct eureka_update *out,
                            const json_t *header, const json_t *update,
                            struct error *why)
{
    const json_t *active, *aggregate;
    enum err err = xread_map(&active, header, "active_sync_committee", why);

    out->active_is_next = !err && json_has(active, "Next");
    if (!err)
        err = xread_map(&active, active,
                        out->active_is_next ? "Next" : "Current", why);
    if (!err)
        err = xread_committee(a, &out->active, active, why);
    if (!err)
        err = xread_map(&aggregate, update, "sync_aggregate", why);
    if (!err)
        err = xread_bits(a, &out->update, out->active.count, aggregate,
                         "sync_committee_bits", why);
    if (!err)
        err = xread_fixed(out->update.signature, BEACON_SIGNATURE, aggregate,
                          "sync_committee_signature", why);
    return err;
}

static enum err get_update(struct arena *a, struct eureka_update *out,
                           const json_t *in, struct error *why)
{
    const json_t *header, *update;
    enum err err = xread_map(&header, in, "header", why);

    if (!err)
        err = xread_map(&update, header, "consensus_update", why);
    if (!err)
        err = get_headers(a, out, update, why);
    if (!err)
        err = get_signers(a, out, header, update, why);
    if (!err)
        err = xread_u64(&out->update.signature_slot, update, "signature_slot",
                        why);
    if (err)
        return err;
    out->update.has_finalized = true;
    out->update.has_next = json_has(update, "next_sync_committee");
    if (out->update.has_next) {
        err = xread_committee(a, &out->update.next,
                              json_object_get(update, "next_sync_committee"),
                              why);
        if (!err)
            err = xread_branch(a, &out->update.next_branch, update,
                               "next_sync_committee_branch", why);
    }
    return err ? err : get_rules(out, in, why);
}

/* Publisher's members with 0x. */
static json_t *show_summary(const struct eureka_summary *summary)
{
    return json_pack("{s:o, s:o}", "aggregate_pubkey",
                     json_hex(BYTES_OF(summary->aggregate)), "pubkeys_hash",
                     json_hex(BYTES_OF(summary->keys_root)));
}

static enum err light_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct eureka_consensus known, next;
    struct eureka_update update = { .frozen = false };
    enum err err = get_consensus(&known, in, why);

    if (!err)
        err = get_update(a, &update, in, why);
    if (!err)
        err = eureka_step(a, &next, &known, &update);
    if (err)
        return xanswer_check(out, err);
    return ref_answer(
        out,
        json_pack("{s:b, s:{s:o, s:o, s:I, s:o, s:I}}", "valid", 1,
                  "new_consensus_state", "current_sync_committee",
                  show_summary(&next.current), "next_sync_committee",
                  next.has_next ? show_summary(&next.next) : json_null(),
                  "slot", (json_int_t)next.slot, "state_root",
                  json_hex(BYTES_OF(next.state_root)), "timestamp",
                  (json_int_t)next.timestamp));
}

static const struct ref_binding rows[] = {
    { "mpt.verify_proof", proof_op },
    { "eth.eip1186_verify", eip1186_op },
    { "eth.ibc_verify_membership", member_op },
    { "eth.ibc_verify_non_membership", absent_op },
    { "eth.light_client_update", light_op },
};

const struct ref_table ref_table_xchain_eth = { rows, ARRAY_LEN(rows) };
