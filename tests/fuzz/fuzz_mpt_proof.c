/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/crypto/keccak.h"
#include "chain/eth/mpt.h"

enum { ENTRIES_MAX = 40, NODE_MAX = 1024 };

struct reader {
    struct bytes rest;
};

static uint8_t next(struct reader *r)
{
    uint8_t byte = 0;

    if (r->rest.len) {
        byte = r->rest.data[0];
        r->rest = bytes_tail(r->rest, 1);
    }
    return byte;
}

static struct bytes take(struct reader *r, size_t len)
{
    struct bytes out;

    if (len > r->rest.len)
        len = r->rest.len;
    out = bytes_head(r->rest, len);
    r->rest = bytes_tail(r->rest, len);
    return out;
}

/* A forged node under its own hash must never crash the walk. */
static void check_forged(struct arena *a, struct bytes in)
{
    struct bytes value, key = bytes_head(in, in.len < 2 ? in.len : 2);
    uint8_t root[32];

    keccak256(root, in);
    (void)!mpt_verify(a, &value, root, key, &in, 1);
}

/* The input describes entries, a key to ask for and one change of the proof.
 * The honest proof verifies to the value of the trie; a changed one never
 * verifies to another value. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct mpt_entry entries[ENTRIES_MAX];
    struct reader r = { in };
    struct bytes *nodes, key, want, got;
    uint8_t root[32], changed[NODE_MAX];
    size_t count = 0, n, at, place;

    check_forged(a, in);
    at = next(&r);
    place = next(&r);
    key = take(&r, next(&r) % 5);
    while (r.rest.len && count < ENTRIES_MAX) {
        uint8_t shape = next(&r);

        entries[count].key = take(&r, shape % 5);
        entries[count].value = take(&r, shape / 5);
        count++;
    }
    if (mpt_root(a, root, entries, count, false) ||
        mpt_prove(a, &nodes, &n, entries, count, key, false) ||
        mpt_get(a, &want, entries, count, key, false) ||
        mpt_verify(a, &got, root, key, nodes, n) || !bytes_eq(got, want))
        abort();
    at %= n;
    if (nodes[at].len > NODE_MAX)
        return;
    memcpy(changed, nodes[at].data, nodes[at].len);
    changed[place % nodes[at].len] ^= 1;
    nodes[at].data = changed;
    if (mpt_verify(a, &got, root, key, nodes, n) == ERR_OK)
        abort();
}
