/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ibc.h"

/* What a packet may be ahead in IBC v2, in seconds. */
enum { V2_TIMEOUT_MAX = 86400 };

typedef enum err (*step_fn)(json_t **out, const json_t *in);

static json_t *member(const json_t *in, const char *key)
{
    return json_object_get(in, key);
}

static bool is_text(const json_t *in, const char *key, const char *text)
{
    const char *value = json_string_value(member(in, key));

    return value && strcmp(value, text) == 0;
}

/* Absent or true; absent or false. */
static bool holds(const json_t *in, const char *key)
{
    return !json_is_false(member(in, key));
}

static bool set(const json_t *in, const char *key)
{
    return json_is_true(member(in, key));
}

/* Decimal text or an integer; 0 when absent. */
static uint64_t number(const json_t *in, const char *key)
{
    const json_t *value = member(in, key);
    uint64_t out = 0;

    if (json_is_integer(value) && json_integer_value(value) > 0)
        return (uint64_t)json_integer_value(value);
    if (json_is_string(value) &&
        ibc_decimal(&out, bytes_str(json_string_value(value))))
        return 0;
    return out;
}

static bool ordered(const json_t *in)
{
    return is_text(in, "ordering", "ORDERED");
}

static enum err answer(json_t **out, json_t *value)
{
    if (!value)
        return ERR_MEMORY;
    *out = value;
    return ERR_OK;
}

static enum err result(json_t **out, const char *word)
{
    return answer(out, json_pack("{s:s}", "result", word));
}

/* --- handshakes ----------------------------------------------------------------- */

enum flags {
    NEEDS_CLIENT = 1,      /* an active client */
    NEEDS_CONNECTION = 2,  /* an open one */
    NEEDS_PROOF = 4,
    IS_NEW = 8,            /* nothing there before */
    NOT_CLOSED = 16,       /* any state but CLOSED */
};

static const struct handshake {
    const char *msg, *before, *after;
    unsigned flags;
} handshakes[] = {
    { "conn_open_init", NULL, "INIT", IS_NEW | NEEDS_CLIENT },
    { "conn_open_try", NULL, "TRYOPEN", IS_NEW | NEEDS_PROOF },
    { "conn_open_ack", "INIT", "OPEN", NEEDS_PROOF },
    { "conn_open_confirm", "TRYOPEN", "OPEN", NEEDS_PROOF },
    { "chan_open_init", NULL, "INIT", IS_NEW | NEEDS_CLIENT },
    { "chan_open_try", NULL, "TRYOPEN",
      IS_NEW | NEEDS_CONNECTION | NEEDS_PROOF },
    { "chan_open_ack", "INIT", "OPEN", NEEDS_CONNECTION | NEEDS_PROOF },
    { "chan_open_confirm", "TRYOPEN", "OPEN", NEEDS_CONNECTION | NEEDS_PROOF },
    { "chan_close_init", NULL, "CLOSED",
      NOT_CLOSED | NEEDS_CLIENT | NEEDS_CONNECTION },
    { "chan_close_confirm", NULL, "CLOSED",
      NOT_CLOSED | NEEDS_CONNECTION | NEEDS_PROOF },
};

static enum err check_state(const struct handshake *row, const json_t *in)
{
    bool none = is_text(in, "state", "UNINITIALIZED");

    if (row->flags & IS_NEW)
        return none ? ERR_OK : ERR_WRONG_STATE;
    if (none)
        return ERR_UNKNOWN_OBJECT;
    if (row->flags & NOT_CLOSED)
        return is_text(in, "state", "CLOSED") ? ERR_WRONG_STATE : ERR_OK;
    return is_text(in, "state", row->before) ? ERR_OK : ERR_WRONG_STATE;
}

static bool has_text(const json_t *list, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *item = json_string_value(json_array_get(list, i));

        if (item && strcmp(item, text) == 0)
            return true;
    }
    return false;
}

/* Is the version that the message brings one of ours, with no feature that
 * ours has not? */
static bool is_supported(const json_t *in)
{
    const json_t *version = member(in, "version");
    const json_t *ours = member(in, "supported");
    const json_t *features = member(version, "features");
    const char *id = json_string_value(member(version, "identifier"));
    const json_t *match = NULL;

    for (size_t i = 0; i < json_array_size(ours) && id; i++)
        if (is_text(json_array_get(ours, i), "identifier", id))
            match = json_array_get(ours, i);
    if (!match || json_array_size(features) == 0)
        return false;
    for (size_t i = 0; i < json_array_size(features); i++) {
        const char *text = json_string_value(json_array_get(features, i));

        if (!text || !has_text(member(match, "features"), text))
            return false;
    }
    return true;
}

/* The connection of a new channel has one version, which knows the order. */
static bool knows_ordering(const json_t *in)
{
    const json_t *versions = member(in, "connection_versions");
    const char *order = json_string_value(member(in, "ordering"));
    char feature[64];

    snprintf(feature, sizeof feature, "ORDER_%.40s", order ? order : "");
    return json_array_size(versions) == 1 &&
           has_text(member(json_array_get(versions, 0), "features"), feature);
}

/* The end that a connOpenTry proves: begun, not yet answered by anybody, and
 * with the same delay. */
static bool proves_init(const json_t *in)
{
    const json_t *end = member(in, "proven_end");

    return is_text(end, "state", "INIT") &&
           is_text(end, "counterparty_connection_id", "") &&
           number(end, "delay_period") == number(in, "delay_period");
}

/* The part of the message's name says whose table it is. */
static enum err handshake(json_t **out, const json_t *in, const char *prefix)
{
    const struct handshake *row = NULL;
    enum err err;

    for (size_t i = 0; i < ARRAY_LEN(handshakes); i++)
        if (is_text(in, "msg", handshakes[i].msg) &&
            strncmp(handshakes[i].msg, prefix, strlen(prefix)) == 0)
            row = &handshakes[i];
    if (!row)
        return ERR_NOT_FOUND;
    err = check_state(row, in);
    if (err)
        return err;
    if (is_text(in, "connection_state", "UNINITIALIZED"))
        return ERR_UNKNOWN_OBJECT;
    if (row->flags & NEEDS_CLIENT && !holds(in, "client_active"))
        return ERR_CLIENT_INACTIVE;
    if (row->flags & NEEDS_CONNECTION && member(in, "connection_state") &&
        !is_text(in, "connection_state", "OPEN"))
        return ERR_CONNECTION_STATE;
    if ((member(in, "version") && !is_supported(in)) ||
        (member(in, "connection_versions") && !knows_ordering(in)))
        return ERR_NEGOTIATION;
    if (row->flags & NEEDS_PROOF &&
        (!holds(in, "proof_valid") ||
         (member(in, "proven_end") && !proves_init(in))))
        return ERR_PROOF_INVALID;
    return answer(out, json_pack("{s:s}", "state", row->after));
}

static enum err connection_step(json_t **out, const json_t *in)
{
    return handshake(out, in, "conn_");
}

static enum err channel_step(json_t **out, const json_t *in)
{
    return handshake(out, in, "chan_");
}

/* --- packets, version 1 ------------------------------------------------------------ */

static enum err get_height(struct ibc_height *out, const json_t *in,
                           const char *key)
{
    const char *text = json_string_value(member(in, key));

    return text ? ibc_height_read(out, bytes_str(text)) : ERR_PACKET;
}

static enum err sent(json_t **out, const json_t *in)
{
    uint64_t sequence = number(in, "next_sequence_send");

    return answer(out, json_pack("{s:s, s:I, s:I}", "result", "sent",
                                 "sequence", (json_int_t)sequence,
                                 "next_sequence_send",
                                 (json_int_t)(sequence + 1)));
}

static enum err v1_send(json_t **out, const json_t *in)
{
    struct ibc_timeout timeout, now;
    const struct ibc_height zero = { 0, 0 };
    uint64_t len = number(in, "data_len");

    if (!is_text(in, "channel_state", "OPEN"))
        return ERR_WRONG_STATE;
    if (get_height(&timeout.height, in, "timeout_height") ||
        get_height(&now.height, in, "client_height"))
        return ERR_PACKET;
    timeout.timestamp = number(in, "timeout_timestamp");
    now.timestamp = number(in, "client_timestamp");
    if (len == 0 || len > IBC_PAYLOAD_MAX ||
        (timeout.timestamp == 0 && ibc_height_cmp(timeout.height, zero) == 0))
        return ERR_PACKET;
    if (!is_text(in, "client_status", "active") ||
        ibc_height_cmp(now.height, zero) == 0)
        return ERR_CLIENT_INACTIVE;
    if (ibc_timeout_elapsed(timeout, now))
        return ERR_TIMEOUT_ELAPSED;
    return sent(out, in);
}

/* The proof is looked at before the replay rule: a replay with a bad proof
 * is an error. */
static enum err v1_recv(json_t **out, const json_t *in)
{
    uint64_t sequence = number(in, "sequence");
    uint64_t next = number(in, "next_sequence_recv");

    if (!is_text(in, "channel_state", "OPEN"))
        return ERR_WRONG_STATE;
    if (!holds(in, "counterparty_match"))
        return ERR_COUNTERPARTY;
    if (!is_text(in, "connection_state", "OPEN"))
        return ERR_CONNECTION_STATE;
    if (set(in, "timeout_elapsed"))
        return ERR_TIMEOUT_ELAPSED;
    if (!holds(in, "proof_valid"))
        return ERR_PROOF_INVALID;
    if (!ordered(in)) {
        if (set(in, "receipt_exists"))
            return result(out, "noop");
        return answer(out, json_pack("{s:s, s:b}", "result", "received",
                                     "receipt_written", 1));
    }
    if (sequence < next)
        return result(out, "noop");
    if (sequence > next)
        return ERR_SEQUENCE;
    return answer(out, json_pack("{s:s, s:I}", "result", "received",
                                 "next_sequence_recv",
                                 (json_int_t)(next + 1)));
}

static enum err v1_write_ack(json_t **out, const json_t *in)
{
    if (!is_text(in, "channel_state", "OPEN"))
        return ERR_WRONG_STATE;
    if (set(in, "ack_exists"))
        return ERR_EXISTS;
    if (number(in, "ack_len") == 0)
        return ERR_EMPTY;
    return result(out, "written");
}

static enum err v1_ack(json_t **out, const json_t *in)
{
    if (!is_text(in, "channel_state", "OPEN"))
        return ERR_WRONG_STATE;
    if (!holds(in, "counterparty_match"))
        return ERR_COUNTERPARTY;
    if (member(in, "connection_state") &&
        !is_text(in, "connection_state", "OPEN"))
        return ERR_CONNECTION_STATE;
    if (!holds(in, "commitment_exists"))
        return result(out, "noop");
    if (!holds(in, "ack_canonical"))
        return ERR_NOT_CANONICAL;
    if (!holds(in, "commitment_matches"))
        return ERR_COMMITMENT;
    if (!holds(in, "proof_valid"))
        return ERR_PROOF_INVALID;
    if (!ordered(in))
        return answer(out, json_pack("{s:s, s:b}", "result", "acked",
                                     "commitment_deleted", 1));
    if (number(in, "sequence") != number(in, "next_sequence_ack"))
        return ERR_SEQUENCE;
    return answer(out, json_pack("{s:s, s:b, s:I}", "result", "acked",
                                 "commitment_deleted", 1, "next_sequence_ack",
                                 (json_int_t)number(in, "next_sequence_ack") +
                                     1));
}

/* Common to both timeouts; *done when the answer is there already. */
static enum err check_unreceived(json_t **out, bool *done, const json_t *in,
                                 const char *proof)
{
    *done = !holds(in, "commitment_exists");
    if (*done)
        return result(out, "noop");
    if (!holds(in, "commitment_matches"))
        return ERR_COMMITMENT;
    if (ordered(in) &&
        number(in, "next_sequence_recv") > number(in, "sequence"))
        return ERR_RECEIVED;
    return holds(in, proof) ? ERR_OK : ERR_PROOF_INVALID;
}

static enum err v1_timeout(json_t **out, const json_t *in)
{
    bool done;
    enum err err;

    if (!holds(in, "timeout_elapsed_at_proof"))
        return ERR_TIMEOUT_EARLY;
    err = check_unreceived(out, &done, in, "proof_valid");
    if (err || done)
        return err;
    return answer(out, json_pack("{s:s, s:s, s:b}", "result", "timed_out",
                                 "channel_state",
                                 ordered(in) ? "CLOSED" : "OPEN",
                                 "commitment_deleted", 1));
}

static enum err v1_timeout_on_close(json_t **out, const json_t *in)
{
    bool done;
    enum err err = check_unreceived(out, &done, in, "absence_proof");

    if (err || done)
        return err;
    if (!holds(in, "counterparty_closed_proof"))
        return ERR_PROOF_INVALID;
    return answer(out, json_pack("{s:s, s:s}", "result", "timed_out",
                                 "channel_state",
                                 ordered(in) ? "CLOSED" : "OPEN"));
}

/* --- packets, version 2: seconds --------------------------------------------------------- */

static enum err v2_send(json_t **out, const json_t *in)
{
    uint64_t now = number(in, "block_time"), timeout = number(in, "timeout");

    if (!holds(in, "counterparty_known"))
        return ERR_COUNTERPARTY;
    if (timeout <= now)
        return ERR_TIMEOUT_ELAPSED;
    if (timeout - now > V2_TIMEOUT_MAX)
        return ERR_TIMEOUT_FAR;
    if (!is_text(in, "client_status", "active"))
        return ERR_CLIENT_INACTIVE;
    if (set(in, "client_latest_height_zero"))
        return ERR_HEIGHT_ZERO;
    if (number(in, "client_latest_timestamp") >= timeout)
        return ERR_TIMEOUT_ELAPSED;
    return sent(out, in);
}

/* The timeout comes before the replay rule, unlike in version 1. */
static enum err v2_recv(json_t **out, const json_t *in)
{
    if (!holds(in, "counterparty_match"))
        return ERR_COUNTERPARTY;
    if (number(in, "block_time") >= number(in, "timeout_timestamp"))
        return ERR_TIMEOUT_ELAPSED;
    if (set(in, "receipt_exists"))
        return result(out, "noop");
    if (!holds(in, "proof_valid"))
        return ERR_PROOF_INVALID;
    return result(out, "received");
}

static enum err v2_write_ack(json_t **out, const json_t *in)
{
    uint64_t acks = number(in, "app_acks");

    if (acks == 0)
        return ERR_EMPTY;
    if (acks != (holds(in, "success") ? number(in, "payloads") : 1))
        return ERR_ITEM_COUNT;
    if (!holds(in, "counterparty_match"))
        return ERR_COUNTERPARTY;
    if (set(in, "ack_exists"))
        return ERR_EXISTS;
    if (!holds(in, "receipt_exists"))
        return ERR_UNKNOWN_OBJECT;
    return result(out, "written");
}

static enum err v2_ack(json_t **out, const json_t *in)
{
    if (!holds(in, "counterparty_match"))
        return ERR_COUNTERPARTY;
    if (!holds(in, "commitment_exists"))
        return result(out, "noop");
    if (!holds(in, "commitment_matches"))
        return ERR_COMMITMENT;
    if (!holds(in, "proof_valid"))
        return ERR_PROOF_INVALID;
    return answer(out, json_pack("{s:s, s:b}", "result", "acked",
                                 "commitment_deleted", 1));
}

static enum err v2_timeout(json_t **out, const json_t *in)
{
    if (!holds(in, "counterparty_match"))
        return ERR_COUNTERPARTY;
    if (number(in, "proof_timestamp") < number(in, "timeout_timestamp"))
        return ERR_TIMEOUT_EARLY;
    if (!holds(in, "commitment_exists"))
        return result(out, "noop");
    if (!holds(in, "commitment_matches"))
        return ERR_COMMITMENT;
    if (!holds(in, "proof_valid"))
        return ERR_PROOF_INVALID;
    return result(out, "timed_out");
}

static const struct {
    const char *name;
    step_fn run;
} steps[] = {
    { "v1.connection_step", connection_step },
    { "v1.channel_step", channel_step },
    { "v1.send_packet", v1_send },
    { "v1.recv_packet", v1_recv },
    { "v1.write_acknowledgement", v1_write_ack },
    { "v1.ack_packet", v1_ack },
    { "v1.timeout_packet", v1_timeout },
    { "v1.timeout_on_close", v1_timeout_on_close },
    { "v2.send_packet", v2_send },
    { "v2.recv_packet", v2_recv },
    { "v2.write_acknowledgement", v2_write_ack },
    { "v2.ack_packet", v2_ack },
    { "v2.timeout_packet", v2_timeout },
};

enum err ibc_step(json_t **out, const char *step, const json_t *in)
{
    for (size_t i = 0; i < ARRAY_LEN(steps); i++)
        if (strcmp(steps[i].name, step) == 0)
            return steps[i].run(out, in);
    return ERR_NOT_FOUND;
}
