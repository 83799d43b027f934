/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "base/json.h"
#include "chain/rpc/node.h"
#include "chain/rpc/rpc.h"

/* Whatever is asked, the answer is JSON, and the state is that of the head
 * again. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct node *n = malloc(sizeof *n);
    struct out out = { .data = NULL };
    uint8_t root[32];
    json_t *answer;

    (void)a;
    if (!n || node_init(n) || node_dev(n, 1337, NULL))
        abort();
    rpc_handle(n, in, &out);
    if (out.failed)
        abort();
    if (out.len) {
        answer = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, NULL);
        if (!answer)
            abort();
        json_decref(answer);
    }
    if (state_settle(&n->chain.state, root) ||
        memcmp(root, chain_head(&n->chain)->block.header.state_root, 32) != 0)
        abort();
    out_release(&out);
    node_release(n);
    free(n);
}
