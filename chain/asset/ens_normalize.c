/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/ens_normalize.h"

#include <stdlib.h>

#include "chain/asset/ens_tables.h"
#include "chain/codec/ascii.h"
#include "chain/codec/utf8.h"

enum { VARIATION_16 = 0xfe0f, HYPHEN = '-', UNDERSCORE = '_' };

/* One label on its way; tokens are runs of text and single emoji. */
struct label {
    struct arena *arena;
    struct code_points norm;  /* the result */
    struct code_points chars; /* the characters of text in it */
    struct code_points text;  /* the text token at hand, before NFC */
    size_t token_count;
    bool has_emoji, mark_first;
};

static const struct ens_class *class_of(uint32_t c)
{
    return &ENS_CLASSES[ENS_BLOCKS[ENS_BLOCK_OF[c / ENS_BLOCK]][c % ENS_BLOCK]];
}

static bool is(uint32_t c, unsigned flag)
{
    return class_of(c)->flags & flag;
}

/* --- tokens --------------------------------------------------------------- */

static int by_code(const void *key, const void *row)
{
    uint32_t a = *(const uint32_t *)key;
    uint32_t b = ((const struct ens_emoji *)row)->code_point;

    return (a > b) - (a < b);
}

/* How many code points the longest emoji at the front has, 0 for none. */
static size_t emoji_size(const uint32_t *in, size_t count)
{
    const struct ens_emoji *node = &ENS_EMOJI[0];
    size_t best = 0;

    for (size_t i = 0; i < count; i++) {
        node = bsearch(&in[i], &ENS_EMOJI[node->first_child], node->child_count,
                       sizeof *node, by_code);
        if (!node)
            break;
        if (node->end)
            best = i + 1;
    }
    return best;
}

/* Ends the text token at hand: its NFC joins the label. */
static enum err flush_text(struct label *l)
{
    size_t start = l->norm.count;
    enum err err;

    if (l->text.count == 0)
        return ERR_OK;
    err = unicode_nfc(l->arena, &l->norm, l->text.data, l->text.count);
    if (err)
        return err;
    l->mark_first |= is(l->norm.data[start], ENS_CM);
    for (size_t i = start; !err && i < l->norm.count; i++)
        err = code_points_put(l->arena, &l->chars, l->norm.data[i]);
    l->text.count = 0;
    l->token_count++;
    return err;
}

static enum err put_emoji(struct label *l, const uint32_t *in, size_t count)
{
    enum err err = flush_text(l);

    for (size_t i = 0; !err && i < count; i++)
        if (in[i] != VARIATION_16)
            err = code_points_put(l->arena, &l->norm, in[i]);
    l->has_emoji = true;
    l->token_count++;
    return err;
}

static int by_mapped(const void *key, const void *row)
{
    uint32_t a = *(const uint32_t *)key;
    uint32_t b = ((const struct ens_mapping *)row)->code_point;

    return (a > b) - (a < b);
}

static enum err put_mapped(struct label *l, uint32_t c)
{
    const struct ens_mapping *row =
        bsearch(&c, ENS_MAPPINGS, ENS_MAPPED_COUNT, sizeof *row, by_mapped);
    enum err err = ERR_OK;

    for (unsigned i = 0; row && !err && i < row->length; i++)
        err = code_points_put(l->arena, &l->text,
                              ENS_MAPPED_POOL[row->offset + i]);
    return err;
}

static enum err tokenize(struct label *l, const uint32_t *in, size_t count)
{
    enum err err = ERR_OK;

    for (size_t i = 0; !err && i < count;) {
        size_t emoji = emoji_size(in + i, count - i);

        if (emoji) {
            err = put_emoji(l, in + i, emoji);
            i += emoji;
            continue;
        }
        if (is(in[i], ENS_VALID))
            err = code_points_put(l->arena, &l->text, in[i]);
        else if (is(in[i], ENS_MAPPED))
            err = put_mapped(l, in[i]);
        else if (!is(in[i], ENS_IGNORED))
            err = ERR_ENS_DISALLOWED;
        i++;
    }
    return err ? err : flush_text(l);
}

/* --- rules ---------------------------------------------------------------- */

static enum err check_underscore(const struct code_points *norm)
{
    size_t i = 0;

    while (i < norm->count && norm->data[i] == UNDERSCORE)
        i++;
    for (; i < norm->count; i++)
        if (norm->data[i] == UNDERSCORE)
            return ERR_ENS_UNDERSCORE;
    return ERR_OK;
}

static bool all_ascii(const struct code_points *norm)
{
    for (size_t i = 0; i < norm->count; i++)
        if (norm->data[i] >= 0x80)
            return false;
    return true;
}

static enum err check_fenced(const struct code_points *norm)
{
    const uint32_t *c = norm->data;
    size_t n = norm->count;

    if (is(c[0], ENS_FENCED) || is(c[n - 1], ENS_FENCED))
        return ERR_ENS_FENCED;
    for (size_t i = 1; i < n; i++)
        if (is(c[i], ENS_FENCED) && is(c[i - 1], ENS_FENCED))
            return ERR_ENS_FENCED;
    return ERR_OK;
}

static bool intersect(uint32_t groups[ENS_GROUP_WORDS], const uint32_t *with)
{
    uint32_t any = 0;

    for (size_t i = 0; i < ENS_GROUP_WORDS; i++)
        any |= groups[i] &= with[i];
    return any != 0;
}

static bool any_group(const uint32_t *groups)
{
    uint32_t any = 0;

    for (size_t i = 0; i < ENS_GROUP_WORDS; i++)
        any |= groups[i];
    return any != 0;
}

/* The groups that hold all characters; the first of them is the label's. */
static enum err find_groups(uint32_t groups[ENS_GROUP_WORDS],
                            const struct code_points *chars)
{
    memset(groups, 0xff, ENS_GROUP_WORDS * sizeof *groups);
    for (size_t i = 0; i < chars->count; i++) {
        const struct ens_class *row = class_of(chars->data[i]);

        if (!any_group(row->groups))
            return ERR_ENS_DISALLOWED;
        if (!intersect(groups, row->groups))
            return ERR_ENS_MIXTURE;
    }
    return ERR_OK;
}

/* Is the first group of the set one whose marks are not counted? */
static bool marks_are_free(const uint32_t groups[ENS_GROUP_WORDS])
{
    for (size_t i = 0; i < ENS_GROUP_WORDS; i++)
        if (groups[i])
            return ENS_CM_GROUPS[i] & (groups[i] & (0 - groups[i]));
    return false;
}

static enum err check_marks(struct arena *a, const struct code_points *chars)
{
    struct code_points d = { 0 };
    enum err err = unicode_nfd(a, &d, chars->data, chars->count);
    size_t run = 0;

    /* A mark at the very front is a matter of the rule on leading marks. */
    for (size_t i = 1; !err && i < d.count; i++) {
        if (!is(d.data[i], ENS_NSM)) {
            run = 0;
            continue;
        }
        for (size_t k = 1; k <= run; k++)
            if (d.data[i - k] == d.data[i])
                return ERR_ENS_MARKS;
        if (++run > ENS_NSM_MAX)
            return ERR_ENS_MARKS;
    }
    return err;
}

/* ENSIP-15, wholes: some group that is not the label's could show it alike. */
static enum err check_whole(const struct code_points *chars)
{
    uint32_t makers[ENS_GROUP_WORDS];
    bool confused = false;

    memset(makers, 0xff, sizeof makers);
    for (size_t i = 0; i < chars->count; i++) {
        const struct ens_class *row = class_of(chars->data[i]);

        if (row->flags & ENS_UNIQUE)
            return ERR_OK;
        if (!(row->flags & ENS_WHOLE))
            continue;
        confused = true;
        if (!intersect(makers, row->look_alikes))
            return ERR_OK;
    }
    if (!confused)
        return ERR_OK;
    for (size_t i = 0; i < chars->count; i++)
        if (!is(chars->data[i], ENS_WHOLE) &&
            !intersect(makers, class_of(chars->data[i])->groups))
            return ERR_OK;
    return ERR_ENS_CONFUSABLE;
}

static enum err check_text(struct label *l)
{
    uint32_t groups[ENS_GROUP_WORDS];
    enum err err;

    if (l->mark_first)
        return ERR_ENS_MARK_FIRST;
    err = check_fenced(&l->norm);
    if (!err)
        err = find_groups(groups, &l->chars);
    if (!err && !marks_are_free(groups))
        err = check_marks(l->arena, &l->chars);
    if (!err)
        err = check_whole(&l->chars);
    return err;
}

static enum err check_label(struct label *l)
{
    enum err err;

    if (l->token_count == 0)
        return ERR_EMPTY;
    err = check_underscore(&l->norm);
    if (err)
        return err;
    if (l->token_count == 1 && !l->has_emoji && all_ascii(&l->norm)) {
        bool extension = l->norm.count >= 4 && l->norm.data[2] == HYPHEN &&
                         l->norm.data[3] == HYPHEN;

        return extension ? ERR_ENS_EXTENSION : ERR_OK;
    }
    return l->chars.count ? check_text(l) : ERR_OK;
}

/* --- names ---------------------------------------------------------------- */

static enum err normalize_label(struct arena *a, struct code_points *out,
                                const uint32_t *in, size_t count)
{
    struct label l = { .arena = a };
    enum err err = tokenize(&l, in, count);

    if (!err)
        err = check_label(&l);
    for (size_t i = 0; !err && i < l.norm.count; i++)
        err = code_points_put(a, out, l.norm.data[i]);
    return err;
}

static enum err decode(struct arena *a, struct code_points *out,
                       struct bytes name)
{
    uint32_t c;
    enum err err = ERR_OK;

    while (!err && name.len) {
        if (!utf8_next(&c, &name))
            return ERR_ENS_DISALLOWED;
        err = code_points_put(a, out, c);
    }
    return err;
}

static enum err encode(struct arena *a, struct bytes *out,
                       const struct code_points *in)
{
    uint8_t *text = arena_raw(a, in->count * UTF8_SIZE_MAX + 1);
    size_t n = 0;

    if (!text)
        return ERR_MEMORY;
    for (size_t i = 0; i < in->count; i++)
        n += utf8_put(text + n, in->data[i]);
    *out = bytes_make(text, n);
    return ERR_OK;
}

enum err ens_normalize(struct arena *a, struct bytes *out, struct bytes name)
{
    struct code_points in = { 0 }, norm = { 0 };
    size_t start = 0;
    enum err err;

    if (name.len > ENS_TEXT_MAX)
        return ERR_LIMIT;
    err = decode(a, &in, name);
    for (size_t i = 0; !err && in.count && i <= in.count; i++) {
        if (i < in.count && in.data[i] != '.')
            continue;
        err = normalize_label(a, &norm, in.data + start, i - start);
        if (!err && i < in.count)
            err = code_points_put(a, &norm, '.');
        start = i + 1;
    }
    return err ? err : encode(a, out, &norm);
}
