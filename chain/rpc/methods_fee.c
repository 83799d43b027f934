/* SPDX-License-Identifier: Apache-2.0 */
/* eth_*: prices, and what the chain is configured for. */
#include "chain/rpc/methods.h"

#include <stdlib.h>

#include "base/hex.h"
#include "chain/eth/basefee.h"
#include "chain/eth/blob.h"
#include "chain/eth/forkid.h"
#include "chain/evm/precompile.h"
#include "chain/rpc/node.h"
#include "chain/rpc/params.h"

enum { HISTORY_MAX = 1024, PERCENTILES_MAX = 100, TIP_BLOCKS = 20 };
static const uint64_t TIP_DEFAULT = 1000000000;

static struct u256 next_base_fee(const struct chain_block *b)
{
    const struct header *h = &b->block.header;
    struct u256 fee = u256_from(BASE_FEE_INITIAL);

    if (h->fields >= HEADER_FIELDS_LONDON &&
        basefee_next(&fee, h->gas_limit, h->gas_used, h->base_fee))
        fee = h->base_fee;
    return fee;
}

bool eth_base_fee(struct rpc_call *c)
{
    if (!param_count(c, 0, 0))
        return false;
    out_u256(c->out, next_base_fee(chain_head(&c->node->chain)));
    return true;
}

bool eth_blob_base_fee(struct rpc_call *c)
{
    if (!param_count(c, 0, 0))
        return false;
    out_u256(c->out, chain_head(&c->node->chain)->blob_fee);
    return true;
}

/* --- tips --- */

struct paid {
    struct u256 tip;
    uint64_t gas;
};

static int by_tip(const void *a, const void *b)
{
    return u256_cmp(((const struct paid *)a)->tip,
                    ((const struct paid *)b)->tip);
}

/* Tips of a block's transactions, lowest first; NULL: memory is short. */
static struct paid *tips_of(struct arena *a, const struct chain_block *b)
{
    size_t count = b->block.transaction_count;
    struct paid *list = arena_array(a, count + 1, sizeof *list);
    const struct header *h = &b->block.header;

    for (size_t i = 0; list && i < count; i++) {
        struct u256 base = h->fields >= HEADER_FIELDS_LONDON ? h->base_fee
                                                             : u256_from(0);
        struct u256 price;

        if (effective_gas_price(&price, base, b->txs[i].max_fee,
                                b->txs[i].max_priority))
            price = base;
        list[i] = (struct paid){ u256_sub(price, base), b->gas[i] };
    }
    if (list && count)
        qsort(list, count, sizeof *list, by_tip);
    return list;
}

/* The median of what the latest blocks with transactions paid at least. */
static bool suggest_tip(struct rpc_call *c, struct u256 *out)
{
    const struct chain_block *b = chain_head(&c->node->chain);
    struct paid lowest[TIP_BLOCKS];
    size_t n = 0;

    for (size_t i = 0; b && i < TIP_BLOCKS; i++, b = b->parent) {
        struct paid *list;

        if (!b->block.transaction_count)
            continue;
        list = tips_of(c->arena, b);
        if (!list)
            return rpc_fail_err(c, ERR_MEMORY);
        lowest[n++] = list[0];
    }
    if (n)
        qsort(lowest, n, sizeof *lowest, by_tip);
    *out = n ? lowest[n / 2].tip : u256_from(TIP_DEFAULT);
    return true;
}

bool eth_max_priority(struct rpc_call *c)
{
    struct u256 tip;

    if (!param_count(c, 0, 0) || !suggest_tip(c, &tip))
        return false;
    out_u256(c->out, tip);
    return true;
}

bool eth_gas_price(struct rpc_call *c)
{
    struct u256 tip;

    if (!param_count(c, 0, 0) || !suggest_tip(c, &tip))
        return false;
    out_u256(c->out,
             u256_add(tip, next_base_fee(chain_head(&c->node->chain))));
    return true;
}

/* --- history --- */

struct history {
    const struct chain_block *first;
    size_t count;
    double percentiles[PERCENTILES_MAX];
    size_t percentile_count;
};

static bool read_percentiles(struct rpc_call *c, struct history *h)
{
    const json_t *list = param(c, 2);

    h->percentile_count = json_array_size(list);
    if (h->percentile_count > PERCENTILES_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "over the query limit %d",
                        PERCENTILES_MAX);
    for (size_t i = 0; i < h->percentile_count; i++) {
        double v = json_number_value(json_array_get(list, i));

        if (!json_is_number(json_array_get(list, i)) || v < 0 || v > 100)
            return rpc_fail(c, RPC_INVALID_PARAMS,
                            "invalid reward percentile: %f", v);
        if (i && v <= h->percentiles[i - 1])
            return rpc_fail(c, RPC_INVALID_PARAMS,
                            "invalid reward percentile: #%zu:%f >= #%zu:%f",
                            i - 1, h->percentiles[i - 1], i, v);
        h->percentiles[i] = v;
    }
    return true;
}

static bool write_rewards(struct rpc_call *c, const struct history *h,
                          const struct chain_block *b)
{
    struct paid *list = tips_of(c->arena, b);
    uint64_t sum;
    size_t at = 0;

    if (!list)
        return rpc_fail_err(c, ERR_MEMORY);
    sum = list[0].gas;
    out_array(c->out);
    for (size_t i = 0; i < h->percentile_count; i++) {
        uint64_t threshold = (uint64_t)((double)b->block.header.gas_used *
                                        h->percentiles[i] / 100);

        while (sum < threshold && at + 1 < b->block.transaction_count)
            sum += list[++at].gas;
        out_u256(c->out, list[at].tip);
    }
    out_array_end(c->out);
    return true;
}

static struct u256 next_blob_fee(const struct chain_config *config,
                                 const struct chain_block *b)
{
    const struct blob_schedule *s = config_blobs(config, b->fork);
    const struct header *h = &b->block.header;
    struct u256 fee = u256_from(0);
    uint64_t excess;

    if (h->fields < HEADER_FIELDS_CANCUN ||
        blob_excess_next(&excess, b->fork, s, h->excess_blob_gas,
                         h->blob_gas_used, h->base_fee) ||
        blob_base_fee(&fee, s, excess))
        return u256_from(0);
    return fee;
}

static void write_series(struct rpc_call *c, const struct history *h)
{
    const struct chain *chain = &c->node->chain;
    uint64_t from = h->first->block.header.number;
    const struct chain_block *last = chain->canonical[from + h->count - 1];
    struct out *o = c->out;

    out_key(o, "baseFeePerGas");
    out_array(o);
    for (size_t i = 0; i < h->count; i++)
        out_u256(o, chain->canonical[from + i]->block.header.base_fee);
    out_u256(o, next_base_fee(last));
    out_array_end(o);
    out_key(o, "gasUsedRatio");
    out_array(o);
    for (size_t i = 0; i < h->count; i++) {
        const struct header *b = &chain->canonical[from + i]->block.header;

        out_real(o, (double)b->gas_used / (double)b->gas_limit);
    }
    out_array_end(o);
    out_key(o, "baseFeePerBlobGas");
    out_array(o);
    for (size_t i = 0; i < h->count; i++)
        out_u256(o, chain->canonical[from + i]->blob_fee);
    out_u256(o, next_blob_fee(&chain->config, last));
    out_array_end(o);
    out_key(o, "blobGasUsedRatio");
    out_array(o);
    for (size_t i = 0; i < h->count; i++) {
        const struct chain_block *b = chain->canonical[from + i];
        uint64_t most = config_blobs(&chain->config, b->fork)->max *
                        (uint64_t)BLOB_GAS;

        out_real(o, most ? (double)b->block.header.blob_gas_used / (double)most
                         : 0);
    }
    out_array_end(o);
}

bool eth_fee_history(struct rpc_call *c)
{
    const struct chain_block *newest;
    struct history h = { .count = 0 };
    struct block_ref ref;
    uint64_t count;

    if (!param_count(c, 2, 3) || !param_u64(c, 0, &count) ||
        !param_block(c, 1, false, &ref) || !read_percentiles(c, &h))
        return false;
    newest = block_of(c, &ref);
    if (!newest)
        return rpc_fail(c, RPC_SERVER, "request beyond head block");
    if (count > HISTORY_MAX)
        count = HISTORY_MAX;
    if (count > newest->block.header.number + 1)
        count = newest->block.header.number + 1;
    h.count = (size_t)count;
    h.first = chain_by_number(&c->node->chain,
                              newest->block.header.number + 1 - count);
    out_object(c->out);
    out_key_u64(c->out, "oldestBlock",
                count ? h.first->block.header.number : 0);
    if (count && h.percentile_count) {
        out_key(c->out, "reward");
        out_array(c->out);
        for (size_t i = 0; i < h.count; i++)
            if (!write_rewards(c, &h,
                               c->node->chain.canonical
                                   [h.first->block.header.number + i]))
                return false;
        out_array_end(c->out);
    }
    if (count) {
        write_series(c, &h);
    } else {
        out_key(c->out, "gasUsedRatio");
        out_null(c->out);
    }
    out_object_end(c->out);
    return true;
}

/* --- eth_config (EIP-7910) --------------------------------------------------------- */

/* Activation points as EIP-2124 wants them: ascending, no zeros, no repeats. */
static size_t points(const struct chain_config *config, int from, int to,
                     uint64_t *out)
{
    size_t n = 0;

    for (int f = from; f <= to; f++) {
        uint64_t at = config->at[f];

        if (at && at != CONFIG_NEVER && (!n || out[n - 1] < at))
            out[n++] = at;
    }
    return n;
}

static void write_fork_id(struct rpc_call *c, enum fork fork)
{
    const struct chain *chain = &c->node->chain;
    uint64_t blocks[FORK_COUNT], times[FORK_COUNT];
    struct forkid_chain f = { .blocks = blocks, .times = times };
    struct forkid id;
    uint8_t bytes[4];

    memcpy(f.genesis, chain->canonical[0]->block.hash, 32);
    f.block_count = points(&chain->config, FORK_HOMESTEAD, FORK_PARIS, blocks);
    f.time_count =
        points(&chain->config, FORK_SHANGHAI, FORK_COUNT - 1, times);
    id = forkid_compute(&f, UINT64_MAX, chain->config.at[fork]);
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(id.hash >> (24 - 8 * i));
    out_key_bytes(c->out, "forkId", BYTES_OF(bytes));
}

/* Names of EIP-7910, by address. */
static const struct {
    unsigned at;
    const char *name;
} precompile_names[] = {
    { 0x01, "ECREC" }, { 0x02, "SHA256" }, { 0x03, "RIPEMD160" },
    { 0x04, "ID" }, { 0x05, "MODEXP" }, { 0x06, "BN254_ADD" },
    { 0x07, "BN254_MUL" }, { 0x08, "BN254_PAIRING" }, { 0x09, "BLAKE2F" },
    { 0x0a, "KZG_POINT_EVALUATION" }, { 0x0b, "BLS12_G1ADD" },
    { 0x0c, "BLS12_G1MSM" }, { 0x0d, "BLS12_G2ADD" },
    { 0x0e, "BLS12_G2MSM" }, { 0x0f, "BLS12_PAIRING_CHECK" },
    { 0x10, "BLS12_MAP_FP_TO_G1" }, { 0x11, "BLS12_MAP_FP2_TO_G2" },
    { 0x100, "P256VERIFY" },
};

static const struct {
    enum fork since;
    const char *name, *address;
} system_names[] = {
    { FORK_CANCUN, "BEACON_ROOTS_ADDRESS",
      "0x000f3df6d732807ef1319fb7b8bb8522d0beac02" },
    { FORK_PRAGUE, "CONSOLIDATION_REQUEST_PREDEPLOY_ADDRESS",
      "0x0000bbddc7ce488642fb579f8b00f3a590007251" },
    { FORK_PRAGUE, "DEPOSIT_CONTRACT_ADDRESS",
      "0x00000000219ab540356cbb839cbe05303d7705fa" },
    { FORK_PRAGUE, "HISTORY_STORAGE_ADDRESS",
      "0x0000f90827f1c53a10cb7a02335b175320002935" },
    { FORK_PRAGUE, "WITHDRAWAL_REQUEST_PREDEPLOY_ADDRESS",
      "0x00000961ef480eb55e80d19ad83579a64c007002" },
};

static void write_config(struct rpc_call *c, enum fork fork)
{
    const struct chain_config *config = &c->node->chain.config;
    const struct blob_schedule *blob = config_blobs(config, fork);
    struct out *o = c->out;

    out_object(o);
    out_key(o, "activationTime");
    out_number(o, config->at[fork]);
    out_key(o, "blobSchedule");
    out_object(o);
    out_key(o, "baseFeeUpdateFraction");
    out_number(o, blob->fraction);
    out_key(o, "max");
    out_number(o, blob->max);
    out_key(o, "target");
    out_number(o, blob->target);
    out_object_end(o);
    out_key_u256(o, "chainId", config->chain_id);
    write_fork_id(c, fork);
    out_key(o, "precompiles");
    out_object(o);
    for (size_t i = 0; i < ARRAY_LEN(precompile_names); i++) {
        uint8_t address[20] = { [18] = (uint8_t)(precompile_names[i].at >> 8),
                                [19] = (uint8_t)precompile_names[i].at };

        if (precompile_find(fork, address))
            out_key_bytes(o, precompile_names[i].name, BYTES_OF(address));
    }
    out_object_end(o);
    out_key(o, "systemContracts");
    out_object(o);
    for (size_t i = 0; i < ARRAY_LEN(system_names); i++)
        if (fork >= system_names[i].since)
            out_key_text(o, system_names[i].name, system_names[i].address);
    out_object_end(o);
    out_object_end(o);
}

bool eth_config(struct rpc_call *c)
{
    const struct chain *chain = &c->node->chain;
    enum fork current = chain_head(chain)->fork, next, last;

    if (!param_count(c, 0, 0))
        return false;
    if (current < FORK_CANCUN)
        return rpc_fail(c, RPC_SERVER, "no configuration before Cancun");
    out_object(c->out);
    out_key(c->out, "current");
    write_config(c, current);
    out_key(c->out, "next");
    last = current;
    if (config_next(&chain->config, current, &next)) {
        write_config(c, next);
        for (last = next; config_next(&chain->config, last, &next);)
            last = next;
    } else {
        out_null(c->out);
    }
    out_key(c->out, "last");
    if (last == current)
        out_null(c->out);
    else
        write_config(c, last);
    out_object_end(c->out);
    return true;
}
