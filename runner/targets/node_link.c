/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/node_link.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "runner/targets/process.h"

enum { LINKS_MAX = NODE_JOBS_MAX + LINK_FEEDS_MAX };

struct link_wire {
    const struct link_kind *kind;
    void *own;                       /* the kind's */
    struct link *links[LINKS_MAX];   /* of calls by index, then feeds */
    uint64_t age;
};

static struct link **link_of(struct link_wire *w, struct node_target *n,
                             const struct node_call *c)
{
    return &w->links[c - n->calls];
}

static void shut(struct link_wire *w, struct link *l)
{
    if (l->state != LINK_CLOSED)
        w->kind->close(w->own, l);
    l->state = LINK_CLOSED;
    l->stray = false;
    l->out = BYTES_EMPTY;
    wire_body_clear(&l->in);
    json_decref(l->notes);
    json_decref(l->subscription);
    l->notes = l->subscription = NULL;
}

static void drop(struct link_wire *w, struct link *l)
{
    if (!l)
        return;
    shut(w, l);
    free(l->in.data);
    free(l);
}

static struct link *make(struct node_target *n)
{
    struct link *l = calloc(1, sizeof *l);

    if (!l)
        return NULL;
    l->node = n;
    l->in.max = n->calls[0].body.max;
    return l;
}

/* --- what a link tells ------------------------------------------------------------ */

static void finish(struct link *l, const struct wire_result *r)
{
    struct node_call *c = l->call;

    l->call = NULL;
    l->out = BYTES_EMPTY;
    node_landed(l->node, c, r);
}

static void fail(struct link *l, enum wire_outcome outcome, const char *what)
{
    struct wire_result r = { .outcome = outcome,
                             .again = outcome == WIRE_NO_WAY };

    snprintf(r.text, sizeof r.text, "%s", what);
    finish(l, &r);
}

void link_opened(struct link *l)
{
    struct link_wire *w = l->node->own;

    l->state = LINK_OPEN;
    l->was_open = true;
    if (l->out.len)
        w->kind->wake(w->own, l);
}

void link_ended(struct link *l, const char *what)
{
    char text[200];
    bool was_open = l->was_open;

    snprintf(text, sizeof text, "connection: %.150s", what);
    l->state = LINK_CLOSED;
    l->was_open = false;
    wire_body_clear(&l->in);
    if (l->call)
        fail(l, was_open ? WIRE_DROPPED : WIRE_NO_WAY, text);
}

static bool is_notification(const json_t *message)
{
    return json_is_string(json_object_get(message, "method")) &&
           !json_object_get(message, "id");
}

static void keep_note(struct link *l, json_t *message)
{
    if (!l->notes)
        l->notes = json_array();
    if (json_array_size(l->notes) == LINK_NOTES_MAX)
        json_array_remove(l->notes, 0);
    json_array_append(l->notes, message);
}

/* The link of a subscription that was made is that subscription's from now. */
static void become_feed(struct link *l, const json_t *response)
{
    struct node_target *n = l->node;
    struct link_wire *w = n->own;
    struct link **mine = link_of(w, n, l->call), **place = NULL;
    const json_t *id = json_object_get(response, "result");

    if (!id || json_is_null(id) || *mine != l)
        return;
    for (size_t i = NODE_JOBS_MAX; i < LINKS_MAX; i++)
        if (!place || !w->links[i] ||
            (*place && w->links[i]->age < (*place)->age))
            place = &w->links[i];
    drop(w, *place);
    l->subscription = json_incref((json_t *)(uintptr_t)id);
    l->age = ++w->age;
    *place = l;
    *mine = NULL;
}

void link_message(struct link *l)
{
    struct wire_result r = { .outcome = WIRE_BODY };
    struct node_call *c = l->call;
    json_t *message = NULL;

    if (l->in.oversize) {
        if (c)
            fail(l, WIRE_NONSENSE, "the body is longer than the limit");
        return;
    }
    if (json_read(&message, bytes_make(l->in.data, l->in.len), NULL, NULL))
        message = NULL;
    if (is_notification(message)) {
        keep_note(l, message);
    } else if (!c) {
        l->stray = true;
    } else {
        if (!wire_body_add(&c->body, l->in.data, l->in.len))
            r.outcome = WIRE_NONSENSE;
        if (c->subscribes && c->phase == CALL_ASKING)
            become_feed(l, message);
        finish(l, &r);
    }
    json_decref(message);
    wire_body_clear(&l->in);
}

/* --- calls --------------------------------------------------------------------------- */

static struct link *feed_of(const struct link_wire *w, const json_t *id)
{
    for (size_t i = NODE_JOBS_MAX; i < LINKS_MAX; i++)
        if (w->links[i] && json_equal(w->links[i]->subscription, id))
            return w->links[i];
    return NULL;
}

/* A subscription is ended on the link that it was made on, which then is the
 * call's. */
static void take_back(struct link_wire *w, struct node_target *n,
                      struct node_call *c)
{
    struct link **mine = link_of(w, n, c);
    struct link *feed = c->subject ? feed_of(w, c->subject) : NULL;

    if (!feed || feed->state != LINK_OPEN)
        return;
    for (size_t i = NODE_JOBS_MAX; i < LINKS_MAX; i++)
        if (w->links[i] == feed)
            w->links[i] = NULL;
    drop(w, *mine);
    json_decref(feed->subscription);
    feed->subscription = NULL;
    *mine = feed;
}

static bool link_launch(struct node_target *n, struct node_call *c,
                        struct bytes body)
{
    struct link_wire *w = n->own;
    struct link **mine = link_of(w, n, c);
    unsigned ms = node_timeout_ms(n);
    struct error why = { 0 };
    struct link *l;

    take_back(w, n, c);
    if (!*mine)
        *mine = make(n);
    l = *mine;
    if (!l)
        return false;
    if (l->stray || (c->raw && l->state == LINK_OPENING))
        shut(w, l);
    if (c->raw && c->phase == CALL_ASKING && ms > LINK_MUTE_MS)
        ms = LINK_MUTE_MS;
    l->call = c;
    l->out = body;
    l->sent = 0;
    l->was_open = l->state == LINK_OPEN;
    l->deadline_ns = process_now_ns() + (uint64_t)ms * 1000000u;
    if (l->state == LINK_OPEN) {
        w->kind->wake(w->own, l);
    } else if (l->state == LINK_CLOSED) {
        l->state = LINK_OPENING;
        if (!w->kind->open(w->own, l, &why))
            link_ended(l, why.text);
    }
    return true;
}

static enum err link_listen(struct node_target *n, struct node_call *c,
                            struct error *why)
{
    const json_t *id = json_object_get(c->wait, "subscription");
    json_int_t ms = json_integer_value(json_object_get(c->wait, "within_ms"));

    if (!feed_of(n->own, id))
        return error_set(why, ERR_UNREACHABLE, "the connection of the "
                         "subscription has ended");
    c->rest_until_ns = process_now_ns() + (uint64_t)ms * 1000000u;
    return ERR_OK;
}

/* Ends what a subscription has brought enough for, or the time is up; false:
 * goes on. */
static bool hear(struct node_target *n, struct node_call *c, uint64_t now)
{
    struct link *feed = feed_of(n->own, json_object_get(c->wait,
                                                        "subscription"));
    size_t count = (size_t)json_integer_value(json_object_get(c->wait,
                                                              "count"));
    struct wire_result r = { .outcome = WIRE_BODY };

    if (feed && feed->state == LINK_OPEN && now < c->rest_until_ns &&
        json_array_size(feed->notes) < count)
        return false;
    if (!feed || (feed->state != LINK_OPEN && !json_array_size(feed->notes))) {
        r.outcome = WIRE_DROPPED;
        snprintf(r.text, sizeof r.text, "the connection of the subscription "
                                        "ended");
    } else {
        c->events = json_array();
        for (size_t i = 0; i < count && json_array_size(feed->notes); i++) {
            json_array_append(c->events, json_array_get(feed->notes, 0));
            json_array_remove(feed->notes, 0);
        }
    }
    node_heard(n, c, &r);
    return true;
}

static void expire(struct link_wire *w, struct link *l)
{
    struct node_call *c = l->call;
    bool was_open = l->was_open;

    l->call = NULL;
    shut(w, l);
    l->call = c;
    c->mute = c->raw && c->phase == CALL_ASKING;
    fail(l, was_open ? WIRE_SILENT : WIRE_NO_WAY,
         was_open ? "no answer in time" : "connection: no answer");
}

static bool link_turn(struct node_target *n, int wait_ms)
{
    struct link_wire *w = n->own;
    struct link *open[LINKS_MAX];
    uint64_t now = process_now_ns(), wait = (uint64_t)wait_ms * 1000000u;
    size_t count = 0;

    for (unsigned i = 0; i < n->jobs; i++) {
        struct node_call *c = &n->calls[i];

        if (!c->wait || c->phase != CALL_ASKING)
            continue;
        if (hear(n, c, now))
            return true;
        wait = c->rest_until_ns - now < wait ? c->rest_until_ns - now : wait;
    }
    for (size_t i = 0; i < LINKS_MAX; i++) {
        struct link *l = w->links[i];

        if (!l)
            continue;
        if (l->call && l->deadline_ns <= now) {
            expire(w, l);
            return true;
        }
        if (l->call && l->deadline_ns - now < wait)
            wait = l->deadline_ns - now;
        if (l->state != LINK_CLOSED)
            open[count++] = l;
    }
    return w->kind->turn(w->own, open, count, (int)((wait + 999999) / 1000000));
}

static void link_release(struct node_target *n)
{
    struct link_wire *w = n->own;

    for (size_t i = 0; w && i < LINKS_MAX; i++) {
        if (w->links[i])
            w->links[i]->call = NULL;
        drop(w, w->links[i]);
    }
    if (w && w->own)
        w->kind->release(w->own);
    free(w);
    n->own = NULL;
}

static enum err set_up(struct node_target *n, const struct link_kind *kind,
                       struct error *why)
{
    struct link_wire *w = calloc(1, sizeof *w);

    n->own = w;
    if (!w)
        return error_set(why, ERR_MEMORY, "out of memory");
    w->kind = kind;
    return kind->set_up(n, &w->own, why);
}

static enum err ipc_set_up(struct node_target *n, struct error *why)
{
    return set_up(n, &link_kind_ipc, why);
}

const struct node_wire node_wire_ipc = {
    .set_up = ipc_set_up,     .launch = link_launch, .turn = link_turn,
    .release = link_release,  .listen = link_listen,
    .values_only = true,
};

#ifdef HAVE_LIBWEBSOCKETS
static enum err ws_set_up(struct node_target *n, struct error *why)
{
    return set_up(n, &link_kind_ws, why);
}

const struct node_wire node_wire_ws = {
    .set_up = ws_set_up,      .launch = link_launch, .turn = link_turn,
    .release = link_release,  .listen = link_listen,
};
#endif
