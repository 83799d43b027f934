/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/eureka.h"

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/account.h"
#include "chain/eth/mpt.h"

enum { HASH_LEN = 32 };

/* The storage slot of the mapping's entry for the path. */
static void slot_of(uint8_t out[32], struct bytes path, const uint8_t base[32])
{
    uint8_t text[2 * HASH_LEN];

    keccak256(text, path);
    memcpy(text + HASH_LEN, base, HASH_LEN);
    keccak256(out, BYTES_OF(text));
}

static enum err check_account(struct arena *a, const struct eureka_proof *in)
{
    struct account account;
    struct bytes value;
    uint8_t key[HASH_LEN];
    enum err err;

    keccak256(key, BYTES_OF(in->contract));
    err = mpt_verify(a, &value, in->state_root, BYTES_OF(key),
                     in->account.nodes, in->account.count);
    if (err)
        return err;
    if (value.len == 0 || account_decode(&account, value))
        return ERR_PROOF_NODE;
    return memcmp(account.storage_root, in->storage_root, HASH_LEN) == 0
               ? ERR_OK
               : ERR_ROOT_MISMATCH;
}

enum err eureka_verify(struct arena *a, const struct eureka_proof *in,
                       const struct u256 *expected)
{
    const struct u256 want = expected ? *expected : u256_from(0);
    struct u256 proven = u256_from(0);
    uint8_t key[HASH_LEN];
    struct bytes value;
    enum err err = check_account(a, in);

    if (err)
        return err;
    slot_of(key, in->path, in->slot);
    if (memcmp(key, in->key, HASH_LEN) != 0)
        return ERR_VALUE;
    keccak256(key, BYTES_OF(in->key));
    err = mpt_verify(a, &value, in->storage_root, BYTES_OF(key),
                     in->storage.nodes, in->storage.count);
    if (err)
        return err;
    if (value.len) {
        struct bytes rest = value;

        if (rlp_read_u256(&proven, &rest) || rest.len ||
            u256_is_zero(proven))
            return ERR_PROOF_NODE;
    }
    /* A commitment is never zero: zero is absence. */
    if (!u256_eq(proven, in->value) || !u256_eq(proven, want) ||
        (expected && u256_is_zero(want)))
        return ERR_PROOF_VALUE;
    return ERR_OK;
}

/* --- the light client ------------------------------------------------------------- */

static enum err summarize(struct arena *a, struct eureka_summary *out,
                          const struct beacon_committee *committee)
{
    enum err err = beacon_keys_root(a, out->keys_root, committee);

    if (!err)
        memcpy(out->aggregate, committee->aggregate, BEACON_KEY);
    return err;
}

static enum err check_committee(struct arena *a,
                                const struct eureka_consensus *known,
                                const struct eureka_update *in)
{
    const struct eureka_summary *want = in->active_is_next ? &known->next
                                                           : &known->current;
    struct eureka_summary got;
    enum err err = summarize(a, &got, &in->active);

    if (err)
        return err;
    if (in->active_is_next && !known->has_next)
        return ERR_KEY;
    return memcmp(got.keys_root, want->keys_root, HASH_LEN) == 0 &&
                   memcmp(got.aggregate, want->aggregate, BEACON_KEY) == 0
               ? ERR_OK
               : ERR_KEY;
}

static enum err check_execution(const struct beacon_execution *execution,
                                struct beacon_branch branch, uint64_t gindex,
                                const struct beacon_header *header)
{
    uint8_t root[HASH_LEN];
    enum err err = beacon_execution_root(root, execution);

    return err ? err
               : beacon_check_branch(root, branch, gindex, false,
                                     header->body);
}

static enum err check_periods(const struct eureka_consensus *known,
                              const struct eureka_update *in)
{
    const struct beacon_update *update = &in->update;
    uint64_t own = known->slot / in->period_slots;
    uint64_t finalized = update->finalized.slot / in->period_slots;

    if (update->signature_slot / in->period_slots != own + in->active_is_next)
        return ERR_RANGE;
    if (update->finalized.slot <= known->slot)
        return ERR_VALUE;
    if (finalized != own && (finalized != own + 1 || !update->has_next))
        return ERR_RANGE;
    return ERR_OK;
}

static enum err check_step(struct arena *a,
                           const struct eureka_consensus *known,
                           const struct eureka_update *in)
{
    const struct beacon_update *update = &in->update;
    size_t signers = beacon_participants(update);
    enum err err;

    if (in->frozen)
        return ERR_CLIENT_INACTIVE;
    if (signers < in->participants_min || 3 * signers < 2 * update->bit_count)
        return ERR_ITEM_COUNT;
    err = beacon_check_slots(update, in->current_slot);
    if (!err)
        err = check_periods(known, in);
    if (!err)
        err = check_committee(a, known, in);
    if (!err)
        err = check_execution(&in->attested, in->attested_branch,
                              in->execution_gindex, &update->attested);
    if (!err)
        err = check_execution(&in->finalized, in->finalized_branch,
                              in->execution_gindex, &update->finalized);
    if (!err)
        err = beacon_check_branches(a, update);
    return err ? err : beacon_check_signature(a, update, &in->active);
}

enum err eureka_step(struct arena *a, struct eureka_consensus *out,
                     const struct eureka_consensus *known,
                     const struct eureka_update *in)
{
    const struct beacon_update *update = &in->update;
    struct eureka_consensus next = *known;
    bool rotates;
    enum err err = check_step(a, known, in);

    if (err)
        return err;
    rotates = update->finalized.slot / in->period_slots !=
              known->slot / in->period_slots;
    if (rotates)
        next.current = known->next;
    if (update->has_next && (rotates || !known->has_next)) {
        err = summarize(a, &next.next, &update->next);
        next.has_next = true;
    }
    next.slot = update->finalized.slot;
    next.timestamp = in->finalized.timestamp;
    memcpy(next.state_root, in->finalized.state_root, HASH_LEN);
    if (!err)
        *out = next;
    return err;
}
