/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/methods.h"

#include <stdio.h>

#include "chain/rpc/call.h"
#include "chain/rpc/view.h"

enum { NONCE_TEXT_SIZE = 24, SUMMARY_SIZE = 256 };

struct listing {
    const struct pool_tx **list;
    size_t count;
};

static bool gather(struct rpc_call *c, struct listing *l)
{
    enum err err = pool_list(&c->node->pool, c->arena, &l->list, &l->count);

    return err ? rpc_fail_err(c, err) : true;
}

/* Pending: its nonce follows the account's without a gap. */
static bool is_pending(const struct node *n, const struct pool_tx *t)
{
    const struct state_account *a = state_find(&n->chain.state, t->sender);

    return t->nonce <
           pool_nonce(&n->pool, t->sender, a ? a->nonce : 0);
}

static void write_full(struct rpc_call *c, const struct pool_tx *t)
{
    struct tx tx;

    if (tx_decode(c->arena, &tx, bytes_make(t->raw, t->len)))
        out_null(c->out);
    else
        view_tx(c->out, &tx, t->sender, NULL);
}

static void write_summary(struct rpc_call *c, const struct pool_tx *t)
{
    char text[SUMMARY_SIZE], to[CHECKSUM_SIZE] = "contract creation";
    char value[DECIMAL_SIZE], price[DECIMAL_SIZE];
    struct tx tx;

    if (tx_decode(c->arena, &tx, bytes_make(t->raw, t->len))) {
        out_null(c->out);
        return;
    }
    if (tx.has_to)
        checksum_address(to, tx.to);
    decimal_text(value, tx.value);
    decimal_text(price, tx.max_fee);
    snprintf(text, sizeof text, "%s: %s wei + %llu gas × %s wei", to, value,
             (unsigned long long)tx.gas, price);
    out_text(c->out, text);
}

/* The entries of one sender from list[from] on, by nonce; returns the end. */
static size_t write_sender(struct rpc_call *c, const struct listing *l,
                           size_t from, bool pending,
                           void (*write)(struct rpc_call *,
                                         const struct pool_tx *))
{
    const uint8_t *sender = l->list[from]->sender;
    size_t i;

    for (i = from; i < l->count &&
                   memcmp(l->list[i]->sender, sender, 20) == 0; i++) {
        char nonce[NONCE_TEXT_SIZE];

        if (is_pending(c->node, l->list[i]) != pending)
            continue;
        snprintf(nonce, sizeof nonce, "%llu",
                 (unsigned long long)l->list[i]->nonce);
        out_key(c->out, nonce);
        write(c, l->list[i]);
    }
    return i;
}

static void write_part(struct rpc_call *c, const struct listing *l,
                       const char *name, bool pending,
                       void (*write)(struct rpc_call *,
                                     const struct pool_tx *))
{
    out_key(c->out, name);
    out_object(c->out);
    for (size_t i = 0; i < l->count;) {
        char address[CHECKSUM_SIZE];
        size_t start = c->out->len;
        bool comma = c->out->comma;
        size_t empty;

        checksum_address(address, l->list[i]->sender);
        out_key(c->out, address);
        out_object(c->out);
        empty = c->out->len;
        i = write_sender(c, l, i, pending, write);
        if (c->out->len == empty) {
            c->out->len = start;
            c->out->comma = comma;
        } else {
            out_object_end(c->out);
        }
    }
    out_object_end(c->out);
}

static bool answer_all(struct rpc_call *c,
                       void (*write)(struct rpc_call *,
                                     const struct pool_tx *))
{
    struct listing l;

    if (!param_count(c, 0, 0) || !gather(c, &l))
        return false;
    out_object(c->out);
    write_part(c, &l, "pending", true, write);
    write_part(c, &l, "queued", false, write);
    out_object_end(c->out);
    return true;
}

bool txpool_content(struct rpc_call *c)
{
    return answer_all(c, write_full);
}

bool txpool_inspect(struct rpc_call *c)
{
    return answer_all(c, write_summary);
}

bool txpool_content_from(struct rpc_call *c)
{
    uint8_t address[20];
    struct listing l;
    size_t from = 0;

    if (!param_count(c, 1, 1) || !param_address(c, 0, address) ||
        !gather(c, &l))
        return false;
    while (from < l.count && memcmp(l.list[from]->sender, address, 20) != 0)
        from++;
    out_object(c->out);
    out_key(c->out, "pending");
    out_object(c->out);
    if (from < l.count)
        write_sender(c, &l, from, true, write_full);
    out_object_end(c->out);
    out_key(c->out, "queued");
    out_object(c->out);
    if (from < l.count)
        write_sender(c, &l, from, false, write_full);
    out_object_end(c->out);
    out_object_end(c->out);
    return true;
}

bool txpool_status(struct rpc_call *c)
{
    size_t pending = 0;
    struct listing l;

    if (!param_count(c, 0, 0) || !gather(c, &l))
        return false;
    for (size_t i = 0; i < l.count; i++)
        pending += is_pending(c->node, l.list[i]);
    out_object(c->out);
    out_key_u64(c->out, "pending", pending);
    out_key_u64(c->out, "queued", l.count - pending);
    out_object_end(c->out);
    return true;
}
