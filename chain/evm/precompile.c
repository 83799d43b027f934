/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/evm/precompile.h"

#include "chain/evm/precompile_internal.h"

#include "chain/crypto/blake2f.h"
#include "chain/crypto/ecc.h"
#include "chain/crypto/hash.h"

/* --- prices ---------------------------------------------------------------------- */

static int64_t words(struct bytes in)
{
    return (int64_t)((in.len + 31) / 32);
}

static int64_t price_ecrecover(enum fork f, struct bytes in)
{
    (void)f, (void)in;
    return 3000;
}

static int64_t price_sha256(enum fork f, struct bytes in)
{
    (void)f;
    return 60 + 12 * words(in);
}

static int64_t price_ripemd160(enum fork f, struct bytes in)
{
    (void)f;
    return 600 + 120 * words(in);
}

static int64_t price_identity(enum fork f, struct bytes in)
{
    (void)f;
    return 15 + 3 * words(in);
}

/* EIP-196, 197; EIP-1108 from Istanbul. */
static int64_t price_bn254_add(enum fork f, struct bytes in)
{
    (void)in;
    return f < FORK_ISTANBUL ? 500 : 150;
}

static int64_t price_bn254_mul(enum fork f, struct bytes in)
{
    (void)in;
    return f < FORK_ISTANBUL ? 40000 : 6000;
}

static int64_t price_bn254_pairing(enum fork f, struct bytes in)
{
    int64_t pairs = (int64_t)(in.len / 192);

    return f < FORK_ISTANBUL ? 100000 + 80000 * pairs : 45000 + 34000 * pairs;
}

/* EIP-152: one gas a round. */
static int64_t price_blake2f(enum fork f, struct bytes in)
{
    (void)f;
    if (in.len != BLAKE2F_INPUT_SIZE)
        return 0;
    return (int64_t)((uint32_t)in.data[0] << 24 | (uint32_t)in.data[1] << 16 |
                     (uint32_t)in.data[2] << 8 | in.data[3]);
}

static int64_t price_kzg_point(enum fork f, struct bytes in)
{
    (void)f, (void)in;
    return 50000;
}

static int64_t price_p256(enum fork f, struct bytes in)
{
    (void)f, (void)in;
    return 6900; /* EIP-7951 */
}

/* --- EIP-2537 -------------------------------------------------------------------- */

enum { MSM_DISCOUNTS = 128 };

static const uint16_t g1_discount[MSM_DISCOUNTS] = {
    1000, 949, 848, 797, 764, 750, 738, 728, 719, 712, 705, 698, 692, 687, 682,
    677,  673, 669, 665, 661, 658, 654, 651, 648, 645, 642, 640, 637, 635, 632,
    630,  627, 625, 623, 621, 619, 617, 615, 613, 611, 609, 608, 606, 604, 603,
    601,  599, 598, 596, 595, 593, 592, 591, 589, 588, 586, 585, 584, 582, 581,
    580,  579, 577, 576, 575, 574, 573, 572, 570, 569, 568, 567, 566, 565, 564,
    563,  562, 561, 560, 559, 558, 557, 556, 555, 554, 553, 552, 551, 550, 549,
    548,  547, 547, 546, 545, 544, 543, 542, 541, 540, 540, 539, 538, 537, 536,
    536,  535, 534, 533, 532, 532, 531, 530, 529, 528, 528, 527, 526, 525, 525,
    524,  523, 522, 522, 521, 520, 520, 519
};

static const uint16_t g2_discount[MSM_DISCOUNTS] = {
    1000, 1000, 923, 884, 855, 832, 812, 796, 782, 770, 759, 749, 740, 732, 724,
    717,  711,  704, 699, 693, 688, 683, 679, 674, 670, 666, 663, 659, 655, 652,
    649,  646,  643, 640, 637, 634, 632, 629, 627, 624, 622, 620, 618, 615, 613,
    611,  609,  607, 606, 604, 602, 600, 598, 597, 595, 593, 592, 590, 589, 587,
    586,  584,  583, 582, 580, 579, 578, 576, 575, 574, 573, 571, 570, 569, 568,
    567,  566,  565, 563, 562, 561, 560, 559, 558, 557, 556, 555, 554, 553, 552,
    552,  551,  550, 549, 548, 547, 546, 545, 545, 544, 543, 542, 541, 541, 540,
    539,  538,  537, 537, 536, 535, 535, 534, 533, 532, 532, 531, 530, 530, 529,
    528,  528,  527, 526, 526, 525, 524, 524
};

static int64_t price_msm(size_t count, int64_t each, const uint16_t *discount)
{
    size_t row = count > MSM_DISCOUNTS ? MSM_DISCOUNTS : count;

    return count ? (int64_t)count * each * discount[row - 1] / 1000 : 0;
}

static int64_t price_bls_g1_msm(enum fork f, struct bytes in)
{
    (void)f;
    return price_msm(in.len / 160, 12000, g1_discount);
}

static int64_t price_bls_g2_msm(enum fork f, struct bytes in)
{
    (void)f;
    return price_msm(in.len / 288, 22500, g2_discount);
}

static int64_t price_bls_pairing(enum fork f, struct bytes in)
{
    (void)f;
    return 37700 + 32600 * (int64_t)(in.len / 384);
}

static int64_t price_bls_g1_add(enum fork f, struct bytes in)
{
    (void)f, (void)in;
    return 375;
}

static int64_t price_bls_g2_add(enum fork f, struct bytes in)
{
    (void)f, (void)in;
    return 600;
}

static int64_t price_bls_map_g1(enum fork f, struct bytes in)
{
    (void)f, (void)in;
    return 5500;
}

static int64_t price_bls_map_g2(enum fork f, struct bytes in)
{
    (void)f, (void)in;
    return 23800;
}

/* --- bodies ----------------------------------------------------------------------- */

void precompile_read(uint8_t *out, struct bytes in, uint64_t at, size_t size)
{
    size_t have = 0;

    if (at < in.len) {
        have = in.len - (size_t)at;
        if (have > size)
            have = size;
        memcpy(out, in.data + at, have);
    }
    memset(out + have, 0, size - have);
}

/* A signature that does not recover gives empty output, not failure. */
static enum err body_ecrecover(struct arena *a, struct bytes in,
                               struct bytes *out, bool *ok)
{
    uint8_t words_in[128], *word;
    struct ecc_signature sig;
    struct u256 v;

    *ok = true;
    precompile_read(words_in, in, 0, sizeof words_in);
    v = u256_load(words_in + 32);
    if (!u256_is_u64(v) || (v.w[0] != 27 && v.w[0] != 28))
        return ERR_OK;
    sig = (struct ecc_signature){ u256_load(words_in + 64),
                                  u256_load(words_in + 96),
                                  (unsigned)(v.w[0] - 27) };
    word = arena_alloc(a, 32);
    if (!word)
        return ERR_MEMORY;
    if (ecc_recover_address(word + 12, words_in, &sig, false))
        return ERR_OK;
    *out = bytes_make(word, 32);
    return ERR_OK;
}

static enum err body_sha256(struct arena *a, struct bytes in,
                            struct bytes *out, bool *ok)
{
    uint8_t *digest = arena_raw(a, 32);

    if (!digest)
        return ERR_MEMORY;
    hash_sha256(digest, in);
    *out = bytes_make(digest, 32);
    *ok = true;
    return ERR_OK;
}

static enum err body_ripemd160(struct arena *a, struct bytes in,
                               struct bytes *out, bool *ok)
{
    uint8_t *word = arena_alloc(a, 32);
    enum err err = word ? hash_digest(word + 12, HASH_RIPEMD160, in)
                        : ERR_MEMORY;

    if (err)
        return err;
    *out = bytes_make(word, 32);
    *ok = true;
    return ERR_OK;
}

static enum err body_identity(struct arena *a, struct bytes in,
                              struct bytes *out, bool *ok)
{
    (void)a;
    *out = in;
    *ok = true;
    return ERR_OK;
}

static enum err body_blake2f(struct arena *a, struct bytes in,
                             struct bytes *out, bool *ok)
{
    uint8_t *state = arena_raw(a, BLAKE2F_OUTPUT_SIZE);

    if (!state)
        return ERR_MEMORY;
    *ok = blake2f(state, in);
    *out = bytes_make(state, BLAKE2F_OUTPUT_SIZE);
    return ERR_OK;
}

/* --- the table -------------------------------------------------------------------- */

/* clang-format off */
static const struct precompile rows[] = {
    { 0x01, FORK_FRONTIER,  "ECRECOVER", price_ecrecover, body_ecrecover },
    { 0x02, FORK_FRONTIER,  "SHA256", price_sha256, body_sha256 },
    { 0x03, FORK_FRONTIER,  "RIPEMD160", price_ripemd160, body_ripemd160 },
    { 0x04, FORK_FRONTIER,  "ID", price_identity, body_identity },
    { 0x05, FORK_BYZANTIUM, "MODEXP", price_modexp, body_modexp },
    { 0x06, FORK_BYZANTIUM, "BN254_ADD", price_bn254_add, body_bn254_add },
    { 0x07, FORK_BYZANTIUM, "BN254_MUL", price_bn254_mul, body_bn254_mul },
    { 0x08, FORK_BYZANTIUM, "BN254_PAIRING", price_bn254_pairing, body_bn254_pairing },
    { 0x09, FORK_ISTANBUL,  "BLAKE2F", price_blake2f, body_blake2f },
    { 0x0a, FORK_CANCUN,    "KZG_POINT_EVALUATION", price_kzg_point, body_kzg_point },
    { 0x0b, FORK_PRAGUE,    "BLS12_G1ADD", price_bls_g1_add, body_bls_g1_add },
    { 0x0c, FORK_PRAGUE,    "BLS12_G1MSM", price_bls_g1_msm, body_bls_g1_msm },
    { 0x0d, FORK_PRAGUE,    "BLS12_G2ADD", price_bls_g2_add, body_bls_g2_add },
    { 0x0e, FORK_PRAGUE,    "BLS12_G2MSM", price_bls_g2_msm, body_bls_g2_msm },
    { 0x0f, FORK_PRAGUE,    "BLS12_PAIRING_CHECK", price_bls_pairing, body_bls_pairing },
    { 0x10, FORK_PRAGUE,    "BLS12_MAP_FP_TO_G1", price_bls_map_g1, body_bls_map_g1 },
    { 0x11, FORK_PRAGUE,    "BLS12_MAP_FP2_TO_G2", price_bls_map_g2, body_bls_map_g2 },
    { 0x100, FORK_OSAKA,    "P256VERIFY", price_p256, body_p256 },
};
/* clang-format on */
enum { LOW_ROWS = 17, P256_ADDRESS = 0x100 };

const struct precompile *precompile_find(enum fork f, const uint8_t address[20])
{
    static const uint8_t zero[18];
    const struct precompile *p;
    unsigned n;

    if (memcmp(address, zero, sizeof zero) != 0)
        return NULL;
    n = (unsigned)address[18] << 8 | address[19];
    if (n == P256_ADDRESS)
        p = &rows[LOW_ROWS];
    else if (n >= 1 && n <= LOW_ROWS)
        p = &rows[n - 1];
    else
        return NULL;
    return p->since <= f ? p : NULL;
}

enum err precompile_run(const struct precompile *p, enum fork f,
                        struct arena *a, struct bytes in, int64_t *gas,
                        struct bytes *out, bool *ok)
{
    int64_t price = p->price(f, in);

    *ok = false;
    if (price > *gas)
        return ERR_OK;
    *gas -= price;
    return p->body(a, in, out, ok);
}

const char *precompile_name(const struct precompile *p)
{
    return p->name;
}
