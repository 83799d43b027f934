/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/siwe.h"

#include "chain/asset/address.h"
#include "chain/codec/ascii.h"
#include "chain/codec/uri.h"

/* Takes one line, without its LF, off the front; false when none is left. */
static bool next_line(struct bytes *line, struct bytes *rest, bool *more)
{
    size_t len;

    if (!*more)
        return false;
    len = ascii_find(*rest, '\n');
    *line = bytes_head(*rest, len);
    *more = len < rest->len;
    *rest = bytes_tail(*rest, *more ? len + 1 : len);
    return true;
}

struct reader {
    struct bytes line, rest; /* line is the one at hand */
    bool more, at_end;
};

static void advance(struct reader *r)
{
    r->at_end = !next_line(&r->line, &r->rest, &r->more);
}

/* The rest of the line behind a label; the reader moves on. */
static bool labelled(struct reader *r, struct bytes *out, const char *label)
{
    if (r->at_end || !ascii_begins(r->line, label))
        return false;
    *out = bytes_make(r->line.data + strlen(label),
                      r->line.len - strlen(label));
    advance(r);
    return true;
}

static enum err read_domain(struct siwe *out, struct bytes line)
{
    static const char LABEL[] =
        " wants you to sign in with your Ethereum account:";
    size_t label = sizeof LABEL - 1;
    struct bytes name;

    if (line.len <= label ||
        memcmp(line.data + line.len - label, LABEL, label) != 0)
        return ERR_SYNTAX_RULE;
    name = bytes_head(line, line.len - label);
    for (size_t i = 0; i + 3 <= name.len; i++)
        if (ascii_begins(bytes_tail(name, i), "://")) {
            out->scheme = bytes_head(name, i);
            if (!uri_scheme_ok(out->scheme))
                return ERR_SYNTAX_RULE;
            name = bytes_tail(name, i + 3);
            break;
        }
    out->domain = name;
    return name.len && uri_authority_ok(name) ? ERR_OK : ERR_SYNTAX_RULE;
}

static enum err read_address(struct siwe *out, struct bytes line)
{
    uint8_t address[ADDRESS_BYTES];
    char right[ADDRESS_TEXT_SIZE];

    if (address_read(address, line))
        return ERR_SYNTAX_RULE;
    out->address = line;
    /* ERC-4361, ABNF: with the checksum of ERC-55; one case is none. */
    address_write(right, address, 0);
    return ascii_is(line, right) ? ERR_OK : ERR_CHECKSUM;
}

/* One empty line, then the statement and another, or just another. */
static enum err read_statement(struct siwe *out, struct reader *r)
{
    if (r->at_end || r->line.len)
        return ERR_SYNTAX_RULE;
    advance(r);
    if (r->at_end)
        return ERR_SYNTAX_RULE;
    out->statement = r->line;
    advance(r);
    if (r->at_end)
        return ERR_SYNTAX_RULE;
    /* Without a statement the second empty line is already behind us. */
    if (out->statement.len == 0 && r->line.len)
        return ERR_OK;
    if (r->line.len)
        return ERR_SYNTAX_RULE;
    out->has_statement = true;
    for (size_t i = 0; i < out->statement.len; i++)
        if (!uri_char(out->statement.data[i]) && out->statement.data[i] != ' ')
            return ERR_SYNTAX_RULE;
    advance(r);
    return ERR_OK;
}

static bool all_digits(struct bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_digit(text.data[i]))
            return false;
    return text.len > 0;
}

static bool nonce_ok(struct bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_alnum(text.data[i]))
            return false;
    return text.len >= 8;
}

static enum err read_fields(struct siwe *out, struct reader *r)
{
    if (!labelled(r, &out->uri, "URI: ") || !uri_ok(out->uri) ||
        !labelled(r, &out->version, "Version: ") ||
        !ascii_is(out->version, "1") ||
        !labelled(r, &out->chain_id, "Chain ID: ") ||
        !all_digits(out->chain_id) || !labelled(r, &out->nonce, "Nonce: ") ||
        !nonce_ok(out->nonce) || !labelled(r, &out->issued_at, "Issued At: "))
        return ERR_SYNTAX_RULE;
    if (!date_time_ok(out->issued_at))
        return ERR_DATE_TIME;
    if (labelled(r, &out->expiration_time, "Expiration Time: ") &&
        !date_time_ok(out->expiration_time))
        return ERR_DATE_TIME;
    if (labelled(r, &out->not_before, "Not Before: ") &&
        !date_time_ok(out->not_before))
        return ERR_DATE_TIME;
    out->has_request_id = labelled(r, &out->request_id, "Request ID: ");
    return uri_segment_ok(out->request_id) ? ERR_OK : ERR_SYNTAX_RULE;
}

static enum err read_resources(struct arena *a, struct siwe *out,
                               struct reader *r)
{
    size_t room;

    if (r->at_end)
        return ERR_OK;
    if (!ascii_is(r->line, "Resources:"))
        return ERR_SYNTAX_RULE;
    out->has_resources = true;
    room = r->more ? ascii_count(r->rest, '\n') + 1 : 0;
    if (room > SIWE_RESOURCES_MAX)
        return ERR_LIMIT;
    out->resources = arena_array(a, room + 1, sizeof *out->resources);
    if (!out->resources)
        return ERR_MEMORY;
    advance(r);
    while (!r->at_end) {
        struct bytes *at = &out->resources[out->resource_count++];

        if (!labelled(r, at, "- ") || !uri_ok(*at))
            return ERR_SYNTAX_RULE;
    }
    return ERR_OK;
}

enum err siwe_parse(struct arena *a, struct siwe *out, struct bytes text)
{
    struct reader r = { .rest = text, .more = true };
    struct siwe made = { 0 };
    enum err err, checksum;

    advance(&r);
    err = read_domain(&made, r.line);
    if (err)
        return err;
    advance(&r);
    if (r.at_end)
        return ERR_SYNTAX_RULE;
    /* The grammar of the whole comes first, then what its parts mean. */
    checksum = read_address(&made, r.line);
    if (checksum && checksum != ERR_CHECKSUM)
        return checksum;
    advance(&r);
    err = read_statement(&made, &r);
    if (!err)
        err = read_fields(&made, &r);
    if (!err)
        err = read_resources(a, &made, &r);
    if (!err)
        err = checksum;
    if (!err)
        *out = made;
    return err;
}
