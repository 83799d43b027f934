/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/keccak_internal.h"

#if defined(__x86_64__)
#define KECCAK_X86 1
#endif

enum { ROUNDS = 24 };

static const uint64_t RC[ROUNDS] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a,
    0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
    0x8000000080008081, 0x8000000000008009, 0x000000000000008a,
    0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
    0x000000000000800a, 0x800000008000000a, 0x8000000080008081,
    0x8000000000008080, 0x0000000080000001, 0x8000000080008008
};

static inline uint64_t rotate(uint64_t lane, unsigned bits)
{
    return lane << bits | lane >> (64 - bits);
}

/* One round, unrolled: theta, then for each new row rho, pi, chi; iota in the
 * first lane.  Lanes are named by row (b g k m s) and column (a e i o u); two
 * rounds in a row swap the sets A and E, so nothing is copied. */
/* clang-format off */
#define ROUND(A, E, rc)                         \
    ca = A##ba ^ A##ga ^ A##ka ^ A##ma ^ A##sa; \
    ce = A##be ^ A##ge ^ A##ke ^ A##me ^ A##se; \
    ci = A##bi ^ A##gi ^ A##ki ^ A##mi ^ A##si; \
    co = A##bo ^ A##go ^ A##ko ^ A##mo ^ A##so; \
    cu = A##bu ^ A##gu ^ A##ku ^ A##mu ^ A##su; \
    da = cu ^ rotate(ce, 1);                    \
    de = ca ^ rotate(ci, 1);                    \
    di = ce ^ rotate(co, 1);                    \
    do_ = ci ^ rotate(cu, 1);                    \
    du = co ^ rotate(ca, 1);                    \
    ba = A##ba ^ da;                            \
    be = rotate(A##ge ^ de, 44);                \
    bi = rotate(A##ki ^ di, 43);                \
    bo = rotate(A##mo ^ do_, 21);                \
    bu = rotate(A##su ^ du, 14);                \
    E##ba = ba ^ (~be & bi) ^ (rc);             \
    E##be = be ^ (~bi & bo);                    \
    E##bi = bi ^ (~bo & bu);                    \
    E##bo = bo ^ (~bu & ba);                    \
    E##bu = bu ^ (~ba & be);                    \
    ba = rotate(A##bo ^ do_, 28);                \
    be = rotate(A##gu ^ du, 20);                \
    bi = rotate(A##ka ^ da, 3);                 \
    bo = rotate(A##me ^ de, 45);                \
    bu = rotate(A##si ^ di, 61);                \
    E##ga = ba ^ (~be & bi);                    \
    E##ge = be ^ (~bi & bo);                    \
    E##gi = bi ^ (~bo & bu);                    \
    E##go = bo ^ (~bu & ba);                    \
    E##gu = bu ^ (~ba & be);                    \
    ba = rotate(A##be ^ de, 1);                 \
    be = rotate(A##gi ^ di, 6);                 \
    bi = rotate(A##ko ^ do_, 25);                \
    bo = rotate(A##mu ^ du, 8);                 \
    bu = rotate(A##sa ^ da, 18);                \
    E##ka = ba ^ (~be & bi);                    \
    E##ke = be ^ (~bi & bo);                    \
    E##ki = bi ^ (~bo & bu);                    \
    E##ko = bo ^ (~bu & ba);                    \
    E##ku = bu ^ (~ba & be);                    \
    ba = rotate(A##bu ^ du, 27);                \
    be = rotate(A##ga ^ da, 36);                \
    bi = rotate(A##ke ^ de, 10);                \
    bo = rotate(A##mi ^ di, 15);                \
    bu = rotate(A##so ^ do_, 56);                \
    E##ma = ba ^ (~be & bi);                    \
    E##me = be ^ (~bi & bo);                    \
    E##mi = bi ^ (~bo & bu);                    \
    E##mo = bo ^ (~bu & ba);                    \
    E##mu = bu ^ (~ba & be);                    \
    ba = rotate(A##bi ^ di, 62);                \
    be = rotate(A##go ^ do_, 55);                \
    bi = rotate(A##ku ^ du, 39);                \
    bo = rotate(A##ma ^ da, 41);                \
    bu = rotate(A##se ^ de, 2);                 \
    E##sa = ba ^ (~be & bi);                    \
    E##se = be ^ (~bi & bo);                    \
    E##si = bi ^ (~bo & bu);                    \
    E##so = bo ^ (~bu & ba);                    \
    E##su = bu ^ (~ba & be);

#define LOAD(A, s) \
    A##ba = (s)[0]; A##be = (s)[1]; A##bi = (s)[2];    \
    A##bo = (s)[3]; A##bu = (s)[4]; A##ga = (s)[5];    \
    A##ge = (s)[6]; A##gi = (s)[7]; A##go = (s)[8];    \
    A##gu = (s)[9]; A##ka = (s)[10]; A##ke = (s)[11];  \
    A##ki = (s)[12]; A##ko = (s)[13]; A##ku = (s)[14]; \
    A##ma = (s)[15]; A##me = (s)[16]; A##mi = (s)[17]; \
    A##mo = (s)[18]; A##mu = (s)[19]; A##sa = (s)[20]; \
    A##se = (s)[21]; A##si = (s)[22]; A##so = (s)[23]; \
    A##su = (s)[24];

#define STORE(s, A) \
    (s)[0] = A##ba; (s)[1] = A##be; (s)[2] = A##bi;    \
    (s)[3] = A##bo; (s)[4] = A##bu; (s)[5] = A##ga;    \
    (s)[6] = A##ge; (s)[7] = A##gi; (s)[8] = A##go;    \
    (s)[9] = A##gu; (s)[10] = A##ka; (s)[11] = A##ke;  \
    (s)[12] = A##ki; (s)[13] = A##ko; (s)[14] = A##ku; \
    (s)[15] = A##ma; (s)[16] = A##me; (s)[17] = A##mi; \
    (s)[18] = A##mo; (s)[19] = A##mu; (s)[20] = A##sa; \
    (s)[21] = A##se; (s)[22] = A##si; (s)[23] = A##so; \
    (s)[24] = A##su;
/* clang-format on */

static inline __attribute__((always_inline)) void permute(uint64_t state[25])
{
    uint64_t Aba, Abe, Abi, Abo, Abu,
        Aga, Age, Agi, Ago, Agu,
        Aka, Ake, Aki, Ako, Aku,
        Ama, Ame, Ami, Amo, Amu,
        Asa, Ase, Asi, Aso, Asu;
    uint64_t Eba, Ebe, Ebi, Ebo, Ebu,
        Ega, Ege, Egi, Ego, Egu,
        Eka, Eke, Eki, Eko, Eku,
        Ema, Eme, Emi, Emo, Emu,
        Esa, Ese, Esi, Eso, Esu;
    uint64_t ba, be, bi, bo, bu, ca, ce, ci, co, cu, da, de, di, do_, du;

    LOAD(A, state)
    for (int round = 0; round < ROUNDS; round += 2) {
        ROUND(A, E, RC[round])
        ROUND(E, A, RC[round + 1])
    }
    STORE(state, A)
}

void keccak_permute_plain(uint64_t state[25])
{
    permute(state);
}

#ifdef KECCAK_X86
/* The same C with and-not and three-operand rotate.  Rows in AVX-512 registers
 * were measured too and are slower: turning columns into rows costs more
 * shuffles than the logic saves. */
__attribute__((target("bmi,bmi2"))) static void permute_bmi(uint64_t state[25])
{
    permute(state);
}

void keccak_permute(uint64_t state[25])
{
    if (__builtin_cpu_supports("bmi2") && __builtin_cpu_supports("bmi"))
        permute_bmi(state);
    else
        permute(state);
}
#else
void keccak_permute(uint64_t state[25])
{
    permute(state);
}
#endif
