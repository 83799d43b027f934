/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/sink.h"

#include <stdarg.h>

void sink_init(struct sink *s, FILE *file)
{
    *s = (struct sink){ .file = file };
}

void sink_bytes(struct sink *s, const void *data, size_t len)
{
    if (s->failed || len == 0)
        return;
    if (fwrite(data, 1, len, s->file) != len)
        s->failed = true;
    s->written += len;
}

void sink_text(struct sink *s, const char *text)
{
    sink_bytes(s, text, strlen(text));
}

void sink_format(struct sink *s, const char *format, ...)
{
    va_list args;
    int len;

    if (s->failed)
        return;
    va_start(args, format);
    len = vfprintf(s->file, format, args);
    va_end(args);
    if (len < 0)
        s->failed = true;
    else
        s->written += (size_t)len;
}

enum err sink_end(struct sink *s, struct error *why)
{
    if (!s->failed && fflush(s->file) != 0)
        s->failed = true;
    if (s->failed)
        return error_set(why, ERR_IO, "the report could not be written");
    return ERR_OK;
}
