/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/html_internal.h"

#include <inttypes.h>

/* Cases that need a person are opened one by one; all others are a line. */
static bool needs_attention(enum verdict v)
{
    return v == VERDICT_FAIL || v == VERDICT_ERROR ||
           v == VERDICT_INCONCLUSIVE;
}

static void duration(struct html *h, const struct result_case *c)
{
    uint64_t us = c->nanoseconds / 1000;

    if (us < 10000)
        sink_format(h->s, "%" PRIu64 ".%02u ms", us / 1000,
                    (unsigned)(us % 1000 / 10));
    else
        sink_format(h->s, "%" PRIu64 " ms", us / 1000);
}

/* What the search looks at beside the visible text. */
static void requirement_ids(struct html *h, const struct result_case *c)
{
    sink_text(h->s, " data-r=\"");
    for (size_t i = 0; i < c->requires_count && i < 12; i++) {
        sink_text(h->s, i ? " " : "");
        html_put(h, c->requires[i]->id, HTML_TITLE_MAX);
    }
    sink_text(h->s, "\"");
}

static void open_case(struct html *h, size_t index)
{
    const struct result_case *c = &h->run->cases[index];

    sink_text(h->s, "<details class=\"case\" id=\"");
    html_anchor(h, "case-", c->id);
    sink_format(h->s, "\" data-v=\"%s\" data-l=\"%s\" data-a=\"%zu\"",
                verdict_name(c->verdict), level_name(c->level),
                h->o->case_area[index]);
    requirement_ids(h, c);
    sink_text(h->s, "><summary>");
    html_verdict(h, c->verdict);
    sink_text(h->s, "<code>");
    html_put(h, c->id, HTML_TITLE_MAX);
    sink_text(h->s, "</code><span class=\"t\">");
    html_put(h, c->title, HTML_TITLE_MAX);
    sink_format(h->s, "</span><span class=\"l\">%s</span><span class=\"ms\">",
                level_name(c->level));
    duration(h, c);
    sink_text(h->s, "</span></summary><div class=\"body\"><p class=\"why\">"
                    "<b>");
    sink_text(h->s, cause_name(c->cause));
    sink_text(h->s, "</b> ");
    html_put(h, c->message, HTML_TEXT_MAX);
    sink_text(h->s, "</p>");
    if (html_room(h, SHARE_DETAIL)) {
        html_case_detail(h, c);
    } else {
        sink_text(h->s, "<p class=\"note\">");
        html_say(h, TEXT_FOLDED);
        sink_text(h->s, "</p>");
    }
    sink_text(h->s, "</div></details>\n");
    arena_reset(h->scratch);
}

static void line(struct html *h, size_t index)
{
    const struct result_case *c = &h->run->cases[index];

    sink_text(h->s, "<li id=\"");
    html_anchor(h, "case-", c->id);
    sink_format(h->s, "\" data-v=\"%s\" data-l=\"%s\"><svg aria-hidden=\"true\""
                      " class=\"%s\"><use href=\"#i-%s\"/></svg>",
                verdict_name(c->verdict), level_name(c->level),
                verdict_name(c->verdict), verdict_name(c->verdict));
    sink_text(h->s, "<code>");
    html_put(h, c->id, HTML_TITLE_MAX);
    sink_text(h->s, "</code> <span>");
    html_put(h, c->title, HTML_TITLE_MAX);
    sink_text(h->s, "</span>");
    if (c->verdict != VERDICT_PASS) {
        sink_text(h->s, " <em>");
        html_say(h, html_verdict_text(c->verdict));
        sink_text(h->s, ": ");
        html_put(h, c->message, HTML_TITLE_MAX);
        sink_text(h->s, "</em>");
    }
    for (size_t i = 0; i < json_array_size(c->notes); i++) {
        sink_text(h->s, " <em>");
        html_say(h, TEXT_NOTE);
        sink_text(h->s, ": ");
        html_put(h, outline_note(c, i), HTML_TITLE_MAX);
        sink_text(h->s, "</em>");
    }
    sink_text(h->s, "</li>\n");
}

static void attention(struct html *h, size_t *left_out)
{
    const struct run *run = h->run;
    size_t i, count = 0;
    bool list = false;

    sink_text(h->s, "<h3>");
    html_say(h, TEXT_NEED_ATTENTION);
    sink_text(h->s, "</h3>\n<div class=\"cases\" id=\"attention\">\n");
    for (i = 0; i < h->o->shown; i++) {
        size_t index = h->o->worst[i];

        if (!needs_attention(run->cases[index].verdict))
            break;
        count++;
        if (html_room(h, SHARE_ROWS)) {
            open_case(h, index);
        } else if (html_room(h, SHARE_LIST)) {
            sink_text(h->s, list ? "" : "<ul class=\"lines\">\n");
            list = true;
            line(h, index);
        } else {
            (*left_out)++;
        }
    }
    sink_text(h->s, list ? "</ul>" : "");
    if (!count) {
        sink_text(h->s, "<p class=\"nothing\">");
        html_say(h, TEXT_NOTHING);
        sink_text(h->s, "</p>");
    }
    sink_text(h->s, "</div>\n");
}

static void area_cases(struct html *h, size_t index, size_t *left_out)
{
    const struct outline_area *a = &h->o->areas[index];
    size_t count = 0;

    for (size_t i = 0; i < a->case_count; i++)
        count += !needs_attention(h->run->cases[a->order[i]].verdict);
    if (!count)
        return;
    sink_format(h->s, "<details class=\"group\" data-a=\"%zu\"><summary>"
                      "<h4>", index);
    html_put(h, a->name, HTML_TITLE_MAX);
    sink_format(h->s, "</h4><span data-count>%zu</span></summary>"
                      "<ul class=\"lines\">\n", count);
    for (size_t i = 0; i < a->case_count; i++) {
        if (needs_attention(h->run->cases[a->order[i]].verdict))
            continue;
        if (html_room(h, SHARE_LIST))
            line(h, a->order[i]);
        else
            (*left_out)++;
    }
    sink_text(h->s, "</ul></details>\n");
}

static void choice(struct html *h, enum verdict v)
{
    sink_format(h->s, "<label class=\"%s\"><input type=\"checkbox\" "
                      "name=\"v\" value=\"%s\" checked> ",
                verdict_name(v), verdict_name(v));
    html_say(h, html_verdict_text(v));
    sink_format(h->s, " <b>%u</b></label>", tally_of(&h->run->tally, v));
}

static void filter_selects(struct html *h)
{
    sink_text(h->s, "<label>");
    html_say(h, TEXT_LEVEL);
    sink_text(h->s, "<select id=\"level\"><option value=\"\">");
    html_say(h, TEXT_ALL_LEVELS);
    sink_text(h->s, "</option>");
    for (unsigned level = 0; level < LEVEL_COUNT; level++)
        sink_format(h->s, "<option>%s</option>", level_name(level));
    sink_text(h->s, "</select></label><label>");
    html_say(h, TEXT_AREA);
    sink_text(h->s, "<select id=\"area\"><option value=\"\">");
    html_say(h, TEXT_ALL_AREAS);
    sink_text(h->s, "</option>");
    for (size_t i = 0; i < h->o->area_count; i++) {
        sink_format(h->s, "<option value=\"%zu\">", i);
        html_put(h, h->o->areas[i].name, HTML_TITLE_MAX);
        sink_text(h->s, "</option>");
    }
    sink_text(h->s, "</select></label>");
}

/* Hidden until the script is there that makes it work. */
static void filters(struct html *h)
{
    static const enum verdict order[] = {
        VERDICT_FAIL, VERDICT_ERROR,        VERDICT_INCONCLUSIVE,
        VERDICT_PASS, VERDICT_INAPPLICABLE, VERDICT_UNTESTED
    };

    sink_text(h->s, "<div id=\"filters\" class=\"filters\" role=\"search\" "
                    "hidden><label class=\"grow\">");
    html_say(h, TEXT_SEARCH);
    sink_text(h->s, "<input type=\"search\" id=\"search\" "
                    "autocomplete=\"off\"></label>");
    filter_selects(h);
    sink_text(h->s, "<fieldset><legend>");
    html_say(h, TEXT_VERDICT);
    sink_text(h->s, "</legend>");
    for (size_t i = 0; i < ARRAY_LEN(order); i++)
        choice(h, order[i]);
    sink_text(h->s, "</fieldset><p class=\"tools\"><output id=\"shown\" "
                    "data-text=\"");
    html_say(h, TEXT_SHOWN);
    sink_text(h->s, "\"></output><button type=\"button\" id=\"open-all\">");
    html_say(h, TEXT_OPEN_ALL);
    sink_text(h->s, "</button><button type=\"button\" id=\"close-all\">");
    html_say(h, TEXT_CLOSE_ALL);
    sink_text(h->s, "</button></p></div>\n");
}

void html_cases(struct html *h)
{
    size_t left_out = 0;

    sink_text(h->s, "<section class=\"card\" id=\"cases\" "
                    "aria-labelledby=\"h-cases\"><h2 id=\"h-cases\">");
    html_say(h, TEXT_CASES);
    sink_text(h->s, "</h2>\n");
    filters(h);
    attention(h, &left_out);
    sink_text(h->s, "<h3>");
    html_say(h, TEXT_BY_AREA);
    sink_text(h->s, "</h3>\n<div class=\"groups\" id=\"others\">\n");
    for (size_t i = 0; i < h->o->area_count; i++)
        area_cases(h, i, &left_out);
    sink_text(h->s, "</div>\n");
    if (left_out) {
        sink_format(h->s, "<p class=\"note\">%zu ", left_out);
        html_say(h, TEXT_NOT_LISTED);
        sink_text(h->s, "</p>");
    }
    sink_text(h->s, "</section>\n");
}
