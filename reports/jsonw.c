/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/jsonw.h"

#include <assert.h>
#include <inttypes.h>

void jsonw_init(struct jsonw *w, struct sink *sink)
{
    *w = (struct jsonw){ .sink = sink };
}

static bool one_line(const struct jsonw *w)
{
    return w->flat && w->depth >= w->flat;
}

static void line(struct jsonw *w)
{
    if (one_line(w))
        return;
    sink_text(w->sink, "\n");
    for (unsigned i = 0; i < w->depth; i++)
        sink_text(w->sink, "  ");
}

static void begin(struct jsonw *w, const char *key)
{
    if (w->depth) {
        if (w->filled[w->depth - 1])
            sink_text(w->sink, one_line(w) ? ", " : ",");
        w->filled[w->depth - 1] = true;
        line(w);
    }
    if (key) {
        sink_text(w->sink, "\"");
        escape_text(w->sink, ESCAPE_JSON, key, 0);
        sink_text(w->sink, "\": ");
    }
}

static void open(struct jsonw *w, const char *key, const char *bracket)
{
    assert(w->depth < JSONW_DEPTH_MAX);
    begin(w, key);
    sink_text(w->sink, bracket);
    w->filled[w->depth++] = false;
}

static void shut(struct jsonw *w, const char *bracket)
{
    bool filled;

    assert(w->depth > 0);
    filled = w->filled[w->depth - 1];
    if (one_line(w)) {
        if (w->depth == w->flat)
            w->flat = 0;
        w->depth--;
    } else {
        w->depth--;
        if (filled)
            line(w);
    }
    sink_text(w->sink, bracket);
    if (w->depth == 0)
        sink_text(w->sink, "\n");
}

void jsonw_object(struct jsonw *w, const char *key)
{
    open(w, key, "{");
}

void jsonw_flat_object(struct jsonw *w, const char *key)
{
    open(w, key, "{");
    if (!w->flat)
        w->flat = w->depth;
}

void jsonw_array(struct jsonw *w, const char *key)
{
    open(w, key, "[");
}

void jsonw_end_object(struct jsonw *w)
{
    shut(w, "}");
}

void jsonw_end_array(struct jsonw *w)
{
    shut(w, "]");
}

void jsonw_head(struct jsonw *w, const char *key, const char *text, size_t max)
{
    begin(w, key);
    sink_text(w->sink, "\"");
    escape_head(w->sink, ESCAPE_JSON, text, max);
    sink_text(w->sink, "\"");
}

void jsonw_string(struct jsonw *w, const char *key, const char *text)
{
    jsonw_head(w, key, text, SIZE_MAX);
}

void jsonw_optional(struct jsonw *w, const char *key, const char *text)
{
    if (text)
        jsonw_string(w, key, text);
}

void jsonw_integer(struct jsonw *w, const char *key, uint64_t value)
{
    begin(w, key);
    sink_format(w->sink, "%" PRIu64, value);
}

void jsonw_bool(struct jsonw *w, const char *key, bool value)
{
    begin(w, key);
    sink_text(w->sink, value ? "true" : "false");
}
