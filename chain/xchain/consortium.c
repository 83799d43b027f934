/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/consortium.h"

/* --- WeCross --------------------------------------------------------------------- */

enum err wecross_path_read(struct wecross_path *out, struct bytes text)
{
    enum { SEGMENTS = 3, SEGMENTS_MIN = 2 };
    struct bytes parts[SEGMENTS] = { BYTES_EMPTY, BYTES_EMPTY, BYTES_EMPTY };
    size_t count = 0;

    while (text.len && text.data[text.len - 1] == '.')
        text.len--;
    while (text.len && count < SEGMENTS) {
        const uint8_t *dot = memchr(text.data, '.', text.len);
        size_t len = dot ? (size_t)(dot - text.data) : text.len;

        if (!len)
            return ERR_SYNTAX_RULE;
        parts[count++] = bytes_head(text, len);
        text = bytes_tail(text, dot ? len + 1 : len);
    }
    if (count < SEGMENTS_MIN)
        return ERR_SYNTAX_RULE;
    *out = (struct wecross_path){ parts[0], parts[1], parts[2] };
    return ERR_OK;
}

const char *wecross_schedule(const struct wecross_htlc *h)
{
    bool self_back = h->self_rolledback ||
                     (!h->self_unlocked && h->now >= h->self_timelock);
    bool other_back =
        h->counterparty_rolledback ||
        (!h->counterparty_unlocked && h->now >= h->counterparty_timelock);

    if (h->self_unlocked && h->counterparty_unlocked)
        return "delete_success";
    if (self_back && other_back)
        return "delete_failed";
    if (self_back && !h->self_rolledback)
        return "rollback_self";
    if (other_back && !h->counterparty_rolledback)
        return "rollback_counterparty";
    return h->initiator && !self_back && !other_back ? "run_initiator"
                                                     : "none";
}

/* --- TCIP -------------------------------------------------------------------------- */

static const char *const tcip_states[] = { "init",       "try_source",
                                           "try_target", "confirming",
                                           "cancelling", "confirmed",
                                           "cancelled" };
static const char *const tcip_events[] = { "begin", "ok", "success", "fail",
                                           "timeout" };

/* Confirm and cancel are tried again until they succeed. */
static const struct tcip_row {
    const char *state, *event, *next;
} tcip_rows[] = {
    { "init", "begin", "try_source" },
    { "try_source", "ok", "try_target" },
    { "try_source", "success", "try_target" },
    { "try_source", "fail", "cancelling" },
    { "try_source", "timeout", "cancelling" },
    { "try_target", "ok", "confirming" },
    { "try_target", "success", "confirming" },
    { "try_target", "fail", "cancelling" },
    { "try_target", "timeout", "cancelling" },
    { "confirming", "ok", "confirmed" },
    { "confirming", "success", "confirmed" },
    { "confirming", "fail", "confirming" },
    { "confirming", "timeout", "confirming" },
    { "cancelling", "ok", "cancelled" },
    { "cancelling", "success", "cancelled" },
    { "cancelling", "fail", "cancelling" },
    { "cancelling", "timeout", "cancelling" },
};

static bool listed(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

enum err tcip_step(const char **out, const char *state, const char *event)
{
    if (!listed(tcip_states, ARRAY_LEN(tcip_states), state) ||
        !listed(tcip_events, ARRAY_LEN(tcip_events), event))
        return ERR_VALUE;
    for (size_t i = 0; i < ARRAY_LEN(tcip_rows); i++)
        if (strcmp(tcip_rows[i].state, state) == 0 &&
            strcmp(tcip_rows[i].event, event) == 0) {
            *out = tcip_rows[i].next;
            return ERR_OK;
        }
    return ERR_WRONG_STATE;
}
