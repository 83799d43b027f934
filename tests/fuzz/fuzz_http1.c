/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "runner/targets/http1.h"

/* A response means the same however its bytes are cut, its body never passes
 * the cap, and no more is taken than there is. */

enum { CAP = 4096 };

struct outcome {
    struct http1 http;
    struct wire_body body;
    size_t used;
};

static void feed(struct outcome *o, struct bytes in, size_t piece)
{
    memset(o, 0, sizeof *o);
    o->body.max = CAP;
    http1_reset(&o->http);
    while (o->used < in.len && o->http.state != HTTP1_DONE &&
           o->http.state != HTTP1_BAD) {
        size_t len = in.len - o->used < piece ? in.len - o->used : piece;
        size_t n = http1_feed(&o->http, &o->body,
                              (const char *)in.data + o->used, len);

        if (n > len)
            abort();
        o->used += n;
    }
    if (o->body.len > CAP)
        abort();
}

void fuzz_one(struct arena *a, struct bytes in)
{
    struct outcome *whole = arena_alloc(a, sizeof *whole);
    struct outcome *cut = arena_alloc(a, sizeof *cut);
    bool ended;

    if (!whole || !cut)
        return;
    feed(whole, in, in.len ? in.len : 1);
    feed(cut, in, 1 + in.len % 7);
    if (whole->http.state != cut->http.state ||
        whole->http.status != cut->http.status)
        abort();
    if (whole->http.state != HTTP1_BAD &&
        (whole->used != cut->used || whole->body.len != cut->body.len ||
         (whole->body.len && memcmp(whole->body.data, cut->body.data,
                                    whole->body.len) != 0)))
        abort();
    ended = http1_end(&whole->http);
    if (ended != http1_end(&cut->http))
        abort();
    free(whole->body.data);
    free(cut->body.data);
}
