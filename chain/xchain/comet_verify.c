/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/comet.h"

#include "chain/crypto/hash.h"
#include "chain/crypto/signature.h"

enum { HASH_LEN = 32, ADDRESS_LEN = 20, NANOS = 1000000000, PRECOMMIT = 2 };

typedef unsigned __int128 wide;

bool comet_trust_ok(struct comet_trust level)
{
    return level.denominator && level.numerator <= level.denominator &&
           (wide)level.numerator * 3 >= level.denominator;
}

int comet_time_cmp(struct rfc3339 a, uint64_t ns, struct rfc3339 b)
{
    __int128 x = (__int128)a.seconds * NANOS + a.nanos + (__int128)ns;
    __int128 y = (__int128)b.seconds * NANOS + b.nanos;

    return (x > y) - (x < y);
}

static uint64_t total_power(struct comet_validators set)
{
    uint64_t total = 0;

    for (size_t i = 0; i < set.count; i++)
        total += set.items[i].power;
    return total;
}

static bool has_address(const struct comet_validator *validator,
                        struct bytes address)
{
    uint8_t hash[HASH_LEN];

    hash_sha256(hash, bytes_make(validator->key, 32));
    return bytes_eq(address, bytes_make(hash, ADDRESS_LEN));
}

/* The place of the validator with this address; set.count when it has none.
 * Votes stand in the order of their set, so likely is looked at first. */
static size_t find(struct comet_validators set, size_t likely,
                   struct bytes address)
{
    if (likely < set.count && has_address(&set.items[likely], address))
        return likely;
    for (size_t i = 0; i < set.count; i++)
        if (has_address(&set.items[i], address))
            return i;
    return set.count;
}

static enum err check_signature(struct arena *a,
                                const struct comet_signed *block,
                                const struct comet_sig *sig,
                                const struct comet_validator *validator)
{
    struct comet_vote vote = { .type = PRECOMMIT,
                               .height = block->commit.height,
                               .round = block->commit.round,
                               .chain_id = block->header.chain_id };
    struct signature_question q = {
        .curve = CURVE_ED25519,
        .key = bytes_make(validator->key, 32),
        .signature = sig->signature,
    };
    bool valid = false;
    enum err err = comet_block_id_encode(a, &vote.block,
                                         &block->commit.block);

    if (!err)
        err = comet_time_encode(a, &vote.time, sig->time);
    if (!err)
        err = comet_sign_bytes(a, &q.digest, &vote);
    if (!err)
        err = signature_verify(&valid, &q);
    if (err)
        return err_is_reason(err) ? ERR_SIGNATURE : err;
    return valid ? ERR_OK : ERR_SIGNATURE;
}

/* Adds up the power of set that has signed the block.  Validators outside the
 * set are passed over. */
static enum err tally(struct arena *a, uint64_t *power,
                      const struct comet_signed *block,
                      struct comet_validators set)
{
    bool *seen = arena_array(a, set.count + 1, sizeof *seen);
    uint64_t sum = 0;

    if (!seen)
        return ERR_MEMORY;
    for (size_t i = 0; i < block->commit.count; i++) {
        const struct comet_sig *sig = &block->commit.sigs[i];
        size_t at;
        enum err err;

        if (sig->flag != COMET_COMMIT)
            continue;
        at = find(set, i, sig->address);
        if (at == set.count)
            continue;
        if (seen[at])
            return ERR_REPEATED;
        seen[at] = true;
        err = check_signature(a, block, sig, &set.items[at]);
        if (err)
            return err;
        sum += set.items[at].power;
    }
    *power = sum;
    return ERR_OK;
}

static enum err check_hash(struct arena *a, struct comet_validators set,
                           struct bytes wanted)
{
    uint8_t hash[HASH_LEN];
    enum err err = comet_validators_hash(a, hash, set);

    if (err)
        return err;
    return bytes_eq(wanted, BYTES_OF(hash)) ? ERR_OK : ERR_VALUE;
}

/* Everything that is true or false of the new block alone. */
static enum err check_block(struct arena *a, struct comet_outcome *out,
                            const struct comet_update *in)
{
    const struct comet_signed *block = in->untrusted;
    const struct comet_commit *commit = &block->commit;
    struct bytes leaves[COMET_HEADER_FIELDS];
    enum err err = comet_header_hash(a, out->header_hash, leaves,
                                     &block->header);

    if (!err)
        err = check_hash(a, block->validators,
                         block->header.hashes[COMET_VALIDATORS]);
    if (!err && in->untrusted_next)
        err = check_hash(a, *in->untrusted_next,
                         block->header.hashes[COMET_NEXT_VALIDATORS]);
    if (err)
        return err;
    if (!bytes_eq(commit->block.hash, BYTES_OF(out->header_hash)) ||
        commit->height != block->header.height)
        return ERR_VALUE;
    if (commit->count == 0 || commit->count != block->validators.count)
        return ERR_ITEM_COUNT;
    for (size_t i = 0; i < commit->count; i++)
        if (commit->sigs[i].flag == COMET_COMMIT &&
            find(block->validators, i, commit->sigs[i].address) ==
                block->validators.count)
            return ERR_SIGNATURE;
    return ERR_OK;
}

static enum err check_times(const struct comet_update *in)
{
    const struct comet_header *header = &in->untrusted->header;

    if (in->check_time &&
        comet_time_cmp(in->trusted_time, in->period_ns, in->now) <= 0)
        return ERR_EXPIRED;
    if (in->check_time && comet_time_cmp(in->now, in->drift_ns,
                                         header->time) <= 0)
        return ERR_HDR_FUTURE;
    if (!bytes_eq(header->chain_id, in->trusted_chain_id))
        return ERR_CHAIN_ID;
    if (header->height <= in->trusted_height ||
        comet_time_cmp(header->time, 0, in->trusted_time) <= 0)
        return ERR_ORDER;
    return ERR_OK;
}

enum err comet_verify(struct arena *a, struct comet_outcome *out,
                      const struct comet_update *in)
{
    const struct comet_signed *block = in->untrusted;
    struct comet_outcome outcome;
    uint64_t power, total = total_power(in->trusted_next);
    enum err err = check_times(in);

    if (!err)
        err = check_hash(a, in->trusted_next, in->trusted_next_hash);
    if (!err)
        err = check_block(a, &outcome, in);
    if (err)
        return err;
    if (block->header.height == in->trusted_height + 1) {
        if (!bytes_eq(block->header.hashes[COMET_VALIDATORS],
                      in->trusted_next_hash))
            return ERR_VALUE;
    } else {
        err = tally(a, &power, block, in->trusted_next);
        if (err)
            return err;
        if (power <= (wide)total * in->level.numerator /
                         in->level.denominator)
            return ERR_TRUST;
    }
    err = tally(a, &outcome.signed_power, block, block->validators);
    if (err)
        return err;
    outcome.total_power = total_power(block->validators);
    if (outcome.signed_power <= (wide)outcome.total_power * 2 / 3)
        return ERR_POWER;
    *out = outcome;
    return ERR_OK;
}
