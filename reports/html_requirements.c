/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/html_internal.h"

enum { CASES_MAX = 40 }; /* cases listed under one requirement */

static bool is_web(const char *url)
{
    return url && (strncmp(url, "https://", 8) == 0 ||
                   strncmp(url, "http://", 7) == 0);
}

static void clause(struct html *h, const struct result_requirement *r)
{
    html_put(h, r->standard, HTML_TITLE_MAX);
    if (r->clause && *r->clause) {
        sink_text(h->s, ", ");
        if (is_web(r->url)) {
            sink_text(h->s, "<a rel=\"noreferrer\" href=\"");
            html_put(h, r->url, 0);
            sink_text(h->s, "\">");
        }
        html_put(h, r->clause, HTML_TITLE_MAX);
        sink_text(h->s, is_web(r->url) ? "</a>" : "");
    }
}

static void case_list(struct html *h, size_t r)
{
    const struct outline *o = h->o;
    size_t from = o->from[r], count = o->from[r + 1] - from;
    bool room = html_room(h, SHARE_REQUIREMENT_CASES);

    if (!count) {
        sink_text(h->s, "<span class=\"none\">");
        html_say(h, TEXT_NO_CASE);
        sink_text(h->s, "</span>");
        return;
    }
    sink_text(h->s, "<details><summary>");
    html_say(h, TEXT_CASES);
    sink_format(h->s, ": %zu</summary><ul>", count);
    for (size_t i = 0; room && i < count && i < CASES_MAX; i++) {
        const struct result_case *c = &h->run->cases[o->cited[from + i]];

        sink_format(h->s, "<li class=\"%s\">", verdict_name(c->verdict));
        html_case_link(h, c);
        sink_text(h->s, " ");
        html_say(h, html_verdict_text(c->verdict));
        sink_text(h->s, "</li>");
    }
    if (!room || count > CASES_MAX) {
        sink_format(h->s, "<li>%zu ", room ? count - CASES_MAX : count);
        html_say(h, TEXT_MORE_CASES);
        sink_text(h->s, "</li>");
    }
    sink_text(h->s, "</ul></details>");
}

static void row(struct html *h, size_t index)
{
    const struct result_requirement *r = &h->run->requirements[index];

    sink_text(h->s, "<tr id=\"");
    html_anchor(h, "req-", r->id);
    sink_text(h->s, "\"><td>");
    html_verdict(h, r->verdict);
    sink_text(h->s, "</td><th scope=\"row\"><code>");
    html_put(h, r->id, HTML_TITLE_MAX);
    sink_format(h->s, "</code> <small>%s</small></th><td><p>",
                level_name(r->level));
    html_put(h, r->text, HTML_TEXT_MAX);
    sink_text(h->s, "</p><p class=\"where\">");
    clause(h, r);
    sink_text(h->s, "</p>");
    if (r->outside || r->untestable) {
        sink_text(h->s, "<p class=\"where\">");
        html_say(h, r->outside ? TEXT_OUTSIDE : TEXT_UNTESTABLE);
        if (!r->outside) {
            sink_text(h->s, " ");
            html_put(h, r->untestable, HTML_TITLE_MAX);
        }
        sink_text(h->s, "</p>");
    }
    sink_text(h->s, "</td><td>");
    case_list(h, index);
    sink_text(h->s, "</td></tr>\n");
}

static void area_head(struct html *h, size_t index)
{
    const struct outline_area *a = &h->o->areas[index];

    sink_format(h->s, "<details class=\"area\" id=\"area-%zu\"%s><summary>"
                      "<h3>", index,
                a->state == AREA_NOT_MET ? " open" : "");
    html_put(h, a->name, HTML_TITLE_MAX);
    sink_text(h->s, "</h3>");
    for (unsigned level = 0; level < LEVEL_COUNT; level++) {
        unsigned all = outline_applicable(&a->requirements, level);

        if (all)
            sink_format(h->s, "<span>%s <b>%u/%u</b></span>",
                        level_name(level),
                        outline_passed(&a->requirements, level), all);
    }
    sink_text(h->s, "</summary><table class=\"reqs\"><thead><tr>"
                    "<th scope=\"col\">");
    html_say(h, TEXT_VERDICT);
    sink_text(h->s, "</th><th scope=\"col\">");
    html_say(h, TEXT_REQUIREMENT);
    sink_text(h->s, "</th><th scope=\"col\">");
    html_say(h, TEXT_CLAUSE);
    sink_text(h->s, "</th><th scope=\"col\">");
    html_say(h, TEXT_CASES);
    sink_text(h->s, "</th></tr></thead><tbody>\n");
}

void html_requirements(struct html *h)
{
    size_t left_out = 0;

    sink_text(h->s, "<section class=\"card\" id=\"requirements\" "
                    "aria-labelledby=\"h-requirements\">"
                    "<h2 id=\"h-requirements\">");
    html_say(h, TEXT_REQUIREMENTS);
    sink_text(h->s, "</h2>\n");
    for (size_t i = 0; i < h->o->area_count; i++) {
        const struct outline_area *a = &h->o->areas[i];

        if (!a->requirement_count)
            continue;
        area_head(h, i);
        for (size_t k = 0; k < a->requirement_count; k++) {
            if (html_room(h, SHARE_REQUIREMENTS))
                row(h, a->requirement[k]);
            else
                left_out++;
        }
        sink_text(h->s, "</tbody></table></details>\n");
    }
    if (left_out) {
        sink_format(h->s, "<p class=\"note\">%zu ", left_out);
        html_say(h, TEXT_REQ_NOT_LISTED);
        sink_text(h->s, "</p>");
    }
    sink_text(h->s, "</section>\n");
}
