/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/eth/basefee.h"
#include "chain/eth/blob.h"
#include "chain/eth/difficulty.h"
#include "chain/eth/forkid.h"
#include "chain/eth/header_json.h"
#include "runner/targets/ref_block_util.h"

static enum err header_decode_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    enum fork storage;
    const enum fork *fork;
    struct header h;
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = ref_get_fork_or_any(&fork, &storage, in, "fork", why);
    if (!err)
        err = header_decode(&h, fork, data);
    return err ? err : ref_answer(out, header_to_json(&h));
}

/* The header of header.encode and header.hash. */
static enum err get_header(struct arena *a, struct header *h, const json_t *in,
                           struct error *why)
{
    enum fork storage;
    const enum fork *fork;
    const json_t *map;
    enum err err = json_get_object(&map, in, "header", why);

    if (!err)
        err = ref_get_fork_or_any(&fork, &storage, in, "fork", why);
    if (!err)
        err = header_from_json(a, h, fork, map, why);
    return err;
}

static enum err header_encode_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct header h;
    struct bytes data;
    enum err err = get_header(a, &h, in, why);

    if (!err)
        err = header_encode(a, &data, &h);
    return err ? err : ref_answer(out, json_hex(data));
}

static enum err header_hash_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct header h;
    uint8_t hash[32];
    enum err err = get_header(a, &h, in, why);

    if (!err)
        err = header_hash(a, hash, &h);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(hash)));
}

static enum err seal_hash_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct header h;
    uint8_t hash[32];
    enum err err = get_header(a, &h, in, why);

    if (!err)
        err = header_seal_hash(a, hash, &h);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(hash)));
}

static enum err get_header_context(struct header_context *c, const json_t *in,
                                   struct error *why)
{
    const char *chain = "";
    enum fork parent_fork;
    enum err err = ref_get_fork(&c->fork, in, "fork", why);

    /* The form of the parent itself tells which side of a fork it is on; the
     * name is only held to be one. */
    if (!err && json_has(in, "parentFork"))
        err = ref_get_fork(&parent_fork, in, "parentFork", why);
    if (!err && json_has(in, "chain"))
        err = json_get_text(&chain, in, "chain", why);
    c->dao = strcmp(chain, "mainnet") == 0;
    c->dao_block = DAO_BLOCK_MAINNET;
    c->has_now = json_has(in, "now");
    if (!err && c->has_now)
        err = json_get_u64(&c->now, in, "now", why);
    return err;
}

static enum err header_validate_op(struct arena *a, json_t **out,
                                   const json_t *in, struct error *why)
{
    struct header_context c = { .fork = FORK_FRONTIER };
    struct header h, parent;
    const json_t *map;
    enum err err = get_header_context(&c, in, why);

    if (!err)
        err = json_get_object(&map, in, "parent", why);
    if (!err)
        err = ref_get_given_header(a, &parent, map, why);
    if (!err)
        err = json_get_object(&map, in, "header", why);
    if (!err)
        err = header_from_json(a, &h, &c.fork, map, why);
    c.parent = &parent;
    if (!err)
        err = header_validate(a, &c, &h);
    return err ? err : ref_answer(out, json_pack("{s:b}", "valid", 1));
}

/* --- forks -------------------------------------------------------------------- */

static enum err fork_at_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    const char *chain;
    uint64_t number, timestamp;
    enum err err = json_get_text(&chain, in, "chain", why);

    (void)a;
    if (!err)
        err = json_get_u64(&number, in, "number", why);
    if (!err)
        err = json_get_u64(&timestamp, in, "timestamp", why);
    if (err)
        return err;
    if (strcmp(chain, "mainnet") != 0)
        return error_set(why, ERR_VALUE, "the forks of %s are not known",
                         chain);
    return ref_answer(
        out, json_pack("{s:s}", "fork",
                       fork_rules(fork_at_mainnet(number, timestamp))->name));
}

struct forkid_question {
    struct forkid_chain chain;
    uint64_t number, timestamp;
};

static enum err get_forkid(struct arena *a, struct forkid_question *q,
                           const json_t *in, struct error *why)
{
    uint64_t *blocks, *times;
    struct forkid_chain *c = &q->chain;
    enum err err = json_get_fixed(c->genesis, 32, in, "genesis", why);

    if (!err)
        err = ref_get_u64_list(a, &blocks, &c->block_count, in, "blocks", why);
    if (!err)
        err = ref_get_u64_list(a, &times, &c->time_count, in, "times", why);
    if (!err)
        err = json_get_u64(&q->number, in, "number", why);
    if (!err)
        err = json_get_u64(&q->timestamp, in, "timestamp", why);
    if (err)
        return err;
    c->blocks = blocks;
    c->times = times;
    return ERR_OK;
}

static enum err forkid_compute_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct forkid_question q;
    struct forkid id;
    uint8_t hash[4];
    enum err err = get_forkid(a, &q, in, why);

    if (err)
        return err;
    id = forkid_compute(&q.chain, q.number, q.timestamp);
    for (int i = 0; i < 4; i++)
        hash[i] = (uint8_t)(id.hash >> (24 - 8 * i));
    return ref_answer(out, json_pack("{s:o, s:o}", "hash",
                                     json_hex(BYTES_OF(hash)), "next",
                                     json_quantity_u64(id.next)));
}

static enum err forkid_validate_op(struct arena *a, json_t **out,
                                   const json_t *in, struct error *why)
{
    struct forkid_question q;
    struct forkid remote = { 0, 0 };
    const json_t *map;
    uint8_t hash[4];
    enum err err = get_forkid(a, &q, in, why);

    if (!err)
        err = json_get_object(&map, in, "remote", why);
    if (!err)
        err = json_get_fixed(hash, sizeof hash, map, "hash", why);
    if (!err)
        err = json_get_u64(&remote.next, map, "next", why);
    if (err)
        return err;
    for (size_t i = 0; i < sizeof hash; i++)
        remote.hash = remote.hash << 8 | hash[i];
    err = forkid_validate(&q.chain, q.number, q.timestamp, remote);
    return err ? err : ref_answer(out, json_pack("{s:b}", "compatible", 1));
}

/* --- difficulty, fees ------------------------------------------------------------ */

static enum err difficulty_next_op(struct arena *a, json_t **out,
                                   const json_t *in, struct error *why)
{
    struct difficulty_input d;
    struct u256 next;
    enum err err = ref_get_fork(&d.fork, in, "fork", why);

    (void)a;
    if (!err)
        err = json_get_quantity(&d.parent_difficulty, in, "parentDifficulty",
                                why);
    if (!err)
        err = json_get_u64(&d.parent_timestamp, in, "parentTimestamp", why);
    if (!err)
        err = json_get_bool(&d.parent_has_ommers, in, "parentHasOmmers", why);
    if (!err)
        err = json_get_u64(&d.number, in, "number", why);
    if (!err)
        err = json_get_u64(&d.timestamp, in, "timestamp", why);
    if (!err)
        err = difficulty_next(&next, &d);
    return err ? err : ref_answer(out, json_quantity(next));
}

static enum err basefee_next_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    bool first = !json_has(in, "baseFeePerGas");
    struct u256 fee = u256_from(BASE_FEE_INITIAL), next;
    uint64_t limit, used;
    enum err err = json_get_u64(&limit, in, "gasLimit", why);

    (void)a;
    if (!err)
        err = json_get_u64(&used, in, "gasUsed", why);
    if (!err && !first)
        err = json_get_quantity(&fee, in, "baseFeePerGas", why);
    if (!err && json_has(in, "firstOfFork"))
        err = json_get_bool(&first, in, "firstOfFork", why);
    if (!err && !first && !json_has(in, "baseFeePerGas"))
        err = error_set(why, ERR_BAD_INPUT, "baseFeePerGas is absent");
    if (!err)
        err = basefee_next(&next, limit, used, fee);
    if (!err && first)
        next = u256_from(BASE_FEE_INITIAL);
    return err ? err : ref_answer(out, json_quantity(next));
}

static enum err effective_gas_price_op(struct arena *a, json_t **out,
                                       const json_t *in, struct error *why)
{
    struct u256 base, max, priority, price;
    enum err err = json_get_quantity(&base, in, "baseFeePerGas", why);

    (void)a;
    if (!err)
        err = json_get_quantity(&max, in, "maxFeePerGas", why);
    if (!err)
        err = json_get_quantity(&priority, in, "maxPriorityFeePerGas", why);
    if (!err)
        err = effective_gas_price(&price, base, max, priority);
    return err ? err : ref_answer(out, json_quantity(price));
}

/* --- blobs ----------------------------------------------------------------------- */

static enum err fake_exponential_op(struct arena *a, json_t **out,
                                    const json_t *in, struct error *why)
{
    struct u256 factor, numerator, denominator, result;
    enum err err = json_get_quantity(&factor, in, "factor", why);

    (void)a;
    if (!err)
        err = json_get_quantity(&numerator, in, "numerator", why);
    if (!err)
        err = json_get_quantity(&denominator, in, "denominator", why);
    if (!err && !(u256_is_u64(numerator) && u256_is_u64(denominator)))
        err = ERR_TOO_WIDE;
    if (!err)
        err = blob_fake_exponential(&result, factor, numerator.w[0],
                                    denominator.w[0]);
    return err ? err : ref_answer(out, json_quantity(result));
}

static enum err blob_base_fee_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct u256 fee;
    uint64_t excess;
    enum fork fork;
    enum err err = ref_get_fork(&fork, in, "fork", why);

    (void)a;
    if (!err)
        err = json_get_u64(&excess, in, "excessBlobGas", why);
    if (!err)
        err = blob_base_fee(&fee, &fork_rules(fork)->blob, excess);
    return err ? err : ref_answer(out, json_quantity(fee));
}

static enum err blob_schedule_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct blob_schedule s;
    enum fork fork;
    enum err err = ref_get_fork(&fork, in, "fork", why);

    (void)a;
    if (err)
        return err;
    s = fork_rules(fork)->blob;
    if (s.fraction == 0)
        return ERR_TYPE;
    return ref_answer(out, json_pack("{s:I, s:I, s:I}", "target",
                                     (json_int_t)s.target, "max",
                                     (json_int_t)s.max,
                                     "baseFeeUpdateFraction",
                                     (json_int_t)s.fraction));
}

static enum err blob_excess_op(struct arena *a, json_t **out,
                               const json_t *in, struct error *why)
{
    struct u256 base_fee = u256_from(0);
    uint64_t excess, used, next;
    enum fork fork;
    enum err err = ref_get_fork(&fork, in, "fork", why);

    (void)a;
    if (!err)
        err = ref_get_u64_or(&excess, 0, in, "parentExcessBlobGas", why);
    if (!err)
        err = ref_get_u64_or(&used, 0, in, "parentBlobGasUsed", why);
    if (!err && json_has(in, "parentBaseFeePerGas"))
        err = json_get_quantity(&base_fee, in, "parentBaseFeePerGas", why);
    if (!err && fork >= FORK_OSAKA && !json_has(in, "parentBaseFeePerGas"))
        err = error_set(why, ERR_BAD_INPUT,
                        "from osaka on parentBaseFeePerGas is needed");
    if (!err)
        err = blob_excess_next(&next, fork, &fork_rules(fork)->blob, excess, used,
                               base_fee);
    return err ? err : ref_answer(out, json_quantity_u64(next));
}

static enum err blob_gas_used_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    uint64_t *counts, used;
    size_t count;
    enum fork fork;
    enum err err = ref_get_fork(&fork, in, "fork", why);

    if (!err)
        err = ref_get_u64_list(a, &counts, &count, in, "counts", why);
    if (!err)
        err = blob_gas_used(&used, fork, &fork_rules(fork)->blob, counts, count);
    return err ? err : ref_answer(out, json_quantity_u64(used));
}

static enum err versioned_hash_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct bytes commitment;
    uint8_t hash[32];
    enum err err = json_get_hex(a, &commitment, in, "commitment", why);

    if (!err)
        err = blob_versioned_hash(hash, commitment);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(hash)));
}

static const struct ref_binding rows[] = {
    { "header.decode", header_decode_op },
    { "header.encode", header_encode_op },
    { "header.hash", header_hash_op },
    { "header.seal_hash", seal_hash_op },
    { "header.validate", header_validate_op },
    { "fork.at", fork_at_op },
    { "forkid.compute", forkid_compute_op },
    { "forkid.validate", forkid_validate_op },
    { "difficulty.next", difficulty_next_op },
    { "basefee.next", basefee_next_op },
    { "effective_gas_price", effective_gas_price_op },
    { "blob.fake_exponential", fake_exponential_op },
    { "blob.base_fee", blob_base_fee_op },
    { "blob.schedule", blob_schedule_op },
    { "blob.excess_next", blob_excess_op },
    { "blob.gas_used", blob_gas_used_op },
    { "blob.versioned_hash", versioned_hash_op },
};

const struct ref_table ref_table_block_header = { rows, ARRAY_LEN(rows) };
