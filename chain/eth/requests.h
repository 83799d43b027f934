/* requests: what execution asks of the consensus layer.
 *
 * Spec: EIP-7685 (container and hash), 6110 (deposits), 7002 (withdrawals),
 * 7251 (consolidations), 8282 (builders, Amsterdam, not final).  A request list
 * holds one item per type: the type byte and the requests one after another. */
#ifndef ETALON_CHAIN_ETH_REQUESTS_H
#define ETALON_CHAIN_ETH_REQUESTS_H

#include "base/arena.h"
#include "base/err.h"
#include "chain/eth/fork.h"

enum {
    REQUEST_DEPOSIT,
    REQUEST_WITHDRAWAL,
    REQUEST_CONSOLIDATION,
    REQUEST_BUILDER_DEPOSIT,
    REQUEST_BUILDER_EXIT,
    REQUEST_TYPES,
};
enum {
    DEPOSIT_EVENT_SIZE = 576,
    DEPOSIT_SIZE = 192,
    REQUEST_PARTS_MAX = 5,
};

/* One part of a request; amounts and indices are little-endian integers. */
struct request_part {
    const char *name; /* as the Engine API once spelt it */
    size_t size;
    bool integer;
};

struct request_kind {
    enum fork since;
    size_t size;       /* bytes of one request */
    size_t count_max;  /* per block; 0: the execution layer sets no bound */
    struct request_part parts[REQUEST_PARTS_MAX]; /* name NULL ends it */
};

/* NULL when there is no such type. */
const struct request_kind *request_kind_find(unsigned type);

/* SHA-256 over the SHA-256 of each item that has data, in ascending type.
 * Errors: ERR_EMPTY (not even a type), ERR_ORDER, ERR_REPEATED. */
MUST_CHECK enum err requests_hash(uint8_t out[32], const struct bytes *items,
                                  size_t count);
/* As the Engine API takes them.  Errors: ERR_EMPTY (also: only a type),
 * ERR_TYPE (not of this fork), ERR_ORDER, ERR_REPEATED, ERR_LENGTH (no whole
 * number of requests), ERR_TOO_LONG. */
MUST_CHECK enum err requests_validate(enum fork fork,
                                      const struct bytes *items, size_t count);
/* type and whole requests of one item: ERR_EMPTY, ERR_TYPE, ERR_LENGTH. */
MUST_CHECK enum err request_check(const struct request_kind **kind,
                                  struct bytes item);
/* The data of a deposit contract's event, as request: ERR_DEPOSIT_LAYOUT. */
MUST_CHECK enum err deposit_from_event(uint8_t out[DEPOSIT_SIZE],
                                       struct bytes data);

#endif
