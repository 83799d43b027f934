/* html_internal: what the parts of the page share.
 *
 * The page is one file: no request leaves it, its only style and script are
 * the two blocks whose hashes its policy names.  Every part is bounded in
 * bytes, so that a page about a broken target stays readable. */
#ifndef ETALON_REPORTS_HTML_INTERNAL_H
#define ETALON_REPORTS_HTML_INTERNAL_H

#include "reports/escape.h"
#include "reports/outline.h"

enum html_text {
#define T(name, en, zh) TEXT_##name,
#include "reports/html_text.def"
#undef T
    TEXT_COUNT
};

enum html_language { LANGUAGE_EN, LANGUAGE_ZH, LANGUAGE_COUNT };

struct html {
    struct sink *s;
    const struct run *run;
    const struct outline *o;
    struct arena *scratch; /* reset after each case */
    enum html_language language;
    size_t max;            /* bytes of the whole page */
};

/* How far each kind of content may grow the page, in percent of max. */
enum {
    SHARE_REQUIREMENT_CASES = 30, /* lists of cases under requirements */
    SHARE_REQUIREMENTS = 40,
    SHARE_DETAIL = 72,            /* full detail of cases */
    SHARE_ROWS = 82,              /* a failed case with its message only */
    SHARE_LIST = 96               /* id and title */
};
bool html_room(const struct html *h, unsigned share);

/* Lengths, in bytes of output, of single texts. */
enum { HTML_TITLE_MAX = 400, HTML_TEXT_MAX = 1200, HTML_BLOCK_MAX = 3000 };

const char *html_text(const struct html *h, enum html_text which);
enum html_language html_language_find(const char *name); /* English if unknown */
const char *html_language_tag(enum html_language language);
/* Our own words in the page's language. */
void html_say(struct html *h, enum html_text which);
/* Words of others, escaped. */
void html_put(struct html *h, const char *text, size_t max);
enum html_text html_verdict_text(enum verdict v);
/* Pill with icon and word. */
void html_verdict(struct html *h, enum verdict v);
/* An anchor made of prefix and id: "case-…"; letters, digits and "-._" stay,
 * everything else becomes _xx. */
void html_anchor(struct html *h, const char *prefix, const char *id);
/* " href=#…" link with the id as its text. */
void html_case_link(struct html *h, const struct result_case *c);
void html_member_list(struct html *h, const json_t *object);

/* Sections, in page order. */
void html_statement(struct html *h);
void html_requirements(struct html *h);
void html_cases(struct html *h);
void html_case_detail(struct html *h, const struct result_case *c);
/* Expected beside got with the differing parts marked. */
void html_compare(struct html *h, const struct result_case *c);
void html_value(struct html *h, const json_t *value, size_t max);
void html_identification(struct html *h);
void html_deviations(struct html *h);

/* Two long hex strings ("0x…") beside each other, 16 bytes a row. */
bool html_hex_fits(const json_t *a, const json_t *b);
void html_hex(struct html *h, const json_t *expected, const json_t *got);

extern const char html_style[], html_script[], html_symbols[];

enum { HTML_HASH_SIZE = 64 };
/* "sha256-…" of a block for the page's policy.  Error: ERR_INTERNAL. */
MUST_CHECK enum err html_hash(char out[HTML_HASH_SIZE], const char *block,
                              struct error *why);

#endif
