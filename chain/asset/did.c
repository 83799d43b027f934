/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/did.h"

#include "chain/codec/ascii.h"

static bool is_escape(struct bytes text, size_t at)
{
    return text.len - at > 2 && text.data[at] == '%' &&
           ascii_hex(text.data[at + 1]) && ascii_hex(text.data[at + 2]);
}

/* Every character is allowed by the function or begins a %HH. */
static bool all_allowed(struct bytes text, bool (*allowed)(uint8_t c))
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_escape(text, i))
            i += 2;
        else if (!allowed(text.data[i]))
            return false;
    }
    return true;
}

static bool in_id(uint8_t c)
{
    return ascii_alnum(c) || c == '.' || c == '-' || c == '_' || c == ':';
}

/* RFC 3986: unreserved, sub-delims, ":" and "@". */
static bool in_pchar(uint8_t c)
{
    return ascii_alnum(c) || (c && strchr("-._~!$&'()*+,;=:@", c));
}

static bool in_path(uint8_t c)
{
    return in_pchar(c) || c == '/';
}

static bool in_query(uint8_t c)
{
    return in_path(c) || c == '?';
}

enum err did_parse(struct did *out, struct bytes text)
{
    struct bytes rest, method, id;
    size_t colon;

    if (text.len == 0)
        return ERR_EMPTY;
    if (!ascii_begins(text, "did:"))
        return ERR_PREFIX;
    rest = bytes_tail(text, 4);
    colon = ascii_find(rest, ':');
    if (colon == 0 || colon == rest.len)
        return ERR_SYNTAX_RULE;
    method = bytes_head(rest, colon);
    id = bytes_tail(rest, colon + 1);
    for (size_t i = 0; i < method.len; i++)
        if (!ascii_lower(method.data[i]) && !ascii_digit(method.data[i]))
            return ERR_SYNTAX_RULE;
    /* The last segment is never empty. */
    if (id.len == 0 || id.data[id.len - 1] == ':' || !all_allowed(id, in_id))
        return ERR_SYNTAX_RULE;
    *out = (struct did){ method, id };
    return ERR_OK;
}

enum err did_url_parse(struct did_url *out, struct bytes text)
{
    struct did_url made = { 0 };
    struct bytes rest = text;
    size_t at = ascii_find(rest, '#');
    enum err err;

    if (at < rest.len) {
        made.has_fragment = true;
        made.fragment = bytes_tail(rest, at + 1);
        rest = bytes_head(rest, at);
    }
    at = ascii_find(rest, '?');
    if (at < rest.len) {
        made.has_query = true;
        made.query = bytes_tail(rest, at + 1);
        rest = bytes_head(rest, at);
    }
    at = ascii_find(rest, '/');
    made.path = bytes_tail(rest, at);
    made.whole = bytes_head(rest, at);
    err = did_parse(&made.did, made.whole);
    if (err)
        return err;
    if (!all_allowed(made.path, in_path) ||
        !all_allowed(made.query, in_query) ||
        !all_allowed(made.fragment, in_query))
        return ERR_SYNTAX_RULE;
    *out = made;
    return ERR_OK;
}
