/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/asset/jcs.h"
#include "chain/asset/siwe.h"

/* RFC 8785: the canonical form is its own canonical form. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct bytes once, twice;
    struct siwe message;

    if (in.len > 8192)
        return;
    /* A message that matches ends where its last field does. */
    if (!siwe_parse(a, &message, in) && in.data[in.len - 1] == '\n')
        abort();
    if (jcs_canonicalize(a, &once, in))
        return;
    if (jcs_canonicalize(a, &twice, once) || !bytes_eq(once, twice))
        abort();
}
