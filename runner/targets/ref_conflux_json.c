/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_conflux_json.h"

#include "base/hex.h"
#include "chain/asset/address.h"
#include "runner/targets/ref_block_util.h"

enum err conflux_get_address(struct arena *a, uint8_t out[20],
                             const json_t *in, const char *key,
                             struct error *why)
{
    struct cip37 address;
    const char *text;
    enum err err = json_get_text(&text, in, key, why);

    if (err)
        return err;
    if (strncmp(text, "0x", 2) == 0)
        return json_get_fixed(out, 20, in, key, why);
    err = cip37_decode(a, &address, bytes_str(text));
    if (err)
        return err == ERR_MEMORY ? err
                                 : error_set(why, ERR_BAD_INPUT,
                                             "%s: no address", key);
    memcpy(out, address.address, 20);
    return ERR_OK;
}

enum err conflux_get_rules(struct cfx_rules *out, const json_t *in,
                           struct error *why)
{
    const json_t *map;
    enum err err = json_get_object(&map, in, "rules", why);

    if (!err)
        err = ref_get_u64_or(&out->pos, UINT64_MAX, map, "pos", why);
    if (!err)
        err = ref_get_u64_or(&out->cip40, UINT64_MAX, map, "cip40", why);
    if (!err)
        err = ref_get_u64_or(&out->cip94, UINT64_MAX, map, "cip94", why);
    if (!err)
        err = ref_get_u64_or(&out->cip112, UINT64_MAX, map, "cip112", why);
    if (!err)
        err = ref_get_u64_or(&out->cip1559, UINT64_MAX, map, "cip1559", why);
    return err;
}

/* A list of words of 32 bytes. */
static enum err get_words(struct arena *a, const uint8_t (**out)[32],
                          size_t *count, const json_t *in, const char *key,
                          struct error *why)
{
    struct bytes *items;
    uint8_t(*words)[32];
    enum err err = ref_get_hex_list(a, &items, count, in, key, why);

    if (err)
        return err;
    words = arena_array(a, *count, sizeof *words);
    if (!words)
        return ERR_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        if (items[i].len != 32)
            return error_set(why, ERR_BAD_INPUT, "%s: not 32 bytes", key);
        memcpy(words[i], items[i].data, 32);
    }
    *out = (const uint8_t(*)[32])words;
    return ERR_OK;
}

/* --- headers ------------------------------------------------------------------ */

static enum err get_optional(struct cfx_header *h, const json_t *block,
                             const json_t *outer, struct error *why)
{
    enum err err = ERR_OK;

    h->has_pos = json_has(block, "posReference");
    h->has_prices = json_has(block, "baseFeePerGas");
    if (h->has_pos)
        err = json_get_fixed(h->pos_reference, 32, block, "posReference", why);
    if (err || !h->has_prices)
        return err;
    err = json_get_quantity(&h->core_price, block, "baseFeePerGas", why);
    if (!err && !json_has(block, "espaceBasePrice"))
        block = outer;
    if (!err)
        err = json_get_quantity(&h->espace_price, block, "espaceBasePrice",
                                why);
    return err;
}

static enum err get_roots(struct cfx_header *h, const json_t *block,
                          struct error *why)
{
    static const char *const names[CFX_ROOTS] = {
        "transactionsRoot", "deferredStateRoot", "deferredReceiptsRoot",
        "deferredLogsBloomHash",
    };
    enum err err = json_get_fixed(h->parent_hash, 32, block, "parentHash", why);

    for (int i = 0; i < CFX_ROOTS && !err; i++)
        err = json_get_fixed(h->roots[i], 32, block, names[i], why);
    return err;
}

enum err conflux_header_from_json(struct arena *a, struct cfx_header *out,
                                  const json_t *block, const json_t *outer,
                                  struct error *why)
{
    struct cfx_header h = { 0 };
    struct bytes *custom = NULL;
    enum err err = get_roots(&h, block, why);

    if (!err)
        err = json_get_u64(&h.height, block, "height", why);
    if (!err)
        err = json_get_u64(&h.timestamp, block, "timestamp", why);
    if (!err)
        err = conflux_get_address(a, h.author, block, "miner", why);
    if (!err)
        err = json_get_u64(&h.blame, block, "blame", why);
    if (!err)
        err = json_get_quantity(&h.difficulty, block, "difficulty", why);
    if (!err)
        err = json_get_bool(&h.adaptive, block, "adaptive", why);
    if (!err)
        err = json_get_quantity(&h.gas_limit, block, "gasLimit", why);
    if (!err)
        err = get_words(a, &h.referees, &h.referee_count, block,
                        "refereeHashes", why);
    if (!err)
        err = json_get_quantity(&h.nonce, block, "nonce", why);
    if (!err)
        err = get_optional(&h, block, outer, why);
    if (!err && json_has(block, "custom"))
        err = ref_get_hex_list(a, &custom, &h.custom_count, block, "custom",
                               why);
    h.custom = custom;
    if (!err)
        *out = h;
    return err;
}

/* --- transactions --------------------------------------------------------------- */

static enum err get_access(struct arena *a, struct cfx_tx *tx, const json_t *in,
                           struct error *why)
{
    const json_t *list;
    struct tx_access *items;
    enum err err = json_get_array(&list, in, "accessList", why);

    if (err)
        return err;
    tx->access_count = json_array_size(list);
    items = arena_array(a, tx->access_count, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < tx->access_count && !err; i++) {
        const json_t *item = json_array_get(list, i);

        err = conflux_get_address(a, items[i].address, item, "address", why);
        if (!err)
            err = get_words(a, &items[i].keys, &items[i].key_count, item,
                            "storageKeys", why);
    }
    tx->access = items;
    return err;
}

static enum err get_fees(struct cfx_tx *tx, const json_t *in,
                         struct error *why)
{
    enum err err;

    if (tx->type < 2)
        return json_get_quantity(&tx->max_fee, in, "gasPrice", why);
    err = json_get_quantity(&tx->max_priority, in, "maxPriorityFeePerGas",
                            why);
    if (!err)
        err = json_get_quantity(&tx->max_fee, in, "maxFeePerGas", why);
    return err;
}

static enum err get_signature(struct cfx_tx *tx, const json_t *in,
                              struct error *why)
{
    enum err err;

    if (!json_has(in, "r"))
        return ERR_OK;
    err = json_get_u64(&tx->v, in, "v", why);
    if (!err)
        err = json_get_quantity(&tx->r, in, "r", why);
    if (!err)
        err = json_get_quantity(&tx->s, in, "s", why);
    return err;
}

enum err conflux_tx_from_json(struct arena *a, struct cfx_tx *out,
                              const json_t *in, struct error *why)
{
    struct cfx_tx tx = { .has_to = json_has(in, "to") };
    uint64_t type;
    enum err err = ref_get_u64_or(&type, 0, in, "type", why);

    if (!err && type > CFX_TX_TYPE_MAX)
        err = ERR_TYPE;
    tx.type = (unsigned)type;
    if (!err)
        err = json_get_quantity(&tx.nonce, in, "nonce", why);
    if (!err)
        err = get_fees(&tx, in, why);
    if (!err)
        err = json_get_quantity(&tx.gas, in, "gas", why);
    if (!err && tx.has_to)
        err = conflux_get_address(a, tx.to, in, "to", why);
    if (!err)
        err = json_get_quantity(&tx.value, in, "value", why);
    if (!err)
        err = json_get_u64(&tx.storage_limit, in, "storageLimit", why);
    if (!err)
        err = json_get_u64(&tx.epoch_height, in, "epochHeight", why);
    if (!err)
        err = json_get_u64(&tx.chain_id, in, "chainId", why);
    if (!err)
        err = json_get_hex(a, &tx.data, in, "data", why);
    if (!err && tx.type)
        err = get_access(a, &tx, in, why);
    if (!err)
        err = get_signature(&tx, in, why);
    if (!err)
        *out = tx;
    return err;
}

/* --- receipts --------------------------------------------------------------------- */

/* The space that the member names; it is left alone when there is none. */
static enum err get_space(bool *evm, const json_t *in, struct error *why)
{
    const char *space;
    enum err err;

    if (!json_has(in, "space"))
        return ERR_OK;
    err = json_get_text(&space, in, "space", why);
    if (!err)
        *evm = strcmp(space, "evm") == 0;
    return err;
}

static enum err get_log(struct arena *a, struct cfx_log *out, const json_t *in,
                        bool evm, struct error *why)
{
    const uint8_t(*topics)[32];
    size_t count;
    enum err err = conflux_get_address(a, out->log.address, in, "address",
                                       why);

    if (!err)
        err = get_words(a, &topics, &count, in, "topics", why);
    if (!err && count > LOG_TOPICS_MAX)
        err = ERR_RCPT_TOPICS;
    if (!err)
        err = json_get_hex(a, &out->log.data, in, "data", why);
    out->evm = evm;
    if (!err)
        err = get_space(&out->evm, in, why);
    if (err)
        return err;
    out->log.topic_count = (unsigned)count;
    for (size_t i = 0; i < count; i++)
        memcpy(out->log.topics[i], topics[i], 32);
    return ERR_OK;
}

static enum err get_logs(struct arena *a, struct cfx_receipt *r,
                         const json_t *in, bool evm, struct error *why)
{
    const json_t *list;
    struct cfx_log *logs;
    enum err err = json_get_array(&list, in, "logs", why);

    if (err)
        return err;
    r->log_count = json_array_size(list);
    logs = arena_array(a, r->log_count, sizeof *logs);
    if (!logs)
        return ERR_MEMORY;
    for (size_t i = 0; i < r->log_count && !err; i++)
        err = get_log(a, &logs[i], json_array_get(list, i), evm, why);
    r->logs = logs;
    return err;
}

static enum err get_collateral(struct arena *a, struct cfx_receipt *r,
                               const json_t *in, struct error *why)
{
    struct cfx_change *change = arena_array(a, 1, sizeof *change);
    enum err err;

    if (!change)
        return ERR_MEMORY;
    /* Units are bytes, 64 for a key of storage. */
    err = json_get_u64(&change->units, in, "storageCollateralized", why);
    if (err || !change->units)
        return err;
    r->collateral = change;
    r->collateral_count = 1;
    return conflux_get_address(a, change->address, in,
                               r->storage_sponsored ? "to" : "from", why);
}

static enum err get_released(struct arena *a, struct cfx_receipt *r,
                             const json_t *in, struct error *why)
{
    const json_t *list;
    struct cfx_change *changes;
    enum err err = json_get_array(&list, in, "storageReleased", why);

    if (err)
        return err;
    r->released_count = json_array_size(list);
    changes = arena_array(a, r->released_count, sizeof *changes);
    if (!changes)
        return ERR_MEMORY;
    for (size_t i = 0; i < r->released_count && !err; i++) {
        const json_t *item = json_array_get(list, i);

        err = conflux_get_address(a, changes[i].address, item, "address", why);
        if (!err)
            err = json_get_u64(&changes[i].units, item, "collaterals", why);
    }
    r->released = changes;
    return err;
}

/* eSpace answers 1 for success and 0 for failure; both say 2 for skipped. */
static enum err get_status(struct cfx_receipt *r, const json_t *in, bool evm,
                           struct error *why)
{
    uint64_t status;
    enum err err = json_get_u64(&status, in, "outcomeStatus", why);

    if (!err && status > CFX_STATUS_MAX)
        err = ERR_RCPT_STATUS;
    if (err)
        return err;
    r->status = (unsigned)(evm && status < CFX_STATUS_MAX ? !status : status);
    return ERR_OK;
}

static enum err get_sponsors(struct cfx_receipt *r, const json_t *in,
                             struct error *why)
{
    enum err err = json_get_bool(&r->gas_sponsored, in, "gasCoveredBySponsor",
                                 why);

    if (!err)
        err = json_get_bool(&r->storage_sponsored, in,
                            "storageCoveredBySponsor", why);
    return err;
}

enum err conflux_receipt_from_json(struct arena *a, struct cfx_receipt *out,
                                   const json_t *in, struct error *why)
{
    struct cfx_receipt r = { .has_burnt = json_has(in, "burntGasFee") };
    bool evm = false;
    enum err err = get_space(&evm, in, why);

    if (!err)
        err = get_status(&r, in, evm, why);
    if (!err)
        err = json_get_quantity(&r.accumulated_gas, in, "accumulatedGasUsed",
                                why);
    if (!err)
        err = json_get_quantity(&r.gas_fee, in, "gasFee", why);
    if (!err)
        err = get_sponsors(&r, in, why);
    if (!err)
        err = json_get_fixed(r.bloom, sizeof r.bloom, in, "logsBloom", why);
    if (!err)
        err = get_logs(a, &r, in, evm, why);
    if (!err)
        err = get_collateral(a, &r, in, why);
    if (!err)
        err = get_released(a, &r, in, why);
    if (!err && r.has_burnt)
        err = json_get_quantity(&r.burnt_fee, in, "burntGasFee", why);
    if (!err)
        *out = r;
    return err;
}
