/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/value.h"

#include <stdlib.h>

struct bounded {
    char *text;
    size_t len, max;
    bool cut;
};

/* jansson stops dumping when this returns -1, so that a value of megabytes
 * costs no more than what is shown of it. */
static int collect(const char *data, size_t len, void *context)
{
    struct bounded *b = context;
    size_t room = b->max - b->len;

    if (len > room) {
        b->cut = true;
        len = room;
    }
    memcpy(b->text + b->len, data, len);
    b->len += len;
    return b->cut ? -1 : 0;
}

/* Length of text without a UTF-8 sequence that is cut at its end. */
static size_t whole(const char *text, size_t len)
{
    size_t at = len;

    if (len == 0 || !((unsigned char)text[len - 1] & 0x80))
        return len;
    while (at && ((unsigned char)text[at - 1] & 0xC0) == 0x80)
        at--;
    if (at && (unsigned char)text[at - 1] >= 0xC0)
        at--;
    return at;
}

char *value_text(struct arena *a, const json_t *value, size_t max)
{
    static const char MARK[] = "…";
    struct bounded b = { .max = max };

    if (!value)
        return arena_strdup(a, "");
    b.text = arena_alloc(a, max + sizeof MARK + 1);
    if (!b.text)
        return NULL;
    (void)json_dump_callback(value, collect, &b,
                             JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    if (b.cut) {
        memcpy(b.text + whole(b.text, b.len), MARK, sizeof MARK);
    }
    return b.text;
}

char *value_plain(struct arena *a, const json_t *value, size_t max)
{
    if (json_is_string(value) && json_string_length(value) <= max)
        return arena_strdup(a, json_string_value(value));
    return value_text(a, value, max);
}

static struct value_view refusal(const json_t *reject)
{
    struct value_view v = { .kind = VALUE_REFUSAL };

    if (json_is_string(reject)) {
        v.reason = json_string_value(reject);
    } else {
        v.reason = json_string_value(json_object_get(reject, "reason"));
        v.message = json_string_value(json_object_get(reject, "message"));
    }
    return v;
}

struct value_view value_expected(const struct result_case *c)
{
    const json_t *reject = json_object_get(c->expected, "reject");
    const json_t *out = json_object_get(c->expected, "out");
    bool wrapped = json_object_size(c->expected) == 1;

    if (!c->expected)
        return (struct value_view){ .kind = VALUE_NONE };
    if (wrapped && json_is_string(reject))
        return refusal(reject);
    if (wrapped && out)
        return (struct value_view){ .kind = VALUE_ANSWER, .body = out };
    return (struct value_view){ .kind = VALUE_ANSWER, .body = c->expected };
}

struct value_view value_got(const struct result_case *c)
{
    const json_t *out = json_object_get(c->got, "out");
    const json_t *reject = json_object_get(c->got, "reject");
    const json_t *error = json_object_get(c->got, "error");

    if (out)
        return (struct value_view){ .kind = VALUE_ANSWER, .body = out };
    if (reject)
        return refusal(reject);
    if (json_is_string(error))
        return (struct value_view){ .kind = VALUE_FAULT,
                                    .message = json_string_value(error) };
    if (c->got)
        return (struct value_view){ .kind = VALUE_FAULT, .body = c->got };
    return (struct value_view){ .kind = VALUE_NONE };
}

char *value_line(struct arena *a, struct value_view v, size_t max)
{
    switch (v.kind) {
    case VALUE_NONE:
        return arena_strdup(a, "no answer");
    case VALUE_ANSWER:
        return value_text(a, v.body, max);
    case VALUE_REFUSAL:
        return arena_printf(a, "refused: %s", v.reason ? v.reason : "unknown");
    case VALUE_FAULT:
        if (v.message)
            return arena_printf(a, "error: %s", v.message);
        return value_text(a, v.body, max);
    }
    return arena_strdup(a, "");
}

static int by_key(const void *a, const void *b)
{
    const struct value_member *x = a, *y = b;

    return strcmp(x->key, y->key);
}

struct value_member *value_members(struct arena *a, size_t *count,
                                   const json_t *object)
{
    size_t size = json_object_size(object), n = 0;
    struct value_member *list;
    const char *key;
    json_t *value;

    *count = 0;
    list = arena_array(a, size + 1, sizeof *list);
    if (!list)
        return NULL;
    /* jansson's iterator takes a plain pointer although it only reads. */
    json_object_foreach ((json_t *)(uintptr_t)object, key, value)
        list[n++] = (struct value_member){ key, value };
    if (n)
        qsort(list, n, sizeof *list, by_key);
    *count = n < VALUE_MEMBERS_MAX ? n : VALUE_MEMBERS_MAX;
    return list;
}
