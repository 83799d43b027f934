/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/html_internal.h"

static const char *const texts[TEXT_COUNT][LANGUAGE_COUNT] = {
#define T(name, en, zh) [TEXT_##name] = { en, zh },
#include "reports/html_text.def"
#undef T
};

static const char *const tags[LANGUAGE_COUNT] = { "en", "zh-Hans" };

const char *html_text(const struct html *h, enum html_text which)
{
    return texts[which][h->language];
}

enum html_language html_language_find(const char *name)
{
    return name && strncmp(name, "zh", 2) == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
}

const char *html_language_tag(enum html_language language)
{
    return tags[language];
}

void html_say(struct html *h, enum html_text which)
{
    sink_text(h->s, html_text(h, which));
}

void html_put(struct html *h, const char *text, size_t max)
{
    escape_text(h->s, ESCAPE_XML, text, max);
}

enum html_text html_verdict_text(enum verdict v)
{
    static const enum html_text words[VERDICT_COUNT] = {
        [VERDICT_PASS] = TEXT_PASS,
        [VERDICT_FAIL] = TEXT_FAIL,
        [VERDICT_INCONCLUSIVE] = TEXT_INCONCLUSIVE,
        [VERDICT_ERROR] = TEXT_ERROR,
        [VERDICT_INAPPLICABLE] = TEXT_INAPPLICABLE,
        [VERDICT_UNTESTED] = TEXT_UNTESTED,
    };

    return words[v];
}

bool html_room(const struct html *h, unsigned share)
{
    return h->s->written < h->max / 100 * share;
}

void html_verdict(struct html *h, enum verdict v)
{
    sink_format(h->s, "<span class=\"pill %s\"><svg aria-hidden=\"true\">"
                      "<use href=\"#i-%s\"/></svg>",
                verdict_name(v), verdict_name(v));
    html_say(h, html_verdict_text(v));
    sink_text(h->s, "</span>");
}

void html_anchor(struct html *h, const char *prefix, const char *id)
{
    sink_text(h->s, prefix);
    for (const char *p = outline_or(id, "-"); *p; p++) {
        bool plain = (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') ||
                     (*p >= 'A' && *p <= 'Z') || strchr("-.", *p);

        if (plain)
            sink_bytes(h->s, p, 1);
        else
            sink_format(h->s, "_%02x", (unsigned)(unsigned char)*p);
    }
}

void html_case_link(struct html *h, const struct result_case *c)
{
    sink_text(h->s, "<a href=\"#");
    html_anchor(h, "case-", c->id);
    sink_text(h->s, "\">");
    html_put(h, c->id, HTML_TITLE_MAX);
    sink_text(h->s, "</a>");
}
