/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/ethash.h"
#include "chain/crypto/keccak.h"
#include "tests/unit/chain_facts.h"

/* Keccak submission, version 3: ShortMsgKAT_512, lengths 0 and 8. */
static const struct {
    const char *message, *digest;
} digests[] = {
    { "", "0eab42de4c3ceb9235fc91acffe746b29c29a8c366b7c60e4e67c466f36a4304"
      "c00fa9caf9d87976ba469bcbe06713b435f091ef2769fb160cdab33d3670680e" },
    { "cc", "8630c13cbd066ea74bbe7fe468fec1dee10edc1254fb4c1b7c5fd69b646e4416"
      "0b8ce01d05a0908ca790dfb080f4b513bc3b6225ece7a810371441a5ac666eb9" },
};

START_TEST(the_wide_hash_gives_published_digests)
{
    size_t len = strlen(digests[_i].message) / 2;
    uint8_t in[8], want[64], out[64];

    put(in, digests[_i].message);
    put(want, digests[_i].digest);
    keccak512(out, bytes_make(in, len));
    ck_assert_mem_eq(out, want, sizeof out);
}
END_TEST

/* Ethash, appendix "Data sizes". */
static const struct {
    uint64_t epoch, cache, dataset;
} sizes[] = {
    { 0, 16776896, 1073739904 },       { 1, 16907456, 1082130304 },
    { 14, 18611392, 1191180416 },      { 171, 39190336, 2508191872 },
    { 656, 102760384, 6576662912 },    { 657, 102890432, 6585055616 },
    { 1093, 160038464, 10242489472 },  { 2047, 285081536, 18245220736 },
};

START_TEST(sizes_are_those_of_the_list)
{
    ck_assert_uint_eq(ethash_cache_size(sizes[_i].epoch), sizes[_i].cache);
    ck_assert_uint_eq(ethash_dataset_size(sizes[_i].epoch), sizes[_i].dataset);
}
END_TEST

/* chfast/ethash, test_ethash.cpp. */
START_TEST(seeds_are_hashes_of_zeros)
{
    static const struct {
        uint64_t epoch;
        const char *seed;
    } seeds[] = {
        { 0, "0000000000000000000000000000000000000000000000000000000000000000" },
        { 1, "290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563" },
        { 171,
          "a9b0e0c9aca72c07ba06b5bbdae8b8f69e61878301508473379bb4f71807d707" },
        { 2048,
          "20a7678ca7b50829183baac2e1e3c43fa3c4bcbc171b11cf5a9f30bebd172920" },
    };

    for (size_t i = 0; i < ARRAY_LEN(seeds); i++) {
        uint8_t want[32], out[32];

        put(want, seeds[i].seed);
        ethash_seed(out, seeds[i].epoch);
        ck_assert_mem_eq(out, want, sizeof out);
    }
}
END_TEST

/* chfast/ethash, test_ethash.cpp: light_cache, epoch 0. */
static const struct {
    uint32_t at;
    const char *item;
} items[] = {
    { 0, "5e493e76a1318e50815c6ce77950425532964ebbb8dcf94718991fa9a82eaf37"
      "658de68ca6fe078884e803da3a26a4aa56420a6867ebcd9ab0f29b08d1c48fed" },
    { 1, "47bcbf5825d4ba95ed8d9074291fa2242cd6aabab201fd923565086c6d19b93c"
      "6936bba8def3c8e40f891288f9926eb87318c30b22611653439801d2a596a78c" },
    { 52459, "a1cfe59d6fcb93fe54a090f4d440472253b1d18962acc64a949c955ee5785c0a"
      "577bbbe8e02acdcc2d829df28357ec6ba7bb37d5026a6bd2c43e2f990b416fa9" },
    { 262138, "724f2f86c24c487809dc3897acbbd32d5d791e4536aa1520e65e93891a40dde5"
      "887899ffc556cbd174f426e32ae2ab711be859601c024d1514b29a27370b662e" },
};

/* Header hash, nonce, mix and result: chfast/ethash, test_cases.hpp. */
static const struct {
    uint64_t number;
    const char *hash, *nonce, *mix, *result;
} seals[] = {
    { 0, "2a8de2adf89af77358250bf908bf04ba94a6e8c3ba87775564a41d269a05e4ce",
      "4242424242424242",
      "58f759ede17a706c93f13030328bcea40c1d1341fb26f2facd21ceb0dae57017",
      "dd47fd2d98db51078356852d7c4014e6a5d6c387c35f40e2875b74a256ed7906" },
    { 2, "100cbec5e5ef82991290d0d93d758f19082e71f234cf479192a8b94df6da6bfe",
      "307692cf71b12f6d",
      "e55d02c555a7969361cf74a9ec6211d8c14e4517930a00442f171bdb1698d175",
      "ab9b13423cface72cbec8424221651bc2e384ef0f7a560e038fc68c8d8684829" },
    { 2683077,
      "0313d03c5ed78694c90ecb3d04190b82d5b222c75ba4cab83383dde4d11ed512",
      "8c5eaec000788d41",
      "93e85c97b34ccd8091e09ddb513fdc9e680fa8898d4a0737205e60af710a3dcb",
      "00000000000204882a6213f68fe89bc368df25c1ad999f82532a7433e99bc48e" },
    { 5790000,
      "1086587679fecddc6387e162706bb9455a8210f36997e9dbf25e6801ad62373a",
      "051d57d844f20938",
      "bbcbebce79a978c455b545a9ae4a2d584c606b1002868b9d756ac44288fce6ff",
      "5544fde836566d81c30f98d797581398b0df7a52365c63ceed60433ec72f867e" },
};

static void check_items(const struct ethash *e)
{
    for (size_t i = 0; i < ARRAY_LEN(items); i++) {
        const struct ethash_item *item = &e->cache[items[i].at];
        uint8_t want[ETHASH_ITEM_SIZE], out[ETHASH_ITEM_SIZE];

        put(want, items[i].item);
        for (size_t k = 0; k < sizeof out; k++)
            out[k] = (uint8_t)(item->w[k / 4] >> 8 * (k % 4));
        ck_assert_mem_eq(out, want, sizeof out);
    }
}

/* One after another, so that a cache follows that of another epoch. */
START_TEST(caches_mixes_and_results_are_those_of_another_implementation)
{
    struct ethash e;

    ethash_init(&e);
    for (size_t i = 0; i < ARRAY_LEN(seals); i++) {
        uint8_t hash[32], nonce[8], mix[32], result[32], want[32];

        ck_assert_err(ethash_load(&e, seals[i].number / ETHASH_EPOCH_BLOCKS),
                      ERR_OK);
        if (i == 0)
            check_items(&e);
        put(hash, seals[i].hash);
        put(nonce, seals[i].nonce);
        ethash_hash(&e, mix, result, hash, nonce);
        put(want, seals[i].mix);
        ck_assert_mem_eq(mix, want, sizeof mix);
        put(want, seals[i].result);
        ck_assert_mem_eq(result, want, sizeof result);
    }
    ck_assert_err(ethash_load(&e, ETHASH_EPOCHS), ERR_LIMIT);
    ethash_release(&e);
}
END_TEST

/* Block 1 of mainnet; each change of one place breaks the seal. */
START_TEST(the_seal_of_block_1_holds_and_no_other)
{
    struct header good, h;
    struct ethash e;
    struct arena a;

    arena_init(&a, 0);
    ethash_init(&e);
    block_1_header(&a, &good);
    ck_assert_err(ethash_verify_header(&e, &a, &good), ERR_OK);
    h = good;
    h.nonce[7] ^= 1;
    ck_assert_err(ethash_verify_header(&e, &a, &h), ERR_HDR_SEAL);
    h = good;
    h.mix_hash[0] ^= 1;
    ck_assert_err(ethash_verify_header(&e, &a, &h), ERR_HDR_SEAL);
    h = good;
    h.timestamp++;
    ck_assert_err(ethash_verify_header(&e, &a, &h), ERR_HDR_SEAL);
    h = good;
    h.difficulty = u256_from(0);
    ck_assert_err(ethash_verify_header(&e, &a, &h), ERR_HDR_SEAL);
    /* Any result reaches a difficulty of one, so the mix alone decides. */
    h = good;
    h.difficulty = u256_from(1);
    ck_assert_err(ethash_verify_header(&e, &a, &h), ERR_HDR_SEAL);
    h = good;
    h.number = (uint64_t)ETHASH_EPOCHS * ETHASH_EPOCH_BLOCKS;
    ck_assert_err(ethash_verify_header(&e, &a, &h), ERR_LIMIT);
    arena_release(&a);
    ethash_release(&e);
}
END_TEST

/* Yellow Paper, (50): n <= 2^256 / difficulty, the quotient rounded down. */
START_TEST(a_result_may_be_as_large_as_the_quotient)
{
    struct ethash_seal s = { .number = seals[0].number };
    struct u256 result, quotient;
    uint8_t bytes[32];
    struct ethash e;

    ethash_init(&e);
    put(s.hash, seals[0].hash);
    put(s.nonce, seals[0].nonce);
    put(s.mix, seals[0].mix);
    put(bytes, seals[0].result);
    result = u256_load(bytes);
    s.difficulty = u256_from(1);
    quotient = u256_not(u256_from(0));
    ck_assert(u256_lt(result, quotient));
    ck_assert_err(ethash_verify(&e, &s), ERR_OK);
    /* 0xdd47… is above 2^255. */
    s.difficulty = u256_from(2);
    ck_assert_err(ethash_verify(&e, &s), ERR_HDR_SEAL);
    ethash_release(&e);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, the_wide_hash_gives_published_digests, 0,
                        (int)ARRAY_LEN(digests));
    tcase_add_loop_test(tc, sizes_are_those_of_the_list, 0,
                        (int)ARRAY_LEN(sizes));
    tcase_add_test(tc, seeds_are_hashes_of_zeros);
    tcase_add_test(
        tc, caches_mixes_and_results_are_those_of_another_implementation);
    tcase_add_test(tc, the_seal_of_block_1_holds_and_no_other);
    tcase_add_test(tc, a_result_may_be_as_large_as_the_quotient);
    tcase_set_timeout(tc, 120);
}

TESTKIT_MAIN("ethash", add_tests)
