/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/conflux/cfx_header.h"
#include "chain/conflux/cfx_pow.h"

enum { FLIPS = 16 };

/* Rules that hold from the first block, and those before CIP-112. */
static const struct cfx_rules LATEST = { 0, 1, 1, 1, 1 };
static const struct cfx_rules RAW = { UINT64_MAX, UINT64_MAX, UINT64_MAX,
                                      UINT64_MAX, UINT64_MAX };

static void hashes(struct arena *a, uint8_t out[3][32],
                   const struct cfx_header *h, const struct cfx_rules *rules)
{
    if (cfx_header_hash(a, out[0], h, rules, true) ||
        cfx_header_hash(a, out[1], h, rules, false))
        abort();
    cfx_pow_hash(out[2], out[1], h->nonce);
}

/* A header with one changed byte never keeps hash and work. */
static void flip(struct arena *a, struct bytes in,
                 const struct cfx_rules *rules, uint8_t before[3][32])
{
    uint8_t *copy = arena_raw(a, in.len), after[3][32];

    if (!copy)
        return;
    for (size_t i = 0; i < FLIPS; i++) {
        struct cfx_header h;
        size_t at = in.len * i / FLIPS;

        memcpy(copy, in.data, in.len);
        copy[at] ^= (uint8_t)(1 + i);
        if (cfx_header_decode(a, &h, rules, bytes_make(copy, in.len)))
            continue;
        hashes(a, after, &h, rules);
        if (memcmp(before[0], after[0], 32) == 0 ||
            memcmp(before[2], after[2], 32) == 0)
            abort();
    }
}

static void round_trip(struct arena *a, struct bytes in,
                       const struct cfx_rules *rules)
{
    struct cfx_header h;
    struct bytes again;
    uint8_t all[3][32];

    if (cfx_header_decode(a, &h, rules, in))
        return;
    if (cfx_header_encode(a, &again, &h, rules, true) || !bytes_eq(in, again))
        abort();
    if (cfx_header_check(&h, rules) == ERR_OK &&
        (h.referee_count > CFX_REFEREES_MAX ||
         (h.height && u256_is_zero(h.difficulty))))
        abort();
    /* Its own child it is not. */
    if (cfx_header_validate(a, &h, &h, rules) == ERR_OK)
        abort();
    hashes(a, all, &h, rules);
    flip(a, in, rules, all);
}

void fuzz_one(struct arena *a, struct bytes in)
{
    round_trip(a, in, &LATEST);
    round_trip(a, in, &RAW);
}
