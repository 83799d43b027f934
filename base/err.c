/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

struct err_row {
    const char *id, *sentence;
    bool reason;
};

static const struct err_row rows[ERR_COUNT] = {
    [ERR_OK] = { "ok", "nothing is wrong", false },
#define FAULT(name, id, sentence) [ERR_##name] = { id, sentence, false },
#define REASON(name, id, sentence) [ERR_##name] = { id, sentence, true },
#include "base/err.def"
#undef FAULT
#undef REASON
};

const char *err_id(enum err code)
{
    assert(code < ERR_COUNT);
    return rows[code].id;
}

const char *err_sentence(enum err code)
{
    assert(code < ERR_COUNT);
    return rows[code].sentence;
}

bool err_is_reason(enum err code)
{
    assert(code < ERR_COUNT);
    return rows[code].reason;
}

enum err err_find_reason(const char *id)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (rows[i].reason && strcmp(rows[i].id, id) == 0)
            return (enum err)i;
    return ERR_OK;
}

__attribute__((format(printf, 5, 0)))
static void fill(struct error *e, const char *source, int line, int column,
                 const char *format, va_list args)
{
    e->line = line;
    e->column = column;
    snprintf(e->source, sizeof e->source, "%s", source ? source : "");
    vsnprintf(e->text, sizeof e->text, format, args);
}

enum err error_set(struct error *e, enum err code, const char *format, ...)
{
    va_list args;

    assert(code != ERR_OK);
    if (!e || e->code)
        return code;
    e->code = code;
    va_start(args, format);
    fill(e, NULL, 0, 0, format, args);
    va_end(args);
    return code;
}

enum err error_at(struct error *e, enum err code, const char *source, int line,
                  int column, const char *format, ...)
{
    va_list args;

    assert(code != ERR_OK);
    if (!e || e->code)
        return code;
    e->code = code;
    va_start(args, format);
    fill(e, source, line, column, format, args);
    va_end(args);
    return code;
}

void error_print(char *out, size_t size, const struct error *e)
{
    char place[200] = "";

    if (e->source[0] && e->line && e->column)
        snprintf(place, sizeof place, "%s:%d:%d: ", e->source, e->line,
                 e->column);
    else if (e->source[0] && e->line)
        snprintf(place, sizeof place, "%s:%d: ", e->source, e->line);
    else if (e->source[0])
        snprintf(place, sizeof place, "%s: ", e->source);
    snprintf(out, size, "%s%s", place,
             e->text[0] ? e->text : err_sentence(e->code));
}
