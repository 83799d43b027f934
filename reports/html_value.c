/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/html_internal.h"
#include "reports/value.h"

/* Two values are walked together, so that what is marked is the field, and in
 * it the part, that differs. */
enum {
    DEPTH_MAX = 24,
    ITEMS_MAX = 200,     /* members or items of one container */
    STRING_MAX = 480,    /* bytes shown of a string */
    CONTEXT = 64,        /* equal bytes shown around a difference */
    DIFFERENCE_MAX = 240,
    SIDE_MAX = 3500,     /* bytes of one side */
    PATH_SIZE = 512,
    PAIRS_MAX = 2
};

enum mode {
    MODE_PLAIN,   /* mark nothing */
    MODE_COMPARE
};

struct side {
    struct html *h;
    size_t end;         /* of sink->written */
    bool cut, expected; /* expected: this side holds the matchers */
    const char *path;   /* of the first difference as the judge saw it */
    char here[PATH_SIZE];
    size_t here_len;
    const json_t *pair[PAIRS_MAX][2];
    size_t pairs;
};

static void render(struct side *x, const json_t *v, const json_t *o,
                   enum mode mode, unsigned depth);

static void indent(struct side *x, unsigned depth)
{
    sink_text(x->h->s, "\n");
    for (unsigned i = 0; i < depth; i++)
        sink_text(x->h->s, "  ");
}

static bool full(struct side *x)
{
    if (!x->cut && x->h->s->written > x->end) {
        x->cut = true;
        sink_text(x->h->s, "…");
    }
    return x->cut;
}

static void put(struct side *x, const char *text, size_t len)
{
    escape_bytes(x->h->s, ESCAPE_XML, bytes_make(text, len), 0);
}

static void skipped(struct side *x, size_t count)
{
    sink_format(x->h->s, "<i>… %zu …</i>", count);
}

static bool is_hex(const char *s, size_t len)
{
    return len > 2 && len % 2 == 0 && s[0] == '0' && s[1] == 'x' &&
           strspn(s + 2, "0123456789abcdefABCDEF") == len - 2;
}

static void string_plain(struct side *x, const char *s, size_t len)
{
    size_t shown = len > STRING_MAX ? STRING_MAX : len;

    sink_text(x->h->s, "&quot;");
    put(x, s, shown);
    if (shown < len)
        skipped(x, len - shown);
    sink_text(x->h->s, "&quot;");
}

/* The common beginning and end; in hex they end between bytes, in other text
 * between characters. */
static void common(size_t *head, size_t *tail, const json_t *v, const json_t *o)
{
    const char *s = json_string_value(v), *t = json_string_value(o);
    size_t len = json_string_length(v), other = json_string_length(o);
    size_t least = len < other ? len : other, a = 0, b = 0;

    while (a < least && s[a] == t[a])
        a++;
    if (is_hex(s, len) && is_hex(t, other))
        a -= a % 2;
    while (a > 0 && a < len && ((unsigned char)s[a] & 0xC0) == 0x80)
        a--;
    while (b < least - a && s[len - 1 - b] == t[other - 1 - b])
        b++;
    if (is_hex(s, len) && is_hex(t, other))
        b -= b % 2;
    while (b > 0 && ((unsigned char)s[len - b] & 0xC0) == 0x80)
        b--;
    *head = a;
    *tail = b;
}

static void string_marked(struct side *x, const json_t *v, const json_t *o)
{
    const char *s = json_string_value(v);
    size_t len = json_string_length(v), head, tail, middle, from, shown;

    common(&head, &tail, v, o);
    middle = len - head - tail;
    from = head > 2 * CONTEXT ? head - CONTEXT : 0;
    shown = middle > DIFFERENCE_MAX ? DIFFERENCE_MAX : middle;
    sink_text(x->h->s, "&quot;");
    if (from)
        skipped(x, from);
    put(x, s + from, head - from);
    sink_text(x->h->s, "<mark>");
    put(x, s + head, shown);
    if (shown < middle)
        skipped(x, middle - shown);
    if (!middle)
        sink_text(x->h->s, "∅");
    sink_text(x->h->s, "</mark>");
    shown = tail > 2 * CONTEXT ? CONTEXT : tail;
    put(x, s + head + middle, shown);
    if (shown < tail)
        skipped(x, tail - shown);
    sink_text(x->h->s, "&quot;");
    if (x->pairs < PAIRS_MAX && html_hex_fits(v, o)) {
        x->pair[x->pairs][0] = x->expected ? v : o;
        x->pair[x->pairs][1] = x->expected ? o : v;
        x->pairs++;
    }
}

static void scalar(struct side *x, const json_t *v)
{
    char *text;

    if (json_is_string(v)) {
        string_plain(x, json_string_value(v), json_string_length(v));
        return;
    }
    text = value_text(x->h->scratch, v, STRING_MAX);
    if (text)
        put(x, text, strlen(text));
}

/* Appends to the path that this side has reached; returns where to go back. */
static size_t step(struct side *x, const char *key, size_t index)
{
    size_t before = x->here_len, room = PATH_SIZE - before;
    int len = key ? snprintf(x->here + before, room, ".%s", key)
                  : snprintf(x->here + before, room, "[%zu]", index);

    if (len > 0)
        x->here_len += (size_t)len < room ? (size_t)len : room - 1;
    return before;
}

static void step_back(struct side *x, size_t before)
{
    x->here_len = before;
    x->here[before] = '\0';
}

/* What is absent on the other side is marked as a whole. */
static void child(struct side *x, const json_t *v, const json_t *o,
                  enum mode mode, unsigned depth)
{
    if (mode == MODE_COMPARE && !o) {
        sink_text(x->h->s, "<mark>");
        render(x, v, NULL, MODE_PLAIN, depth);
        sink_text(x->h->s, "</mark>");
        return;
    }
    render(x, v, o, mode, depth);
}

static void object(struct side *x, const json_t *v, const json_t *o,
                   enum mode mode, unsigned depth)
{
    size_t count;
    struct value_member *m = value_members(x->h->scratch, &count, v);

    sink_text(x->h->s, "{");
    for (size_t i = 0; i < count && !full(x); i++) {
        size_t before = step(x, m[i].key, 0);

        indent(x, depth + 1);
        if (i == ITEMS_MAX) {
            skipped(x, count - i);
            step_back(x, before);
            break;
        }
        string_plain(x, m[i].key, strlen(m[i].key));
        sink_text(x->h->s, ": ");
        child(x, m[i].value, json_object_get(o, m[i].key), mode, depth + 1);
        sink_text(x->h->s, i + 1 < count ? "," : "");
        step_back(x, before);
    }
    if (count)
        indent(x, depth);
    sink_text(x->h->s, "}");
}

static void array(struct side *x, const json_t *v, const json_t *o,
                  enum mode mode, unsigned depth)
{
    size_t count = json_array_size(v);

    sink_text(x->h->s, "[");
    for (size_t i = 0; i < count && !full(x); i++) {
        size_t before = step(x, NULL, i);

        indent(x, depth + 1);
        if (i == ITEMS_MAX) {
            skipped(x, count - i);
            step_back(x, before);
            break;
        }
        child(x, json_array_get(v, i), json_array_get(o, i), mode, depth + 1);
        sink_text(x->h->s, i + 1 < count ? "," : "");
        step_back(x, before);
    }
    if (count)
        indent(x, depth);
    sink_text(x->h->s, "]");
}

/* {"$type": …} and the like: a rule, not a value to be compared. */
static bool is_matcher(const json_t *v)
{
    const char *key;
    json_t *value;

    if (!json_is_object(v) || json_object_size(v) != 1)
        return false;
    json_object_foreach ((json_t *)(uintptr_t)v, key, value)
        return key[0] == '$';
    return false;
}

static void render(struct side *x, const json_t *v, const json_t *o,
                   enum mode mode, unsigned depth)
{
    bool matcher = mode == MODE_COMPARE && is_matcher(x->expected ? v : o);
    bool whole = false;

    if (full(x))
        return;
    if (depth > DEPTH_MAX) {
        sink_text(x->h->s, "…");
        return;
    }
    if (matcher) {
        whole = x->path && strcmp(x->path, x->here) == 0;
        mode = MODE_PLAIN;
    } else if (mode == MODE_COMPARE && json_typeof(v) != json_typeof(o)) {
        whole = true;
        mode = MODE_PLAIN;
    }
    if (mode == MODE_COMPARE && json_is_string(v) && !json_equal(v, o)) {
        string_marked(x, v, o);
        return;
    }
    if (mode == MODE_COMPARE && !json_is_object(v) && !json_is_array(v))
        whole = !json_equal(v, o);
    sink_text(x->h->s, whole ? "<mark>" : "");
    if (json_is_object(v))
        object(x, v, o, mode, depth);
    else if (json_is_array(v))
        array(x, v, o, mode, depth);
    else
        scalar(x, v);
    sink_text(x->h->s, whole ? "</mark>" : "");
}

static void side_init(struct side *x, struct html *h, size_t max)
{
    *x = (struct side){ .h = h, .end = h->s->written + max };
    x->here[0] = '$';
    x->here_len = 1;
}

/* Reached only through html_compare() or with MODE_PLAIN. */
void html_value(struct html *h, const json_t *value, size_t max)
{
    struct side x;

    side_init(&x, h, max);
    sink_text(h->s, "<pre tabindex=\"0\">");
    render(&x, value, NULL, MODE_PLAIN, 0);
    sink_text(h->s, "</pre>");
}

static void reason(struct html *h, struct value_view v, bool differs)
{
    html_say(h, TEXT_REASON);
    sink_text(h->s, differs ? ": <mark>" : ": ");
    if (v.reason)
        html_put(h, v.reason, HTML_TEXT_MAX);
    else
        html_say(h, TEXT_REASON_UNKNOWN);
    sink_text(h->s, differs ? "</mark>" : "");
    if (v.message) {
        sink_text(h->s, "\n");
        html_put(h, v.message, HTML_TEXT_MAX);
    }
}

static void one_side(struct side *x, struct value_view v, struct value_view o,
                     bool expected)
{
    static const enum html_text kinds[] = { TEXT_NO_ANSWER, TEXT_ANSWER,
                                            TEXT_REFUSAL, TEXT_FAULT };
    struct html *h = x->h;
    bool same = v.kind == o.kind;

    x->expected = expected;
    sink_format(h->s, "<div class=\"%s\"><h4 class=\"cap\">",
                expected ? "want" : "got");
    html_say(h, expected ? TEXT_EXPECTED : TEXT_GOT);
    sink_text(h->s, same ? ": " : ": <mark>");
    html_say(h, kinds[v.kind]);
    sink_text(h->s, same ? "</h4>" : "</mark></h4>");
    if (v.kind != VALUE_NONE) {
        sink_text(h->s, "<pre tabindex=\"0\">");
        if (v.kind == VALUE_REFUSAL)
            reason(h, v, same && v.reason && o.reason &&
                             strcmp(v.reason, o.reason) != 0);
        else if (v.body)
            render(x, v.body, same ? o.body : NULL,
                   same && o.body ? MODE_COMPARE : MODE_PLAIN, 0);
        else
            html_put(h, v.message, HTML_TEXT_MAX);
        sink_text(h->s, "</pre>");
    }
    sink_text(h->s, "</div>");
}

void html_compare(struct html *h, const struct result_case *c)
{
    struct value_view want = value_expected(c), got = value_got(c);
    struct side left, right;

    if (want.kind == VALUE_NONE && got.kind == VALUE_NONE)
        return;
    sink_text(h->s, "<div class=\"pair\">");
    side_init(&left, h, SIDE_MAX);
    left.path = c->path;
    one_side(&left, want, got, true);
    side_init(&right, h, SIDE_MAX);
    right.path = c->path;
    one_side(&right, got, want, false);
    sink_text(h->s, "</div>");
    for (size_t i = 0; i < left.pairs; i++)
        html_hex(h, left.pair[i][0], left.pair[i][1]);
}
