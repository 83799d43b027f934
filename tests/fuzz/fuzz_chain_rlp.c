/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/rpc/node.h"

/* Files of blocks never leave a state that is not the head's. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct node *n = malloc(sizeof *n);
    uint8_t root[32];
    size_t count;

    (void)a;
    if (!n || node_init(n) || node_dev(n, 1337, NULL))
        abort();
    if (!chain_import_all(&n->chain, in, &count, NULL) &&
        count > n->chain.block_count)
        abort();
    if (state_settle(&n->chain.state, root) ||
        memcmp(root, chain_head(&n->chain)->block.header.state_root, 32) != 0)
        abort();
    node_release(n);
    free(n);
}
