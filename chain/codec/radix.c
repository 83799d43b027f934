/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/radix.h"

#include <assert.h>

#include "chain/codec/ascii.h"
#include "chain/crypto/hash.h"

const struct radix RADIX_BASE58 = {
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", false
};
const struct radix RADIX_BASE58_FLICKR = {
    "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", false
};
const struct radix RADIX_BASE36 = { "0123456789abcdefghijklmnopqrstuvwxyz",
                                    true };
const struct radix RADIX_BASE36_UPPER = {
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", true
};
const struct radix RADIX_BASE10 = { "0123456789", false };

/* Numbers are 32-bit limbs, least significant first; a step moves as many
 * digits as fit one limb. */
struct step {
    uint32_t base, power;
    unsigned digits;
};

static struct step step_of(const struct radix *radix)
{
    uint32_t base = (uint32_t)strlen(radix->alphabet);
    struct step s = { base, base, 1 };

    assert(base >= 2);
    while ((uint64_t)s.power * base <= UINT32_MAX) {
        s.power *= base;
        s.digits++;
    }
    return s;
}

static size_t leading(struct bytes in, uint8_t value)
{
    size_t n = 0;

    while (n < in.len && in.data[n] == value)
        n++;
    return n;
}

/* number = number / divisor; returns the remainder and drops top zeros. */
static uint32_t divide(uint32_t *limbs, size_t *count, uint32_t divisor)
{
    uint64_t rest = 0;

    for (size_t i = *count; i-- > 0;) {
        rest = rest << 32 | limbs[i];
        limbs[i] = (uint32_t)(rest / divisor);
        rest %= divisor;
    }
    while (*count && limbs[*count - 1] == 0)
        (*count)--;
    return (uint32_t)rest;
}

enum err radix_encode(struct arena *a, struct bytes *out,
                      const struct radix *radix, struct bytes in)
{
    struct step step = step_of(radix);
    size_t zeros = leading(in, 0), count = (in.len - zeros + 3) / 4;
    /* Base 10 is the widest: 2.41 digits a byte. */
    size_t room = in.len * 5 / 2 + 2 * 10 + 1, at = room;
    uint32_t *limbs;
    uint8_t *text;

    if (in.len > RADIX_BYTES_MAX)
        return ERR_LIMIT;
    limbs = arena_array(a, count + 1, sizeof *limbs);
    text = arena_raw(a, room);
    if (!limbs || !text)
        return ERR_MEMORY;
    for (size_t i = 0; i < in.len - zeros; i++)
        limbs[i / 4] |= (uint32_t)in.data[in.len - 1 - i] << (8 * (i % 4));
    while (count) {
        uint32_t part = divide(limbs, &count, step.power);

        /* The last part has no leading zeros. */
        for (unsigned d = 0; d < step.digits && (count || part); d++) {
            text[--at] = (uint8_t)radix->alphabet[part % step.base];
            part /= step.base;
        }
    }
    for (size_t i = 0; i < zeros; i++)
        text[--at] = (uint8_t)radix->alphabet[0];
    *out = bytes_make(text + at, room - at);
    return ERR_OK;
}

/* Digit values by character, 255 for none. */
static void values_of(uint8_t out[256], const struct radix *radix)
{
    memset(out, 255, 256);
    for (size_t i = 0; radix->alphabet[i]; i++) {
        uint8_t c = (uint8_t)radix->alphabet[i];

        out[c] = (uint8_t)i;
        if (radix->fold_case) {
            out[ascii_to_lower(c)] = (uint8_t)i;
            out[ascii_to_upper(c)] = (uint8_t)i;
        }
    }
}

/* number = number * factor + add. */
static void multiply(uint32_t *limbs, size_t *count, uint32_t factor,
                     uint32_t add)
{
    uint64_t carry = add;

    for (size_t i = 0; i < *count; i++) {
        carry += (uint64_t)limbs[i] * factor;
        limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry)
        limbs[(*count)++] = (uint32_t)carry;
}

static enum err digits_check(const uint8_t values[256], struct bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if (values[text.data[i]] == 255)
            return ERR_CHARACTER;
    return ERR_OK;
}

enum err radix_decode(struct arena *a, struct bytes *out,
                      const struct radix *radix, struct bytes text)
{
    struct step step = step_of(radix);
    size_t zeros = 0, count = 0, size;
    uint8_t values[256], *data;
    uint32_t *limbs;

    if (text.len > RADIX_BYTES_MAX)
        return ERR_LIMIT;
    values_of(values, radix);
    if (digits_check(values, text))
        return ERR_CHARACTER;
    while (zeros < text.len && values[text.data[zeros]] == 0)
        zeros++;
    limbs = arena_array(a, text.len / 4 + 2, sizeof *limbs);
    data = arena_alloc(a, zeros + text.len + 4);
    if (!limbs || !data)
        return ERR_MEMORY;
    for (size_t i = zeros; i < text.len;) {
        uint32_t part = 0, power = 1;

        for (unsigned d = 0; d < step.digits && i < text.len; d++, i++) {
            part = part * step.base + values[text.data[i]];
            power *= step.base;
        }
        multiply(limbs, &count, power, part);
    }
    size = count * 4;
    while (size && !(limbs[(size - 1) / 4] >> (8 * ((size - 1) % 4)) & 0xff))
        size--;
    for (size_t i = 0; i < size; i++)
        data[zeros + size - 1 - i] = (uint8_t)(limbs[i / 4] >> (8 * (i % 4)));
    *out = bytes_make(data, zeros + size);
    return ERR_OK;
}

/* --- Base58Check ----------------------------------------------------------- */

enum { CHECK_SIZE = 4 };

static void check_of(uint8_t out[32], struct bytes in)
{
    uint8_t once[32];

    hash_sha256(once, in);
    hash_sha256(out, BYTES_OF(once));
}

enum err base58check_decode(struct arena *a, struct bytes *out,
                            struct bytes text)
{
    uint8_t check[32];
    struct bytes all;
    enum err err = radix_decode(a, &all, &RADIX_BASE58, text);

    if (err)
        return err;
    if (all.len < CHECK_SIZE)
        return ERR_CHECKSUM;
    check_of(check, bytes_head(all, all.len - CHECK_SIZE));
    if (memcmp(check, all.data + all.len - CHECK_SIZE, CHECK_SIZE) != 0)
        return ERR_CHECKSUM;
    *out = bytes_head(all, all.len - CHECK_SIZE);
    return ERR_OK;
}

enum err base58check_encode(struct arena *a, struct bytes *out,
                            struct bytes in)
{
    uint8_t check[32], *all = arena_raw(a, in.len + CHECK_SIZE);

    if (!all)
        return ERR_MEMORY;
    check_of(check, in);
    if (in.len)
        memcpy(all, in.data, in.len);
    memcpy(all + in.len, check, CHECK_SIZE);
    return radix_encode(a, out, &RADIX_BASE58,
                        bytes_make(all, in.len + CHECK_SIZE));
}
