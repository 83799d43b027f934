/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/eth/receipt_json.h"

/* What is accepted is the one encoding of itself, also by way of JSON, and its
 * bloom holds every address that logged. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct receipt r, again;
    struct error why = { 0 };
    struct bytes out;
    json_t *json;

    if (receipt_decode(a, &r, NULL, in) || receipt_encode(a, &out, &r))
        return;
    if (!bytes_eq(in, out))
        abort();
    for (size_t i = 0; i < r.log_count; i++)
        if (!bloom_may_contain(r.bloom, BYTES_OF(r.logs[i].address)))
            abort();
    json = receipt_to_json(&r);
    if (!json)
        abort();
    if (receipt_from_json(a, &again, json, &why) == ERR_OK &&
        receipt_encode(a, &out, &again) == ERR_OK && !bytes_eq(in, out))
        abort();
    json_decref(json);
}
