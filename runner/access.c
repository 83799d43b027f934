/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/access.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/hex.h"

enum { JWT_MIN = 16 };

void access_init(struct access *a, struct arena *arena)
{
    *a = (struct access){ .arena = arena };
}

/* The first line of a file, without its end. */
static enum err read_line(struct access *a, const char **out, const char *path,
                          struct error *why)
{
    char *line = (char *)arena_raw(a->arena, SECRET_MAX + 2);
    FILE *file = fopen(path, "re");
    bool got;

    if (!file)
        return error_at(why, ERR_IO, path, 0, 0, "cannot be read: %s",
                        strerror(errno));
    got = line && fgets(line, SECRET_MAX + 2, file);
    fclose(file);
    if (!line)
        return error_set(why, ERR_MEMORY, "memory is short");
    if (!got)
        return error_at(why, ERR_IO, path, 0, 0, "has no first line");
    line[strcspn(line, "\r\n")] = '\0';
    *out = line;
    return ERR_OK;
}

/* JSON spells some characters in another way. */
static enum err add_spellings(struct access *a, const char *value,
                              struct error *why)
{
    json_t *text = json_string(value);
    char *json = text ? json_dumps(text, JSON_ENCODE_ANY | JSON_ENSURE_ASCII)
                      : NULL;
    size_t len = json ? strlen(json) : 0;
    enum err err = secrets_add(&a->secrets, a->arena, value, why);

    if (!err && len > 2) {
        json[len - 1] = '\0';
        err = secrets_add(&a->secrets, a->arena, json + 1, why);
    }
    free(json);
    json_decref(text);
    return err;
}

enum err access_source(struct access *a, const char **out, const char *text,
                       struct error *why)
{
    const char *value = NULL;
    enum err err = ERR_OK;

    if (strncmp(text, "env:", 4) == 0) {
        value = getenv(text + 4);
        if (!value)
            return error_set(why, ERR_USAGE, "the environment has no %.80s",
                             text + 4);
    } else if (strncmp(text, "file:", 5) == 0) {
        err = read_line(a, &value, text + 5, why);
    } else {
        return error_set(why, ERR_USAGE, "a secret is named as env:NAME or "
                         "file:PATH; it does not belong on a command line");
    }
    if (err)
        return err;
    for (const char *c = value; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return error_set(why, ERR_USAGE, "%.200s: a control character in "
                             "the value", text);
    err = add_spellings(a, value, why);
    if (err) {
        char what[200];

        snprintf(what, sizeof what, "%.190s", why ? why->text : "");
        return error_set(why, err, "%.200s: %s", text, what);
    }
    *out = arena_strdup(a->arena, value);
    return *out ? ERR_OK : error_set(why, ERR_MEMORY, "memory is short");
}

/* --- header fields ----------------------------------------------------------- */

static bool speaks_of_secret(const char *name)
{
    static const char *const marks[] = { "auth", "key", "token", "secret",
                                         "cookie", "password" };

    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        for (const char *c = name; *c && *c != ':'; c++)
            if (strncasecmp(c, marks[i], strlen(marks[i])) == 0)
                return true;
    return false;
}

static enum err add_header(struct access *a, const char *name, size_t len,
                           const char *value, struct error *why)
{
    char *line = arena_printf(a->arena, "%.*s: %s", (int)len, name, value);

    if (a->header_count == ACCESS_HEADERS_MAX)
        return error_set(why, ERR_LIMIT, "more than %d header fields",
                         ACCESS_HEADERS_MAX);
    if (!line)
        return error_set(why, ERR_MEMORY, "memory is short");
    a->headers[a->header_count++] = line;
    return ERR_OK;
}

/* Fields that the request itself needs as they are. */
static bool is_ours(const char *name, size_t len)
{
    static const char *const names[] = { "Content-Length", "Content-Type",
                                         "Transfer-Encoding", "Connection",
                                         "Expect", "Upgrade" };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strlen(names[i]) == len && strncasecmp(names[i], name, len) == 0)
            return true;
    return false;
}

enum err access_header(struct access *a, const char *text, struct error *why)
{
    static const char NAME[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
                               "UVWXYZ0123456789-_.!#$%&'*+^`|~";
    size_t len = strspn(text, NAME);
    const char *value = text + len;
    bool named;
    enum err err;

    if (!len || *value != ':')
        return error_set(why, ERR_USAGE, "a header field is 'NAME: VALUE'");
    if (is_ours(text, len))
        return error_set(why, ERR_USAGE, "%.*s is set by etalon",
                         (int)(len < 60 ? len : 60), text);
    value += 1 + strspn(value + 1, " \t");
    named = strncmp(value, "env:", 4) == 0 || strncmp(value, "file:", 5) == 0;
    if (named) {
        err = access_source(a, &value, value, why);
        if (err)
            return err;
    } else if (speaks_of_secret(text)) {
        return error_set(why, ERR_USAGE, "%.*s: a secret does not belong on a "
                         "command line; give env:NAME or file:PATH as the value",
                         (int)(len < 60 ? len : 60), text);
    }
    for (const char *c = value; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return error_set(why, ERR_USAGE, "a control character in a header "
                                             "field");
    return add_header(a, text, len, value, why);
}

enum err access_bearer(struct access *a, const char *text, struct error *why)
{
    static const char NAME[] = "Authorization";
    const char *token, *value;
    enum err err = access_source(a, &token, text, why);

    if (err)
        return err;
    value = arena_printf(a->arena, "Bearer %s", token);
    return value ? add_header(a, NAME, sizeof NAME - 1, value, why)
                 : error_set(why, ERR_MEMORY, "memory is short");
}

enum err access_jwt(struct access *a, const char *text, struct error *why)
{
    const char *digits;
    enum err err = access_source(a, &digits, text, why);
    size_t len;

    if (err)
        return err;
    if (strncmp(digits, "0x", 2) == 0)
        digits += 2;
    len = strlen(digits);
    if (len < 2 * JWT_MIN || len > sizeof a->jwt_secret * 2 || len % 2 ||
        hex_read(a->jwt_secret, digits, len))
        return error_set(why, ERR_USAGE, "%.200s: the secret is %d to %d bytes "
                         "in hex", text, JWT_MIN, ACCESS_JWT_MAX);
    a->jwt_len = len / 2;
    /* It may be shown without its prefix, too. */
    return secrets_add(&a->secrets, a->arena, digits, why);
}

enum err access_key_password(struct access *a, const char *text,
                             struct error *why)
{
    return access_source(a, &a->key_password, text, why);
}

enum err access_proxy(struct access *a, const char *url, struct error *why)
{
    static const char *const kinds[] = { "http://", "https://", "socks5://",
                                         "socks5h://" };
    bool known = false;

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        known |= strncmp(url, kinds[i], strlen(kinds[i])) == 0;
    if (!known)
        return error_set(why, ERR_USAGE, "a proxy is an address that begins "
                         "with http://, https://, socks5:// or socks5h://");
    a->proxy = arena_strdup(a->arena, url);
    if (!a->proxy)
        return error_set(why, ERR_MEMORY, "memory is short");
    return secrets_add_url(&a->secrets, a->arena, url, why);
}
