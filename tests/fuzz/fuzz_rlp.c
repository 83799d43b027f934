/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/codec/rlp.h"

/* Writes an item again from what was read of it. */
static void rewrite(struct rlp_out *o, const struct rlp_item *item)
{
    struct bytes rest = item->body;
    struct rlp_item inner;
    size_t mark;

    if (item->kind == RLP_STRING) {
        rlp_put_string(o, item->body);
        return;
    }
    mark = rlp_list_open(o);
    while (rest.len) {
        if (rlp_next(&inner, &rest))
            abort();
        rewrite(o, &inner);
    }
    rlp_list_close(o, mark);
}

static void check_number(struct arena *a, struct bytes in)
{
    struct bytes rest = in, again;
    struct rlp_out o;
    struct u256 value;

    if (rlp_read_u256(&value, &rest)) {
        if (rest.data != in.data || rest.len != in.len)
            abort();
        return;
    }
    rlp_out_init(&o, a);
    rlp_put_u256(&o, value);
    if (rlp_finish(&again, &o) ||
        !bytes_eq(again, bytes_head(in, in.len - rest.len)))
        abort();
}

/* What is taken has one spelling: writing it again gives the same bytes. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct rlp_item item;
    struct bytes again;
    struct rlp_out o;

    check_number(a, in);
    if (rlp_check(in))
        return;
    if (rlp_decode(&item, in))
        abort();
    rlp_out_init(&o, a);
    rewrite(&o, &item);
    if (rlp_finish(&again, &o) || !bytes_eq(again, in))
        abort();
}
