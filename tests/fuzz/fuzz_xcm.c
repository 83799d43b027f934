/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "chain/xchain/xcm.h"
#include "tests/fuzz/fuzz.h"

/* What is read as a program is written as the same bytes. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct bytes again;
    json_t *program;
    unsigned version;

    if (xcm_decode(a, &version, &program, in))
        return;
    if (xcm_encode(a, &again, version, program) || !bytes_eq(in, again))
        abort();
    json_decref(program);
}
