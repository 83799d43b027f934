/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/conflux/cfx_receipt.h"

#include "chain/codec/rlp.h"

enum { FIELDS = 9, FIELDS_CIP1559 = 10, LOG_ITEMS = 3, LOG_ITEMS_EVM = 4 };

static enum err read_bool(bool *out, struct bytes *in)
{
    struct bytes text;
    enum err err = rlp_read_string(&text, in);

    if (err)
        return err;
    if (text.len != 1 || text.data[0] > 1)
        return ERR_VALUE;
    *out = text.data[0] == 1;
    return ERR_OK;
}

static enum err read_topics(struct log_entry *log, struct bytes *in)
{
    struct bytes topics;
    size_t count;
    enum err err = rlp_read_list(&topics, in);

    if (!err)
        err = rlp_count(&count, topics);
    if (err)
        return err;
    if (count > LOG_TOPICS_MAX)
        return ERR_RCPT_TOPICS;
    log->topic_count = (unsigned)count;
    for (size_t i = 0; i < count && !err; i++)
        err = rlp_read_fixed(log->topics[i], 32, &topics);
    return err;
}

static enum err read_log(struct cfx_log *log, struct bytes *in)
{
    struct bytes items;
    uint64_t space = CFX_SPACE_EVM;
    size_t count;
    enum err err = rlp_read_list(&items, in);

    if (!err)
        err = rlp_count(&count, items);
    if (err)
        return err;
    if (count != LOG_ITEMS && count != LOG_ITEMS_EVM)
        return ERR_FIELD_COUNT;
    err = rlp_read_fixed(log->log.address, 20, &items);
    if (!err)
        err = read_topics(&log->log, &items);
    if (!err)
        err = rlp_read_string(&log->log.data, &items);
    log->evm = count == LOG_ITEMS_EVM;
    if (!err && log->evm)
        err = rlp_read_u64(&space, &items);
    return !err && space != CFX_SPACE_EVM ? ERR_VALUE : err;
}

static enum err read_logs(struct arena *a, struct cfx_receipt *r,
                          struct bytes *in)
{
    struct bytes list;
    struct cfx_log *logs;
    enum err err = rlp_read_list(&list, in);

    if (!err)
        err = rlp_count(&r->log_count, list);
    if (err)
        return err;
    logs = arena_array(a, r->log_count, sizeof *logs);
    if (!logs)
        return ERR_MEMORY;
    for (size_t i = 0; i < r->log_count && !err; i++)
        err = read_log(&logs[i], &list);
    r->logs = logs;
    return err;
}

static enum err read_changes(struct arena *a, const struct cfx_change **out,
                             size_t *count, struct bytes *in)
{
    struct bytes list, pair;
    struct cfx_change *changes;
    enum err err = rlp_read_list(&list, in);

    if (!err)
        err = rlp_count(count, list);
    if (err)
        return err;
    changes = arena_array(a, *count, sizeof *changes);
    if (!changes)
        return ERR_MEMORY;
    for (size_t i = 0; i < *count && !err; i++) {
        err = rlp_read_list(&pair, &list);
        if (!err)
            err = rlp_read_fixed(changes[i].address, 20, &pair);
        if (!err)
            err = rlp_read_u64(&changes[i].units, &pair);
        if (!err && pair.len)
            err = ERR_FIELD_COUNT;
    }
    *out = changes;
    return err;
}

static enum err read_status(unsigned *out, struct bytes *in)
{
    uint64_t status;
    enum err err = rlp_read_u64(&status, in);

    if (!err && status > CFX_STATUS_MAX)
        err = ERR_RCPT_STATUS;
    if (!err)
        *out = (unsigned)status;
    return err;
}

static enum err read_fields(struct arena *a, struct cfx_receipt *r,
                            struct bytes *in)
{
    enum err err = rlp_read_u256(&r->accumulated_gas, in);

    if (!err)
        err = rlp_read_u256(&r->gas_fee, in);
    if (!err)
        err = read_bool(&r->gas_sponsored, in);
    if (!err)
        err = rlp_read_fixed(r->bloom, sizeof r->bloom, in);
    if (!err)
        err = read_logs(a, r, in);
    if (!err)
        err = read_status(&r->status, in);
    if (!err)
        err = read_bool(&r->storage_sponsored, in);
    if (!err)
        err = read_changes(a, &r->collateral, &r->collateral_count, in);
    if (!err)
        err = read_changes(a, &r->released, &r->released_count, in);
    if (!err && r->has_burnt)
        err = rlp_read_u256(&r->burnt_fee, in);
    return err;
}

void cfx_bloom_of_logs(uint8_t bloom[BLOOM_SIZE], const struct cfx_log *logs,
                       size_t count)
{
    uint8_t one[BLOOM_SIZE];

    memset(bloom, 0, BLOOM_SIZE);
    for (size_t i = 0; i < count; i++) {
        bloom_of_logs(one, &logs[i].log, 1);
        bloom_union(bloom, one);
    }
}

enum err cfx_receipt_decode(struct arena *a, struct cfx_receipt *out,
                            struct bytes in)
{
    struct cfx_receipt r = { 0 };
    uint8_t bloom[BLOOM_SIZE];
    struct bytes list;
    size_t count;
    enum err err = rlp_check(in);

    if (!err)
        err = rlp_read_list(&list, &in);
    if (!err)
        err = rlp_count(&count, list);
    if (!err && count != FIELDS && count != FIELDS_CIP1559)
        err = ERR_FIELD_COUNT;
    if (err)
        return err;
    r.has_burnt = count == FIELDS_CIP1559;
    err = read_fields(a, &r, &list);
    if (err)
        return err;
    cfx_bloom_of_logs(bloom, r.logs, r.log_count);
    if (memcmp(bloom, r.bloom, sizeof bloom) != 0)
        return ERR_HDR_BLOOM;
    *out = r;
    return ERR_OK;
}

static void put_bool(struct rlp_out *o, bool value)
{
    uint8_t byte = value;

    rlp_put_raw(o, bytes_make(&byte, 1));
}

static void put_log(struct rlp_out *o, const struct cfx_log *log)
{
    size_t list = rlp_list_open(o), topics;

    rlp_put_string(o, BYTES_OF(log->log.address));
    topics = rlp_list_open(o);
    for (unsigned i = 0; i < log->log.topic_count; i++)
        rlp_put_string(o, BYTES_OF(log->log.topics[i]));
    rlp_list_close(o, topics);
    rlp_put_string(o, log->log.data);
    if (log->evm)
        rlp_put_u64(o, CFX_SPACE_EVM);
    rlp_list_close(o, list);
}

static void put_changes(struct rlp_out *o, const struct cfx_change *changes,
                        size_t count)
{
    size_t list = rlp_list_open(o);

    for (size_t i = 0; i < count; i++) {
        size_t pair = rlp_list_open(o);

        rlp_put_string(o, BYTES_OF(changes[i].address));
        rlp_put_u64(o, changes[i].units);
        rlp_list_close(o, pair);
    }
    rlp_list_close(o, list);
}

enum err cfx_receipt_encode(struct arena *a, struct bytes *out,
                            const struct cfx_receipt *r)
{
    struct rlp_out o;
    size_t list, logs;

    rlp_out_init(&o, a);
    list = rlp_list_open(&o);
    rlp_put_u256(&o, r->accumulated_gas);
    rlp_put_u256(&o, r->gas_fee);
    put_bool(&o, r->gas_sponsored);
    rlp_put_string(&o, BYTES_OF(r->bloom));
    logs = rlp_list_open(&o);
    for (size_t i = 0; i < r->log_count; i++)
        put_log(&o, &r->logs[i]);
    rlp_list_close(&o, logs);
    rlp_put_u64(&o, r->status);
    put_bool(&o, r->storage_sponsored);
    put_changes(&o, r->collateral, r->collateral_count);
    put_changes(&o, r->released, r->released_count);
    if (r->has_burnt)
        rlp_put_u256(&o, r->burnt_fee);
    rlp_list_close(&o, list);
    return rlp_finish(out, &o);
}
