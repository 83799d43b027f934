/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/html_internal.h"

enum { BAR_WIDTH = 1000, BAR_LEAST = 8 };

/* Reading order of the counts. */
static const enum verdict order[] = { VERDICT_PASS, VERDICT_FAIL,
                                      VERDICT_ERROR, VERDICT_INCONCLUSIVE,
                                      VERDICT_INAPPLICABLE, VERDICT_UNTESTED };

/* A bar of verdicts; something that occurs is never too thin to be seen. */
static void bar(struct html *h, const struct tally *t)
{
    unsigned all = tally_all(t), x = 0;

    sink_format(h->s, "<svg class=\"chart\" viewBox=\"0 0 %d 10\" "
                      "preserveAspectRatio=\"none\" aria-hidden=\"true\">",
                BAR_WIDTH);
    for (size_t i = 0; all && i < ARRAY_LEN(order); i++) {
        unsigned n = tally_of(t, order[i]);
        unsigned width = (unsigned)((uint64_t)n * BAR_WIDTH / all);

        if (!n)
            continue;
        width = width < BAR_LEAST ? BAR_LEAST : width;
        sink_format(h->s, "<rect class=\"%s\" x=\"%u\" width=\"%u\" "
                          "height=\"10\"/>",
                    verdict_name(order[i]), x, width);
        x += width;
    }
    sink_text(h->s, "</svg>");
}

static void state(struct html *h, enum area_state s)
{
    static const struct {
        enum html_text full, partial;
        enum verdict icon;
    } rows[AREA_STATE_COUNT] = {
        [AREA_MET] = { TEXT_MET, TEXT_ALL_PASSED, VERDICT_PASS },
        [AREA_NOT_MET] = { TEXT_NOT_MET, TEXT_SOME_FAILED, VERDICT_FAIL },
        [AREA_OPEN] = { TEXT_OPEN, TEXT_OPEN, VERDICT_INCONCLUSIVE },
        [AREA_NONE] = { TEXT_NONE_APPLY, TEXT_NONE_APPLY,
                        VERDICT_INAPPLICABLE },
    };
    const char *name = verdict_name(rows[s].icon);

    sink_format(h->s, "<span class=\"pill %s\"><svg aria-hidden=\"true\">"
                      "<use href=\"#i-%s\"/></svg>", name, name);
    html_say(h, h->run->conformity == RUN_PARTIAL ? rows[s].partial
                                                  : rows[s].full);
    sink_text(h->s, "</span>");
}

static void ratio(struct html *h, const struct tally *t, enum level level)
{
    unsigned all = outline_applicable(t, level);

    if (all)
        sink_format(h->s, "<td class=\"num\">%u/%u</td>",
                    outline_passed(t, level), all);
    else
        sink_text(h->s, "<td class=\"num\">–</td>");
}

/* "1 Fail, 2 Not run" for the requirements of one area that did not pass. */
static void shortfall(struct html *h, const struct tally *t)
{
    bool first = true;

    for (size_t i = 1; i < ARRAY_LEN(order); i++) {
        unsigned n = tally_of(t, order[i]);

        if (!n)
            continue;
        sink_format(h->s, "%s%u ", first ? "" : ", ", n);
        html_say(h, html_verdict_text(order[i]));
        first = false;
    }
}

static void area_row(struct html *h, size_t index)
{
    const struct outline_area *a = &h->o->areas[index];

    sink_format(h->s, "<tr><th scope=\"row\"><a href=\"#area-%zu\">", index);
    html_put(h, a->name, HTML_TITLE_MAX);
    sink_text(h->s, "</a></th><td>");
    state(h, a->state);
    sink_text(h->s, "</td>");
    ratio(h, &a->requirements, LEVEL_MUST);
    ratio(h, &a->requirements, LEVEL_SHOULD);
    sink_text(h->s, "<td class=\"more\">");
    shortfall(h, &a->requirements);
    sink_text(h->s, "</td></tr>\n");
}

static void table(struct html *h)
{
    sink_text(h->s, "<section class=\"card\" id=\"statement\" "
                    "aria-labelledby=\"h-statement\">"
                    "<h2 id=\"h-statement\">");
    html_say(h, TEXT_STATEMENT);
    sink_text(h->s, "</h2><table class=\"areas\"><thead><tr>"
                    "<th scope=\"col\">");
    html_say(h, TEXT_AREA);
    sink_text(h->s, "</th><th scope=\"col\">");
    html_say(h, TEXT_RESULT);
    sink_text(h->s, "</th><th scope=\"col\" class=\"num\">MUST</th>"
                    "<th scope=\"col\" class=\"num\">SHOULD</th>"
                    "<th scope=\"col\" class=\"more\">");
    html_say(h, TEXT_DETAIL);
    sink_text(h->s, "</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < h->o->area_count; i++)
        area_row(h, i);
    sink_text(h->s, "</tbody></table><p class=\"note\">");
    html_say(h, TEXT_RULE);
    sink_text(h->s, "</p></section>\n");
}

static void big_ratio(struct html *h, enum level level)
{
    const struct tally *t = &h->o->requirements;

    sink_format(h->s, "<div><dt>%s</dt><dd>%u<span>/%u</span></dd></div>",
                level_name(level), outline_passed(t, level),
                outline_applicable(t, level));
}

static void tiles(struct html *h)
{
    const struct tally *t = &h->run->tally;

    sink_text(h->s, "<section class=\"card\" id=\"summary\" "
                    "aria-labelledby=\"h-summary\"><h2 id=\"h-summary\">");
    sink_format(h->s, "%u ", tally_all(t));
    html_say(h, TEXT_CASES_TOTAL);
    sink_text(h->s, "</h2>");
    bar(h, t);
    sink_text(h->s, "<ul class=\"tiles\">");
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        sink_format(h->s, "<li class=\"%s\"><b>%u</b> ",
                    verdict_name(order[i]), tally_of(t, order[i]));
        html_say(h, html_verdict_text(order[i]));
        sink_text(h->s, "</li>");
    }
    sink_text(h->s, "</ul><h3>");
    html_say(h, TEXT_REQUIREMENTS_NAV);
    sink_text(h->s, "</h3><dl class=\"ratios\">");
    for (unsigned level = 0; level < LEVEL_COUNT; level++)
        big_ratio(h, level);
    sink_text(h->s, "</dl></section>\n");
}

void html_statement(struct html *h)
{
    sink_text(h->s, "<div class=\"columns first\">\n");
    table(h);
    tiles(h);
    sink_text(h->s, "</div>\n");
}
