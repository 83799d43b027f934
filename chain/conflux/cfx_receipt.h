/* cfx_receipt: receipts of Conflux, of both spaces, as bytes.
 *
 * Spec: conflux-rust receipt.rs, log_entry.rs; CIP-1559 (the tenth item).
 * Booleans are one raw byte, 00 or 01. */
#ifndef ETALON_CHAIN_CONFLUX_CFX_RECEIPT_H
#define ETALON_CHAIN_CONFLUX_CFX_RECEIPT_H

#include "base/arena.h"
#include "base/err.h"
#include "chain/eth/receipt.h"

enum { CFX_STATUS_MAX = 2, CFX_SPACE_EVM = 2 };

struct cfx_change {
    uint8_t address[20];
    uint64_t units;
};

struct cfx_log {
    struct log_entry log;
    bool evm;
};

struct cfx_receipt {
    struct u256 accumulated_gas, gas_fee, burnt_fee;
    bool gas_sponsored, storage_sponsored, has_burnt;
    uint8_t bloom[BLOOM_SIZE];
    const struct cfx_log *logs;
    size_t log_count;
    unsigned status; /* 0 success, 1 failure, 2 skipped */
    const struct cfx_change *collateral, *released;
    size_t collateral_count, released_count;
};

/* Errors: those of the readers of rlp.h; ERR_FIELD_COUNT, ERR_VALUE (a
 * boolean, the space of a log), ERR_RCPT_STATUS, ERR_RCPT_TOPICS,
 * ERR_HDR_BLOOM (not that of the logs), ERR_MEMORY. */
MUST_CHECK enum err cfx_receipt_decode(struct arena *a, struct cfx_receipt *out,
                                       struct bytes in);
MUST_CHECK enum err cfx_receipt_encode(struct arena *a, struct bytes *out,
                                       const struct cfx_receipt *r);
void cfx_bloom_of_logs(uint8_t bloom[BLOOM_SIZE], const struct cfx_log *logs,
                       size_t count);

#endif
