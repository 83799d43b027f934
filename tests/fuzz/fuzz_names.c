/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/asset/ens_normalize.h"

/* ENSIP-15: what is normal stays as it is. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct bytes once, twice;

    if (in.len > 4096 || ens_normalize(a, &once, in))
        return;
    if (ens_normalize(a, &twice, once) || !bytes_eq(once, twice))
        abort();
}
