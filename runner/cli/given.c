/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/given.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runner/sha256.h"

enum { SHORT_MAX = 80 };

/* *text is terminated, malloc'd: free() it. */
static enum err read_text(char **text, const char *path, struct error *why)
{
    FILE *file = fopen(path, "rb");
    char *all = malloc(GIVEN_VALUE_MAX + 2);
    enum err err = ERR_OK;
    size_t len = 0;

    if (!file)
        err = error_set(why, ERR_IO, "--set: %s: %s", path, strerror(errno));
    else if (!all)
        err = ERR_MEMORY;
    if (!err) {
        len = fread(all, 1, GIVEN_VALUE_MAX + 1, file);
        if (ferror(file))
            err = error_set(why, ERR_IO, "--set: %s: cannot be read", path);
        else if (len > GIVEN_VALUE_MAX)
            err = error_set(why, ERR_LIMIT, "--set: %s: more than %d bytes",
                            path, GIVEN_VALUE_MAX);
        else if (memchr(all, '\0', len))
            err = error_set(why, ERR_USAGE, "--set: %s: is no text", path);
    }
    if (file)
        fclose(file);
    if (err) {
        free(all);
        return err;
    }
    while (len && isspace((unsigned char)all[len - 1]))
        len--;
    all[len] = '\0';
    *text = all;
    return ERR_OK;
}

static enum err read_one(json_t *all, const char *pair, struct error *why)
{
    size_t len = strspn(pair, "abcdefghijklmnopqrstuvwxyz0123456789_");
    char name[GIVEN_NAME_MAX + 1], *file = NULL;
    const char *value;
    json_t *text;
    enum err err = ERR_OK;

    if (!len || len > GIVEN_NAME_MAX || pair[len] != '=')
        return error_set(why, ERR_USAGE, "--set %.60s: it is NAME=VALUE, the "
                         "name of a-z, 0-9 and _", pair);
    memcpy(name, pair, len);
    name[len] = '\0';
    if (json_object_get(all, name))
        return error_set(why, ERR_USAGE, "--set %s is given twice", name);
    value = pair + len + 1;
    if (*value == '@') {
        err = read_text(&file, value + 1, why);
        value = file;
    }
    if (err)
        return err;
    text = json_string(value + strspn(value, " \t\r\n"));
    free(file);
    if (!text)
        return error_set(why, ERR_USAGE, "--set %s: is no UTF-8 text", name);
    return json_object_set_new(all, name, text) ? ERR_MEMORY : ERR_OK;
}

enum err given_read(json_t **out, const struct args *args, struct error *why)
{
    json_t *all = json_object();
    const char *pair;
    enum err err = all ? ERR_OK : ERR_MEMORY;

    for (size_t i = 0; !err && (pair = args_nth(args, "--set", i)); i++)
        err = read_one(all, pair, why);
    if (err)
        json_decref(all);
    else
        *out = all;
    return err;
}

json_t *given_for_record(const json_t *given)
{
    json_t *out = json_object();
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)given, name, value) {
        size_t len = json_string_length(value);
        uint8_t digest[SHA256_SIZE];
        char text[SHA256_TEXT_SIZE];

        if (len <= SHORT_MAX) {
            json_object_set(out, name, value);
            continue;
        }
        sha256(digest, bytes_make(json_string_value(value), len));
        sha256_text(text, digest);
        json_object_set_new(out, name, json_sprintf("%zu bytes, SHA-256 %s",
                                                    len, text));
    }
    return out;
}
