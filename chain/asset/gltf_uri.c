/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include "base/hex.h"
#include "chain/codec/ascii.h"
#include "chain/codec/base64.h"

enum { MEDIA_MAX = 255 };

/* %41 becomes A; a percent sign without digits stays. */
static bool percent_decode(struct arena *a, struct bytes *out, struct bytes in)
{
    uint8_t *data = arena_raw(a, in.len + 1);
    size_t n = 0;

    if (!data)
        return false;
    for (size_t i = 0; i < in.len; i++) {
        char pair[3] = { 0 };

        if (in.data[i] == '%' && i + 2 < in.len + 0 &&
            ascii_hex(in.data[i + 1]) && ascii_hex(in.data[i + 2])) {
            memcpy(pair, in.data + i + 1, 2);
            data[n++] = (uint8_t)strtoul(pair, NULL, 16);
            i += 2;
        } else {
            data[n++] = in.data[i];
        }
    }
    data[n] = '\0';
    *out = bytes_make(data, n);
    return true;
}

/* RFC 2397 takes both alphabets of RFC 4648 and absent padding. */
static bool base64_any(struct arena *a, struct bytes *out, struct bytes in)
{
    struct bytes plain;
    uint8_t *data;
    size_t n;

    if (!percent_decode(a, &plain, in))
        return false;
    data = arena_raw(a, plain.len + 4);
    if (!data)
        return false;
    for (n = 0; n < plain.len; n++)
        data[n] = plain.data[n] == '-'   ? '+'
                  : plain.data[n] == '_' ? '/'
                                         : plain.data[n];
    if (n % 4 == 1)
        return false;
    while (n % 4)
        data[n++] = '=';
    return base64_decode(a, out, bytes_make(data, n)) == ERR_OK;
}

/* data:[media][;name=value]*[;base64],data */
static bool data_read(struct gltf_checker *c, struct bytes *data,
                      const char **media, struct bytes uri)
{
    size_t comma = ascii_find(uri, ','), end;
    struct bytes head = bytes_head(uri, comma), body;
    static const char BASE64[] = ";base64";
    char *type;
    bool coded;

    if (comma == uri.len)
        return false;
    body = bytes_tail(uri, comma + 1);
    coded = head.len >= sizeof BASE64 - 1 &&
            memcmp(head.data + head.len - (sizeof BASE64 - 1), BASE64,
                   sizeof BASE64 - 1) == 0;
    end = ascii_find(head, ';');
    type = arena_alloc(c->arena, MEDIA_MAX + 1);
    if (!type || end > MEDIA_MAX)
        return false;
    for (size_t i = 0; i < end; i++)
        type[i] = (char)ascii_to_lower(head.data[i]);
    *media = end ? type : "text/plain";
    return coded ? base64_any(c->arena, data, body)
                 : percent_decode(c->arena, data, body);
}

/* RFC 3986: where a scheme would end; 0 when there is none. */
static size_t scheme_length(struct bytes uri, bool *good)
{
    size_t n = 0;

    while (n < uri.len && !strchr(":/?#", uri.data[n]))
        n++;
    *good = true;
    if (n == uri.len || uri.data[n] != ':')
        return 0;
    *good = n > 0 && ascii_alpha(uri.data[0]);
    for (size_t i = 0; i < n; i++)
        *good &= ascii_alnum(uri.data[i]) || strchr("+-.", uri.data[i]);
    return n + 1;
}

/* host[:port] after "//"; brackets close. */
static bool authority_ok(struct bytes rest)
{
    size_t end = 0, port;

    while (end < rest.len && !strchr("/?#", rest.data[end]))
        end++;
    rest = bytes_head(rest, end);
    port = rest.len;
    if (ascii_count(rest, '[') != ascii_count(rest, ']'))
        return false;
    while (port && ascii_digit(rest.data[port - 1]))
        port--;
    return !(ascii_count(rest, ':') && !ascii_count(rest, ']')) ||
           (port && rest.data[port - 1] == ':');
}

enum gltf_uri gltf_uri_read(struct gltf_checker *c, struct bytes *data,
                            const char **media, const char *text)
{
    struct bytes uri = bytes_str(text), rest;
    size_t scheme;
    bool good;

    if (uri.len >= 5 && strncasecmp(text, "data:", 5) == 0) {
        if (data_read(c, data, media, bytes_tail(uri, 5)))
            return URI_DATA;
        gltf_note(c, "INVALID_URI");
        return URI_BAD;
    }
    scheme = scheme_length(uri, &good);
    rest = bytes_tail(uri, scheme);
    if (good && ascii_begins(rest, "//"))
        good = authority_ok(bytes_tail(rest, 2));
    if (!good) {
        gltf_note(c, "INVALID_URI");
        return URI_BAD;
    }
    if (scheme || (rest.len && rest.data[0] == '/') ||
        ascii_count(rest, '?') || ascii_count(rest, '#'))
        gltf_note(c, "NON_RELATIVE_URI");
    return URI_FILE;
}

bool gltf_file_load(struct gltf_checker *c, struct bytes *data,
                    const char *uri)
{
    const json_t *text = json_object_get(c->source->files, uri);
    struct bytes plain;

    if (!text && percent_decode(c->arena, &plain, bytes_str(uri)))
        text = json_object_get(c->source->files, (const char *)plain.data);
    return json_is_string(text) &&
           base64_decode(c->arena, data,
                         bytes_make(json_string_value(text),
                                    json_string_length(text))) == ERR_OK;
}
