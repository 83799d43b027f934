/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/conflux/cfx_receipt.h"

/* What is accepted is the one encoding of itself, and its bloom is that of
 * its logs. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct cfx_receipt r;
    struct bytes again;
    uint8_t bloom[BLOOM_SIZE];

    if (cfx_receipt_decode(a, &r, in))
        return;
    if (cfx_receipt_encode(a, &again, &r) || !bytes_eq(in, again))
        abort();
    cfx_bloom_of_logs(bloom, r.logs, r.log_count);
    if (memcmp(bloom, r.bloom, BLOOM_SIZE) != 0 || r.status > CFX_STATUS_MAX)
        abort();
}
