/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/eth/block.h"

/* What is accepted is the one encoding of itself, and what passes all rules of
 * some fork has also been decoded under that fork. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct block b, judged;
    struct bytes out;

    if (block_decode(a, &b, NULL, in) || block_encode(a, &out, &b))
        return;
    if (!bytes_eq(in, out) || b.size != in.len)
        abort();
    for (int f = 0; f < FORK_COUNT; f++) {
        struct block_context c = { .fork = (enum fork)f };

        if (block_validate(a, &judged, &c, in))
            continue;
        if (judged.header.fields != fork_rules(c.fork)->header_fields ||
            memcmp(judged.hash, b.hash, sizeof b.hash) != 0)
            abort();
    }
}
