/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/html_internal.h"

enum {
    ROW = 16,
    ROWS_MAX = 12,
    BYTES_MIN = 33 /* shorter values are read well enough as they are */
};

/* The bytes of a "0x…" string, still as digits. */
struct digits {
    const char *at;
    size_t len; /* bytes */
};

static bool digits_of(struct digits *out, const json_t *v)
{
    const char *s = json_string_value(v);
    size_t len = json_string_length(v);

    if (!s || len < 2 || len % 2 || s[0] != '0' || s[1] != 'x' ||
        strspn(s + 2, "0123456789abcdefABCDEF") != len - 2)
        return false;
    *out = (struct digits){ s + 2, len / 2 - 1 };
    return true;
}

bool html_hex_fits(const json_t *a, const json_t *b)
{
    struct digits x, y;

    return digits_of(&x, a) && digits_of(&y, b) &&
           (x.len >= BYTES_MIN || y.len >= BYTES_MIN);
}

static bool differs(struct digits a, struct digits b, size_t i)
{
    return i >= a.len || i >= b.len || memcmp(a.at + 2 * i, b.at + 2 * i, 2);
}

static void cells(struct html *h, struct digits a, struct digits b, size_t row)
{
    bool marked = false;

    for (size_t i = row; i < row + ROW && i < a.len; i++) {
        bool mark = differs(a, b, i);

        if (marked && !mark)
            sink_text(h->s, "</mark>");
        sink_text(h->s, i == row ? "" : i == row + ROW / 2 ? "  " : " ");
        if (mark && !marked)
            sink_text(h->s, "<mark>");
        marked = mark;
        sink_bytes(h->s, a.at + 2 * i, 2);
    }
    sink_text(h->s, marked ? "</mark>" : "");
}

static void count_line(struct html *h, size_t count, enum html_text what)
{
    if (!count)
        return;
    sink_format(h->s, "<p class=\"note\">%zu ", count);
    html_say(h, what);
    sink_text(h->s, "</p>");
}

static void heading(struct html *h, enum html_text side, size_t len)
{
    sink_text(h->s, "<th scope=\"col\">");
    html_say(h, side);
    sink_format(h->s, ", %zu ", len);
    html_say(h, TEXT_BYTES);
    sink_text(h->s, "</th>");
}

void html_hex(struct html *h, const json_t *expected, const json_t *got)
{
    struct digits a, b;
    size_t longest, first = 0, row, rows = 0;

    if (!digits_of(&a, expected) || !digits_of(&b, got))
        return;
    longest = a.len > b.len ? a.len : b.len;
    while (first < longest && !differs(a, b, first))
        first++;
    row = first / ROW * ROW;
    row = row >= ROW ? row - ROW : 0;
    sink_text(h->s, "<h4 class=\"cap\">");
    html_say(h, TEXT_HEX);
    sink_text(h->s, "</h4>");
    count_line(h, row, TEXT_EQUAL_BEFORE);
    sink_text(h->s, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
                    "aria-label=\"");
    html_say(h, TEXT_HEX);
    sink_text(h->s, "\"><table class=\"hex\"><thead><tr><th scope=\"col\">");
    html_say(h, TEXT_OFFSET);
    sink_text(h->s, "</th>");
    heading(h, TEXT_EXPECTED, a.len);
    heading(h, TEXT_GOT, b.len);
    sink_text(h->s, "</tr></thead><tbody>");
    for (; row < longest && rows < ROWS_MAX; row += ROW, rows++) {
        sink_format(h->s, "<tr><th scope=\"row\">%04zx</th>"
                          "<td class=\"want\">", row);
        cells(h, a, b, row);
        sink_text(h->s, "</td><td class=\"got\">");
        cells(h, b, a, row);
        sink_text(h->s, "</td></tr>");
    }
    sink_text(h->s, "</tbody></table></div>");
    count_line(h, row < longest ? longest - row : 0, TEXT_BYTES_AFTER);
}
