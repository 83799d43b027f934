/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"
#include "reports/escape.h"
#include "reports/mapping.h"
#include "reports/outline.h"

/* GitHub's runner keeps ten commands of a kind in a step and cuts a message at
 * 4,096 characters; worst first, so that the ten are the right ones. */
enum { PER_KIND_MAX = 10, MESSAGE_MAX = 3500, PROPERTY_MAX = 300 };

struct kind {
    const char *command;
    size_t shown, left_out;
};

static void annotate(struct sink *s, const char *command,
                     const struct result_case *c)
{
    sink_format(s, "::%s file=", command);
    escape_text(s, ESCAPE_GITHUB_PROPERTY, outline_or(c->file, "-"),
                PROPERTY_MAX);
    sink_format(s, ",line=%d,title=", c->line > 0 ? c->line : 1);
    escape_text(s, ESCAPE_GITHUB_PROPERTY, c->id, PROPERTY_MAX);
    sink_format(s, " %s %s::", level_name(c->level), verdict_name(c->verdict));
    escape_text(s, ESCAPE_GITHUB, outline_or(c->message, c->title),
                MESSAGE_MAX);
    sink_text(s, "\n");
}

enum err report_github(FILE *out, const struct run *run,
                       const struct report_options *options, struct error *why)
{
    struct kind kinds[] = { { "error", 0, 0 }, { "warning", 0, 0 } };
    struct outline o;
    struct arena a;
    struct sink s;
    enum err err;

    (void)options;
    arena_init(&a, 0);
    sink_init(&s, out);
    err = outline_init(&o, &a, run, why);
    for (size_t k = 0; !err && k < ARRAY_LEN(kinds); k++) {
        for (size_t i = 0; i < run->case_count; i++) {
            const struct result_case *c = &run->cases[o.worst[i]];
            const char *command = mapping_github(c);

            if (!command || strcmp(command, kinds[k].command) != 0)
                continue;
            if (kinds[k].shown == PER_KIND_MAX) {
                kinds[k].left_out++;
                continue;
            }
            kinds[k].shown++;
            annotate(&s, command, c);
        }
    }
    if (!err) {
        sink_format(&s, "::notice title=etalon::%s: ",
                    conformity_name(run->conformity));
        escape_text(&s, ESCAPE_GITHUB, run->why, MESSAGE_MAX);
        if (kinds[0].left_out + kinds[1].left_out)
            sink_format(&s, " (%zu errors and %zu warnings not annotated)",
                        kinds[0].left_out, kinds[1].left_out);
        sink_text(&s, "\n");
        err = sink_end(&s, why);
    }
    arena_release(&a);
    return err;
}
