/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/html_internal.h"
#include "reports/value.h"

enum { MEMBERS_MAX = 32, MEMBER_MAX = 300, LINKS_MAX = 50 };

void html_member_list(struct html *h, const json_t *object)
{
    size_t count;
    struct value_member *m = value_members(h->scratch, &count, object);

    if (!count)
        return;
    sink_text(h->s, "<ul class=\"plain\">");
    for (size_t i = 0; i < count && i < MEMBERS_MAX; i++) {
        const char *text = value_plain(h->scratch, m[i].value, MEMBER_MAX);

        sink_text(h->s, "<li>");
        html_put(h, m[i].key, MEMBER_MAX);
        sink_text(h->s, ": ");
        html_put(h, text, MEMBER_MAX);
        sink_text(h->s, "</li>");
    }
    if (count > MEMBERS_MAX) {
        sink_format(h->s, "<li>%zu ", count - MEMBERS_MAX);
        html_say(h, TEXT_MORE);
        sink_text(h->s, "</li>");
    }
    sink_text(h->s, "</ul>");
}

static void fact(struct html *h, enum html_text label, const char *value,
                 bool code)
{
    sink_text(h->s, "<dt>");
    html_say(h, label);
    sink_text(h->s, code ? "</dt><dd><code>" : "</dt><dd>");
    html_put(h, outline_or(value, html_text(h, TEXT_UNKNOWN)), HTML_TEXT_MAX);
    sink_text(h->s, code ? "</code></dd>\n" : "</dd>\n");
}

static void open_fact(struct html *h, enum html_text label,
                      const json_t *object)
{
    if (json_object_size(object) == 0)
        return;
    sink_text(h->s, "<dt>");
    html_say(h, label);
    sink_text(h->s, "</dt><dd>");
    html_member_list(h, object);
    sink_text(h->s, "</dd>\n");
}

static void pair_fact(struct html *h, enum html_text label, const char *a,
                      const char *b)
{
    sink_text(h->s, "<dt>");
    html_say(h, label);
    sink_text(h->s, "</dt><dd>");
    html_put(h, a, HTML_TEXT_MAX);
    sink_text(h->s, " ");
    html_put(h, b, HTML_TEXT_MAX);
    sink_text(h->s, "</dd>\n");
}

void html_identification(struct html *h)
{
    const struct run *run = h->run;
    char *program = arena_printf(h->scratch, "etalon %s",
                                 outline_or(run->etalon_version, "?"));

    sink_text(h->s, "<section class=\"card\" id=\"identification\" "
                    "aria-labelledby=\"h-identification\">"
                    "<h2 id=\"h-identification\">");
    html_say(h, TEXT_IDENTIFICATION);
    sink_text(h->s, "</h2><dl class=\"facts\">\n");
    fact(h, TEXT_RUN_ID, run->id, true);
    pair_fact(h, TEXT_TARGET, outline_target(run), run->target_version);
    if (run->target_vendor)
        fact(h, TEXT_VENDOR, run->target_vendor, false);
    fact(h, TEXT_TARGET_STRING, run->target, true);
    open_fact(h, TEXT_VENDOR_STATEMENT, run->statement);
    open_fact(h, TEXT_TARGET_SAYS, run->hello);
    fact(h, TEXT_PROFILE,
         outline_or(run->profile, html_text(h, TEXT_NO_PROFILE)), false);
    fact(h, TEXT_SUITE, run->suite_version, false);
    fact(h, TEXT_SUITE_DIGEST, run->suite_digest, true);
    pair_fact(h, TEXT_PROGRAM, program, run->commit);
    open_fact(h, TEXT_ENVIRONMENT, run->environment);
    fact(h, TEXT_COMMAND, run->command, true);
    fact(h, TEXT_STARTED, run->start, false);
    fact(h, TEXT_ENDED, run->end, false);
    fact(h, TEXT_RECORD, run->record_sha256, true);
    sink_text(h->s, "</dl></section>\n");
    arena_reset(h->scratch);
}

typedef bool choose_fn(const struct result_case *c);

static bool is_known(const struct result_case *c)
{
    return c->known != NULL;
}

/* "3 recommendations were not followed:" and links; returns how many. */
static size_t named(struct html *h, enum html_text text, choose_fn *choose)
{
    size_t count = 0, shown = 0;

    for (size_t i = 0; i < h->run->case_count; i++)
        count += choose(&h->run->cases[i]);
    if (!count)
        return 0;
    sink_format(h->s, "<li>%zu ", count);
    html_say(h, text);
    sink_text(h->s, "<ul class=\"plain\">");
    for (size_t i = 0; i < h->run->case_count && shown < LINKS_MAX; i++) {
        const struct result_case *c = &h->run->cases[i];

        if (!choose(c))
            continue;
        shown++;
        sink_format(h->s, "<li>%s ", level_name(c->level));
        html_case_link(h, c);
        sink_text(h->s, "</li>");
    }
    if (shown < count) {
        sink_format(h->s, "<li>%zu ", count - shown);
        html_say(h, TEXT_MORE);
        sink_text(h->s, "</li>");
    }
    sink_text(h->s, "</ul></li>");
    return count;
}

void html_deviations(struct html *h)
{
    const struct run *run = h->run;
    unsigned untested = h->o->requirements.n[LEVEL_MUST][VERDICT_UNTESTED];
    size_t deviations;

    sink_text(h->s, "<section class=\"card\" id=\"deviations\" "
                    "aria-labelledby=\"h-deviations\">"
                    "<h2 id=\"h-deviations\">");
    html_say(h, TEXT_DEVIATIONS);
    sink_text(h->s, "</h2><ul>\n");
    deviations = named(h, TEXT_DEV_SHOULD, outline_is_deviation);
    deviations += named(h, TEXT_DEV_KNOWN, is_known);
    if (untested) {
        sink_format(h->s, "<li>%u ", untested);
        html_say(h, TEXT_DEV_UNTESTED);
        sink_text(h->s, "</li>");
    }
    if (h->o->untestable) {
        sink_format(h->s, "<li>%u ", h->o->untestable);
        html_say(h, TEXT_DEV_UNTESTABLE);
        sink_text(h->s, "</li>");
    }
    if (run->filtered) {
        sink_text(h->s, "<li>");
        html_say(h, TEXT_DEV_FILTERED);
        html_member_list(h, run->selection);
        sink_text(h->s, "</li>");
    }
    if (!run->complete) {
        sink_text(h->s, "<li>");
        html_say(h, TEXT_INCOMPLETE);
        sink_text(h->s, "</li>");
    }
    if (!deviations && !run->filtered) {
        sink_text(h->s, "<li>");
        html_say(h, TEXT_DEV_NONE);
        sink_text(h->s, "</li>");
    }
    sink_text(h->s, "<li>");
    html_say(h, TEXT_ONLY_ITEM);
    sink_text(h->s, "</li></ul></section>\n");
    arena_reset(h->scratch);
}
