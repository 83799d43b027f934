/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ibc_world.h"

#include "chain/xchain/ibc.h"

enum { SIDES = 2, NFTS = 8, START_TIME = 1000, SUPPLY = 1000 };

static const json_int_t NANOS = 1000000000;

/* Where a token of ICS-721 is. */
enum place { AT_A, IN_ESCROW, AT_B, NOWHERE };

enum { NAME_SIZE = 16 };

struct side {
    char channel[NAME_SIZE]; /* a state of ICS-04 */
    json_int_t send, recv, ack, time;
    json_int_t held, escrow; /* of ICS-20: own tokens, or vouchers on b */
};

struct packet {
    int from;
    json_int_t sequence, amount, timeout;
    bool committed, received, acked, success;
};

struct ibc_world {
    struct arena *arena;
    bool v2, ordered, transfer, nft;
    struct side sides[SIDES];
    enum place nfts[NFTS];
    struct packet *packets;
    size_t count;
};

static const char *text_of(const json_t *in, const char *key)
{
    const char *text = json_string_value(json_object_get(in, key));

    return text ? text : "";
}

static bool says(const json_t *in, const char *key)
{
    return json_is_true(json_object_get(in, key));
}

static json_int_t number(const json_t *in, const char *key)
{
    return json_integer_value(json_object_get(in, key));
}

static void set_channel(struct side *side, const char *state)
{
    snprintf(side->channel, sizeof side->channel, "%s", state);
}

static bool channel_is(const struct side *side, const char *state)
{
    return strcmp(side->channel, state) == 0;
}

enum err ibc_world_open(struct arena *a, struct ibc_world **out,
                        const json_t *config)
{
    const char *version = text_of(config, "version");
    struct ibc_world *w = arena_alloc(a, sizeof *w);
    struct packet *packets = arena_array(a, IBC_WORLD_PACKETS_MAX,
                                         sizeof *packets);

    if (!w || !packets)
        return ERR_MEMORY;
    if (strcmp(version, "v1") != 0 && strcmp(version, "v2") != 0)
        return ERR_BAD_INPUT;
    *w = (struct ibc_world){
        .arena = a,
        .packets = packets,
        .v2 = strcmp(version, "v2") == 0,
        .ordered = strcmp(text_of(config, "ordering"), "ORDERED") == 0,
        .transfer = strcmp(text_of(config, "app"), "transfer") == 0,
        .nft = strcmp(text_of(config, "app"), "nft") == 0,
    };
    w->sides[0].held = w->transfer ? SUPPLY : 0;
    for (size_t i = 0; i < SIDES; i++) {
        bool open = w->v2 || says(config, "open");

        set_channel(&w->sides[i], open ? "OPEN" : "UNINITIALIZED");
        w->sides[i].time = START_TIME;
        w->sides[i].send = w->sides[i].recv = w->sides[i].ack = open;
    }
    for (size_t i = 0; i < NFTS; i++)
        w->nfts[i] = w->nft ? AT_A : NOWHERE;
    *out = w;
    return ERR_OK;
}

/* --- tokens --------------------------------------------------------------------- */

/* Takes what a packet carries from its sender: a's go into escrow, vouchers
 * of b are burnt. */
static enum err take(struct ibc_world *w, int from, json_int_t amount)
{
    struct side *side = &w->sides[from];

    if (w->nft) {
        if (amount < 0 || amount >= NFTS ||
            w->nfts[amount] != (from ? AT_B : AT_A))
            return ERR_VALUE;
        w->nfts[amount] = IN_ESCROW;
    }
    if (w->transfer) {
        if (amount <= 0 || amount > side->held)
            return ERR_VALUE;
        side->held -= amount;
        if (from == 0)
            side->escrow += amount;
    }
    return ERR_OK;
}

/* Gives it to somebody on this chain: out of a's escrow, or minted on b. */
static enum err give(struct ibc_world *w, int to, json_int_t amount)
{
    struct side *side = &w->sides[to];

    if (w->nft)
        w->nfts[amount] = to ? AT_B : AT_A;
    if (w->transfer) {
        if (to == 0 && side->escrow < amount)
            return ERR_VALUE;
        if (to == 0)
            side->escrow -= amount;
        side->held += amount;
    }
    return ERR_OK;
}

/* --- messages --------------------------------------------------------------------- */

/* Asks the rule; its answer lives until the caller drops it. */
static enum err ask(const struct ibc_world *w, json_t **out, const char *rule,
                    json_t *in)
{
    char name[64];
    enum err err;

    if (!in)
        return ERR_MEMORY;
    snprintf(name, sizeof name, "%s.%s", w->v2 ? "v2" : "v1", rule);
    err = ibc_step(out, name, in);
    json_decref(in);
    return err;
}

static const char *ordering(const struct ibc_world *w)
{
    return w->ordered ? "ORDERED" : "UNORDERED";
}

/* The packet of this sender and number; NULL when it was never sent. */
static struct packet *find(const struct ibc_world *w, int from,
                           json_int_t sequence)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->packets[i].from == from && w->packets[i].sequence == sequence)
            return &w->packets[i];
    return NULL;
}

static enum err handshake(struct ibc_world *w, const char **result, int at,
                          const json_t *step)
{
    static const struct {
        const char *msg, *other; /* what the other end must be */
    } rows[] = {
        { "chan_open_init", NULL },      { "chan_open_try", "INIT" },
        { "chan_open_ack", "TRYOPEN" },  { "chan_open_confirm", "OPEN" },
        { "chan_close_init", NULL },     { "chan_close_confirm", "CLOSED" },
    };
    struct side *side = &w->sides[at], *other = &w->sides[1 - at];
    const char *msg = text_of(step, "msg"), *needs = NULL;
    bool opens = strncmp(msg, "chan_open", 9) == 0, proven;
    json_t *answer;
    enum err err;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (strcmp(rows[i].msg, msg) == 0)
            needs = rows[i].other;
    /* Applications of tokens want no order, and nobody closes their channel
     * of his own accord. */
    if ((w->transfer || w->nft) &&
        ((opens && w->ordered) || strcmp(msg, "chan_close_init") == 0))
        return ERR_NEGOTIATION;
    proven = !says(step, "forged") && (!needs || channel_is(other, needs));
    err = ask(w, &answer, "channel_step",
              json_pack("{s:s, s:s, s:s, s:b, s:b}", "msg", msg, "state",
                        side->channel, "connection_state", "OPEN",
                        "proof_valid", proven, "client_active", 1));
    if (err)
        return err == ERR_NOT_FOUND ? ERR_BAD_INPUT : err;
    if (channel_is(side, "UNINITIALIZED"))
        side->send = side->recv = side->ack = 1;
    set_channel(side, text_of(answer, "state"));
    json_decref(answer);
    *result = side->channel;
    return ERR_OK;
}

static enum err send_packet(struct ibc_world *w, const char **result, int at,
                            const json_t *step)
{
    struct side *side = &w->sides[at];
    json_int_t timeout = number(step, "timeout");
    json_int_t amount = number(step, "amount");
    json_int_t known = w->sides[1 - at].time;
    json_t *answer;
    enum err err;

    if (w->count == IBC_WORLD_PACKETS_MAX || timeout < 0 ||
        timeout > INT32_MAX)
        return ERR_LIMIT;
    if (w->v2)
        err = ask(w, &answer, "send_packet",
                  json_pack("{s:I, s:I, s:s, s:I, s:I}", "block_time",
                            side->time, "timeout", timeout, "client_status",
                            "active", "client_latest_timestamp", known,
                            "next_sequence_send", side->send));
    else
        err = ask(w, &answer, "send_packet",
                  json_pack("{s:s, s:s, s:s, s:I, s:s, s:I, s:I, s:i}",
                            "channel_state", side->channel, "client_status",
                            "active", "timeout_height", "0-0",
                            "timeout_timestamp", timeout * NANOS,
                            "client_height", "1-1", "client_timestamp",
                            known * NANOS, "next_sequence_send", side->send,
                            "data_len", 1));
    if (err)
        return err;
    json_decref(answer);
    err = take(w, at, amount);
    if (err)
        return err;
    w->packets[w->count++] = (struct packet){ .from = at,
                                              .sequence = side->send++,
                                              .amount = amount,
                                              .timeout = timeout,
                                              .committed = true };
    *result = "sent";
    return ERR_OK;
}

/* What the receiving chain writes about a packet that it took. */
static enum err write_ack(struct ibc_world *w, int at, struct packet *packet,
                          bool success)
{
    json_t *in = w->v2 ? json_pack("{s:i, s:i, s:b, s:b, s:b}", "payloads", 1,
                                   "app_acks", 1, "success", success,
                                   "receipt_exists", 1, "ack_exists",
                                   packet->acked)
                       : json_pack("{s:s, s:b, s:i}", "channel_state",
                                   w->sides[at].channel, "ack_exists",
                                   packet->acked, "ack_len", 1);
    json_t *answer;
    enum err err = ask(w, &answer, "write_acknowledgement", in);

    if (err)
        return err;
    json_decref(answer);
    packet->acked = true;
    packet->success = success;
    return ERR_OK;
}

static enum err recv_packet(struct ibc_world *w, const char **result, int at,
                            const json_t *step)
{
    struct side *side = &w->sides[at];
    struct packet *packet = find(w, 1 - at, number(step, "sequence"));
    json_t *answer;
    bool took, success = !says(step, "fails");
    enum err err;

    if (!packet)
        return ERR_PROOF_INVALID;
    err = ask(w, &answer, "recv_packet",
              json_pack("{s:s, s:s, s:s, s:I, s:I, s:b, s:b, s:b, s:I, s:I}",
                        "ordering", ordering(w), "channel_state",
                        side->channel, "connection_state", "OPEN", "sequence",
                        packet->sequence, "next_sequence_recv", side->recv,
                        "receipt_exists", packet->received, "proof_valid",
                        packet->committed && !says(step, "forged"),
                        "timeout_elapsed",
                        packet->timeout && side->time >= packet->timeout,
                        "block_time", side->time, "timeout_timestamp",
                        packet->timeout));
    if (err)
        return err;
    took = strcmp(text_of(answer, "result"), "received") == 0;
    json_decref(answer);
    *result = took ? "received" : "noop";
    if (!took)
        return ERR_OK;
    packet->received = true;
    if (w->ordered && !w->v2)
        side->recv++;
    if (success && give(w, at, packet->amount))
        success = false;
    return write_ack(w, at, packet, success);
}

static enum err ack_packet(struct ibc_world *w, const char **result, int at,
                           const json_t *step)
{
    struct side *side = &w->sides[at];
    struct packet *packet = find(w, at, number(step, "sequence"));
    bool claim = strcmp(text_of(step, "says"), "error") != 0;
    json_t *answer;
    bool done;
    enum err err;

    if (!packet)
        return ERR_COMMITMENT;
    err = ask(w, &answer, "ack_packet",
              json_pack("{s:s, s:s, s:b, s:b, s:b, s:I, s:I}", "channel_state",
                        side->channel, "ordering", ordering(w),
                        "commitment_exists", packet->committed,
                        "commitment_matches", !says(step, "altered"),
                        "proof_valid",
                        packet->acked && packet->success == claim &&
                            !says(step, "forged"),
                        "sequence", packet->sequence, "next_sequence_ack",
                        side->ack));
    if (err)
        return err;
    done = strcmp(text_of(answer, "result"), "acked") == 0;
    json_decref(answer);
    *result = done ? "acked" : "noop";
    if (!done)
        return ERR_OK;
    packet->committed = false;
    if (w->ordered && !w->v2)
        side->ack++;
    return packet->success ? ERR_OK : give(w, at, packet->amount);
}

static enum err timeout_packet(struct ibc_world *w, const char **result,
                               int at, const json_t *step)
{
    struct side *side = &w->sides[at], *other = &w->sides[1 - at];
    struct packet *packet = find(w, at, number(step, "sequence"));
    const char *rule = text_of(step, "msg");
    bool unseen, done;
    json_t *answer;
    enum err err;

    if (!packet)
        return ERR_COMMITMENT;
    /* In an ordered channel the next sequence is shown, which is always there. */
    unseen = ((w->ordered && !w->v2) || !packet->received) &&
             !says(step, "forged");
    err = ask(w, &answer, rule,
              json_pack("{s:s, s:b, s:b, s:b, s:b, s:b, s:b, s:I, s:I, s:I, "
                        "s:I}",
                        "ordering", ordering(w), "timeout_elapsed_at_proof",
                        packet->timeout && other->time >= packet->timeout,
                        "commitment_exists", packet->committed,
                        "commitment_matches", !says(step, "altered"),
                        "proof_valid", unseen, "absence_proof", unseen,
                        "counterparty_closed_proof",
                        channel_is(other, "CLOSED"), "sequence",
                        packet->sequence, "next_sequence_recv", other->recv,
                        "proof_timestamp", other->time, "timeout_timestamp",
                        packet->timeout));
    if (err)
        return err == ERR_NOT_FOUND ? ERR_BAD_INPUT : err;
    done = strcmp(text_of(answer, "result"), "timed_out") == 0;
    if (done && json_object_get(answer, "channel_state") && w->ordered)
        set_channel(side, "CLOSED");
    json_decref(answer);
    *result = done ? "timed_out" : "noop";
    if (!done)
        return ERR_OK;
    packet->committed = false;
    return give(w, at, packet->amount);
}

static enum err tick(struct ibc_world *w, const char **result, int at,
                     const json_t *step)
{
    json_int_t seconds = number(step, "seconds");

    if (seconds < 0 || seconds > INT32_MAX ||
        w->sides[at].time > INT32_MAX - seconds)
        return ERR_LIMIT;
    w->sides[at].time += seconds;
    *result = "ok";
    return ERR_OK;
}

static const struct {
    const char *msg;
    enum err (*run)(struct ibc_world *w, const char **result, int at,
                    const json_t *step);
    bool v1_only;
} messages[] = {
    { "tick", tick, false },
    { "send", send_packet, false },
    { "recv", recv_packet, false },
    { "ack", ack_packet, false },
    { "timeout_packet", timeout_packet, false },
    { "timeout_on_close", timeout_packet, true },
    { "chan_open_init", handshake, true },
    { "chan_open_try", handshake, true },
    { "chan_open_ack", handshake, true },
    { "chan_open_confirm", handshake, true },
    { "chan_close_init", handshake, true },
    { "chan_close_confirm", handshake, true },
};

enum err ibc_world_step(struct ibc_world *w, const char **result,
                        const json_t *step)
{
    const char *chain = text_of(step, "chain");
    int at = strcmp(chain, "b") == 0;

    if (!at && strcmp(chain, "a") != 0)
        return ERR_BAD_INPUT;
    for (size_t i = 0; i < ARRAY_LEN(messages); i++)
        if (strcmp(messages[i].msg, text_of(step, "msg")) == 0 &&
            !(w->v2 && messages[i].v1_only))
            return messages[i].run(w, result, at, step);
    return ERR_BAD_INPUT;
}

/* --- showing --------------------------------------------------------------------- */

static json_t *show_packets(const struct ibc_world *w, int from,
                            const char *what)
{
    json_t *list = json_array();

    for (size_t i = 0; i < w->count && list; i++) {
        const struct packet *packet = &w->packets[i];
        bool shown = what[0] == 'c'   ? packet->committed
                     : what[0] == 'r' ? packet->received
                                      : packet->acked;

        if (packet->from == from && shown &&
            json_array_append_new(list, json_integer(packet->sequence)))
            return NULL;
    }
    return list;
}

static json_t *show_nfts(const struct ibc_world *w, enum place place)
{
    json_t *list = json_array();

    for (int i = 0; i < NFTS && list; i++)
        if (w->nfts[i] == place &&
            json_array_append_new(list, json_integer(i)))
            return NULL;
    return list;
}

static json_t *show_side(const struct ibc_world *w, int at)
{
    const struct side *side = &w->sides[at];

    return json_pack(
        "{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "channel",
        side->channel, "send", side->send, "recv", side->recv, "ack",
        side->ack, "time", side->time, "held", side->held, "escrow",
        side->escrow, "tokens", show_nfts(w, at ? AT_B : AT_A), "committed",
        show_packets(w, at, "committed"), "received",
        show_packets(w, 1 - at, "received"), "acknowledged",
        show_packets(w, 1 - at, "acked"));
}

json_t *ibc_world_show(const struct ibc_world *w)
{
    return json_pack("{s:o, s:o}", "a", show_side(w, 0), "b",
                     show_side(w, 1));
}
