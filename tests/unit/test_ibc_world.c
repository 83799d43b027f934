/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/xchain/ibc_world.h"

/* Random histories of two chains: after every message every invariant of
 * ICS-04, ICS-20 and ICS-721 is looked at.  Seeds are fixed and printed by the
 * assertion that fails. */

enum { SEEDS = 40, STEPS = 400, NFTS = 8, SUPPLY = 1000 };

/* What this test knows of a packet, from the answers alone. */
enum fate { UNSENT, UNDER_WAY, ARRIVED, FAILED, REFUNDED, DONE };

struct ghost {
    enum fate fate;
    json_int_t amount, timeout;
};

struct history {
    const char *version, *ordering, *app;
    struct ibc_world *world;
    struct arena arena;
    struct ghost sent[2][IBC_WORLD_PACKETS_MAX];
    json_int_t last_received[2];
    uint32_t random;
    int seed, step;
};

static uint32_t any(struct history *h, uint32_t below)
{
    h->random = h->random * 1103515245u + 12345u;
    return (h->random >> 8) % below;
}

static json_int_t number(const json_t *map, const char *key)
{
    return json_integer_value(json_object_get(map, key));
}

/* Mostly a packet that is under way, sometimes any number. */
static json_int_t some_sequence(struct history *h, const json_t *before,
                                const json_t *step)
{
    const char *chain = json_string_value(json_object_get(step, "chain"));
    const char *msg = json_string_value(json_object_get(step, "msg"));
    bool mine = strcmp(msg, "recv") != 0;
    const char *sender = mine == (chain[0] == 'a') ? "a" : "b";
    const json_t *list = json_object_get(json_object_get(before, sender),
                                         "committed");

    if (json_array_size(list) == 0 || any(h, 6) == 0)
        return any(h, 12);
    return json_integer_value(json_array_get(
        list, any(h, (uint32_t)json_array_size(list)) / (1 + any(h, 2))));
}

static json_t *next_step(struct history *h, const json_t *before)
{
    static const char *const msgs[] = {
        "send", "send", "recv", "recv", "recv", "ack", "ack",
        "timeout_packet", "timeout_on_close", "tick", "chan_close_init",
        "chan_close_confirm",
    };
    json_t *step = json_pack("{s:s, s:s}", "msg",
                             msgs[any(h, ARRAY_LEN(msgs))], "chain",
                             any(h, 2) ? "b" : "a");

    (void)json_object_set_new(step, "sequence",
                              json_integer(some_sequence(h, before, step)));
    (void)json_object_set_new(step, "amount",
                              json_integer(any(h, strcmp(h->app, "nft") == 0
                                                      ? NFTS + 1
                                                      : 300)));
    (void)json_object_set_new(step, "timeout",
                              json_integer(900 + any(h, 2000)));
    (void)json_object_set_new(step, "seconds", json_integer(any(h, 120)));
    (void)json_object_set_new(step, "forged", json_boolean(!any(h, 8)));
    (void)json_object_set_new(step, "altered", json_boolean(!any(h, 8)));
    (void)json_object_set_new(step, "fails", json_boolean(!any(h, 4)));
    (void)json_object_set_new(step, "says",
                              json_string(any(h, 3) ? "success" : "error"));
    /* Closing ends a history: it is to be rare. */
    if (strncmp(json_string_value(json_object_get(step, "msg")), "chan_", 5) ==
            0 &&
        any(h, 20))
        (void)json_object_set_new(step, "msg", json_string("tick"));
    return step;
}

#define HOLDS(h, claim) \
    ck_assert_msg(claim, "%s %s %s, seed %d, step %d: %s", (h)->version, \
                  (h)->ordering, (h)->app, (h)->seed, (h)->step, #claim)

static void look_at_send(struct history *h, int at, const json_t *step,
                         const json_t *before)
{
    struct ghost *packet = &h->sent[at][number(before, "send")];

    HOLDS(h, packet->fate == UNSENT);
    *packet = (struct ghost){ UNDER_WAY, number(step, "amount"),
                              number(step, "timeout") };
}

static void look_at_recv(struct history *h, int at, const json_t *step,
                         const json_t *before)
{
    json_int_t sequence = number(step, "sequence");
    struct ghost *packet = &h->sent[1 - at][sequence];

    HOLDS(h, packet->fate == UNDER_WAY); /* once, and never after a refund */
    HOLDS(h, number(before, "time") < packet->timeout);
    HOLDS(h, !json_is_true(json_object_get(step, "forged")));
    if (strcmp(h->ordering, "ORDERED") == 0)
        HOLDS(h, sequence == h->last_received[at] + 1);
    h->last_received[at] = sequence;
    packet->fate = json_is_true(json_object_get(step, "fails")) ? FAILED
                                                                : ARRIVED;
}

static void look_at_end(struct history *h, int at, const json_t *step,
                        bool timeout)
{
    struct ghost *packet = &h->sent[at][number(step, "sequence")];

    HOLDS(h, !json_is_true(json_object_get(step, "forged")));
    HOLDS(h, !json_is_true(json_object_get(step, "altered")));
    if (timeout)
        HOLDS(h, packet->fate == UNDER_WAY);
    else
        HOLDS(h, packet->fate == ARRIVED || packet->fate == FAILED);
    packet->fate = packet->fate == ARRIVED ? DONE : REFUNDED;
}

/* Tokens that are neither held nor back. */
static json_int_t under_way(const struct history *h)
{
    json_int_t sum = 0;

    for (int at = 0; at < 2; at++)
        for (size_t i = 0; i < IBC_WORLD_PACKETS_MAX; i++)
            if (h->sent[at][i].fate == UNDER_WAY ||
                h->sent[at][i].fate == FAILED)
                sum += h->sent[at][i].amount;
    return sum;
}

static void look_at_tokens(struct history *h, const json_t *a, const json_t *b)
{
    size_t flying = 0;

    if (strcmp(h->app, "transfer") == 0) {
        HOLDS(h, number(a, "escrow") >= 0);
        HOLDS(h, number(a, "held") >= 0 && number(b, "held") >= 0);
        HOLDS(h, number(a, "held") + number(a, "escrow") == SUPPLY);
        HOLDS(h, number(a, "escrow") == number(b, "held") + under_way(h));
    }
    if (strcmp(h->app, "nft") != 0)
        return;
    for (int at = 0; at < 2; at++)
        for (size_t i = 0; i < IBC_WORLD_PACKETS_MAX; i++)
            flying += h->sent[at][i].fate == UNDER_WAY ||
                      h->sent[at][i].fate == FAILED;
    HOLDS(h, json_array_size(json_object_get(a, "tokens")) +
                     json_array_size(json_object_get(b, "tokens")) + flying ==
                 NFTS);
}

/* What changes, and what must not. */
static void look(struct history *h, const json_t *step, const char *result,
                 const json_t *before, const json_t *after)
{
    const char *chain = json_string_value(json_object_get(step, "chain"));
    int at = chain[0] == 'b';

    before = json_object_get(before, chain);
    if (strcmp(result, "sent") == 0)
        look_at_send(h, at, step, before);
    if (strcmp(result, "received") == 0)
        look_at_recv(h, at, step, before);
    if (strcmp(result, "acked") == 0)
        look_at_end(h, at, step, false);
    if (strcmp(result, "timed_out") == 0)
        look_at_end(h, at, step, true);
    for (int i = 0; i < 2; i++) {
        const json_t *side = json_object_get(after, i ? "b" : "a");

        HOLDS(h, number(side, "recv") >= 1 && number(side, "ack") >= 1);
        HOLDS(h, number(side, "ack") <= number(side, "send"));
    }
    look_at_tokens(h, json_object_get(after, "a"),
                   json_object_get(after, "b"));
}

static void run_step(struct history *h)
{
    json_t *before = ibc_world_show(h->world), *after;
    json_t *step = next_step(h, before);
    const char *result = "refused";
    enum err err = ibc_world_step(h->world, &result, step);

    HOLDS(h, err == ERR_OK || err_is_reason(err) || err == ERR_BAD_INPUT);
    after = ibc_world_show(h->world);
    if (err || strcmp(result, "noop") == 0)
        HOLDS(h, json_equal(before, after));
    else
        look(h, step, result, before, after);
    json_decref(step);
    json_decref(before);
    json_decref(after);
}

/* Histories in which nothing happens would show nothing. */
static void count_fates(size_t fates[DONE + 1], const struct history *h)
{
    for (int at = 0; at < 2; at++)
        for (size_t i = 0; i < IBC_WORLD_PACKETS_MAX; i++)
            fates[h->sent[at][i].fate]++;
}

static void run_history(const char *version, const char *ordering,
                        const char *app)
{
    size_t fates[DONE + 1] = { 0 };

    for (int seed = 1; seed <= SEEDS; seed++) {
        struct history *h = calloc(1, sizeof *h);
        json_t *config = json_pack("{s:s, s:s, s:s, s:b}", "version", version,
                                   "ordering", ordering, "app", app, "open",
                                   1);

        if (!h)
            exit(99);
        *h = (struct history){ .version = version, .ordering = ordering,
                               .app = app, .random = (uint32_t)seed,
                               .seed = seed };
        arena_init(&h->arena, 0);
        ck_assert_err(ibc_world_open(&h->arena, &h->world, config), ERR_OK);
        for (h->step = 0; h->step < STEPS; h->step++)
            run_step(h);
        count_fates(fates, h);
        json_decref(config);
        arena_release(&h->arena);
        free(h);
    }
    ck_assert_uint_gt(fates[REFUNDED], SEEDS / 2);
    ck_assert_uint_gt(fates[DONE], SEEDS / 2);
}

START_TEST(no_history_of_a_v1_transfer_breaks_an_invariant)
{
    run_history("v1", "UNORDERED", "transfer");
}
END_TEST

START_TEST(no_history_of_a_v2_transfer_breaks_an_invariant)
{
    run_history("v2", "UNORDERED", "transfer");
}
END_TEST

START_TEST(no_history_of_tokens_of_ics721_breaks_an_invariant)
{
    run_history("v1", "UNORDERED", "nft");
    run_history("v2", "UNORDERED", "nft");
}
END_TEST

START_TEST(no_history_of_an_ordered_channel_breaks_an_invariant)
{
    run_history("v1", "ORDERED", "none");
}
END_TEST

START_TEST(no_history_of_a_channel_without_application_breaks_an_invariant)
{
    run_history("v1", "UNORDERED", "none");
    run_history("v2", "UNORDERED", "none");
}
END_TEST

START_TEST(a_world_refuses_what_is_no_message)
{
    static const char *const steps[] = {
        "{}", "{\"msg\":\"send\"}", "{\"msg\":\"jump\",\"chain\":\"a\"}",
        "{\"msg\":\"send\",\"chain\":\"c\"}",
    };
    struct arena arena;
    struct ibc_world *world;
    json_t *config = json_pack("{s:s}", "version", "v3");
    const char *result;

    arena_init(&arena, 0);
    ck_assert_err(ibc_world_open(&arena, &world, config), ERR_BAD_INPUT);
    (void)json_object_set_new(config, "version", json_string("v2"));
    ck_assert_err(ibc_world_open(&arena, &world, config), ERR_OK);
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        json_t *step = json_loads(steps[i], 0, NULL);

        ck_assert_err(ibc_world_step(world, &result, step), ERR_BAD_INPUT);
        json_decref(step);
    }
    json_decref(config);
    arena_release(&arena);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, no_history_of_a_v1_transfer_breaks_an_invariant);
    tcase_add_test(tc, no_history_of_a_v2_transfer_breaks_an_invariant);
    tcase_add_test(tc, no_history_of_tokens_of_ics721_breaks_an_invariant);
    tcase_add_test(tc, no_history_of_an_ordered_channel_breaks_an_invariant);
    tcase_add_test(
        tc, no_history_of_a_channel_without_application_breaks_an_invariant);
    tcase_add_test(tc, a_world_refuses_what_is_no_message);
}

TESTKIT_MAIN("ibc_world", add_tests)
