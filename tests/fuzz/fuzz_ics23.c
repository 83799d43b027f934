/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/xchain/ics23.h"

/* What is decoded is written again to bytes that decode to the same bytes; a
 * proof that shows a value under its own root shows no other value or key
 * there, and not that the key is absent. */
void fuzz_one(struct arena *a, struct bytes in)
{
    static const char *const names[] = { "iavl", "tendermint", "smt" };
    struct ics23_proof proof, again;
    struct bytes first, second;

    if (ics23_decode(a, &proof, in) ||
        ics23_encode(a, &first, &proof, false))
        return;
    if (ics23_decode(a, &again, first) ||
        ics23_encode(a, &second, &again, false) || !bytes_eq(first, second))
        abort();
    for (size_t i = 0; i < ARRAY_LEN(names) && !proof.batch; i++) {
        const struct ics23_exist *exist = &proof.entries[0].exist;
        struct ics23_claim claim = { .spec = ics23_spec_find(names[i]) };
        struct ics23_digest root;

        if (proof.entries[0].kind != ICS23_EXIST ||
            ics23_root(a, &root, exist, claim.spec))
            continue;
        claim.root = bytes_make(root.data, root.len);
        claim.key = exist->key;
        claim.value = bytes_tail(exist->value, 1);
        if (ics23_verify(a, &claim, &proof, ICS23_EXIST, true) == ERR_OK)
            abort();
        claim.value = exist->value;
        claim.key = bytes_tail(exist->key, 1);
        if (ics23_verify(a, &claim, &proof, ICS23_EXIST, true) == ERR_OK)
            abort();
        claim.key = exist->key;
        if (ics23_verify(a, &claim, &proof, ICS23_ABSENT, true) == ERR_OK)
            abort();
    }
}
