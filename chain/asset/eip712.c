/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/eip712.h"

#include <stdlib.h>

#include "base/hex.h"
#include "base/u256.h"
#include "chain/codec/ascii.h"
#include "chain/codec/decimal.h"
#include "chain/crypto/keccak.h"

static const char DOMAIN[] = "EIP712Domain";

struct type_hash {
    const char *name;
    uint8_t hash[32];
};

struct hasher {
    struct arena *arena;
    const json_t *types;
    struct type_hash known[EIP712_TYPES_MAX];
    size_t known_count;
    unsigned depth;
};

/* --- encodeType ----------------------------------------------------------- */

/* The members of a struct type whose name is not terminated. */
static const json_t *members_of(const json_t *types, struct bytes name)
{
    return json_object_getn(types, (const char *)name.data, name.len);
}

static struct bytes base_of(struct bytes type)
{
    return bytes_head(type, ascii_find(type, '['));
}

struct names {
    struct bytes list[EIP712_TYPES_MAX];
    size_t count;
};

static bool has_name(const struct names *n, struct bytes name)
{
    for (size_t i = 0; i < n->count; i++)
        if (bytes_eq(n->list[i], name))
            return true;
    return false;
}

/* All struct types that the list leads to; each is looked at once. */
static enum err collect(struct names *n, const json_t *types)
{
    for (size_t at = 0; at < n->count; at++) {
        const json_t *members = members_of(types, n->list[at]);

        if (!json_is_array(members))
            return ERR_TYPE;
        for (size_t i = 0; i < json_array_size(members); i++) {
            const json_t *member = json_array_get(members, i);
            const char *type =
                json_string_value(json_object_get(member, "type"));
            struct bytes base;

            if (!type || !json_is_string(json_object_get(member, "name")))
                return ERR_TYPE;
            base = base_of(bytes_str(type));
            if (!members_of(types, base) || has_name(n, base))
                continue;
            if (n->count == EIP712_TYPES_MAX)
                return ERR_LIMIT;
            n->list[n->count++] = base;
        }
    }
    return ERR_OK;
}

static int by_text(const void *left, const void *right)
{
    return bytes_cmp(*(const struct bytes *)left, *(const struct bytes *)right);
}

/* Writes to out unless it is NULL; returns the size. */
static size_t put(uint8_t *out, size_t at, struct bytes text)
{
    if (out && text.len)
        memcpy(out + at, text.data, text.len);
    return at + text.len;
}

static size_t put_type(uint8_t *out, size_t at, const json_t *types,
                       struct bytes name)
{
    const json_t *members = members_of(types, name);

    at = put(out, at, name);
    at = put(out, at, bytes_str("("));
    for (size_t i = 0; i < json_array_size(members); i++) {
        const json_t *member = json_array_get(members, i);

        if (i)
            at = put(out, at, bytes_str(","));
        at = put(out, at,
                 bytes_str(json_string_value(json_object_get(member, "type"))));
        at = put(out, at, bytes_str(" "));
        at = put(out, at,
                 bytes_str(json_string_value(json_object_get(member, "name"))));
    }
    return put(out, at, bytes_str(")"));
}

enum err eip712_encode_type(struct arena *a, struct bytes *out,
                            const json_t *types, const char *primary)
{
    struct names *n = arena_alloc(a, sizeof *n);
    uint8_t *text;
    size_t size = 0, at = 0;
    enum err err;

    if (!n)
        return ERR_MEMORY;
    n->list[n->count++] = bytes_str(primary);
    err = collect(n, types);
    if (err)
        return err;
    qsort(n->list + 1, n->count - 1, sizeof n->list[0], by_text);
    for (size_t i = 0; i < n->count; i++)
        size = put_type(NULL, size, types, n->list[i]);
    text = arena_raw(a, size + 1);
    if (!text)
        return ERR_MEMORY;
    for (size_t i = 0; i < n->count; i++)
        at = put_type(text, at, types, n->list[i]);
    *out = bytes_make(text, at);
    return ERR_OK;
}

static enum err type_hash(struct hasher *h, uint8_t out[32], const char *name)
{
    struct bytes text;
    enum err err;

    for (size_t i = 0; i < h->known_count; i++)
        if (strcmp(h->known[i].name, name) == 0) {
            memcpy(out, h->known[i].hash, 32);
            return ERR_OK;
        }
    err = eip712_encode_type(h->arena, &text, h->types, name);
    if (err)
        return err;
    keccak256(out, text);
    if (h->known_count < EIP712_TYPES_MAX) {
        h->known[h->known_count].name = name;
        memcpy(h->known[h->known_count++].hash, out, 32);
    }
    return ERR_OK;
}

/* --- encodeData ----------------------------------------------------------- */

static enum err encode_value(struct hasher *h, uint8_t out[32],
                             struct bytes type, const json_t *value);

static enum err text_number(struct u256 *out, bool *negative, const char *text)
{
    uint8_t word[32];
    enum err err;

    *negative = text[0] == '-';
    text += *negative;
    if (strncmp(text, "0x", 2) == 0) {
        struct bytes digits = bytes_str(text + 2);
        char padded[65];

        if (digits.len == 0 || digits.len > 64)
            return digits.len ? ERR_RANGE : ERR_VALUE;
        memset(padded, '0', 64);
        memcpy(padded + 64 - digits.len, digits.data, digits.len);
        if (hex_read(word, padded, 64))
            return ERR_VALUE;
    } else {
        err = decimal_read(word, sizeof word, bytes_str(text));
        if (err)
            return err == ERR_TOO_WIDE ? ERR_RANGE : ERR_VALUE;
    }
    *out = u256_from_be(word, sizeof word);
    return ERR_OK;
}

/* uintN and intN, from an integer or its text. */
static enum err encode_integer(uint8_t out[32], unsigned bits, bool is_signed,
                               const json_t *value)
{
    struct u256 number, limit;
    bool negative = false;
    enum err err = ERR_OK;

    if (json_is_integer(value)) {
        json_int_t n = json_integer_value(value);

        negative = n < 0;
        number = u256_from(negative ? 0 - (uint64_t)n : (uint64_t)n);
    } else if (json_is_string(value)) {
        err = text_number(&number, &negative, json_string_value(value));
    } else {
        return ERR_VALUE;
    }
    if (err)
        return err;
    if (!is_signed) {
        if ((negative && !u256_is_zero(number)) || u256_bits(number) > bits)
            return ERR_RANGE;
    } else {
        limit = u256_shl(u256_from(1), bits - 1);
        if (negative ? u256_lt(limit, number) : !u256_lt(number, limit))
            return ERR_RANGE;
    }
    u256_to_be(out, negative ? u256_neg(number) : number);
    return ERR_OK;
}

static enum err encode_bytes(struct hasher *h, uint8_t out[32], size_t size,
                             const json_t *value)
{
    struct bytes data;

    if (!json_is_string(value) ||
        hex_bytes(h->arena, &data, json_string_value(value)))
        return ERR_VALUE;
    if (size == 0) {
        keccak256(out, data);
        return ERR_OK;
    }
    if (data.len != size)
        return ERR_LENGTH;
    memset(out, 0, 32);
    memcpy(out, data.data, size);
    return ERR_OK;
}

static enum err encode_address(uint8_t out[32], const json_t *value)
{
    enum err err;

    memset(out, 0, 32);
    if (!json_is_string(value))
        return ERR_VALUE;
    err = hex_fixed(out + 12, 20, json_string_value(value));
    return err == ERR_LENGTH || err == ERR_OK ? err : ERR_VALUE;
}

/* The number behind the name of a type: digits without a leading zero. */
static bool width_of(unsigned *out, struct bytes type, const char *name)
{
    struct bytes digits;
    uint64_t value;

    if (!ascii_begins(type, name))
        return false;
    digits = bytes_tail(type, strlen(name));
    if (!ascii_number(&value, digits) || digits.len > 3 ||
        digits.data[0] == '0')
        return false;
    *out = (unsigned)value;
    return true;
}

static enum err encode_atom(struct hasher *h, uint8_t out[32],
                            struct bytes type, const json_t *value)
{
    unsigned width;

    if (ascii_is(type, "string")) {
        if (!json_is_string(value))
            return ERR_VALUE;
        keccak256(out, bytes_make(json_string_value(value),
                                  json_string_length(value)));
        return ERR_OK;
    }
    if (ascii_is(type, "bool")) {
        memset(out, 0, 32);
        out[31] = json_is_true(value);
        return json_is_boolean(value) ? ERR_OK : ERR_VALUE;
    }
    if (ascii_is(type, "address"))
        return encode_address(out, value);
    if (ascii_is(type, "bytes"))
        return encode_bytes(h, out, 0, value);
    if (width_of(&width, type, "bytes") && width <= 32)
        return encode_bytes(h, out, width, value);
    if (width_of(&width, type, "uint") && width % 8 == 0 && width <= 256)
        return encode_integer(out, width, false, value);
    if (width_of(&width, type, "int") && width % 8 == 0 && width <= 256)
        return encode_integer(out, width, true, value);
    return ERR_TYPE;
}

/* T[] and T[n]: the hash of the elements side by side. */
static enum err encode_array(struct hasher *h, uint8_t out[32],
                             struct bytes type, const json_t *value)
{
    size_t open = type.len, count = json_array_size(value);
    struct bytes size;
    struct keccak256 k;
    uint8_t word[32];
    uint64_t fixed;

    while (open && type.data[open - 1] != '[')
        open--;
    if (open < 2)
        return ERR_TYPE;
    size = bytes_make(type.data + open, type.len - open - 1);
    if (!json_is_array(value))
        return ERR_VALUE;
    if (size.len && !ascii_number(&fixed, size))
        return ERR_TYPE;
    if (size.len && fixed != count)
        return ERR_LENGTH;
    keccak256_init(&k);
    for (size_t i = 0; i < count; i++) {
        enum err err = encode_value(h, word, bytes_head(type, open - 1),
                                    json_array_get(value, i));

        if (err)
            return err;
        keccak256_update(&k, BYTES_OF(word));
    }
    keccak256_final(&k, out);
    return ERR_OK;
}

static enum err hash_struct(struct hasher *h, uint8_t out[32], const char *name,
                            const json_t *value)
{
    const json_t *members = json_object_get(h->types, name);
    struct keccak256 k;
    uint8_t word[32];
    enum err err = type_hash(h, word, name);

    if (err)
        return err;
    if (!json_is_object(value))
        return ERR_VALUE;
    keccak256_init(&k);
    keccak256_update(&k, BYTES_OF(word));
    for (size_t i = 0; i < json_array_size(members); i++) {
        const json_t *member = json_array_get(members, i);
        const json_t *item = json_object_get(
            value, json_string_value(json_object_get(member, "name")));
        const char *type = json_string_value(json_object_get(member, "type"));

        if (!item)
            return ERR_FIELD_MISSING;
        err = encode_value(h, word, bytes_str(type), item);
        if (err)
            return err;
        keccak256_update(&k, BYTES_OF(word));
    }
    keccak256_final(&k, out);
    return ERR_OK;
}

static enum err encode_value(struct hasher *h, uint8_t out[32],
                             struct bytes type, const json_t *value)
{
    char *name;
    enum err err;

    if (h->depth == EIP712_DEPTH_MAX)
        return ERR_TOO_DEEP;
    h->depth++;
    if (type.len && type.data[type.len - 1] == ']') {
        err = encode_array(h, out, type, value);
    } else if (members_of(h->types, type)) {
        name = arena_printf(h->arena, "%.*s", (int)type.len,
                            (const char *)type.data);
        err = name ? hash_struct(h, out, name, value) : ERR_MEMORY;
    } else {
        err = encode_atom(h, out, type, value);
    }
    h->depth--;
    return err;
}

/* --- the domain ----------------------------------------------------------- */

/* The type of the fields that are there, in the order of the standard. */
static json_t *derived_domain(const json_t *domain)
{
    static const char *const FIELDS[][2] = {
        { "name", "string" },       { "version", "string" },
        { "chainId", "uint256" },   { "verifyingContract", "address" },
        { "salt", "bytes32" },
    };
    json_t *members = json_array();

    for (size_t i = 0; i < ARRAY_LEN(FIELDS); i++)
        if (json_object_get(domain, FIELDS[i][0]))
            json_array_append_new(members,
                                  json_pack("{s:s, s:s}", "name", FIELDS[i][0],
                                            "type", FIELDS[i][1]));
    return json_pack("{s:o}", DOMAIN, members);
}

static enum err domain_hash(struct hasher *h, uint8_t out[32],
                            const json_t *domain)
{
    json_auto_t *derived = NULL;
    const json_t *given = h->types;
    enum err err;

    if (!json_object_get(given, DOMAIN)) {
        derived = derived_domain(domain);
        if (!derived)
            return ERR_MEMORY;
        h->types = derived;
    }
    err = hash_struct(h, out, DOMAIN, domain);
    h->types = given;
    return err;
}

enum err eip712_hash(struct arena *a, uint8_t out[32], const struct eip712 *in)
{
    uint8_t all[2 + 32 + 32] = { 0x19, 0x01 };
    struct hasher *h = arena_alloc(a, sizeof *h);
    enum err err;

    if (!h)
        return ERR_MEMORY;
    h->arena = a;
    h->types = in->types;
    err = domain_hash(h, all + 2, in->domain);
    if (!err && !json_object_get(in->types, in->primary))
        err = ERR_TYPE;
    if (!err)
        err = hash_struct(h, all + 34, in->primary, in->message);
    if (err)
        return err;
    keccak256(out, BYTES_OF(all));
    return ERR_OK;
}
