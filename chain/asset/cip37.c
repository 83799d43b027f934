/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/address.h"

#include <stdio.h>

#include "chain/codec/ascii.h"

enum {
    CHECK_SIZE = 8,
    PAYLOAD_SIZE = 34, /* 21 bytes in five-bit symbols */
    BODY_SIZE = 21,
    NET_MAIN = 1029,
    NET_TEST = 1,
    PREFIX_SIZE = 16,
    TEXT_MAX = 1024,
};

static const char CHARSET[] = "abcdefghjkmnprstuvwxyz0123456789";

static const char *const TYPE_NAMES[] = {
    [CIP37_NULL] = "null",         [CIP37_BUILTIN] = "builtin",
    [CIP37_USER] = "user",         [CIP37_CONTRACT] = "contract",
    [CIP37_UNKNOWN] = "unknown",
};

const char *cip37_type_name(enum cip37_type type)
{
    return TYPE_NAMES[type];
}

enum cip37_type cip37_type_of(const uint8_t address[ADDRESS_BYTES])
{
    static const uint8_t ZERO[ADDRESS_BYTES];

    if (memcmp(address, ZERO, sizeof ZERO) == 0)
        return CIP37_NULL;
    switch (address[0] >> 4) {
    case 0:
        return CIP37_BUILTIN;
    case 1:
        return CIP37_USER;
    case 8:
        return CIP37_CONTRACT;
    default:
        return CIP37_UNKNOWN;
    }
}

static uint64_t polymod_step(uint64_t sum, uint8_t value)
{
    static const uint64_t TAPS[] = { 0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4,
                                     0xae2eabe2a8, 0x1e4f43e470 };
    uint64_t top = sum >> 35;

    sum = (sum & 0x07ffffffff) << 5 ^ value;
    for (unsigned i = 0; i < 5; i++)
        if (top >> i & 1)
            sum ^= TAPS[i];
    return sum;
}

/* The sum over prefix, a zero and symbols, before the final xor. */
static uint64_t polymod(struct bytes prefix, struct bytes symbols)
{
    uint64_t sum = 1;

    for (size_t i = 0; i < prefix.len; i++)
        sum = polymod_step(sum, prefix.data[i] & 31);
    sum = polymod_step(sum, 0);
    for (size_t i = 0; i < symbols.len; i++)
        sum = polymod_step(sum, symbols.data[i]);
    return sum;
}

static void prefix_write(char out[PREFIX_SIZE], uint32_t net_id)
{
    if (net_id == NET_MAIN)
        snprintf(out, PREFIX_SIZE, "cfx");
    else if (net_id == NET_TEST)
        snprintf(out, PREFIX_SIZE, "cfxtest");
    else
        snprintf(out, PREFIX_SIZE, "net%u", net_id);
}

enum err cip37_encode(struct arena *a, struct bytes *out,
                      const struct cip37 *in, bool verbose)
{
    char prefix[PREFIX_SIZE], text[PREFIX_SIZE + 64];
    uint8_t symbols[PAYLOAD_SIZE + CHECK_SIZE] = { 0 };
    uint8_t body[BODY_SIZE + 1] = { 0 };
    uint64_t sum;
    size_t n;

    if (in->net_id == 0)
        return ERR_RANGE;
    prefix_write(prefix, in->net_id);
    memcpy(body + 1, in->address, ADDRESS_BYTES);
    for (size_t i = 0; i < PAYLOAD_SIZE; i++) {
        size_t bit = i * 5;
        unsigned pair = (unsigned)body[bit / 8] << 8 | body[bit / 8 + 1];

        symbols[i] = pair >> (11 - bit % 8) & 31;
    }
    sum = polymod(bytes_str(prefix), bytes_make(symbols, sizeof symbols)) ^ 1;
    for (unsigned i = 0; i < CHECK_SIZE; i++)
        symbols[PAYLOAD_SIZE + i] = sum >> (5 * (CHECK_SIZE - 1 - i)) & 31;
    n = (size_t)snprintf(text, sizeof text, verbose ? "%s:type.%s:" : "%s:",
                         prefix, TYPE_NAMES[cip37_type_of(in->address)]);
    for (size_t i = 0; i < sizeof symbols; i++)
        text[n++] = CHARSET[symbols[i]];
    for (size_t i = 0; verbose && i < n; i++)
        text[i] = (char)ascii_to_upper((uint8_t)text[i]);
    return arena_copy(a, out, bytes_make(text, n)) ? ERR_OK : ERR_MEMORY;
}

/* CIP-37: cfx, cfxtest, or net and a number without leading zeros that has no
 * name of its own. */
static enum err prefix_read(uint32_t *net_id, struct bytes prefix)
{
    uint64_t number;

    if (ascii_is(prefix, "cfx")) {
        *net_id = NET_MAIN;
        return ERR_OK;
    }
    if (ascii_is(prefix, "cfxtest")) {
        *net_id = NET_TEST;
        return ERR_OK;
    }
    if (!ascii_begins(prefix, "net"))
        return ERR_PREFIX;
    prefix = bytes_tail(prefix, 3);
    if (!ascii_number(&number, prefix) || prefix.data[0] == '0' ||
        number > UINT32_MAX || number == NET_MAIN || number == NET_TEST)
        return ERR_PREFIX;
    *net_id = (uint32_t)number;
    return ERR_OK;
}

static enum err fold_case(struct arena *a, struct bytes *text)
{
    bool lower = false, upper = false;
    uint8_t *copy;

    for (size_t i = 0; i < text->len; i++) {
        lower |= ascii_lower(text->data[i]);
        upper |= ascii_upper(text->data[i]);
    }
    if (lower && upper)
        return ERR_CASE;
    copy = arena_raw(a, text->len);
    if (!copy)
        return ERR_MEMORY;
    for (size_t i = 0; i < text->len; i++)
        copy[i] = ascii_to_lower(text->data[i]);
    *text = bytes_make(copy, text->len);
    return ERR_OK;
}

/* Symbols to the 21 bytes behind the checks of steps 4 to 6. */
static enum err payload_read(struct cip37 *out, struct bytes prefix,
                             struct bytes text)
{
    uint8_t symbols[TEXT_MAX], body[BODY_SIZE + 1] = { 0 };
    size_t count;

    for (size_t i = 0; i < text.len; i++) {
        const char *at = text.data[i] ? strchr(CHARSET, text.data[i]) : NULL;

        if (!at)
            return ERR_CHARACTER;
        symbols[i] = (uint8_t)(at - CHARSET);
    }
    if (text.len < CHECK_SIZE ||
        polymod(prefix, bytes_make(symbols, text.len)) != 1)
        return ERR_CHECKSUM;
    count = text.len - CHECK_SIZE;
    if (count < 2 || symbols[0] != 0 || symbols[1] >> 2 != 0)
        return ERR_VERSION;
    if (count != PAYLOAD_SIZE)
        return ERR_LENGTH;
    if (symbols[count - 1] & 3)
        return ERR_PADDING;
    for (size_t i = 0; i < count; i++) {
        size_t bit = i * 5;
        unsigned pair = (unsigned)symbols[i] << (11 - bit % 8);

        body[bit / 8] |= (uint8_t)(pair >> 8);
        body[bit / 8 + 1] |= (uint8_t)pair;
    }
    memcpy(out->address, body + 1, ADDRESS_BYTES);
    return ERR_OK;
}

/* Options stand between prefix and payload, key.value each. */
static enum err options_check(const struct cip37 *decoded, struct bytes options)
{
    while (options.len) {
        size_t len = ascii_find(options, ':');
        struct bytes option = bytes_head(options, len);
        size_t dot = ascii_find(option, '.');

        if (ascii_count(option, '.') != 1 || dot == 0 || dot + 1 == len)
            return ERR_SYNTAX_RULE;
        if (ascii_is(bytes_head(option, dot), "type") &&
            !ascii_is(bytes_tail(option, dot + 1),
                      TYPE_NAMES[decoded->type]))
            return ERR_TYPE;
        options = bytes_tail(options, len < options.len ? len + 1 : len);
    }
    return ERR_OK;
}

enum err cip37_decode(struct arena *a, struct cip37 *out, struct bytes text)
{
    struct cip37 made = { 0 };
    struct bytes prefix, payload, options = BYTES_EMPTY;
    size_t first, last;
    enum err err;

    if (text.len > TEXT_MAX)
        return ERR_LENGTH;
    err = fold_case(a, &text);
    if (err)
        return err;
    first = ascii_find(text, ':');
    if (first == text.len)
        return ERR_SYNTAX_RULE;
    for (last = text.len; text.data[last - 1] != ':';)
        last--;
    prefix = bytes_head(text, first);
    payload = bytes_tail(text, last);
    if (last > first + 1)
        options = bytes_make(text.data + first + 1, last - first - 2);
    if (last > first + 1 && options.len == 0)
        return ERR_SYNTAX_RULE;
    err = prefix_read(&made.net_id, prefix);
    if (!err)
        err = payload_read(&made, prefix, payload);
    if (err)
        return err;
    made.type = cip37_type_of(made.address);
    err = options_check(&made, options);
    if (!err)
        *out = made;
    return err;
}
