/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/bridge.h"

#include <stdarg.h>
#include <stdio.h>

#include "runner/cli/cli.h"

enum { SHOWN_MAX = 132 }; /* characters of one value on the screen */

void bridge_step(struct bridge *b, const char *format, ...)
{
    const char *text;
    va_list args;
    json_t *title;

    if (b->why.code)
        return;
    va_start(args, format);
    title = json_vsprintf(format, args);
    va_end(args);
    b->step = json_pack("{s:o, s:{}}", "step", title, "shown");
    if (!b->step || json_array_append_new(b->steps, b->step)) {
        error_set(&b->why, ERR_MEMORY, "memory is short");
        b->step = NULL;
        return;
    }
    text = bridge_member(b->step, "step");
    if (!b->quiet)
        printf("\n%zu. %s\n", json_array_size(b->steps), text);
}

void bridge_show(struct bridge *b, const char *label, const char *text)
{
    char shown[SHOWN_MAX + 40];

    if (b->why.code || !b->step)
        return;
    json_object_set_new(json_object_get(b->step, "shown"), label,
                        json_string(text));
    if (b->quiet)
        return;
    if (strlen(text) > SHOWN_MAX)
        snprintf(shown, sizeof shown, "%.*s… (%zu bytes)", SHOWN_MAX, text,
                 (strlen(text) - 2) / 2);
    else
        snprintf(shown, sizeof shown, "%s", text);
    printf("     %-15s ", label);
    cli_print_safe(stdout, shown);
    putchar('\n');
}

static void conclude(struct bridge *b, bool must_succeed, bool as_due,
                     const char *text)
{
    json_object_set_new(b->step, "must",
                        json_string(must_succeed ? "succeed" : "be refused"));
    json_object_set_new(b->step, "asItMust", json_boolean(as_due));
    json_object_set_new(b->step, "outcome", json_string(text));
    b->succeeded += must_succeed && as_due;
    b->refused += !must_succeed && as_due;
    b->wrong += !as_due;
    if (!b->quiet) {
        printf("   %s ", as_due ? "=>" : "=> WRONG:");
        cli_print_safe(stdout, text);
        putchar('\n');
        fflush(stdout);
    }
    b->step = NULL;
}

void bridge_done(struct bridge *b, bool good, const char *what)
{
    if (!b->why.code && b->step)
        conclude(b, true, good, what);
}

void bridge_refused(struct bridge *b, const char *by, const char *due)
{
    bool as_due = by && strncmp(by, due, strlen(due)) == 0;
    const char *text;

    if (b->why.code || !b->step)
        return;
    text = as_due ? bridge_text(b, "refused by %s", by)
           : by   ? bridge_text(b, "refused by %s, where %s must refuse", by,
                                due)
                  : bridge_text(b, "accepted, where %s must refuse", due);
    conclude(b, false, as_due, text);
}
