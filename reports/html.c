/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"
#include "reports/html_internal.h"

enum { PAGE_MAX = 4800 * 1000 }; /* stays below 5 MB whatever the target did */

static const enum html_text conformity_words[RUN_CONFORMITY_COUNT] = {
    [RUN_CONFORMANT] = TEXT_CONFORMANT,
    [RUN_NONCONFORMANT] = TEXT_NONCONFORMANT,
    [RUN_INCONCLUSIVE] = TEXT_INCONCLUSIVE_RUN,
    [RUN_PARTIAL] = TEXT_PARTIAL,
};
static const enum verdict conformity_icons[RUN_CONFORMITY_COUNT] = {
    [RUN_CONFORMANT] = VERDICT_PASS,
    [RUN_NONCONFORMANT] = VERDICT_FAIL,
    [RUN_INCONCLUSIVE] = VERDICT_INCONCLUSIVE,
    [RUN_PARTIAL] = VERDICT_UNTESTED,
};

static void head(struct html *h, const char *style, const char *script)
{
    sink_format(h->s,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
                "<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\""
                "default-src 'none'; style-src '%s'; script-src '%s'; "
                "img-src data:; base-uri 'none'; form-action 'none'\">\n"
                "<meta name=\"viewport\" "
                "content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n"
                "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
                html_language_tag(h->language), style, script);
    html_put(h, outline_target(h->run), HTML_TITLE_MAX);
    sink_text(h->s, " ");
    html_put(h, h->run->target_version, HTML_TITLE_MAX);
    sink_text(h->s, " – ");
    html_say(h, TEXT_REPORT);
    sink_text(h->s, "</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>");
    sink_text(h->s, html_style);
    sink_text(h->s, "</style>\n</head>\n");
}

static void navigation(struct html *h)
{
    static const struct {
        const char *anchor;
        enum html_text text;
    } links[] = {
        { "statement", TEXT_STATEMENT },
        { "requirements", TEXT_REQUIREMENTS_NAV },
        { "cases", TEXT_CASES },
        { "identification", TEXT_IDENTIFICATION },
        { "deviations", TEXT_DEVIATIONS },
    };

    sink_text(h->s, "<body>\n<a class=\"skip\" href=\"#main\">");
    html_say(h, TEXT_SKIP);
    sink_text(h->s, "</a>\n");
    sink_text(h->s, html_symbols);
    sink_text(h->s, "<header class=\"top\"><div class=\"wide\">"
                    "<p class=\"brand\"><svg aria-hidden=\"true\">"
                    "<use href=\"#i-mark\"/></svg>");
    html_say(h, TEXT_BRAND);
    sink_text(h->s, "</p><nav aria-label=\"");
    html_say(h, TEXT_NAV);
    sink_text(h->s, "\">");
    for (size_t i = 0; i < ARRAY_LEN(links); i++) {
        sink_format(h->s, "<a href=\"#%s\">", links[i].anchor);
        html_say(h, links[i].text);
        sink_text(h->s, "</a>");
    }
    sink_text(h->s, "</nav><button type=\"button\" id=\"theme\" hidden>");
    html_say(h, TEXT_THEME);
    sink_text(h->s, "</button></div></header>\n");
}

/* "2026-11-23 02:00:07 UTC" for RFC 3339 in UTC, else the text as it is. */
static const char *time_text(struct html *h, const char *text)
{
    const char *made = NULL;
    size_t len = strlen(text);

    if (len > 20 && text[10] == 'T' && text[len - 1] == 'Z')
        made = arena_printf(h->scratch, "%.10s %.8s UTC", text, text + 11);
    return outline_or(made, text);
}

static void lede_item(struct html *h, enum html_text label, const char *value)
{
    sink_text(h->s, "<li>");
    html_say(h, label);
    sink_text(h->s, " <b>");
    html_put(h, value, HTML_TITLE_MAX);
    sink_text(h->s, "</b></li>");
}

static void title(struct html *h)
{
    const struct run *run = h->run;
    const char *unknown = html_text(h, TEXT_UNKNOWN);

    sink_text(h->s, "<main id=\"main\" class=\"wide\">\n"
                    "<div class=\"title\"><div><p class=\"kicker\">");
    html_say(h, TEXT_REPORT);
    sink_text(h->s, "</p><h1>");
    html_put(h, outline_target(run), HTML_TITLE_MAX);
    if (run->target_version) {
        sink_text(h->s, " <span>");
        html_put(h, run->target_version, HTML_TITLE_MAX);
        sink_text(h->s, "</span>");
    }
    sink_text(h->s, "</h1><ul class=\"lede\">");
    lede_item(h, TEXT_PROFILE,
              outline_or(outline_or(run->profile_title, run->profile),
                         html_text(h, TEXT_NO_PROFILE)));
    lede_item(h, TEXT_SUITE, outline_or(run->suite_version, unknown));
    lede_item(h, TEXT_ENDED,
              time_text(h, outline_or(run->end,
                                      outline_or(run->start, unknown))));
    sink_text(h->s, "</ul></div>");
    sink_format(h->s, "<div class=\"banner %s\"><svg aria-hidden=\"true\">"
                      "<use href=\"#i-%s\"/></svg><div><strong>",
                verdict_name(conformity_icons[run->conformity]),
                verdict_name(conformity_icons[run->conformity]));
    html_say(h, conformity_words[run->conformity]);
    sink_text(h->s, "</strong><p>");
    html_put(h, run->why, HTML_TEXT_MAX);
    sink_text(h->s, "</p>");
    if (run->conformity == RUN_PARTIAL) {
        sink_text(h->s, "<p>");
        html_say(h, TEXT_PARTIAL_NOTE);
        sink_text(h->s, "</p>");
    }
    if (!run->complete) {
        sink_text(h->s, "<p>");
        html_say(h, TEXT_INCOMPLETE);
        sink_text(h->s, "</p>");
    }
    sink_text(h->s, "</div></div></div>\n");
}

static void foot(struct html *h)
{
    sink_text(h->s, "<p class=\"end\">");
    html_say(h, TEXT_END);
    sink_text(h->s, " ");
    html_put(h, h->run->id, HTML_TITLE_MAX);
    if (h->run->record_sha256) {
        sink_text(h->s, "<br><span>");
        html_say(h, TEXT_RECORD);
        sink_text(h->s, " SHA-256 ");
        html_put(h, h->run->record_sha256, HTML_TITLE_MAX);
        sink_text(h->s, "</span>");
    }
    sink_text(h->s, "</p>\n</main>\n<script>");
    sink_text(h->s, html_script);
    sink_text(h->s, "</script>\n</body>\n</html>\n");
}

static void page(struct html *h, const char *style, const char *script)
{
    head(h, style, script);
    navigation(h);
    title(h);
    html_statement(h);
    html_requirements(h);
    html_cases(h);
    sink_text(h->s, "<div class=\"columns\">\n");
    html_identification(h);
    html_deviations(h);
    sink_text(h->s, "</div>\n");
    foot(h);
}

enum err report_html(FILE *out, const struct run *run,
                     const struct report_options *options, struct error *why)
{
    char style[HTML_HASH_SIZE], script[HTML_HASH_SIZE];
    struct arena a, scratch;
    struct sink sink;
    struct outline o;
    enum err err = html_hash(style, html_style, why);

    if (!err)
        err = html_hash(script, html_script, why);
    if (err)
        return err;
    arena_init(&a, 0);
    arena_init(&scratch, 0);
    sink_init(&sink, out);
    err = outline_init(&o, &a, run, why);
    if (!err) {
        struct html h = {
            .s = &sink,
            .run = run,
            .o = &o,
            .scratch = &scratch,
            .language = html_language_find(options ? options->language : NULL),
            .max = options && options->size_max ? options->size_max : PAGE_MAX,
        };

        page(&h, style, script);
        err = sink_end(&sink, why);
    }
    arena_release(&scratch);
    arena_release(&a);
    return err;
}
