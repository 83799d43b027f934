/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever a target says, no format lets a control or direction mark through,
 * every output is UTF-8, and in the markup formats a '<' is only ever ours:
 * there are as many as for a run in which the target said nothing special. */
#include "tests/fuzz/fuzz.h"

#include "reports/escape.h"
#include "reports/report.h"
#include "tests/unit/report_fixture.h"

#include <stdio.h>
#include <stdlib.h>

enum { INPUT_MAX = 200 }; /* short enough that no format cuts it */

static size_t angle_brackets(struct bytes text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += text.data[i] == '<';
    return n;
}

static struct bytes write_one(const struct report_format *f, const char *text)
{
    struct run run;
    char *out = NULL;
    size_t len = 0;
    FILE *file = open_memstream(&out, &len);

    fixture_text(&run, text);
    if (!file || f->write(file, &run, NULL, NULL) || fclose(file) != 0)
        abort();
    fixture_release(&run);
    return bytes_make(out, len);
}

static void must_be_clean(struct bytes rest, bool carriage_return)
{
    while (rest.len) {
        bool ours = rest.data[0] == 0xEF;
        uint32_t point = escape_next(&rest);

        if (point == '\n' || (point == '\r' && carriage_return))
            continue;
        if (escape_hidden(point) || (point == 0xFFFD && !ours))
            abort();
    }
}

void fuzz_one(struct arena *a, struct bytes in)
{
    static const char *const markup[] = { "html", "junit", "badge-svg",
                                          "markdown" };
    struct bytes head = bytes_head(in, in.len < INPUT_MAX ? in.len : INPUT_MAX);
    const struct report_format *f;
    char *text = arena_alloc(a, head.len + 2);

    if (!text)
        abort();
    text[0] = 'x';
    if (head.len)
        memcpy(text + 1, head.data, head.len);
    for (size_t i = 0; (f = report_at(i)) != NULL; i++) {
        struct bytes got = write_one(f, text);

        must_be_clean(got, strcmp(f->name, "csv") == 0);
        for (size_t k = 0; k < ARRAY_LEN(markup); k++) {
            struct bytes plain;

            if (strcmp(f->name, markup[k]) != 0)
                continue;
            plain = write_one(f, "x");
            if (angle_brackets(got) != angle_brackets(plain))
                abort();
            free((void *)(uintptr_t)plain.data);
        }
        free((void *)(uintptr_t)got.data);
    }
}
