/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/html_internal.h"

enum { REQUIREMENTS_MAX = 12 };

static void row_open(struct html *h, enum html_text label)
{
    sink_text(h->s, "<dt>");
    html_say(h, label);
    sink_text(h->s, "</dt><dd>");
}

static void row(struct html *h, enum html_text label, const char *value,
                bool code)
{
    if (!value || !*value)
        return;
    row_open(h, label);
    sink_text(h->s, code ? "<code>" : "");
    html_put(h, value, HTML_TEXT_MAX);
    sink_text(h->s, code ? "</code></dd>" : "</dd>");
}

static void requirements(struct html *h, const struct result_case *c)
{
    for (size_t i = 0; i < c->requires_count && i < REQUIREMENTS_MAX; i++) {
        const struct result_requirement *r = c->requires[i];

        row_open(h, TEXT_REQUIREMENT);
        sink_text(h->s, "<a href=\"#");
        html_anchor(h, "req-", r->id);
        sink_text(h->s, "\">");
        html_put(h, r->id, HTML_TITLE_MAX);
        sink_format(h->s, "</a> (%s) ", level_name(r->level));
        html_put(h, r->standard, HTML_TITLE_MAX);
        sink_text(h->s, ", ");
        html_put(h, r->clause, HTML_TITLE_MAX);
        sink_text(h->s, ": ");
        html_put(h, r->text, HTML_TITLE_MAX);
        sink_text(h->s, "</dd>");
    }
}

static void vector(struct html *h, const struct result_case *c)
{
    if (c->file) {
        row_open(h, TEXT_VECTOR);
        sink_text(h->s, "<code>");
        html_put(h, c->file, HTML_TITLE_MAX);
        if (c->line > 0)
            sink_format(h->s, ":%d", c->line);
        sink_text(h->s, "</code></dd>");
    }
    row(h, TEXT_DIGEST, c->digest, true);
    row_open(h, TEXT_PERMALINK);
    sink_text(h->s, "<a href=\"#");
    html_anchor(h, "case-", c->id);
    sink_text(h->s, "\">#");
    html_anchor(h, "case-", c->id);
    sink_text(h->s, "</a></dd>");
}

static void blocked(struct html *h, const struct result_case *c)
{
    if (!c->blocked_by)
        return;
    row_open(h, TEXT_BLOCKED_BY);
    sink_text(h->s, "<a href=\"#");
    html_anchor(h, "case-", c->blocked_by);
    sink_text(h->s, "\">");
    html_put(h, c->blocked_by, HTML_TITLE_MAX);
    sink_text(h->s, "</a></dd>");
}

static void known(struct html *h, const struct result_case *c)
{
    if (!c->known)
        return;
    row_open(h, TEXT_KNOWN);
    html_say(h, TEXT_KNOWN_NOTE);
    html_member_list(h, c->known);
    sink_text(h->s, "</dd>");
}

static void block(struct html *h, enum html_text label, const char *text)
{
    if (!text || !*text)
        return;
    sink_text(h->s, "<h4 class=\"cap\">");
    html_say(h, label);
    sink_text(h->s, "</h4><pre tabindex=\"0\" class=\"wrap\">");
    html_put(h, text, HTML_BLOCK_MAX);
    sink_text(h->s, "</pre>");
}

static void question(struct html *h, const struct result_case *c)
{
    sink_text(h->s, "<h4 class=\"cap\">");
    html_say(h, TEXT_QUESTION);
    sink_text(h->s, ": <code>");
    html_put(h, c->op, HTML_TITLE_MAX);
    sink_text(h->s, "</code></h4>");
    if (c->in) {
        html_value(h, c->in, HTML_BLOCK_MAX);
    } else {
        sink_text(h->s, "<p class=\"note\">");
        html_say(h, TEXT_QUESTION_CUT);
        sink_text(h->s, "</p>");
    }
}

void html_case_detail(struct html *h, const struct result_case *c)
{
    sink_text(h->s, "<dl class=\"facts\">");
    requirements(h, c);
    row(h, TEXT_DIFFERS, c->path, true);
    blocked(h, c);
    known(h, c);
    for (size_t i = 0; i < json_array_size(c->notes); i++)
        row(h, TEXT_NOTE, outline_note(c, i), false);
    sink_text(h->s, "</dl>");
    html_compare(h, c);
    question(h, c);
    block(h, TEXT_EXCHANGE, c->exchange);
    block(h, TEXT_REPEAT, c->repeat);
    sink_text(h->s, "<dl class=\"facts\">");
    row(h, TEXT_SOURCE, c->source, false);
    row(h, TEXT_RISK, c->risk, false);
    vector(h, c);
    sink_text(h->s, "</dl>");
}
