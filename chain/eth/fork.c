/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/fork.h"

#include <assert.h>

#define NO_BOMB UINT64_MAX
/* EIP-4844, EIP-7691, EIP-7892 (blob parameter only forks). */
#define CANCUN { 3, 6, 3338477 }
#define PRAGUE { 6, 9, 5007716 }
#define BPO1 { 10, 15, 8346193 }
#define BPO2 { 14, 21, 11684671 }
#define BPO3 { 21, 32, 20609697 }
#define BPO4 { 14, 21, 13739630 }
#define NONE { 0, 0, 0 }

enum {
    INIT = 49152,    /* bytes of init code, EIP-3860 */
    INIT_2 = 131072, /* EIP-7954 */
    CAP = 16777216   /* gas of a transaction, EIP-7825 */
};

/* clang-format off */
#define ROW(id, name, fixture, final, fields, bomb, blobs, initcode, gas) \
    [FORK_##id] = { name, fixture, final, fields, bomb, blobs, initcode, gas }
static const struct fork_rules rules[FORK_COUNT] = {
/*  fork            name                 fixture        final, fields, bomb, blobs,  init,   gas */
ROW(FRONTIER,       "frontier",          "Frontier",          1, 15,        0, NONE,   0,      0),
ROW(HOMESTEAD,      "homestead",         "Homestead",         1, 15,        0, NONE,   0,      0),
ROW(DAO,            "dao",               "DAOFork",           1, 15,        0, NONE,   0,      0),
ROW(TANGERINE,      "tangerine-whistle", "EIP150",            1, 15,        0, NONE,   0,      0),
ROW(SPURIOUS,       "spurious-dragon",   "EIP158",            1, 15,        0, NONE,   0,      0),
ROW(BYZANTIUM,      "byzantium",         "Byzantium",         1, 15,  3000000, NONE,   0,      0),
ROW(CONSTANTINOPLE, "constantinople",    "Constantinople",    1, 15,  5000000, NONE,   0,      0),
ROW(PETERSBURG,     "petersburg",        "ConstantinopleFix", 1, 15,  5000000, NONE,   0,      0),
ROW(ISTANBUL,       "istanbul",          "Istanbul",          1, 15,  5000000, NONE,   0,      0),
ROW(MUIR_GLACIER,   "muir-glacier",      "MuirGlacier",       1, 15,  9000000, NONE,   0,      0),
ROW(BERLIN,         "berlin",            "Berlin",            1, 15,  9000000, NONE,   0,      0),
ROW(LONDON,         "london",            "London",            1, 16,  9700000, NONE,   0,      0),
ROW(ARROW_GLACIER,  "arrow-glacier",     "ArrowGlacier",      1, 16, 10700000, NONE,   0,      0),
ROW(GRAY_GLACIER,   "gray-glacier",      "GrayGlacier",       1, 16, 11400000, NONE,   0,      0),
ROW(PARIS,          "paris",             "Paris",             1, 16,  NO_BOMB, NONE,   0,      0),
ROW(SHANGHAI,       "shanghai",          "Shanghai",          1, 17,  NO_BOMB, NONE,   INIT,   0),
ROW(CANCUN,         "cancun",            "Cancun",            1, 20,  NO_BOMB, CANCUN, INIT,   0),
ROW(PRAGUE,         "prague",            "Prague",            1, 21,  NO_BOMB, PRAGUE, INIT,   0),
ROW(OSAKA,          "osaka",             "Osaka",             1, 21,  NO_BOMB, PRAGUE, INIT,   CAP),
ROW(BPO1,           "bpo1",              "BPO1",              1, 21,  NO_BOMB, BPO1,   INIT,   CAP),
ROW(BPO2,           "bpo2",              "BPO2",              1, 21,  NO_BOMB, BPO2,   INIT,   CAP),
ROW(BPO3,           "bpo3",              "BPO3",              1, 21,  NO_BOMB, BPO3,   INIT,   CAP),
ROW(BPO4,           "bpo4",              "BPO4",              1, 21,  NO_BOMB, BPO4,   INIT,   CAP),
ROW(AMSTERDAM,      "amsterdam",         "Amsterdam",         0, 23,  NO_BOMB, BPO2,   INIT_2, 0),
};

/* Row by row from the fork that changed it: EIP-2, 2028, 2930, 3860, 7623 and
 * 7702, 2780 and others. */
static const struct tx_gas tx_gas[] = {
/*   since            base  create   to value data  word  list: key   auth  floor      max */
{ FORK_FRONTIER,      21000,     0,    0,    0, 4, 68, 0,    0,    0,     0,  0, 0, 0, 0 },
{ FORK_HOMESTEAD,     21000, 32000,    0,    0, 4, 68, 0,    0,    0,     0,  0, 0, 0, 0 },
{ FORK_ISTANBUL,      21000, 32000,    0,    0, 4, 16, 0,    0,    0,     0,  0, 0, 0, 0 },
{ FORK_BERLIN,        21000, 32000,    0,    0, 4, 16, 0, 2400, 1900,     0,  0, 0, 0, 0 },
{ FORK_SHANGHAI,      21000, 32000,    0,    0, 4, 16, 2, 2400, 1900,     0,  0, 0, 0, 0 },
{ FORK_PRAGUE,        21000, 32000,    0,    0, 4, 16, 2, 2400, 1900, 25000, 10, 1, 0, 0 },
{ FORK_AMSTERDAM,     12000, 12000, 3000, 6000, 4, 16, 2, 2900, 2000,  7816, 16, 4, 4, CAP },
};

/* Further spellings met in published fixtures. */
static const struct {
    const char *name;
    enum fork fork;
} aliases[] = {
    { "TangerineWhistle", FORK_TANGERINE },
    { "SpuriousDragon",   FORK_SPURIOUS },
    { "EIP155",           FORK_SPURIOUS },
    { "Petersburg",       FORK_PETERSBURG },
    { "Merge",            FORK_PARIS },
};

/* Mainnet activation: numbers up to Paris (its first block without proof of
 * work), times from Shanghai.  Constantinople never ran there alone. */
static const struct {
    uint64_t at;
    enum fork fork;
} mainnet_numbers[] = {
    {  1150000, FORK_HOMESTEAD },
    {  1920000, FORK_DAO },
    {  2463000, FORK_TANGERINE },
    {  2675000, FORK_SPURIOUS },
    {  4370000, FORK_BYZANTIUM },
    {  7280000, FORK_PETERSBURG },
    {  9069000, FORK_ISTANBUL },
    {  9200000, FORK_MUIR_GLACIER },
    { 12244000, FORK_BERLIN },
    { 12965000, FORK_LONDON },
    { 13773000, FORK_ARROW_GLACIER },
    { 15050000, FORK_GRAY_GLACIER },
    { 15537394, FORK_PARIS },
}, mainnet_times[] = {
    { 1681338455, FORK_SHANGHAI },
    { 1710338135, FORK_CANCUN },
    { 1746612311, FORK_PRAGUE },
    { 1764798551, FORK_OSAKA },
    { 1765290071, FORK_BPO1 },
    { 1767747671, FORK_BPO2 },
};
/* clang-format on */

const struct fork_rules *fork_rules(enum fork f)
{
    assert(f >= 0 && f < FORK_COUNT);
    return &rules[f];
}

const struct blob_schedule *fork_blobs(enum fork f,
                                       const struct blob_schedule *set)
{
    return set ? set : &fork_rules(f)->blob;
}

const struct tx_gas *fork_tx_gas(enum fork f)
{
    size_t i = ARRAY_LEN(tx_gas) - 1;

    assert(f >= 0 && f < FORK_COUNT);
    while (tx_gas[i].since > f)
        i--;
    return &tx_gas[i];
}

bool fork_find(enum fork *out, const char *name)
{
    for (size_t i = 0; i < FORK_COUNT; i++)
        if (strcmp(rules[i].name, name) == 0 ||
            strcmp(rules[i].fixture_name, name) == 0) {
            *out = (enum fork)i;
            return true;
        }
    for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
        if (strcmp(aliases[i].name, name) == 0) {
            *out = aliases[i].fork;
            return true;
        }
    return false;
}

enum fork fork_at_mainnet(uint64_t number, uint64_t timestamp)
{
    enum fork fork = FORK_FRONTIER;

    for (size_t i = 0; i < ARRAY_LEN(mainnet_numbers); i++)
        if (number >= mainnet_numbers[i].at)
            fork = mainnet_numbers[i].fork;
    if (fork < FORK_PARIS)
        return fork;
    for (size_t i = 0; i < ARRAY_LEN(mainnet_times); i++)
        if (timestamp >= mainnet_times[i].at)
            fork = mainnet_times[i].fork;
    return fork;
}
