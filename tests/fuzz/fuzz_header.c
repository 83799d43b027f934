/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/eth/header_json.h"

/* What is accepted is the one encoding of itself, also by way of JSON, and no
 * header is its own parent. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct header_context c = { .fork = FORK_CANCUN };
    struct header h, again;
    struct error why = { 0 };
    struct bytes out;
    json_t *json;

    if (header_decode(&h, NULL, in))
        return;
    if (header_encode(a, &out, &h))
        return;
    if (!bytes_eq(in, out))
        abort();
    json = header_to_json(&h);
    if (!json || header_from_json(a, &again, NULL, json, &why))
        abort();
    json_decref(json);
    if (header_encode(a, &out, &again))
        return;
    if (!bytes_eq(in, out))
        abort();
    for (int f = 0; f < FORK_COUNT; f++) {
        c.fork = (enum fork)f;
        c.parent = &h;
        if (header_validate(a, &c, &h) == ERR_OK)
            abort();
    }
}
