/* conflux: the cross-space of Conflux and the transactions it implies.
 *
 * Spec: CIP-90; where its text differs from conflux-rust (the nonce of
 * Withdraw, the event Outcome), conflux-rust decides. */
#ifndef ETALON_CHAIN_XCHAIN_CONFLUX_H
#define ETALON_CHAIN_XCHAIN_CONFLUX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

enum { CONFLUX_TOPICS_MAX = 4 };

/* The internal contract of the cross-space. */
extern const uint8_t CONFLUX_CROSS_SPACE[20];

/* The eSpace address that a Core address acts as. */
void conflux_mapped_address(uint8_t out[20], const uint8_t native[20]);

struct conflux_log {
    uint8_t address[20];
    bool is_evm; /* the log was emitted in eSpace */
    uint8_t topics[CONFLUX_TOPICS_MAX][32];
    size_t topic_count;
    struct bytes data;
};

struct conflux_tx {
    uint8_t from[20], to[20], hash[32];
    bool creates; /* there is no destination */
    struct u256 nonce, value;
    struct bytes data;
    bool success;
    size_t log_count; /* eSpace logs emitted during this call */
};

/* The eSpace transactions that the logs of one Core transaction show, in their
 * order.  Errors: ERR_RCPT_TOPICS (wrong number of topics), ERR_TRUNCATED (event
 * data), ERR_ORDER (a call without its outcome, or an outcome without a
 * call), ERR_MEMORY. */
MUST_CHECK enum err conflux_recover(struct arena *a, struct conflux_tx **out,
                                    size_t *count, const uint8_t tx_hash[32],
                                    const struct conflux_log *logs,
                                    size_t log_count, uint64_t chain_id);

#endif
