/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/receipt_json.h"

#include "base/hex.h"

static enum err missing(struct error *why, const char *name)
{
    return error_set(why, ERR_FIELD_MISSING, "%s is absent", name);
}

static enum err get_topics(struct log_entry *log, const json_t *in,
                           struct error *why)
{
    const json_t *topics;
    size_t count;
    enum err err = json_get_array(&topics, in, "topics", why);

    if (err)
        return err;
    count = json_array_size(topics);
    if (count > LOG_TOPICS_MAX)
        return error_set(why, ERR_RCPT_TOPICS, "the log has %zu topics", count);
    log->topic_count = (unsigned)count;
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(topics, i));

        if (!text || hex_fixed(log->topics[i], 32, text))
            return error_set(why, ERR_BAD_INPUT, "topic %zu is not 32 bytes",
                             i);
    }
    return ERR_OK;
}

enum err log_from_json(struct arena *a, struct log_entry *out,
                       const json_t *in, struct error *why)
{
    struct log_entry log = { 0 };
    enum err err = json_get_fixed(log.address, 20, in, "address", why);

    if (!err)
        err = get_topics(&log, in, why);
    if (!err)
        err = json_get_hex(a, &log.data, in, "data", why);
    if (!err)
        *out = log;
    return err;
}

enum err logs_from_json(struct arena *a, const struct log_entry **out,
                        size_t *count, const json_t *list, struct error *why)
{
    size_t n = json_array_size(list);
    struct log_entry *logs = arena_array(a, n, sizeof *logs);

    if (!logs)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        enum err err = log_from_json(a, &logs[i], json_array_get(list, i), why);

        if (err)
            return err;
    }
    *out = logs;
    *count = n;
    return ERR_OK;
}

static enum err get_outcome(struct receipt *r, const json_t *in,
                            struct error *why)
{
    struct u256 status;
    enum err err;

    r->has_root = json_has(in, "root");
    if (r->has_root && json_has(in, "status"))
        return error_set(why, ERR_FIELD_EXTRA, "both status and root");
    if (r->has_root)
        return json_get_fixed(r->root, 32, in, "root", why);
    if (!json_has(in, "status"))
        return missing(why, "status");
    err = json_get_quantity(&status, in, "status", why);
    if (err)
        return err;
    if (u256_lt(u256_from(1), status))
        return error_set(why, ERR_RCPT_STATUS, "status is neither 0 nor 1");
    r->status = status.w[0] == 1;
    return ERR_OK;
}

static enum err get_type(struct receipt *r, const json_t *in,
                         struct error *why)
{
    struct u256 type;
    enum err err;

    if (!json_has(in, "type"))
        return ERR_OK;
    err = json_get_quantity(&type, in, "type", why);
    if (err)
        return err;
    if (u256_lt(u256_from(RECEIPT_TYPE_MAX), type))
        return error_set(why, ERR_TYPE, "there is no such receipt type");
    r->type = (unsigned)type.w[0];
    return ERR_OK;
}

enum err receipt_from_json(struct arena *a, struct receipt *out,
                           const json_t *in, struct error *why)
{
    struct receipt r = { 0 };
    const json_t *logs;
    enum err err = get_type(&r, in, why);

    if (!err)
        err = get_outcome(&r, in, why);
    if (!err && !json_has(in, "cumulativeGasUsed"))
        err = missing(why, "cumulativeGasUsed");
    if (!err)
        err = json_get_u64(&r.cumulative_gas, in, "cumulativeGasUsed", why);
    if (!err && !json_has(in, "logs"))
        err = missing(why, "logs");
    if (!err)
        err = json_get_array(&logs, in, "logs", why);
    if (!err)
        err = logs_from_json(a, &r.logs, &r.log_count, logs, why);
    if (!err && json_has(in, "logsBloom"))
        err = json_get_fixed(r.bloom, BLOOM_SIZE, in, "logsBloom", why);
    else if (!err)
        bloom_of_logs(r.bloom, r.logs, r.log_count);
    if (!err)
        *out = r;
    return err;
}

json_t *log_to_json(const struct log_entry *log)
{
    json_t *topics = json_array();

    for (unsigned i = 0; i < log->topic_count; i++)
        if (json_array_append_new(topics, json_hex(BYTES_OF(log->topics[i])))) {
            json_decref(topics);
            return NULL;
        }
    return json_pack("{s:o, s:o, s:o}", "address",
                     json_hex(BYTES_OF(log->address)), "topics", topics,
                     "data", json_hex(log->data));
}

json_t *receipt_to_json(const struct receipt *r)
{
    json_t *logs = json_array();

    for (size_t i = 0; i < r->log_count; i++)
        if (json_array_append_new(logs, log_to_json(&r->logs[i]))) {
            json_decref(logs);
            return NULL;
        }
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o}", "type", json_quantity_u64(r->type),
        r->has_root ? "root" : "status",
        r->has_root ? json_hex(BYTES_OF(r->root)) : json_quantity_u64(r->status),
        "cumulativeGasUsed", json_quantity_u64(r->cumulative_gas), "logsBloom",
        json_hex(BYTES_OF(r->bloom)), "logs", logs);
}
