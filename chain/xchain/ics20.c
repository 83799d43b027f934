/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ics20.h"

#include "chain/codec/abi.h"
#include "chain/codec/base64.h"
#include "chain/codec/protobuf.h"
#include "chain/codec/utf8.h"
#include "chain/crypto/hash.h"
#include "chain/xchain/ibc.h"

enum { HASH_LEN = 32, DENOM_MIN = 3, DENOM_MAX = 128 };

enum err ics20_amount(struct u256 *out, struct bytes text)
{
    struct u256 value = u256_from(0);

    if (text.len == 0)
        return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < text.len; i++)
        if (u256_mul_overflow(&value, value, u256_from(10)) ||
            u256_add_carry(&value, value,
                           u256_from((uint64_t)(text.data[i] - '0'))))
            return ERR_TOO_WIDE;
    if (u256_is_zero(value))
        return ERR_RANGE;
    *out = value;
    return ERR_OK;
}

/* --- denominations ------------------------------------------------------------- */

/* What stands before the next slash; *rest is what follows it, and *more
 * whether there was one. */
static struct bytes segment(struct bytes *rest, bool *more)
{
    const uint8_t *slash = rest->len ? memchr(rest->data, '/', rest->len)
                                     : NULL;
    struct bytes out = *rest;

    *more = slash != NULL;
    if (slash) {
        out.len = (size_t)(slash - rest->data);
        *rest = bytes_make(slash + 1, rest->len - out.len - 1);
    } else {
        *rest = BYTES_EMPTY;
    }
    return out;
}

static bool is_hop_end(struct bytes id)
{
    uint64_t sequence;

    return ibc_id_sequence(&sequence, "channel-", id) == ERR_OK ||
           ibc_is_client_id(id);
}

/* Pairs are taken while the second is a channel or a client; a path of two
 * parts has no hop, since nothing would be left. */
enum err ics20_denom(struct arena *a, struct ics20_denom *out,
                     struct bytes path)
{
    struct ics20_denom denom = { .base = path };
    struct bytes rest = path;
    size_t slashes = 0;

    for (size_t i = 0; i < path.len; i++)
        slashes += path.data[i] == '/';
    denom.hops = arena_array(a, slashes + 1, sizeof *denom.hops);
    if (!denom.hops)
        return ERR_MEMORY;
    while (slashes >= 2) {
        bool first, second;
        struct ics20_hop hop;

        hop.port = segment(&rest, &first);
        hop.channel = segment(&rest, &second);
        if (!first || !is_hop_end(hop.channel))
            break;
        if (denom.count == ICS20_HOPS_MAX)
            return ERR_TOO_LONG;
        denom.hops[denom.count++] = hop;
        denom.base = rest;
        if (!second)
            break;
    }
    *out = denom;
    return ERR_OK;
}

bool ics20_has_prefix(struct bytes path, struct bytes port,
                      struct bytes channel)
{
    size_t len = port.len + channel.len + 2;

    return path.len >= len && bytes_eq(bytes_head(path, port.len), port) &&
           path.data[port.len] == '/' &&
           bytes_eq(bytes_make(path.data + port.len + 1, channel.len),
                    channel) &&
           path.data[len - 1] == '/';
}

enum err ics20_ibc_denom(struct arena *a, struct bytes *out, struct bytes path)
{
    static const char digits[] = "0123456789ABCDEF";
    struct ics20_denom denom;
    uint8_t hash[HASH_LEN];
    struct pack p;
    enum err err = ics20_denom(a, &denom, path);

    if (err)
        return err;
    if (denom.count == 0) {
        *out = denom.base;
        return ERR_OK;
    }
    hash_sha256(hash, path);
    pack_init(&p, a);
    pack_text(&p, "ibc/");
    for (size_t i = 0; i < sizeof hash; i++) {
        pack_bytes(&p, bytes_make(&digits[hash[i] >> 4], 1));
        pack_bytes(&p, bytes_make(&digits[hash[i] & 15], 1));
    }
    return pack_finish(out, &p);
}

static bool is_alnum(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

static bool is_hex(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
           (c >= 'A' && c <= 'F');
}

/* The SDK's rule for denominations, then that for what begins with ibc/. */
enum err ics20_check_ibc_denom(struct bytes denom)
{
    if (denom.len < DENOM_MIN || denom.len > DENOM_MAX ||
        !is_alnum(denom.data[0]) || denom.data[0] <= '9')
        return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < denom.len; i++)
        if (!is_alnum(denom.data[i]) &&
            (!denom.data[i] || !strchr("/:._-", denom.data[i])))
            return ERR_SYNTAX_RULE;
    if (bytes_eq(denom, bytes_str("ibc")))
        return ERR_SYNTAX_RULE;
    if (!bytes_eq(bytes_head(denom, denom.len < 4 ? denom.len : 4),
                  bytes_str("ibc/")))
        return ERR_OK;
    if (denom.len != 4 + 2 * HASH_LEN)
        return ERR_LENGTH;
    for (size_t i = 4; i < denom.len; i++)
        if (!is_hex(denom.data[i]))
            return ERR_SYNTAX_RULE;
    return ERR_OK;
}

enum err ics20_escrow(struct arena *a, uint8_t out[20], struct bytes port,
                      struct bytes channel)
{
    uint8_t hash[HASH_LEN];
    struct bytes text;
    struct pack p;
    enum err err;

    pack_init(&p, a);
    pack_text(&p, "ics20-1");
    pack_zeros(&p, 1);
    pack_bytes(&p, port);
    pack_text(&p, "/");
    pack_bytes(&p, channel);
    err = pack_finish(&text, &p);
    if (err)
        return err;
    hash_sha256(hash, text);
    memcpy(out, hash, 20);
    return ERR_OK;
}

/* --- packets ----------------------------------------------------------------------- */

enum err ics20_check(struct arena *a, const struct ics20_packet *in)
{
    struct ics20_denom denom;
    struct u256 amount;
    enum err err = ics20_denom(a, &denom, in->denom);

    if (err)
        return err;
    if (ibc_blank(denom.base))
        return ERR_EMPTY;
    for (size_t i = 0; i < denom.count; i++)
        if (ibc_id_check("port", "ibc-go", denom.hops[i].port))
            return ERR_VALUE;
    err = ics20_amount(&amount, in->amount);
    if (err)
        return err;
    return ibc_blank(in->sender) || ibc_blank(in->receiver) ? ERR_EMPTY
                                                            : ERR_OK;
}

enum err ics20_json(struct arena *a, struct bytes *out,
                    const struct ics20_packet *in)
{
    const struct {
        const char *name;
        struct bytes value;
    } members[] = { { "denom", in->denom },
                    { "amount", in->amount },
                    { "sender", in->sender },
                    { "receiver", in->receiver },
                    { "memo", in->memo } };
    const char *comma = "";
    struct pack p;

    pack_init(&p, a);
    pack_text(&p, "{");
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        struct bytes text;
        enum err err = ibc_json_string(a, &text, members[i].value);

        if (err)
            return err;
        if (members[i].value.len == 0)
            continue;
        pack_text(&p, comma);
        pack_text(&p, "\"");
        pack_text(&p, members[i].name);
        pack_text(&p, "\":");
        pack_bytes(&p, text);
        comma = ",";
    }
    pack_text(&p, "}");
    return pack_finish(out, &p);
}

enum err ics20_abi(struct arena *a, struct bytes *out,
                   const struct ics20_packet *in)
{
    struct abi members[5], tuple;
    struct u256 amount;
    enum err err = ics20_amount(&amount, in->amount);

    if (err)
        return err;
    members[0] = abi_bytes(in->denom);
    members[1] = abi_bytes(in->sender);
    members[2] = abi_bytes(in->receiver);
    members[3] = abi_u256(amount);
    members[4] = abi_bytes(in->memo);
    tuple = abi_tuple(members, 5);
    return abi_encode(a, out, &tuple, 1);
}

static bool is_utf8(struct bytes text)
{
    uint32_t code_point;

    while (text.len)
        if (!utf8_next(&code_point, &text))
            return false;
    return true;
}

enum err ics20_decode_protobuf(struct ics20_packet *out, struct bytes in)
{
    struct bytes members[5] = { { NULL, 0 } };

    while (in.len) {
        struct protobuf_field field;
        enum err err = protobuf_next(&field, &in);

        if (err)
            return err;
        if (field.id > ARRAY_LEN(members))
            return ERR_FIELD_EXTRA;
        if (field.wire != PROTOBUF_BYTES)
            return ERR_TYPE;
        if (!is_utf8(field.body))
            return ERR_CHARACTER;
        members[field.id - 1] = field.body;
    }
    *out = (struct ics20_packet){ members[0], members[1], members[2],
                                  members[3], members[4] };
    return ERR_OK;
}

/* --- channels --------------------------------------------------------------------- */

enum err ics20_check_channel(enum ics20_app app, struct bytes ordering,
                             struct bytes version)
{
    static const char *const versions[] = {
        [ICS20_APP] = "ics20-1",
        [ICS721_APP] = "ics721-1",
    };

    if (!bytes_eq(ordering, bytes_str("UNORDERED")))
        return ERR_NEGOTIATION;
    return bytes_eq(version, bytes_str(versions[app])) ? ERR_OK : ERR_VERSION;
}

/* --- ICS-721 ------------------------------------------------------------------------- */

static enum err check_list(const struct bytes *items, size_t count,
                           size_t wanted)
{
    if (count && count != wanted)
        return ERR_ITEM_COUNT;
    for (size_t i = 0; i < count; i++)
        if (ibc_blank(items[i]))
            return ERR_EMPTY;
    return ERR_OK;
}

enum err ics721_check(struct arena *a, const struct ics721_packet *in)
{
    struct bytes data;
    enum err err;

    if (ibc_blank(in->class_id) || in->id_count == 0)
        return ERR_EMPTY;
    err = check_list(in->ids, in->id_count, in->id_count);
    if (!err)
        err = check_list(in->uris, in->uri_count, in->id_count);
    if (!err)
        err = check_list(in->data, in->data_count, in->id_count);
    if (!err && base64_decode(a, &data, in->class_data))
        err = ERR_CHARACTER;
    for (size_t i = 0; i < in->data_count && !err; i++)
        if (base64_decode(a, &data, in->data[i]))
            err = ERR_CHARACTER;
    if (!err && (ibc_blank(in->sender) || ibc_blank(in->receiver)))
        err = ERR_EMPTY;
    return err;
}
