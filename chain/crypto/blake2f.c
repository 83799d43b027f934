/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/blake2f.h"

static const uint64_t iv[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
    0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
    0x1f83d9abfb41bd6b, 0x5be0cd19137e2179
};

static const uint8_t sigma[10][16] = {
    { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
    { 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
    { 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 },
    { 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
    { 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 },
    { 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
    { 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 },
    { 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
    { 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 },
    { 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 }
};

/* Words are little-endian. */
static uint64_t word(const uint8_t *p)
{
    uint64_t w = 0;

    for (int i = 7; i >= 0; i--)
        w = w << 8 | p[i];
    return w;
}

static inline uint64_t ror(uint64_t w, int n)
{
    return w >> n | w << (64 - n);
}

static inline void mix(uint64_t *a, uint64_t *b, uint64_t *c, uint64_t *d,
                       uint64_t x, uint64_t y)
{
    *a += *b + x;
    *d = ror(*d ^ *a, 32);
    *c += *d;
    *b = ror(*b ^ *c, 24);
    *a += *b + y;
    *d = ror(*d ^ *a, 16);
    *c += *d;
    *b = ror(*b ^ *c, 63);
}

/* Inlined with a constant row each, so that the message needs no look-up. */
static inline __attribute__((always_inline)) void
one_round(uint64_t v[16], const uint64_t m[16], const uint8_t s[16])
{
    mix(&v[0], &v[4], &v[8], &v[12], m[s[0]], m[s[1]]);
    mix(&v[1], &v[5], &v[9], &v[13], m[s[2]], m[s[3]]);
    mix(&v[2], &v[6], &v[10], &v[14], m[s[4]], m[s[5]]);
    mix(&v[3], &v[7], &v[11], &v[15], m[s[6]], m[s[7]]);
    mix(&v[0], &v[5], &v[10], &v[15], m[s[8]], m[s[9]]);
    mix(&v[1], &v[6], &v[11], &v[12], m[s[10]], m[s[11]]);
    mix(&v[2], &v[7], &v[8], &v[13], m[s[12]], m[s[13]]);
    mix(&v[3], &v[4], &v[9], &v[14], m[s[14]], m[s[15]]);
}

static void rounds_of(uint64_t out[16], const uint64_t m[16], uint32_t rounds)
{
    uint32_t whole = rounds / 10, rest = rounds % 10;
    uint64_t v[16];

    memcpy(v, out, sizeof v);
    for (uint32_t i = 0; i < whole; i++) {
        one_round(v, m, sigma[0]);
        one_round(v, m, sigma[1]);
        one_round(v, m, sigma[2]);
        one_round(v, m, sigma[3]);
        one_round(v, m, sigma[4]);
        one_round(v, m, sigma[5]);
        one_round(v, m, sigma[6]);
        one_round(v, m, sigma[7]);
        one_round(v, m, sigma[8]);
        one_round(v, m, sigma[9]);
    }
    for (uint32_t i = 0; i < rest; i++)
        one_round(v, m, sigma[i]);
    memcpy(out, v, sizeof v);
}

bool blake2f(uint8_t out[BLAKE2F_OUTPUT_SIZE], struct bytes in)
{
    uint64_t h[8], m[16], v[16];
    uint32_t rounds;

    if (in.len != BLAKE2F_INPUT_SIZE || in.data[212] > 1)
        return false;
    rounds = (uint32_t)in.data[0] << 24 | (uint32_t)in.data[1] << 16 |
             (uint32_t)in.data[2] << 8 | in.data[3];
    for (int i = 0; i < 8; i++)
        h[i] = word(in.data + 4 + 8 * i);
    for (int i = 0; i < 16; i++)
        m[i] = word(in.data + 68 + 8 * i);
    memcpy(v, h, sizeof h);
    memcpy(v + 8, iv, sizeof iv);
    v[12] ^= word(in.data + 196);
    v[13] ^= word(in.data + 204);
    if (in.data[212])
        v[14] = ~v[14];
    rounds_of(v, m, rounds);
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 8; j++)
            out[8 * i + j] = (uint8_t)((h[i] ^ v[i] ^ v[i + 8]) >> (8 * j));
    return true;
}
