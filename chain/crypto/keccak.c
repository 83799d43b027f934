/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/keccak.h"

#include "chain/crypto/keccak_internal.h"

const uint8_t KECCAK256_EMPTY[32] = {
    0xc5, 0xd2, 0x46, 0x01, 0x86, 0xf7, 0x23, 0x3c, 0x92, 0x7e, 0x7d,
    0xb2, 0xdc, 0xc7, 0x03, 0xc0, 0xe5, 0x00, 0xb6, 0x53, 0xca, 0x82,
    0x27, 0x3b, 0x7b, 0xfa, 0xd8, 0x04, 0x5d, 0x85, 0xa4, 0x70
};
const uint8_t EMPTY_TRIE_ROOT[32] = {
    0x56, 0xe8, 0x1f, 0x17, 0x1b, 0xcc, 0x55, 0xa6, 0xff, 0x83, 0x45,
    0xe6, 0x92, 0xc0, 0xf8, 0x6e, 0x5b, 0x48, 0xe0, 0x1b, 0x99, 0x6c,
    0xad, 0xc0, 0x01, 0x62, 0x2f, 0xb5, 0xe3, 0x63, 0xb4, 0x21
};
const uint8_t EMPTY_OMMERS_HASH[32] = {
    0x1d, 0xcc, 0x4d, 0xe8, 0xde, 0xc7, 0x5d, 0x7a, 0xab, 0x85, 0xb5,
    0x67, 0xb6, 0xcc, 0xd4, 0x1a, 0xd3, 0x12, 0x45, 0x1b, 0x94, 0x8a,
    0x74, 0x13, 0xf0, 0xa1, 0x42, 0xfd, 0x40, 0xd4, 0x93, 0x47
};

static uint64_t load_lane(const uint8_t *p)
{
    uint64_t lane;

    memcpy(&lane, p, sizeof lane);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    lane = __builtin_bswap64(lane);
#endif
    return lane;
}

static void absorb(uint64_t state[25], const uint8_t *block)
{
    for (size_t i = 0; i < KECCAK256_RATE / 8; i++)
        state[i] ^= load_lane(block + 8 * i);
}

/* Pads the last block with 1, zeros and a final 1 bit: domain bits of FIPS 202
 * are not there (BLK-CRYPTO-001). */
static void finish(uint64_t state[25], const uint8_t *tail, size_t len,
                   uint8_t out[32])
{
    uint8_t block[KECCAK256_RATE] = { 0 };

    if (len)
        memcpy(block, tail, len);
    block[len] = 0x01;
    block[KECCAK256_RATE - 1] |= 0x80;
    absorb(state, block);
    keccak_permute(state);
    for (size_t i = 0; i < 4; i++) {
        uint64_t lane = load_lane((const uint8_t *)&state[i]);

        memcpy(out + 8 * i, &lane, sizeof lane);
    }
}

void keccak512(uint8_t out[64], struct bytes in)
{
    uint8_t tail[KECCAK512_RATE] = { 0 };
    uint64_t state[25] = { 0 };

    for (; in.len >= KECCAK512_RATE; in = bytes_tail(in, KECCAK512_RATE)) {
        for (size_t i = 0; i < KECCAK512_RATE / 8; i++)
            state[i] ^= load_lane(in.data + 8 * i);
        keccak_permute(state);
    }
    if (in.len)
        memcpy(tail, in.data, in.len);
    tail[in.len] = 0x01;
    tail[KECCAK512_RATE - 1] |= 0x80;
    for (size_t i = 0; i < KECCAK512_RATE / 8; i++)
        state[i] ^= load_lane(tail + 8 * i);
    keccak_permute(state);
    for (size_t i = 0; i < 8; i++) {
        uint64_t lane = load_lane((const uint8_t *)&state[i]);

        memcpy(out + 8 * i, &lane, sizeof lane);
    }
}

void keccak256_init(struct keccak256 *k)
{
    memset(k->state, 0, sizeof k->state);
    k->fill = 0;
}

void keccak256_update(struct keccak256 *k, struct bytes in)
{
    if (k->fill) {
        size_t part = KECCAK256_RATE - k->fill;

        if (part > in.len)
            part = in.len;
        if (part)
            memcpy(k->block + k->fill, in.data, part);
        k->fill += part;
        in = bytes_tail(in, part);
        if (k->fill < KECCAK256_RATE)
            return;
        absorb(k->state, k->block);
        keccak_permute(k->state);
        k->fill = 0;
    }
    while (in.len >= KECCAK256_RATE) {
        absorb(k->state, in.data);
        keccak_permute(k->state);
        in = bytes_tail(in, KECCAK256_RATE);
    }
    if (in.len)
        memcpy(k->block, in.data, in.len);
    k->fill = in.len;
}

void keccak256_final(struct keccak256 *k, uint8_t out[32])
{
    finish(k->state, k->block, k->fill, out);
}

void keccak256(uint8_t out[32], struct bytes in)
{
    uint64_t state[25] = { 0 };

    while (in.len >= KECCAK256_RATE) {
        absorb(state, in.data);
        keccak_permute(state);
        in = bytes_tail(in, KECCAK256_RATE);
    }
    finish(state, in.data, in.len, out);
}
