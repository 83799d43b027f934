/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/anchor.h"

#include <string.h>

/* clang-format off */
static const struct anchor_kind {
    const char *name, *text;
} kinds[] = {
    { "latest",      "the latest block" },
    { "earliest",    "the earliest block that the node has" },
    { "safe",        "the safe block" },
    { "finalized",   "the finalized block" },
    { "block",       "blocks from the newest to the oldest looked at" },
    { "empty",       "blocks without a transaction" },
    { "full",        "blocks with a transaction" },
    { "several",     "blocks with more than one transaction" },
    { "referees",    "blocks of Conflux that refer to blocks off the pivot chain" },
    { "withdrawals", "blocks with a withdrawal" },
    { "blobs",       "blocks with blob gas" },
    { "transaction", "transactions of any type" },
    { "legacy",      "transactions of type 0" },
    { "access-list", "transactions of type 1" },
    { "dynamic-fee", "transactions of type 2" },
    { "blob",        "transactions of type 3" },
    { "set-code",    "transactions of type 4" },
    { "creation",    "transactions without a recipient" },
    { "contract",    "creations that succeeded; address names the contract" },
    { "failed",      "transactions that failed" },
    { "logs",        "transactions that logged" },
};
/* clang-format on */

const char *anchor_kind_at(size_t index)
{
    return index < ARRAY_LEN(kinds) ? kinds[index].name : NULL;
}

const char *anchor_text_at(size_t index)
{
    return index < ARRAY_LEN(kinds) ? kinds[index].text : NULL;
}

bool anchor_kind_known(const char *kind)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (strcmp(kinds[i].name, kind) == 0)
            return true;
    return false;
}
