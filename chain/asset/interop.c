/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/interop.h"

#include <stdio.h>

#include "chain/asset/address.h"
#include "chain/codec/ascii.h"
#include "chain/codec/decimal.h"
#include "chain/codec/radix.h"
#include "chain/crypto/keccak.h"

enum {
    VERSION = 1,
    TYPE_EIP155 = 0,
    TYPE_SOLANA = 2,
    SOLANA_SIZE = 32,
    CHECK_DIGITS = 8,
    REFERENCE_MAX = 32,
    BINARY_MAX = 6 + 2 * 255,
};

/* --- binary ------------------------------------------------------------------
 */

/* One length byte and as many bytes. */
static enum err take_counted(struct bytes *out, struct bytes *in)
{
    size_t len;

    if (in->len == 0 || in->len - 1 < in->data[0])
        return ERR_TRUNCATED;
    len = in->data[0];
    *out = bytes_head(bytes_tail(*in, 1), len);
    *in = bytes_tail(*in, 1 + len);
    return ERR_OK;
}

enum err interop_decode(struct interop *out, struct bytes in)
{
    struct interop made;
    enum err err;

    if (in.len < 2)
        return ERR_TRUNCATED;
    made.version = (uint16_t)(in.data[0] << 8 | in.data[1]);
    if (made.version != VERSION)
        return ERR_VERSION;
    if (in.len < 4)
        return ERR_TRUNCATED;
    made.chain_type = (uint16_t)(in.data[2] << 8 | in.data[3]);
    in = bytes_tail(in, 4);
    err = take_counted(&made.reference, &in);
    if (!err)
        err = take_counted(&made.address, &in);
    if (err)
        return err;
    if (made.reference.len == 0 && made.address.len == 0)
        return ERR_EMPTY;
    if (in.len)
        return ERR_TRAILING;
    *out = made;
    return ERR_OK;
}

/* ERC-7828: of the binary form without its version, in capitals. */
static void checksum(char out[CHECK_DIGITS + 1], struct bytes binary)
{
    uint8_t hash[32];

    keccak256(hash, bytes_tail(binary, 2));
    snprintf(out, CHECK_DIGITS + 1, "%02X%02X%02X%02X", hash[0], hash[1],
             hash[2], hash[3]);
}

/* --- profiles of CAIP-350 ------------------------------------------------- */

struct profile {
    uint16_t type;
    const char *namespace;
    enum err (*reference_text)(struct arena *a, struct bytes *out,
                               struct bytes in);
    enum err (*address_text)(struct arena *a, struct bytes *out,
                             struct bytes in);
    enum err (*reference_bytes)(struct arena *a, struct bytes *out,
                                struct bytes text);
    enum err (*address_bytes)(struct arena *a, struct bytes *out,
                              struct bytes text);
};

static enum err eip155_reference_text(struct arena *a, struct bytes *out,
                                      struct bytes in)
{
    char *text;

    if (in.data[0] == 0)
        return ERR_LEADING_ZERO;
    if (in.len > REFERENCE_MAX)
        return ERR_LENGTH;
    text = decimal_print(a, in);
    if (!text)
        return ERR_MEMORY;
    *out = bytes_str(text);
    return ERR_OK;
}

static enum err eip155_reference_bytes(struct arena *a, struct bytes *out,
                                       struct bytes text)
{
    uint8_t data[REFERENCE_MAX];
    size_t zeros = 0;
    enum err err = decimal_read(data, sizeof data, text);

    if (err)
        return err == ERR_TOO_WIDE ? ERR_RANGE : err;
    while (zeros < sizeof data && data[zeros] == 0)
        zeros++;
    if (zeros == sizeof data)
        return ERR_RANGE;
    return arena_copy(a, out, bytes_tail(BYTES_OF(data), zeros)) ? ERR_OK
                                                                 : ERR_MEMORY;
}

static enum err eip155_address_text(struct arena *a, struct bytes *out,
                                    struct bytes in)
{
    char text[ADDRESS_TEXT_SIZE];

    if (in.len != ADDRESS_BYTES)
        return ERR_LENGTH;
    address_write(text, in.data, 0);
    return arena_copy(a, out, bytes_str(text)) ? ERR_OK : ERR_MEMORY;
}

static enum err eip155_address_bytes(struct arena *a, struct bytes *out,
                                     struct bytes text)
{
    uint8_t address[ADDRESS_BYTES];
    enum err err = address_read(address, text);

    if (err == ERR_PREFIX)
        return ERR_SYNTAX_RULE;
    if (err)
        return err;
    if (!address_checksum_ok(text))
        return ERR_CHECKSUM;
    return arena_copy(a, out, BYTES_OF(address)) ? ERR_OK : ERR_MEMORY;
}

static enum err solana_text(struct arena *a, struct bytes *out, struct bytes in)
{
    if (in.len != SOLANA_SIZE)
        return ERR_LENGTH;
    return radix_encode(a, out, &RADIX_BASE58, in);
}

/* The whole hash, not the 32 characters that CAIP-2 keeps of it: ERC-7930. */
static enum err solana_bytes(struct arena *a, struct bytes *out,
                             struct bytes text)
{
    enum err err = radix_decode(a, out, &RADIX_BASE58, text);

    return !err && out->len != SOLANA_SIZE ? ERR_LENGTH : err;
}

static const struct profile profiles[] = {
    { TYPE_EIP155, "eip155", eip155_reference_text, eip155_address_text,
      eip155_reference_bytes, eip155_address_bytes },
    { TYPE_SOLANA, "solana", solana_text, solana_text, solana_bytes,
      solana_bytes },
};

/* The profiles of bip122 and starknet contradict their own examples, so that
 * no answer about their names would be safe. */
static const struct {
    uint16_t type;
    const char *namespace;
} unsettled[] = { { 1, "bip122" }, { 3, "starknet" } };

static enum err profile_by_type(const struct profile **out, uint16_t type)
{
    for (size_t i = 0; i < ARRAY_LEN(unsettled); i++)
        if (unsettled[i].type == type)
            return ERR_NOT_BUILT;
    for (size_t i = 0; i < ARRAY_LEN(profiles); i++)
        if (profiles[i].type == type) {
            *out = &profiles[i];
            return ERR_OK;
        }
    return ERR_TYPE;
}

static enum err profile_by_name(const struct profile **out, struct bytes name)
{
    for (size_t i = 0; i < ARRAY_LEN(unsettled); i++)
        if (ascii_is(name, unsettled[i].namespace))
            return ERR_NOT_BUILT;
    for (size_t i = 0; i < ARRAY_LEN(profiles); i++)
        if (ascii_is(name, profiles[i].namespace)) {
            *out = &profiles[i];
            return ERR_OK;
        }
    return ERR_TYPE;
}

/* --- names ---------------------------------------------------------------- */

enum err interop_name(struct arena *a, struct bytes *out, struct bytes in)
{
    struct bytes reference = BYTES_EMPTY, address = BYTES_EMPTY;
    const struct profile *profile = NULL;
    struct interop parts;
    char check[CHECK_DIGITS + 1], *text;
    enum err err = interop_decode(&parts, in);

    if (!err)
        err = profile_by_type(&profile, parts.chain_type);
    if (!err && parts.reference.len)
        err = profile->reference_text(a, &reference, parts.reference);
    if (!err && parts.address.len)
        err = profile->address_text(a, &address, parts.address);
    if (err)
        return err;
    checksum(check, in);
    text = arena_printf(
        a, "%.*s@%s%s%.*s#%s", (int)address.len,
        address.len ? (const char *)address.data : "", profile->namespace,
        reference.len ? ":" : "", (int)reference.len,
        reference.len ? (const char *)reference.data : "", check);
    if (!text)
        return ERR_MEMORY;
    *out = bytes_str(text);
    return ERR_OK;
}

struct name {
    struct bytes address, namespace, reference, check;
};

/* [address] "@" chain [ "#" checksum ] */
static enum err name_split(struct name *out, struct bytes text)
{
    size_t at = ascii_find(text, '@'), hash, colon;
    struct bytes chain;

    *out = (struct name){ 0 };
    if (text.len > INTEROP_TEXT_MAX || ascii_count(text, '@') != 1 ||
        ascii_count(text, '#') > 1)
        return ERR_SYNTAX_RULE;
    out->address = bytes_head(text, at);
    chain = bytes_tail(text, at + 1);
    hash = ascii_find(chain, '#');
    if (hash < chain.len) {
        out->check = bytes_tail(chain, hash + 1);
        if (out->check.len != CHECK_DIGITS)
            return ERR_SYNTAX_RULE;
        chain = bytes_head(chain, hash);
    }
    colon = ascii_find(chain, ':');
    out->namespace = bytes_head(chain, colon);
    if (colon < chain.len) {
        out->reference = bytes_tail(chain, colon + 1);
        if (out->reference.len == 0)
            return ERR_SYNTAX_RULE;
    }
    if (out->namespace.len == 0)
        return ERR_SYNTAX_RULE;
    if (out->address.len == 0 && out->reference.len == 0)
        return ERR_EMPTY;
    return ERR_OK;
}

static enum err check_spelling(struct bytes check)
{
    for (size_t i = 0; i < check.len; i++) {
        if (!ascii_hex(check.data[i]))
            return ERR_CHARACTER;
        if (ascii_lower(check.data[i]))
            return ERR_CASE;
    }
    return ERR_OK;
}

static enum err assemble(struct arena *a, struct bytes *out, uint16_t type,
                         struct bytes reference, struct bytes address)
{
    uint8_t data[BINARY_MAX];
    size_t n = 0;

    data[n++] = 0;
    data[n++] = VERSION;
    data[n++] = (uint8_t)(type >> 8);
    data[n++] = (uint8_t)type;
    data[n++] = (uint8_t)reference.len;
    if (reference.len)
        memcpy(data + n, reference.data, reference.len);
    n += reference.len;
    data[n++] = (uint8_t)address.len;
    if (address.len)
        memcpy(data + n, address.data, address.len);
    return arena_copy(a, out, bytes_make(data, n + address.len)) ? ERR_OK
                                                                 : ERR_MEMORY;
}

enum err interop_name_decode(struct arena *a, struct bytes *out,
                             struct bytes text)
{
    struct bytes reference = BYTES_EMPTY, address = BYTES_EMPTY, binary;
    const struct profile *profile = NULL;
    char right[CHECK_DIGITS + 1];
    struct name name;
    enum err err = name_split(&name, text);

    if (!err)
        err = check_spelling(name.check);
    if (!err)
        err = profile_by_name(&profile, name.namespace);
    if (!err && name.reference.len)
        err = profile->reference_bytes(a, &reference, name.reference);
    /* A name with a dot is one of ENS: only a resolver knows its address. */
    if (!err && ascii_count(name.address, '.'))
        err = ERR_NEEDS_EXECUTION;
    if (!err && name.address.len)
        err = profile->address_bytes(a, &address, name.address);
    if (!err)
        err = assemble(a, &binary, profile->type, reference, address);
    if (err)
        return err;
    checksum(right, binary);
    if (name.check.len && !ascii_is(name.check, right))
        return ERR_CHECKSUM;
    *out = binary;
    return ERR_OK;
}
