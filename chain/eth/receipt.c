/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/receipt.h"

#include <assert.h>

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/mpt.h"

enum { RECEIPT_FIELDS = 4, LOG_FIELDS = 3, LEGACY_FIRST_MIN = 0xc0 };

/* The fork that brought each transaction type. */
static const enum fork type_since[RECEIPT_TYPE_MAX + 1] = {
    FORK_FRONTIER, FORK_BERLIN, FORK_LONDON, FORK_CANCUN, FORK_PRAGUE,
};

static enum err exact_count(struct bytes list, size_t want)
{
    size_t count;
    enum err err = rlp_count(&count, list);

    if (err)
        return err;
    return count == want ? ERR_OK : ERR_FIELD_COUNT;
}

static enum err read_log(struct log_entry *log, struct bytes *in)
{
    struct bytes fields, topics;
    size_t count;
    enum err err = rlp_read_list(&fields, in);

    if (!err)
        err = exact_count(fields, LOG_FIELDS);
    if (!err)
        err = rlp_read_fixed(log->address, sizeof log->address, &fields);
    if (!err)
        err = rlp_read_list(&topics, &fields);
    if (!err)
        err = rlp_count(&count, topics);
    if (err)
        return err;
    if (count > LOG_TOPICS_MAX)
        return ERR_RCPT_TOPICS;
    log->topic_count = (unsigned)count;
    for (size_t i = 0; i < count; i++) {
        err = rlp_read_fixed(log->topics[i], 32, &topics);
        if (err)
            return err;
    }
    return rlp_read_string(&log->data, &fields);
}

static enum err read_logs(struct arena *a, struct receipt *r, struct bytes *in)
{
    struct log_entry *logs;
    struct bytes list;
    enum err err = rlp_read_list(&list, in);

    if (!err)
        err = rlp_count(&r->log_count, list);
    if (err)
        return err;
    logs = arena_array(a, r->log_count, sizeof *logs);
    if (!logs)
        return ERR_MEMORY;
    for (size_t i = 0; i < r->log_count; i++) {
        err = read_log(&logs[i], &list);
        if (err)
            return err;
    }
    r->logs = logs;
    return ERR_OK;
}

/* EIP-658: a status from Byzantium on, a state root before. */
static enum err read_outcome(struct receipt *r, struct bytes *in)
{
    struct bytes first;
    enum err err = rlp_read_string(&first, in);

    if (err)
        return err;
    r->has_root = first.len == sizeof r->root;
    if (r->has_root)
        memcpy(r->root, first.data, first.len);
    else if (first.len > 1 || (first.len == 1 && first.data[0] != 1))
        return ERR_RCPT_STATUS;
    else
        r->status = first.len == 1;
    return ERR_OK;
}

static enum err check_fork(const struct receipt *r, enum fork fork)
{
    if (fork < type_since[r->type])
        return ERR_TX_TYPE;
    return r->has_root == (fork < FORK_BYZANTIUM) ? ERR_OK : ERR_RCPT_STATUS;
}

/* EIP-2718: the envelope; *payload is the list that follows. */
static enum err read_type(unsigned *type, struct bytes *payload,
                          struct bytes in)
{
    if (in.len == 0)
        return ERR_EMPTY;
    *type = 0;
    *payload = in;
    if (in.data[0] >= LEGACY_FIRST_MIN)
        return ERR_OK;
    if (in.data[0] == 0 || in.data[0] > RECEIPT_TYPE_MAX)
        return ERR_TYPE;
    *type = in.data[0];
    *payload = bytes_tail(in, 1);
    return ERR_OK;
}

static enum err read_receipt(struct arena *a, struct receipt *r,
                             struct bytes list)
{
    uint8_t bloom[BLOOM_SIZE];
    enum err err = exact_count(list, RECEIPT_FIELDS);

    if (!err)
        err = read_outcome(r, &list);
    if (!err)
        err = rlp_read_u64(&r->cumulative_gas, &list);
    if (!err)
        err = rlp_read_fixed(r->bloom, sizeof r->bloom, &list);
    if (!err)
        err = read_logs(a, r, &list);
    if (err)
        return err;
    bloom_of_logs(bloom, r->logs, r->log_count);
    return memcmp(bloom, r->bloom, sizeof bloom) ? ERR_HDR_BLOOM : ERR_OK;
}

enum err receipt_decode(struct arena *a, struct receipt *out,
                        const enum fork *fork, struct bytes in)
{
    struct receipt r = { 0 };
    struct rlp_item item;
    struct bytes payload;
    enum err err = read_type(&r.type, &payload, in);

    if (!err && fork && *fork < type_since[r.type])
        err = ERR_TX_TYPE;
    if (!err)
        err = rlp_decode(&item, payload);
    if (!err && item.kind != RLP_LIST)
        err = ERR_EXPECTED_LIST;
    if (!err)
        err = read_receipt(a, &r, item.body);
    if (!err && fork)
        err = check_fork(&r, *fork);
    if (!err)
        *out = r;
    return err;
}

static void put_log(struct rlp_out *o, const struct log_entry *log)
{
    size_t mark = rlp_list_open(o), topics;

    assert(log->topic_count <= LOG_TOPICS_MAX);
    rlp_put_string(o, BYTES_OF(log->address));
    topics = rlp_list_open(o);
    for (unsigned i = 0; i < log->topic_count; i++)
        rlp_put_string(o, BYTES_OF(log->topics[i]));
    rlp_list_close(o, topics);
    rlp_put_string(o, log->data);
    rlp_list_close(o, mark);
}

enum err log_encode(struct arena *a, struct bytes *out,
                    const struct log_entry *log)
{
    struct rlp_out o;

    rlp_out_init(&o, a);
    put_log(&o, log);
    return rlp_finish(out, &o);
}

enum err receipt_encode(struct arena *a, struct bytes *out,
                        const struct receipt *r)
{
    uint8_t type = (uint8_t)r->type;
    struct rlp_out o;
    size_t mark, logs;

    assert(r->type <= RECEIPT_TYPE_MAX);
    rlp_out_init(&o, a);
    if (type)
        rlp_put_raw(&o, bytes_make(&type, 1));
    mark = rlp_list_open(&o);
    if (r->has_root)
        rlp_put_string(&o, BYTES_OF(r->root));
    else
        rlp_put_u64(&o, r->status);
    rlp_put_u64(&o, r->cumulative_gas);
    rlp_put_string(&o, BYTES_OF(r->bloom));
    logs = rlp_list_open(&o);
    for (size_t i = 0; i < r->log_count; i++)
        put_log(&o, &r->logs[i]);
    rlp_list_close(&o, logs);
    rlp_list_close(&o, mark);
    return rlp_finish(out, &o);
}

enum err receipts_root(struct arena *a, uint8_t root[32],
                       const struct receipt *list, size_t count)
{
    struct bytes *items = arena_array(a, count, sizeof *items);

    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        enum err err = receipt_encode(a, &items[i], &list[i]);

        if (err)
            return err;
    }
    return mpt_list_root(a, root, items, count);
}

/* What each receipt must be by itself and beside the one before. */
static enum err check_each(uint8_t bloom[BLOOM_SIZE], enum fork fork,
                           const struct receipt *list, size_t count)
{
    uint8_t own[BLOOM_SIZE];
    uint64_t gas = 0;

    memset(bloom, 0, BLOOM_SIZE);
    for (size_t i = 0; i < count; i++) {
        enum err err = check_fork(&list[i], fork);

        if (err)
            return err;
        if (list[i].cumulative_gas < gas)
            return ERR_RCPT_CUMULATIVE;
        gas = list[i].cumulative_gas;
        bloom_of_logs(own, list[i].logs, list[i].log_count);
        if (memcmp(own, list[i].bloom, sizeof own) != 0)
            return ERR_HDR_BLOOM;
        bloom_union(bloom, own);
    }
    return ERR_OK;
}

enum err receipts_validate(struct arena *a, const struct header *header,
                           enum fork fork, const struct receipt *list,
                           size_t count)
{
    uint64_t last = count ? list[count - 1].cumulative_gas : 0;
    uint8_t bloom[BLOOM_SIZE], root[32];
    enum err err = check_each(bloom, fork, list, count);

    if (err)
        return err;
    /* EIP-7778 and EIP-8037: block gas is no longer the sum of receipts. */
    if (fork < FORK_AMSTERDAM && last != header->gas_used)
        return ERR_HDR_GAS_USED;
    if (memcmp(bloom, header->logs_bloom, sizeof bloom) != 0)
        return ERR_HDR_BLOOM;
    err = receipts_root(a, root, list, count);
    if (err)
        return err;
    return memcmp(root, header->receipts_root, sizeof root)
               ? ERR_HDR_RECEIPT_ROOT
               : ERR_OK;
}
