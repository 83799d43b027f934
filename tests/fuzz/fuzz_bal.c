/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/eth/bal.h"

/* What is accepted is the one encoding of itself, also by way of JSON; a list
 * that is valid stays so with more gas and more transactions. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct bal list, again;
    struct error why = { 0 };
    struct bytes out;
    uint64_t items, more;
    json_t *json;

    if (bal_decode(a, &list, in) || bal_encode(a, &out, &list))
        return;
    if (!bytes_eq(in, out))
        abort();
    json = bal_to_json(&list);
    if (!json)
        abort();
    if (bal_from_json(a, &again, json, &why) == ERR_OK &&
        bal_encode(a, &out, &again) == ERR_OK && !bytes_eq(in, out))
        abort();
    json_decref(json);
    if (bal_validate(&items, &list, 2, 30000000) == ERR_OK &&
        (bal_validate(&more, &list, 3, 60000000) || more != items))
        abort();
}
