/* cfx_header: the header of a Conflux Core block - bytes, hashes and rules.
 *
 * Spec: conflux-rust block_header.rs; CIP-112 (custom items), CIP-1559 (base
 * prices).  The optional fields are lists of one item (an Option in Rust's
 * RLP).  Views in a decoded header point into the input or the arena. */
#ifndef ETALON_CHAIN_CONFLUX_CFX_HEADER_H
#define ETALON_CHAIN_CONFLUX_CFX_HEADER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

enum {
    CFX_ROOTS = 4,         /* transactions, state, receipts, blooms */
    CFX_REFEREES_MAX = 200,
    CFX_CUSTOM_BYTES_MAX = 64,
    CFX_GAS_LIMIT_MIN = 10000000,
};

/* Heights from which a rule holds; UINT64_MAX: never. */
struct cfx_rules {
    uint64_t pos, cip40, cip94, cip112, cip1559;
};

struct cfx_header {
    uint8_t parent_hash[32];
    uint64_t height, timestamp;
    uint8_t author[20];
    uint8_t roots[CFX_ROOTS][32];
    uint64_t blame;
    struct u256 difficulty;
    bool adaptive;
    struct u256 gas_limit;
    const uint8_t (*referees)[32];
    size_t referee_count;
    struct u256 nonce;
    bool has_pos, has_prices;
    uint8_t pos_reference[32];
    struct u256 core_price, espace_price;
    /* Contents of the custom items; before CIP-112 each is itself RLP. */
    const struct bytes *custom;
    size_t custom_count;
};

/* Errors: those of the readers of rlp.h; ERR_VALUE (adaptive is neither 0 nor
 * 1), ERR_FIELD_COUNT (an optional field does not hold its items),
 * ERR_TOO_LONG (custom), ERR_TOO_WIDE (blame), ERR_MEMORY. */
MUST_CHECK enum err cfx_header_decode(struct arena *a, struct cfx_header *out,
                                      const struct cfx_rules *rules,
                                      struct bytes in);
/* nonce false: the form that the proof of work is about.  ERR_MEMORY. */
MUST_CHECK enum err cfx_header_encode(struct arena *a, struct bytes *out,
                                      const struct cfx_header *h,
                                      const struct cfx_rules *rules,
                                      bool nonce);
/* Keccak-256 of the encoding: the block hash, or the problem hash. */
MUST_CHECK enum err cfx_header_hash(struct arena *a, uint8_t out[32],
                                    const struct cfx_header *h,
                                    const struct cfx_rules *rules, bool nonce);
/* Alone: ERR_FIELD_MISSING, ERR_FIELD_EXTRA (optional fields by height),
 * ERR_TOO_LONG and ERR_PREFIX (custom), ERR_ITEM_COUNT, ERR_REPEATED
 * (referees), ERR_HDR_DIFFICULTY (zero), ERR_HDR_GAS_LIMIT (minimum). */
MUST_CHECK enum err cfx_header_check(const struct cfx_header *h,
                                     const struct cfx_rules *rules);
/* cfx_header_check, and against the parent: ERR_HDR_PARENT, ERR_HDR_NUMBER,
 * ERR_HDR_TIMESTAMP, ERR_HDR_GAS_STEP; ERR_MEMORY. */
MUST_CHECK enum err cfx_header_validate(struct arena *a,
                                        const struct cfx_header *h,
                                        const struct cfx_header *parent,
                                        const struct cfx_rules *rules);

#endif
