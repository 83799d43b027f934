/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/interop.h"

#include <stdio.h>

#include "base/hex.h"
#include "chain/asset/address.h"
#include "chain/codec/ascii.h"
#include "chain/codec/bech32.h"
#include "chain/codec/decimal.h"
#include "chain/codec/radix.h"
#include "chain/crypto/keccak.h"

enum {
    VERSION = 1,
    TYPE_EIP155 = 0,
    TYPE_BIP122 = 1,
    TYPE_SOLANA = 2,
    TYPE_STARKNET = 3,
    SOLANA_SIZE = 32,
    STARKNET_SIZE = 32,
    GENESIS_SIZE = 16,
    BITCOIN_HASH_SIZE = 20,
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
                             struct bytes reference, struct bytes in);
    enum err (*reference_bytes)(struct arena *a, struct bytes *out,
                                struct bytes text);
    enum err (*address_bytes)(struct arena *a, struct bytes *out,
                              struct bytes reference, struct bytes text);
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
                                    struct bytes reference, struct bytes in)
{
    char text[ADDRESS_TEXT_SIZE];

    (void)reference;
    if (in.len != ADDRESS_BYTES)
        return ERR_LENGTH;
    address_write(text, in.data, 0);
    return arena_copy(a, out, bytes_str(text)) ? ERR_OK : ERR_MEMORY;
}

static enum err eip155_address_bytes(struct arena *a, struct bytes *out,
                                     struct bytes reference, struct bytes text)
{
    uint8_t address[ADDRESS_BYTES];
    enum err err = address_read(address, text);

    (void)reference;
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

static enum err solana_address_text(struct arena *a, struct bytes *out,
                                    struct bytes reference, struct bytes in)
{
    (void)reference;
    return solana_text(a, out, in);
}

static enum err solana_address_bytes(struct arena *a, struct bytes *out,
                                     struct bytes reference, struct bytes text)
{
    (void)reference;
    return solana_bytes(a, out, text);
}

/* --- bip122: 16 bytes of the genesis hash; 01 version hash, or 02 witness
 * version and program ------------------------------------------------------ */

enum { KIND_BASE58 = 1, KIND_WITNESS = 2 };

/* Witness addresses begin with the name of their network. */
static const struct {
    const char *reference, *prefix;
} networks[] = {
    { "000000000019d6689c085ae165831e93", "bc" },
    { "000000000933ea01ad0ee984209779ba", "tb" },
    { "12a765e31ffd4059bada1e25190f6e98", "ltc" },
};

static enum err genesis_text(struct arena *a, struct bytes *out,
                             struct bytes in)
{
    char *text;

    if (in.len != GENESIS_SIZE)
        return ERR_LENGTH;
    text = arena_alloc(a, 2 * GENESIS_SIZE + 1);
    if (!text)
        return ERR_MEMORY;
    hex_write(text, in);
    *out = bytes_make(text, 2 * GENESIS_SIZE);
    return ERR_OK;
}

/* Lower-case digits; as many as bytes are wanted. */
static enum err plain_hex(struct arena *a, struct bytes *out,
                          struct bytes text, size_t size)
{
    uint8_t *data = arena_alloc(a, size);

    if (text.len != 2 * size)
        return ERR_LENGTH;
    if (!data)
        return ERR_MEMORY;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];

        if (!ascii_hex(c))
            return ERR_CHARACTER;
        if (ascii_upper(c))
            return ERR_CASE;
        data[i / 2] = (uint8_t)(data[i / 2] << 4 |
                                (ascii_digit(c) ? c - '0' : c - 'a' + 10));
    }
    *out = bytes_make(data, size);
    return ERR_OK;
}

static enum err genesis_bytes(struct arena *a, struct bytes *out,
                              struct bytes text)
{
    return plain_hex(a, out, text, GENESIS_SIZE);
}

static const char *network_prefix(struct arena *a, struct bytes reference)
{
    struct bytes text;

    if (genesis_text(a, &text, reference))
        return NULL;
    for (size_t i = 0; i < ARRAY_LEN(networks); i++)
        if (ascii_is(text, networks[i].reference))
            return networks[i].prefix;
    return NULL;
}

static bool program_ok(uint8_t version, size_t size)
{
    return version <= 16 && size >= 2 && size <= 40 &&
           (version || size == 20 || size == 32);
}

static enum err witness_text(struct arena *a, struct bytes *out,
                             const char *prefix, struct bytes in)
{
    uint8_t words[1 + 64];
    struct bech32 text = { .kind = in.data[0] ? BECH32M : BECH32,
                           .hrp = bytes_str(prefix) };
    unsigned held = 0, bits = 0;
    size_t n = 0;

    words[n++] = in.data[0];
    for (size_t i = 1; i < in.len; i++) {
        held = (held << 8 | in.data[i]) & 0xfff;
        for (bits += 8; bits >= 5; bits -= 5)
            words[n++] = held >> (bits - 5) & 31;
    }
    if (bits)
        words[n++] = held << (5 - bits) & 31;
    text.words = bytes_make(words, n);
    return bech32_encode(a, out, &text);
}

static enum err bip122_address_text(struct arena *a, struct bytes *out,
                                    struct bytes reference, struct bytes in)
{
    const char *prefix = network_prefix(a, reference);
    struct bytes rest = bytes_tail(in, 1);

    if (in.data[0] == KIND_BASE58)
        return rest.len == 1 + BITCOIN_HASH_SIZE
                   ? base58check_encode(a, out, rest)
                   : ERR_LENGTH;
    if (in.data[0] != KIND_WITNESS)
        return ERR_TYPE;
    if (rest.len < 1 || !program_ok(rest.data[0], rest.len - 1))
        return ERR_LENGTH;
    /* Which letters a network's addresses begin with is not in the address. */
    return prefix ? witness_text(a, out, prefix, rest) : ERR_NOT_BUILT;
}

static enum err prefixed(struct arena *a, struct bytes *out, uint8_t first,
                         const uint8_t *second, struct bytes rest)
{
    uint8_t *data = arena_alloc(a, 2 + rest.len);
    size_t n = 0;

    if (!data)
        return ERR_MEMORY;
    data[n++] = first;
    if (second)
        data[n++] = *second;
    memcpy(data + n, rest.data, rest.len);
    *out = bytes_make(data, n + rest.len);
    return ERR_OK;
}

static enum err bip122_address_bytes(struct arena *a, struct bytes *out,
                                     struct bytes reference, struct bytes text)
{
    const char *prefix = network_prefix(a, reference);
    struct bytes data;
    struct bech32 b;
    enum err err = base58check_decode(a, &data, text);

    if (!err)
        return data.len == 1 + BITCOIN_HASH_SIZE
                   ? prefixed(a, out, KIND_BASE58, NULL, data)
                   : ERR_LENGTH;
    err = bech32_decode(a, &b, text);
    if (err)
        return err;
    if (b.words.len == 0)
        return ERR_EMPTY;
    if (prefix && !ascii_is(b.hrp, prefix))
        return ERR_TYPE;
    if ((b.kind == BECH32) != (b.words.data[0] == 0))
        return ERR_CHECKSUM;
    err = bech32_to_bytes(a, &data, bytes_tail(b.words, 1));
    if (err || !program_ok(b.words.data[0], data.len))
        return ERR_LENGTH;
    return prefixed(a, out, KIND_WITNESS, b.words.data, data);
}

/* --- starknet: its chain id in ASCII, 32 bytes ------------------------------- */

static enum err ascii_text(struct arena *a, struct bytes *out, struct bytes in)
{
    (void)a;
    for (size_t i = 0; i < in.len; i++)
        if (!ascii_alnum(in.data[i]) && in.data[i] != '_' && in.data[i] != '-')
            return ERR_VALUE;
    *out = in;
    return ERR_OK;
}

static enum err ascii_bytes(struct arena *a, struct bytes *out,
                            struct bytes text)
{
    return ascii_text(a, out, text) ? ERR_CHARACTER : ERR_OK;
}

/* The examples of the profile follow another rule for capitals than its text
 * names, so that no spelling would be safe. */
static enum err starknet_address_text(struct arena *a, struct bytes *out,
                                      struct bytes reference, struct bytes in)
{
    (void)a;
    (void)out;
    (void)reference;
    return in.len == STARKNET_SIZE ? ERR_NOT_BUILT : ERR_LENGTH;
}

static enum err starknet_address_bytes(struct arena *a, struct bytes *out,
                                       struct bytes reference,
                                       struct bytes text)
{
    (void)reference;
    if (!ascii_begins(text, "0x"))
        return ERR_SYNTAX_RULE;
    for (size_t i = 2; i < text.len; i++)
        if (ascii_upper(text.data[i]) && ascii_hex(text.data[i]) &&
            text.len == 2 + 2 * STARKNET_SIZE)
            return ERR_NOT_BUILT;
    return plain_hex(a, out, bytes_tail(text, 2), STARKNET_SIZE);
}

static const struct profile profiles[] = {
    { TYPE_EIP155, "eip155", eip155_reference_text, eip155_address_text,
      eip155_reference_bytes, eip155_address_bytes },
    { TYPE_BIP122, "bip122", genesis_text, bip122_address_text, genesis_bytes,
      bip122_address_bytes },
    { TYPE_SOLANA, "solana", solana_text, solana_address_text, solana_bytes,
      solana_address_bytes },
    { TYPE_STARKNET, "starknet", ascii_text, starknet_address_text,
      ascii_bytes, starknet_address_bytes },
};

static enum err profile_by_type(const struct profile **out, uint16_t type)
{
    for (size_t i = 0; i < ARRAY_LEN(profiles); i++)
        if (profiles[i].type == type) {
            *out = &profiles[i];
            return ERR_OK;
        }
    return ERR_TYPE;
}

static enum err profile_by_name(const struct profile **out, struct bytes name)
{
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
        err = profile->address_text(a, &address, parts.reference,
                                    parts.address);
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
        err = profile->address_bytes(a, &address, reference, name.address);
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
