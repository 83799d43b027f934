/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/asset/gltf.h"
#include "chain/asset/usdz.h"

/* A container without a finding says its own length, and what is in it is
 * sorted and told once. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct gltf_report report;

    if (in.len > 65536)
        return;
    (void)usdz_issues(in);
    if (glb_check(a, &report, in, NULL))
        return;
    for (size_t i = 1; i < report.count; i++)
        if (strcmp(report.codes[i - 1], report.codes[i]) >= 0)
            abort();
    if (report.count == 0 && (in.len % 4 || in.data[8] != (uint8_t)in.len ||
                              in.data[9] != (uint8_t)(in.len >> 8)))
        abort();
}
