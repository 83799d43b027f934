/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/secret.h"

#include <ctype.h>
#include <stdlib.h>

static const char MARK[] = "***";
/* base64url of {"alg":"HS256","typ":"JWT"}, which every token of ours begins
 * with. */
static const char TOKEN[] = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.";

enum { SEGMENT_SECRET_MIN = 20 };

enum err secrets_add(struct secrets *s, struct arena *a, const char *text,
                     struct error *why)
{
    size_t len = strlen(text);
    char *copy;

    if (len < SECRET_MIN)
        return error_set(why, ERR_USAGE, "a secret of fewer than %d bytes "
                         "cannot be masked", SECRET_MIN);
    if (len > SECRET_MAX || s->count == SECRETS_MAX)
        return error_set(why, ERR_LIMIT, "at most %d secrets of %d bytes",
                         SECRETS_MAX, SECRET_MAX);
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->value[i], text) == 0)
            return ERR_OK;
    copy = arena_strdup(a, text);
    if (!copy)
        return error_set(why, ERR_MEMORY, "memory is short");
    /* Longer ones first, so that none hides the rest of another. */
    s->value[s->count++] = copy;
    for (size_t i = s->count - 1;
         i && strlen(s->value[i - 1]) < strlen(s->value[i]); i--) {
        const char *other = s->value[i];

        s->value[i] = s->value[i - 1];
        s->value[i - 1] = other;
    }
    return ERR_OK;
}

/* --- addresses -------------------------------------------------------------- */

static enum err add_part(struct secrets *s, struct arena *a, const char *text,
                         size_t len, struct error *why)
{
    char *copy;

    if (len < SECRET_MIN)
        return ERR_OK;
    copy = arena_printf(a, "%.*s", (int)len, text);
    return copy ? secrets_add(s, a, copy, why)
                : error_set(why, ERR_MEMORY, "memory is short");
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Percent-decoded, in place. */
static void decode(char *text)
{
    char *to = text;

    for (const char *c = text; *c; c++) {
        if (c[0] == '%' && hex_digit(c[1]) >= 0 && hex_digit(c[2]) >= 0) {
            *to++ = (char)(hex_digit(c[1]) * 16 + hex_digit(c[2]));
            c += 2;
        } else {
            *to++ = *c;
        }
    }
    *to = '\0';
}

static char *base64(struct arena *a, const char *text)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr"
                                 "stuvwxyz0123456789+/";
    size_t len = strlen(text), n = 0;
    char *out = (char *)arena_raw(a, len * 4 / 3 + 8);

    for (size_t i = 0; out && i < len; i += 3) {
        size_t left = len - i;
        unsigned v = (unsigned)(unsigned char)text[i] << 16;

        v |= left > 1 ? (unsigned)(unsigned char)text[i + 1] << 8 : 0;
        v |= left > 2 ? (unsigned)(unsigned char)text[i + 2] : 0;
        out[n++] = DIGITS[v >> 18];
        out[n++] = DIGITS[v >> 12 & 63];
        if (left > 1)
            out[n++] = DIGITS[v >> 6 & 63];
        if (left > 2)
            out[n++] = DIGITS[v & 63];
    }
    if (out)
        out[n] = '\0'; /* padding would hide one that stands without */
    return out;
}

static enum err add_user(struct secrets *s, struct arena *a, const char *user,
                         size_t len, struct error *why)
{
    const char *colon = memchr(user, ':', len);
    char *both = arena_printf(a, "%.*s", (int)len, user), *basic, *word;
    enum err err = ERR_OK;

    if (!both)
        return error_set(why, ERR_MEMORY, "memory is short");
    if (colon)
        err = add_part(s, a, colon + 1, len - (size_t)(colon + 1 - user), why);
    else
        err = add_part(s, a, user, len, why);
    decode(both);
    word = strchr(both, ':');
    basic = base64(a, both);
    if (!err && word)
        err = add_part(s, a, word + 1, strlen(word + 1), why);
    if (!err && basic)
        err = add_part(s, a, basic, strlen(basic), why);
    return err;
}

/* Letters and digits mixed, long: an access key, as providers hand out. */
static bool is_key(const char *text, size_t len)
{
    bool digit = false, letter = false;

    for (size_t i = 0; i < len; i++) {
        digit |= isdigit((unsigned char)text[i]) != 0;
        letter |= isalpha((unsigned char)text[i]) != 0;
        if (!isalnum((unsigned char)text[i]) && text[i] != '-' &&
            text[i] != '_')
            return false;
    }
    return len >= SEGMENT_SECRET_MIN && digit && letter;
}

enum err secrets_add_url(struct secrets *s, struct arena *a, const char *url,
                         struct error *why)
{
    const char *host = strstr(url, "://"), *path, *query, *at = NULL;
    enum err err = ERR_OK;

    if (!host)
        return ERR_OK;
    host += 3;
    path = host + strcspn(host, "/?#");
    for (const char *c = host; c < path; c++)
        if (*c == '@')
            at = c;
    if (at)
        err = add_user(s, a, host, (size_t)(at - host), why);
    query = path + strcspn(path, "?#");
    for (const char *c = path; c < query && !err;) {
        size_t len = strcspn(c, "/?#");

        if (is_key(c, len))
            err = add_part(s, a, c, len, why);
        c += len + (c + len < query);
    }
    for (const char *c = query; *c && !err;) {
        size_t len = strcspn(c + 1, "&"), name = strcspn(c + 1, "=&");

        if (name < len)
            err = add_part(s, a, c + 2 + name, len - name - 1, why);
        c += 1 + len;
    }
    return err;
}

/* --- masking ---------------------------------------------------------------- */

/* Cuts len bytes at `at` down to the mark. */
static void cut(char *at, size_t len)
{
    size_t mark = len < sizeof MARK - 1 ? len : sizeof MARK - 1;

    memcpy(at, MARK, mark);
    memmove(at + mark, at + len, strlen(at + len) + 1);
}

static size_t token_len(const char *text)
{
    size_t n = sizeof TOKEN - 1;

    while (isalnum((unsigned char)text[n]) || text[n] == '-' ||
           text[n] == '_' || text[n] == '.')
        n++;
    return n;
}

/* What was cut to fit may end within a secret. */
static void cut_tail(const char *secret, char *text)
{
    size_t len = strlen(text), whole = strlen(secret);

    for (size_t n = whole - 1; n >= SECRET_MIN; n--)
        if (n <= len && memcmp(text + len - n, secret, n) == 0) {
            cut(text + len - n, n);
            return;
        }
}

void secrets_mask(const struct secrets *s, char *text)
{
    char *at;

    for (size_t i = 0; s && i < s->count; i++)
        cut_tail(s->value[i], text);
    for (size_t i = 0; s && i < s->count; i++)
        for (at = text; (at = strstr(at, s->value[i])); at += sizeof MARK - 1)
            cut(at, strlen(s->value[i]));
    for (at = text; (at = strstr(at, TOKEN)); at += sizeof MARK - 1)
        cut(at, token_len(at));
}

/* NULL: nothing to mask. */
static json_t *masked_text(const struct secrets *s, const char *text)
{
    char *copy = strdup(text);
    json_t *out = NULL;

    if (!copy)
        return json_string(MARK);
    secrets_mask(s, copy);
    if (strcmp(copy, text) != 0)
        out = json_string(copy);
    free(copy);
    return out;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (size_t i = 0; names && names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static json_t *mask_object(const struct secrets *s, const json_t *value,
                           const char *const *but)
{
    json_t *out = json_object(), *item;
    const char *key;

    json_object_foreach((json_t *)(uintptr_t)value, key, item) {
        json_t *name = masked_text(s, key);
        bool keep = is_one_of(key, but);

        json_object_set_new(out, name ? json_string_value(name) : key,
                            keep ? json_incref(item)
                                 : secrets_mask_json(s, json_incref(item),
                                                     NULL));
        json_decref(name);
    }
    return out;
}

json_t *secrets_mask_json(const struct secrets *s, json_t *value,
                          const char *const *but)
{
    json_t *out = NULL, *item;
    size_t i;

    if (!value)
        return NULL;
    if (json_is_string(value)) {
        out = masked_text(s, json_string_value(value));
    } else if (json_is_object(value)) {
        out = mask_object(s, value, but);
    } else if (json_is_array(value)) {
        out = json_array();
        json_array_foreach(value, i, item)
            json_array_append_new(out, secrets_mask_json(s, json_incref(item),
                                                         NULL));
    }
    if (!out)
        return value;
    json_decref(value);
    return out;
}
