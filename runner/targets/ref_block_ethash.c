/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/eth/ethash.h"
#include "runner/targets/ref_block_util.h"
#include "runner/targets/ref_json.h"

static enum err epoch_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    uint64_t number, epoch;
    uint8_t seed[32];
    enum err err = json_get_u64(&number, in, "number", why);

    (void)a;
    if (err)
        return err;
    epoch = number / ETHASH_EPOCH_BLOCKS;
    if (epoch >= ETHASH_EPOCHS)
        return error_set(why, ERR_LIMIT, "sizes are listed for %d epochs",
                         ETHASH_EPOCHS);
    ethash_seed(seed, epoch);
    return ref_answer(
        out, json_pack("{s:o, s:o, s:o, s:o}", "epoch",
                       json_quantity_u64(epoch), "seed",
                       json_hex(BYTES_OF(seed)), "cacheSize",
                       json_quantity_u64(ethash_cache_size(epoch)),
                       "datasetSize",
                       json_quantity_u64(ethash_dataset_size(epoch))));
}

static enum err get_seal(struct ethash_seal *s, const json_t *in,
                         struct error *why)
{
    enum err err = json_get_fixed(s->hash, 32, in, "sealHash", why);

    if (!err)
        err = json_get_fixed(s->nonce, 8, in, "nonce", why);
    if (!err)
        err = json_get_fixed(s->mix, 32, in, "mixHash", why);
    if (!err)
        err = json_get_quantity(&s->difficulty, in, "difficulty", why);
    if (!err)
        err = json_get_u64(&s->number, in, "number", why);
    return err;
}

/* The cache lasts for one question: it has its own memory, of 16 MiB and
 * more. */
static enum err verify_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct ethash_seal seal;
    struct ethash e;
    enum err err = get_seal(&seal, in, why);

    (void)a;
    if (err)
        return err;
    ethash_init(&e);
    err = ethash_verify(&e, &seal);
    ethash_release(&e);
    if (err && err != ERR_HDR_SEAL)
        return err;
    return ref_answer(out, json_pack("{s:b}", "valid", err == ERR_OK));
}

static const struct ref_binding rows[] = {
    { "ethash.epoch", epoch_op },
    { "ethash.verify", verify_op },
};

const struct ref_table ref_table_block_ethash = { rows, ARRAY_LEN(rows) };
