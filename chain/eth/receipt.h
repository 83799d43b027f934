/* receipt: what a transaction left behind - structure, codec, roots and rules.
 *
 * Spec: Yellow Paper 4.3.1 and 4.3.2; EIP-658 (status), EIP-2718 (typed).
 * Canonical bytes are the RLP list, or a type byte and the list. */
#ifndef ETALON_CHAIN_ETH_RECEIPT_H
#define ETALON_CHAIN_ETH_RECEIPT_H

#include "base/arena.h"
#include "base/err.h"
#include "chain/eth/fork.h"
#include "chain/eth/header.h"

enum { LOG_TOPICS_MAX = 4, RECEIPT_TYPE_MAX = 4 };

struct log_entry {
    uint8_t address[20];
    unsigned topic_count;
    uint8_t topics[LOG_TOPICS_MAX][32];
    struct bytes data;
};

struct receipt {
    unsigned type;    /* 0: legacy */
    bool has_root;    /* before Byzantium: root instead of status */
    bool status;
    uint8_t root[32];
    uint64_t cumulative_gas;
    uint8_t bloom[BLOOM_SIZE];
    const struct log_entry *logs;
    size_t log_count;
};

/* Views in *out point into `in`.  fork NULL: any type and either first item.
 * Errors: those of the readers of rlp.h, ERR_EMPTY, ERR_FIELD_COUNT, ERR_TYPE
 * (no receipt starts so), ERR_TX_TYPE (not active in fork), ERR_RCPT_STATUS,
 * ERR_RCPT_TOPICS, ERR_HDR_BLOOM (not that of the logs), ERR_MEMORY. */
MUST_CHECK enum err receipt_decode(struct arena *a, struct receipt *out,
                                   const enum fork *fork, struct bytes in);
/* ERR_MEMORY. */
MUST_CHECK enum err receipt_encode(struct arena *a, struct bytes *out,
                                   const struct receipt *r);
MUST_CHECK enum err receipts_root(struct arena *a, uint8_t root[32],
                                  const struct receipt *list, size_t count);
/* Against the header of their block.  Errors: ERR_TX_TYPE, ERR_RCPT_STATUS,
 * ERR_RCPT_CUMULATIVE (it falls), ERR_HDR_GAS_USED (the last one, before
 * Amsterdam: EIP-7778), ERR_HDR_BLOOM, ERR_HDR_RECEIPT_ROOT, ERR_MEMORY. */
MUST_CHECK enum err receipts_validate(struct arena *a,
                                      const struct header *header,
                                      enum fork fork,
                                      const struct receipt *list, size_t count);

/* ERR_MEMORY. */
MUST_CHECK enum err log_encode(struct arena *a, struct bytes *out,
                               const struct log_entry *log);

void bloom_add(uint8_t bloom[BLOOM_SIZE], struct bytes item);
/* Addresses and topics, not data. */
void bloom_of_logs(uint8_t bloom[BLOOM_SIZE], const struct log_entry *logs,
                   size_t count);
void bloom_union(uint8_t bloom[BLOOM_SIZE], const uint8_t other[BLOOM_SIZE]);
/* False: certainly absent. */
bool bloom_may_contain(const uint8_t bloom[BLOOM_SIZE], struct bytes item);

#endif
