/* SPDX-License-Identifier: Apache-2.0 */
#include "base/u256.h"
#include "chain/crypto/modexp.h"
#include "chain/evm/precompile_internal.h"

enum { MODEXP_HEAD = 96, MODEXP_SIZE_MAX = 1024 /* EIP-7823 */ };

/* Sizes at and above this cannot be paid for, whatever the fork. */
static const uint64_t MODEXP_SIZE_LIMIT = (uint64_t)1 << 40;

typedef unsigned __int128 u128;

struct modexp_sizes {
    uint64_t base, exponent, modulus; /* capped at MODEXP_SIZE_LIMIT */
};

static struct modexp_sizes read_sizes(struct bytes in)
{
    uint8_t head[MODEXP_HEAD];
    uint64_t size[3];

    precompile_read(head, in, 0, sizeof head);
    for (int i = 0; i < 3; i++) {
        struct u256 v = u256_load(head + 32 * i);

        size[i] = u256_is_u64(v) && v.w[0] < MODEXP_SIZE_LIMIT
                      ? v.w[0]
                      : MODEXP_SIZE_LIMIT;
    }
    return (struct modexp_sizes){ size[0], size[1], size[2] };
}

/* The exponent's length in bits as far as it is priced: its first 32 bytes
 * count exactly, each byte behind them for per_byte. */
static uint64_t iterations(struct bytes in, const struct modexp_sizes *s,
                           unsigned per_byte)
{
    size_t head_size = s->exponent < 32 ? (size_t)s->exponent : 32;
    uint8_t head[32];
    unsigned bits;
    uint64_t count = 0;

    precompile_read(head, in, MODEXP_HEAD + s->base, head_size);
    bits = u256_bits(u256_from_be(head, head_size));
    if (s->exponent > 32)
        count = per_byte * (s->exponent - 32);
    if (bits)
        count += bits - 1;
    return count ? count : 1;
}

/* EIP-198 */
static u128 complexity_byzantium(u128 x)
{
    if (x <= 64)
        return x * x;
    if (x <= 1024)
        return x * x / 4 + 96 * x - 3072;
    return x * x / 16 + 480 * x - 199680;
}

int64_t price_modexp(enum fork f, struct bytes in)
{
    struct modexp_sizes s = read_sizes(in);
    uint64_t longest = s.base > s.modulus ? s.base : s.modulus;
    u128 words = ((u128)longest + 7) / 8, price;

    if (f >= FORK_OSAKA) { /* EIP-7823, EIP-7883 */
        if (longest > MODEXP_SIZE_MAX || s.exponent > MODEXP_SIZE_MAX)
            return PRICE_TOO_HIGH;
        price = longest > 32 ? 2 * words * words : 16;
        price *= iterations(in, &s, 16);
        price = price < 500 ? 500 : price;
    } else if (f >= FORK_BERLIN) { /* EIP-2565 */
        price = words * words * iterations(in, &s, 8) / 3;
        price = price < 200 ? 200 : price;
    } else {
        price = complexity_byzantium(longest) * iterations(in, &s, 8) / 20;
    }
    return price >= (u128)PRICE_TOO_HIGH ? PRICE_TOO_HIGH : (int64_t)price;
}

/* A number of the input; zeros stand for what lies past its end. */
static bool read_number(struct arena *a, struct bytes *out, struct bytes in,
                        uint64_t at, uint64_t size)
{
    uint8_t *data = arena_raw(a, (size_t)size + 1);

    if (!data)
        return false;
    precompile_read(data, in, at, (size_t)size);
    *out = bytes_make(data, (size_t)size);
    return true;
}

enum err body_modexp(struct arena *a, struct bytes in, struct bytes *out,
                     bool *ok)
{
    struct modexp_sizes s = read_sizes(in);
    struct bytes base, exponent, modulus;
    uint8_t *result;
    enum err err;

    *ok = true;
    if (s.modulus == 0)
        return ERR_OK;
    result = arena_raw(a, (size_t)s.modulus);
    if (!result || !read_number(a, &base, in, MODEXP_HEAD, s.base) ||
        !read_number(a, &exponent, in, MODEXP_HEAD + s.base, s.exponent) ||
        !read_number(a, &modulus, in, MODEXP_HEAD + s.base + s.exponent,
                     s.modulus))
        return ERR_MEMORY;
    err = modexp(result, base, exponent, modulus);
    if (!err)
        *out = bytes_make(result, modulus.len);
    return err;
}
