/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdio.h>
#include <strings.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "runner/record.h"

enum { SEGMENT_SECRET_MIN = 20 };

/* Words that announce a secret in the word after them, or after = or :. */
static const char *const announcers[] = {
    "--token", "--key", "--password", "--secret", "--api-key", "--auth",
    "--bearer", "--jwt", "authorization:", "x-api-key:", "bearer", "basic",
};

struct text_out {
    char *data;
    size_t len, room;
};

static void put(struct text_out *t, const char *data, size_t len)
{
    if (len > t->room - t->len)
        len = t->room - t->len;
    memcpy(t->data + t->len, data, len);
    t->len += len;
}

/* Letters and digits mixed, long: an access key in a path, as node providers
 * hand them out. */
static bool looks_secret(const char *text, size_t len)
{
    bool digit = false, letter = false;

    if (len < SEGMENT_SECRET_MIN)
        return false;
    for (size_t i = 0; i < len; i++) {
        digit |= isdigit((unsigned char)text[i]) != 0;
        letter |= isalpha((unsigned char)text[i]) != 0;
        if (!isalnum((unsigned char)text[i]) && text[i] != '-' &&
            text[i] != '_')
            return false;
    }
    return digit && letter;
}

static void put_path(struct text_out *out, const char *path, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t part = 0;

        while (i + part < len && path[i + part] != '/')
            part++;
        if (looks_secret(path + i, part))
            put(out, "***", 3);
        else
            put(out, path + i, part);
        i += part;
        if (i < len)
            put(out, path + i++, 1);
    }
}

/* key=value&key=value, each value masked. */
static void put_query(struct text_out *out, const char *query, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t part = 0, name = 0;

        while (i + part < len && query[i + part] != '&')
            part++;
        while (name < part && query[i + name] != '=')
            name++;
        put(out, query + i, name < part ? name + 1 : name);
        if (name < part)
            put(out, "***", 3);
        i += part;
        if (i < len)
            put(out, query + i++, 1);
    }
}

static size_t find(const char *text, size_t from, size_t len,
                   const char *any)
{
    while (from < len && !strchr(any, text[from]))
        from++;
    return from;
}

static void put_url(struct text_out *out, const char *url, size_t len)
{
    const char *mark = strstr(url, "://");
    size_t host = (size_t)(mark - url) + 3, path, query;
    size_t user = host;

    path = find(url, host, len, "/?#");
    for (size_t i = host; i < path; i++)
        if (url[i] == '@')
            user = i;
    put(out, url, host);
    if (user > host)
        put(out, "***", 3);
    put(out, url + user, path - user);
    query = find(url, path, len, "?#");
    put_path(out, url + path, query - path);
    if (query < len) {
        put(out, url + query, 1);
        put_query(out, url + query + 1, len - query - 1);
    }
}

static bool announces(const char *word, size_t len)
{
    for (size_t i = 0; i < ARRAY_LEN(announcers); i++)
        if (strlen(announcers[i]) == len &&
            strncasecmp(announcers[i], word, len) == 0)
            return true;
    return false;
}

/* NAME=value where the name speaks of a secret. */
static bool names_secret(const char *name, size_t len)
{
    static const char *const marks[] = { "token", "secret", "password",
                                         "key", "auth", "jwt" };

    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        for (size_t at = 0; at + strlen(marks[i]) <= len; at++)
            if (strncasecmp(name + at, marks[i], strlen(marks[i])) == 0)
                return true;
    return false;
}

static void put_word(struct text_out *out, const char *word, size_t len,
                     bool secret)
{
    size_t name = find(word, 0, len, "=");
    const char *scheme = strstr(word, "://");

    if (secret) {
        put(out, "***", 3);
    } else if (name < len && names_secret(word, name) &&
               (!scheme || scheme > word + name)) {
        put(out, word, name + 1);
        put(out, "***", 3);
    } else if (scheme && scheme < word + len) {
        put_url(out, word, len);
    } else {
        put(out, word, len);
    }
}

char *record_mask(struct arena *a, const char *text)
{
    static const char SPACE[] = " \t\n'\"";
    size_t len = strlen(text);
    struct text_out out = { .room = 4 * len + 16 };
    bool secret = false;

    out.data = (char *)arena_raw(a, out.room + 1);
    if (!out.data)
        return NULL;
    for (size_t i = 0; i < len;) {
        size_t end = find(text, i, len, SPACE);

        if (end == i) {
            put(&out, text + i++, 1);
            continue;
        }
        if (announces(text + i, end - i)) {
            put(&out, text + i, end - i);
            secret = true;
        } else {
            put_word(&out, text + i, end - i, secret);
            secret = false;
        }
        i = end;
    }
    out.data[out.len] = '\0';
    return out.data;
}

/* The value of NAME="…" in os-release, or "". */
static void os_release(char *out, size_t size)
{
    static const char KEY[] = "PRETTY_NAME=\"";
    FILE *file = fopen("/etc/os-release", "r");
    char line[256];

    out[0] = '\0';
    for (int n = 0; file && n < 64 && fgets(line, sizeof line, file); n++)
        if (strncmp(line, KEY, sizeof KEY - 1) == 0) {
            char *value = line + sizeof KEY - 1;

            value[strcspn(value, "\"\n")] = '\0';
            snprintf(out, size, "%.*s", (int)size - 1, value);
        }
    if (file)
        fclose(file);
}

json_t *record_environment(void)
{
    struct utsname name = { .sysname = "" };
    char system[128];
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    json_t *out;

    uname(&name);
    os_release(system, sizeof system);
    out = json_pack("{s:s, s:s, s:s, s:s}", "os", name.sysname, "release",
                    name.release, "arch", name.machine, "host", name.nodename);
    if (system[0])
        json_object_set_new(out, "system", json_string(system));
    if (cpus > 0)
        json_object_set_new(out, "cpus", json_integer(cpus));
    return out;
}
