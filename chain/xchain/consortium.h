/* consortium: paths and state machines of WeCross and of ChainMaker's TCIP.
 *
 * Spec: Path and HTLCImpl of WeCross.  TCIP publishes no bytes: its Try,
 * Confirm and Cancel are a profile of this project. */
#ifndef ETALON_CHAIN_XCHAIN_CONSORTIUM_H
#define ETALON_CHAIN_XCHAIN_CONSORTIUM_H

#include "base/err.h"

/* resource is empty with a null pointer when the path has none. */
struct wecross_path {
    struct bytes zone, chain, resource;
};
/* Segments between dots: empty ones at the end and all after the third are
 * not looked at, as Java's split and WeCross do; the others must not be
 * empty.  ERR_SYNTAX_RULE. */
MUST_CHECK enum err wecross_path_read(struct wecross_path *out,
                                      struct bytes text);

struct wecross_htlc {
    bool initiator, self_unlocked, counterparty_unlocked;
    bool self_rolledback, counterparty_rolledback;
    uint64_t self_timelock, counterparty_timelock, now;
};
/* What the scheduler does next, taking it that roll-backs succeed. */
const char *wecross_schedule(const struct wecross_htlc *h);

/* The state after an event.  ERR_VALUE (no such state or event),
 * ERR_WRONG_STATE. */
MUST_CHECK enum err tcip_step(const char **out, const char *state,
                              const char *event);

#endif
