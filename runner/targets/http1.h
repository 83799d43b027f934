/* http1: one HTTP/1.1 response, taken in as its bytes come.
 *
 * Spec: RFC 9112, read strictly where a lie would move the end of the body:
 * two lengths that differ, a length beside chunks, a chunk size that is no hex
 * number.  Heads, lines and bodies are bounded; nothing is decoded but chunks.
 * Used on loopback, where libcurl's cost for a request would be most of what
 * is measured. */
#ifndef ETALON_RUNNER_TARGETS_HTTP1_H
#define ETALON_RUNNER_TARGETS_HTTP1_H

#include "runner/targets/http_wire.h"

enum { HTTP1_HEAD_MAX = 64 * 1024, HTTP1_LINE_MAX = 8 * 1024 };

enum http1_state {
    HTTP1_HEAD,
    HTTP1_LENGTH,      /* a body of `left` bytes */
    HTTP1_CLOSE,       /* a body that ends with the connection */
    HTTP1_CHUNK_SIZE,
    HTTP1_CHUNK,       /* `left` bytes of a chunk */
    HTTP1_CHUNK_END,
    HTTP1_TRAILER,
    HTTP1_DONE,
    HTTP1_BAD          /* what: why */
};

struct http1 {
    enum http1_state state;
    char line[HTTP1_LINE_MAX];
    size_t line_len, head_len;
    long status;
    bool has_length, chunked, closes, old; /* old: HTTP/1.0 */
    uint64_t left;
    const char *what;
};

void http1_reset(struct http1 *h);
/* Takes in bytes up to the end of the response; gives how many it took.  The
 * body goes to *body; above its cap, or when memory is short, `oversize` is set
 * and the state is HTTP1_BAD. */
size_t http1_feed(struct http1 *h, struct wire_body *body, const char *data,
                  size_t len);
/* The connection ended: true when that ends the body as well. */
bool http1_end(struct http1 *h);

#endif
