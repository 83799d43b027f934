/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/http1.h"

#include <stdlib.h>
#include <strings.h>

void http1_reset(struct http1 *h)
{
    h->state = HTTP1_HEAD;
    h->line_len = h->head_len = 0;
    h->status = 0;
    h->has_length = h->chunked = h->closes = h->old = false;
    h->left = 0;
    h->what = "";
}

static void bad(struct http1 *h, const char *what)
{
    h->state = HTTP1_BAD;
    h->what = what;
}

static void status_line(struct http1 *h, const char *line)
{
    char *end;

    if (strncmp(line, "HTTP/1.", 7) != 0 || (line[7] != '0' && line[7] != '1') ||
        line[8] != ' ') {
        bad(h, "the answer is not HTTP/1.1");
        return;
    }
    h->old = line[7] == '0';
    h->status = strtol(line + 9, &end, 10);
    if (end != line + 12 || h->status < 100 || (*end && *end != ' '))
        bad(h, "the status line is broken");
}

static bool has_word(const char *list, const char *word)
{
    size_t len = strlen(word);

    for (const char *c = list; *c; c++)
        if (strncasecmp(c, word, len) == 0)
            return true;
    return false;
}

static void content_length(struct http1 *h, const char *value)
{
    size_t digits = strspn(value, "0123456789");
    uint64_t n;

    if (!digits || value[digits + strspn(value + digits, " \t")] ||
        digits > 18) {
        bad(h, "the length of the body is no number");
        return;
    }
    n = strtoull(value, NULL, 10);
    if (h->has_length && n != h->left)
        bad(h, "the body has two lengths");
    h->has_length = true;
    h->left = n;
}

static void field(struct http1 *h, const char *line)
{
    const char *colon = strchr(line, ':');
    size_t len = colon ? (size_t)(colon - line) : 0;
    const char *value;

    if (!len) {
        bad(h, "a header field without a name");
        return;
    }
    value = colon + 1 + strspn(colon + 1, " \t");
    if (len == 14 && strncasecmp(line, "Content-Length", len) == 0)
        content_length(h, value);
    else if (len == 17 && strncasecmp(line, "Transfer-Encoding", len) == 0)
        h->chunked = has_word(value, "chunked");
    else if (len == 10 && strncasecmp(line, "Connection", len) == 0)
        h->closes |= has_word(value, "close");
    else if (len == 16 && strncasecmp(line, "Content-Encoding", len) == 0 &&
             !has_word(value, "identity"))
        bad(h, "the body is compressed, which was not accepted");
}

static void head_end(struct http1 *h, const struct wire_body *body)
{
    if (h->status < 200) { /* an interim response */
        http1_reset(h);
        return;
    }
    h->closes |= h->old;
    if (h->status == 204 || h->status == 304) {
        h->state = HTTP1_DONE;
    } else if (h->chunked) {
        h->state = HTTP1_CHUNK_SIZE;
        if (h->has_length)
            bad(h, "the body has both chunks and a length");
    } else if (h->has_length) {
        h->state = h->left ? HTTP1_LENGTH : HTTP1_DONE;
        if (h->left > body->max)
            bad(h, "the body is longer than the limit");
    } else {
        h->closes = true;
        h->state = HTTP1_CLOSE;
    }
}

static void chunk_size(struct http1 *h, const char *line)
{
    size_t digits = strspn(line, "0123456789abcdefABCDEF");

    if (!digits || digits > 8 || (line[digits] && !strchr("; \t", line[digits]))) {
        bad(h, "the size of a chunk is no number");
        return;
    }
    h->left = strtoull(line, NULL, 16);
    h->state = h->left ? HTTP1_CHUNK : HTTP1_TRAILER;
}

static void take_line(struct http1 *h, const struct wire_body *body)
{
    char *line = h->line;
    size_t len = h->line_len;

    if (len && line[len - 1] == '\r')
        len--;
    line[len] = '\0';
    h->line_len = 0;
    if (strlen(line) != len) {
        bad(h, "a zero byte in the head");
        return;
    }
    switch (h->state) {
    case HTTP1_HEAD:
        if (!h->status)
            status_line(h, line);
        else if (len)
            field(h, line);
        else
            head_end(h, body);
        break;
    case HTTP1_CHUNK_SIZE:
        chunk_size(h, line);
        break;
    case HTTP1_CHUNK_END:
        h->state = HTTP1_CHUNK_SIZE;
        if (len)
            bad(h, "a chunk is longer than its size");
        break;
    case HTTP1_TRAILER:
        if (!len)
            h->state = HTTP1_DONE;
        break;
    case HTTP1_LENGTH:
    case HTTP1_CLOSE:
    case HTTP1_CHUNK:
    case HTTP1_DONE:
    case HTTP1_BAD:
        break;
    }
}

/* Bytes of a line, its end included; gives how many. */
static size_t feed_line(struct http1 *h, const struct wire_body *body,
                        const char *data, size_t len)
{
    const char *end = memchr(data, '\n', len);
    size_t n = end ? (size_t)(end - data) : len;

    h->head_len += n + 1;
    if (n >= sizeof h->line - h->line_len || h->head_len > HTTP1_HEAD_MAX) {
        bad(h, "the head is longer than the limit");
        return len;
    }
    memcpy(h->line + h->line_len, data, n);
    h->line_len += n;
    if (end)
        take_line(h, body);
    return n + (end != NULL);
}

static size_t feed_body(struct http1 *h, struct wire_body *body,
                        const char *data, size_t len)
{
    bool counted = h->state != HTTP1_CLOSE;
    size_t n = counted && h->left < len ? (size_t)h->left : len;

    if (!wire_body_add(body, data, n)) {
        bad(h, "the body is longer than the limit");
        return n;
    }
    h->head_len = 0; /* heads of chunks are bounded one by one */
    if (counted)
        h->left -= n;
    if (counted && !h->left)
        h->state = h->state == HTTP1_LENGTH ? HTTP1_DONE : HTTP1_CHUNK_END;
    return n;
}

size_t http1_feed(struct http1 *h, struct wire_body *body, const char *data,
                  size_t len)
{
    size_t at = 0;

    while (at < len && h->state != HTTP1_DONE && h->state != HTTP1_BAD) {
        bool counted = h->state == HTTP1_LENGTH || h->state == HTTP1_CLOSE ||
                       h->state == HTTP1_CHUNK;

        at += counted ? feed_body(h, body, data + at, len - at)
                      : feed_line(h, body, data + at, len - at);
    }
    return at;
}

bool http1_end(struct http1 *h)
{
    if (h->state == HTTP1_CLOSE)
        h->state = HTTP1_DONE;
    return h->state == HTTP1_DONE;
}
