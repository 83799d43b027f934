/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/beacon.h"

#include "chain/codec/ssz.h"
#include "chain/crypto/bls12.h"
#include "chain/crypto/hash.h"

enum { CHUNK = SSZ_CHUNK, FIELDS = 17, BLOOM_CHUNKS = 8, EXTRA_MAX = 32 };

static void put_u64(uint8_t chunk[CHUNK], uint64_t value)
{
    memset(chunk, 0, CHUNK);
    for (size_t i = 0; i < 8; i++)
        chunk[i] = (uint8_t)(value >> 8 * i);
}

/* These containers have a fixed number of chunks: no limit to break. */
static void root_of(uint8_t root[32], uint8_t (*chunks)[CHUNK], size_t count)
{
    if (ssz_merkleize(root, chunks, count, false, 0))
        memset(root, 0, CHUNK);
}

void beacon_header_root(uint8_t root[32], const struct beacon_header *in)
{
    uint8_t chunks[8][CHUNK] = { { 0 } };

    put_u64(chunks[0], in->slot);
    put_u64(chunks[1], in->proposer);
    memcpy(chunks[2], in->parent, CHUNK);
    memcpy(chunks[3], in->state, CHUNK);
    memcpy(chunks[4], in->body, CHUNK);
    root_of(root, chunks, ARRAY_LEN(chunks));
}

enum err beacon_execution_root(uint8_t root[32],
                               const struct beacon_execution *in)
{
    uint8_t chunks[32][CHUNK] = { { 0 } }, bloom[BLOOM_CHUNKS][CHUNK];
    uint8_t fee[CHUNK];
    const uint64_t numbers[] = { in->block_number, in->gas_limit,
                                 in->gas_used, in->timestamp };

    if (in->extra_data.len > EXTRA_MAX)
        return ERR_TOO_LONG;
    memcpy(chunks[0], in->parent_hash, 32);
    memcpy(chunks[1], in->fee_recipient, 20);
    memcpy(chunks[2], in->state_root, 32);
    memcpy(chunks[3], in->receipts_root, 32);
    memcpy(bloom, in->logs_bloom, sizeof bloom);
    root_of(chunks[4], bloom, BLOOM_CHUNKS);
    memcpy(chunks[5], in->prev_randao, 32);
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        put_u64(chunks[6 + i], numbers[i]);
    if (in->extra_data.len)
        memcpy(chunks[10], in->extra_data.data, in->extra_data.len);
    ssz_mix_in_length(chunks[10], u256_from(in->extra_data.len));
    u256_to_be(fee, in->base_fee);
    for (size_t i = 0; i < CHUNK; i++)
        chunks[11][i] = fee[CHUNK - 1 - i];
    memcpy(chunks[12], in->block_hash, 32);
    memcpy(chunks[13], in->transactions_root, 32);
    memcpy(chunks[14], in->withdrawals_root, 32);
    put_u64(chunks[15], in->blob_gas_used);
    put_u64(chunks[16], in->excess_blob_gas);
    root_of(root, chunks, ARRAY_LEN(chunks));
    return ERR_OK;
}

static void key_root(uint8_t root[32], const uint8_t key[BEACON_KEY])
{
    uint8_t text[2 * CHUNK] = { 0 };

    memcpy(text, key, BEACON_KEY);
    hash_sha256(root, BYTES_OF(text));
}

enum err beacon_keys_root(struct arena *a, uint8_t root[32],
                          const struct beacon_committee *in)
{
    uint8_t(*chunks)[CHUNK];

    if (in->count == 0 || in->count > BEACON_COMMITTEE_MAX)
        return ERR_RANGE;
    /* Room for the padding to a power of two. */
    chunks = arena_array(a, 2 * in->count, sizeof *chunks);
    if (!chunks)
        return ERR_MEMORY;
    for (size_t i = 0; i < in->count; i++)
        key_root(chunks[i], in->keys[i]);
    return ssz_merkleize(root, chunks, in->count, false, 0);
}

enum err beacon_committee_root(struct arena *a, uint8_t root[32],
                               const struct beacon_committee *in)
{
    uint8_t chunks[2][CHUNK];
    enum err err = beacon_keys_root(a, chunks[0], in);

    if (err)
        return err;
    key_root(chunks[1], in->aggregate);
    root_of(root, chunks, 2);
    return ERR_OK;
}

void beacon_domain(uint8_t domain[32], const uint8_t type[4],
                   const uint8_t fork_version[4],
                   const uint8_t genesis_root[32])
{
    uint8_t chunks[2][CHUNK] = { { 0 } }, root[32];

    memcpy(chunks[0], fork_version, 4);
    memcpy(chunks[1], genesis_root, 32);
    root_of(root, chunks, 2);
    memcpy(domain, type, 4);
    memcpy(domain + 4, root, 28);
}

void beacon_signing_root(uint8_t root[32], const struct beacon_header *header,
                         const uint8_t fork_version[4],
                         const uint8_t genesis_root[32])
{
    static const uint8_t sync_committee[4] = { 7, 0, 0, 0 };
    uint8_t chunks[2][CHUNK];

    beacon_header_root(chunks[0], header);
    beacon_domain(chunks[1], sync_committee, fork_version, genesis_root);
    root_of(root, chunks, 2);
}

/* --- branches ---------------------------------------------------------------------- */

unsigned beacon_depth(uint64_t gindex)
{
    return gindex ? 63 - (unsigned)__builtin_clzll(gindex) : 0;
}

uint64_t beacon_position(uint64_t gindex)
{
    return gindex ? gindex - ((uint64_t)1 << beacon_depth(gindex)) : 0;
}

enum err beacon_check_branch(const uint8_t leaf[32],
                             struct beacon_branch branch, uint64_t gindex,
                             bool normalized, const uint8_t root[32])
{
    static const uint8_t zero[CHUNK];
    uint8_t hashes[SSZ_DEPTH_MAX][CHUNK];
    size_t depth = beacon_depth(gindex), extra;
    bool valid = false;
    enum err err;

    if (gindex == 0)
        return ERR_RANGE;
    if (branch.count < depth || (!normalized && branch.count != depth))
        return ERR_LENGTH;
    extra = branch.count - depth;
    for (size_t i = 0; i < branch.count; i++) {
        if (branch.hashes[i].len != CHUNK)
            return ERR_LENGTH;
        if (i < extra && memcmp(branch.hashes[i].data, zero, CHUNK) != 0)
            return ERR_LENGTH;
        if (i >= extra)
            memcpy(hashes[i - extra], branch.hashes[i].data, CHUNK);
    }
    err = ssz_merkle_branch(&valid, leaf, (const uint8_t(*)[32])hashes, depth,
                            depth, beacon_position(gindex), root);
    if (err)
        return err;
    return valid ? ERR_OK : ERR_ROOT_MISMATCH;
}

/* --- updates ------------------------------------------------------------------------ */

size_t beacon_participants(const struct beacon_update *update)
{
    size_t count = 0;

    for (size_t i = 0; i < update->bit_count; i++)
        count += update->bits[i];
    return count;
}

enum err beacon_check_slots(const struct beacon_update *update,
                            uint64_t current_slot)
{
    if (current_slot < update->signature_slot ||
        update->signature_slot <= update->attested.slot)
        return ERR_ORDER;
    if (update->has_finalized &&
        update->attested.slot < update->finalized.slot)
        return ERR_ORDER;
    return ERR_OK;
}

enum err beacon_check_branches(struct arena *a,
                               const struct beacon_update *update)
{
    uint8_t leaf[32];
    enum err err = ERR_OK;

    if (update->has_finalized) {
        /* The genesis block is finalized as the zero hash. */
        memset(leaf, 0, sizeof leaf);
        if (update->finalized.slot)
            beacon_header_root(leaf, &update->finalized);
        err = beacon_check_branch(leaf, update->finality_branch,
                                  update->finality_gindex, true,
                                  update->attested.state);
    }
    if (err || !update->has_next)
        return err;
    err = beacon_committee_root(a, leaf, &update->next);
    return err ? err
               : beacon_check_branch(leaf, update->next_branch,
                                     update->next_gindex, true,
                                     update->attested.state);
}

enum err beacon_check_signature(struct arena *a,
                                const struct beacon_update *update,
                                const struct beacon_committee *by)
{
    uint8_t(*keys)[BEACON_KEY] = arena_array(a, by->count + 1, sizeof *keys);
    uint8_t message[32];
    size_t count = 0;
    bool valid = false;
    enum err err;

    if (!keys)
        return ERR_MEMORY;
    if (by->count != update->bit_count)
        return ERR_ITEM_COUNT;
    for (size_t i = 0; i < by->count; i++)
        if (update->bits[i])
            memcpy(keys[count++], by->keys[i], BEACON_KEY);
    beacon_signing_root(message, &update->attested, update->fork_version,
                        update->genesis_root);
    err = bls12_fast_aggregate_verify(&valid, (const uint8_t(*)[48])keys,
                                      count, BYTES_OF(message),
                                      update->signature);
    if (err)
        return err;
    return valid ? ERR_OK : ERR_SIGNATURE;
}

static bool same_committee(const struct beacon_committee *x,
                           const struct beacon_committee *y)
{
    return x->count == y->count &&
           memcmp(x->aggregate, y->aggregate, BEACON_KEY) == 0 &&
           memcmp(x->keys, y->keys, x->count * sizeof *x->keys) == 0;
}

enum err beacon_check_update(struct arena *a, const struct beacon_store *store,
                             const struct beacon_update *update)
{
    uint64_t own = store->finalized_slot / store->period_slots;
    uint64_t signed_in = update->signature_slot / store->period_slots;
    uint64_t attested_in = update->attested.slot / store->period_slots;
    bool supplies = !store->has_next && update->has_next && attested_in == own;
    enum err err;

    if (beacon_participants(update) == 0)
        return ERR_ITEM_COUNT;
    err = beacon_check_slots(update, store->current_slot);
    if (err)
        return err;
    if (signed_in != own && !(store->has_next && signed_in == own + 1))
        return ERR_RANGE;
    if (update->attested.slot <= store->finalized_slot && !supplies)
        return ERR_VALUE;
    if (update->has_next && store->has_next && attested_in == own &&
        !same_committee(&update->next, &store->next))
        return ERR_VALUE;
    err = beacon_check_branches(a, update);
    return err ? err
               : beacon_check_signature(a, update,
                                        signed_in == own ? &store->current
                                                         : &store->next);
}
