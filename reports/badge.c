/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"
#include "reports/jsonw.h"
#include "reports/mapping.h"
#include "reports/outline.h"

/* A count, never a percentage: 99.6 % shown as 100 % would be false. */
enum { LABEL_SIZE = 96, CHAR_WIDTH = 7, PADDING = 12 };

struct badge {
    char label[LABEL_SIZE], message[LABEL_SIZE];
};

static enum err badge_make(struct badge *b, const struct run *run,
                           struct error *why)
{
    struct arena a;
    struct outline o;
    enum err err;

    arena_init(&a, 0);
    err = outline_init(&o, &a, run, why);
    if (!err) {
        (void)snprintf(b->label, sizeof b->label, "etalon %.40s",
                       outline_or(run->profile,
                                  outline_or(run->suite_version, "")));
        (void)snprintf(b->message, sizeof b->message, "%s%u/%u MUST",
                       run->conformity == RUN_PARTIAL ? "partial " : "",
                       outline_passed(&o.requirements, LEVEL_MUST),
                       outline_applicable(&o.requirements, LEVEL_MUST));
    }
    arena_release(&a);
    return err;
}

/* Widths are an estimate; textLength makes them exact for the reader. */
static unsigned width_of(const char *text)
{
    struct bytes rest = bytes_str(text);
    unsigned width = 0;

    while (rest.len) {
        uint32_t point = escape_next(&rest);

        width += escape_hidden(point) ? 6 * CHAR_WIDTH
                 : point < 0x1100     ? CHAR_WIDTH
                                      : 2 * CHAR_WIDTH;
    }
    return width;
}

static void svg_text(struct sink *s, unsigned x, const char *text)
{
    sink_format(s, "<text x=\"%u\" y=\"14\" textLength=\"%u\">", x,
                width_of(text));
    escape_text(s, ESCAPE_XML, text, 0);
    sink_text(s, "</text>");
}

enum err report_badge_svg(FILE *out, const struct run *run,
                          const struct report_options *options,
                          struct error *why)
{
    struct badge b = { { 0 }, { 0 } };
    struct sink s;
    unsigned left, right;
    enum err err = badge_make(&b, run, why);

    (void)options;
    if (err)
        return err;
    left = width_of(b.label) + PADDING;
    right = width_of(b.message) + PADDING;
    sink_init(&s, out);
    sink_format(&s,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" "
                "height=\"20\" role=\"img\" aria-labelledby=\"t\">\n"
                "<title id=\"t\">",
                left + right);
    escape_text(&s, ESCAPE_XML, b.label, 0);
    sink_text(&s, ": ");
    escape_text(&s, ESCAPE_XML, b.message, 0);
    sink_format(&s,
                "</title>\n"
                "<rect width=\"%u\" height=\"20\" rx=\"3\" fill=\"#24292f\"/>\n"
                "<path d=\"M%u 0h%ua3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H%uz\" "
                "fill=\"%s\"/>\n"
                "<g fill=\"#fff\" font-family=\"DejaVu Sans,Verdana,"
                "sans-serif\" font-size=\"11\">\n",
                left + right, left, right - 3, left, mapping_colour(run));
    svg_text(&s, PADDING / 2, b.label);
    svg_text(&s, left + PADDING / 2, b.message);
    sink_text(&s, "\n</g>\n</svg>\n");
    return sink_end(&s, why);
}

enum err report_badge_json(FILE *out, const struct run *run,
                           const struct report_options *options,
                           struct error *why)
{
    struct badge b = { { 0 }, { 0 } };
    struct sink s;
    struct jsonw w;
    enum err err = badge_make(&b, run, why);

    (void)options;
    if (err)
        return err;
    sink_init(&s, out);
    jsonw_init(&w, &s);
    jsonw_object(&w, NULL);
    jsonw_integer(&w, "schemaVersion", 1);
    jsonw_string(&w, "label", b.label);
    jsonw_string(&w, "message", b.message);
    jsonw_string(&w, "color", mapping_colour(run));
    jsonw_end_object(&w);
    return sink_end(&s, why);
}
