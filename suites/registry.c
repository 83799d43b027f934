/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/op.h"

#include "suites/asset/asset.h"
#include "suites/block/block.h"
#include "suites/xchain/xchain.h"

static const struct suite *const suites[] = {
    &suite_block,
    &suite_asset,
    &suite_xchain,
};

const struct suite *suite_at(size_t index)
{
    return index < ARRAY_LEN(suites) ? suites[index] : NULL;
}

const struct suite *suite_find(const char *id)
{
    for (size_t i = 0; i < ARRAY_LEN(suites); i++)
        if (strcmp(suites[i]->id, id) == 0)
            return suites[i];
    return NULL;
}

const struct op *op_find(const char *id)
{
    for (size_t s = 0; s < ARRAY_LEN(suites); s++)
        for (size_t i = 0; i < suites[s]->op_count; i++)
            if (strcmp(suites[s]->ops[i].id, id) == 0)
                return &suites[s]->ops[i];
    return NULL;
}
