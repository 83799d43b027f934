/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/crypto/keccak.h"
#include "chain/crypto/keccak_internal.h"

static void check_digest(struct bytes in, const char *want)
{
    uint8_t hash[32];
    char got[65];

    keccak256(hash, in);
    hex_write(got, BYTES_OF(hash));
    ck_assert_str_eq(got, want);
}

START_TEST(digests_are_the_published_ones)
{
    check_digest(BYTES_EMPTY, "c5d2460186f7233c927e7db2dcc703c0"
                              "e500b653ca82273b7bfad8045d85a470");
    check_digest(bytes_str("abc"), "4e03657aea45a94fc7d47ba826c8d667"
                                   "c0d1e6e33a64a036ec44f58fa12d6c45");
    check_digest(bytes_str("The quick brown fox jumps over the lazy dog"),
                 "4d741b6f1eb29cb2a9b9911c82f56fa8"
                 "d73b04959d3d9d222895df6c0b28aa15");
}
END_TEST

/* Byte i is 7 i + 3; digests by @noble/hashes. */
static const struct {
    size_t len;
    const char *digest;
} around_the_rate[] = {
    { 1, "69c322e3248a5dfc29d73c5b0553b0185a35cd5bb6386747517ef7e53b15e287" },
    { 134, "0c00ddc2482876f8fa8cc91ed55deedf61049892967f383560faf8a5787f86c5" },
    { 135, "00ef96af9cf4b24c7f269d922294444a197d0a33638c2e56634c57e892103a8f" },
    { 136, "742061bcad767ed4c4f5883b1dcb1aad11afdcc140dc469d953759b127b9f9ed" },
    { 137, "e3371f61e770abf254c34239c3b0099ad90594507415bc81dd0a10b9692bbf2a" },
    { 271, "4401c4afbe16ff911bdbf2d38e556e5b861f3fdf0f9d4306b1c46f6ae4f73584" },
    { 272, "ac141fd7b0a0ffcd2e967254d508da3ec616596493c36fa304425647d90e6de5" },
    { 273, "16192ea86793083e47731cb3c970600f04768414d92bc0540e54ce8607a0fce0" },
    { 4096, "76295a231bfe3ebd9c161d54151579ec47d822a168c11d53ed0471b01ce83520" },
};

static void fill(uint8_t *data, size_t len)
{
    for (size_t i = 0; i < len; i++)
        data[i] = (uint8_t)(7 * i + 3);
}

START_TEST(lengths_around_the_rate_agree_with_a_peer)
{
    uint8_t data[4096];

    fill(data, sizeof data);
    check_digest(bytes_make(data, around_the_rate[_i].len),
                 around_the_rate[_i].digest);
}
END_TEST

START_TEST(pieces_give_the_digest_of_the_whole)
{
    uint8_t data[600], whole[32], pieces[32];

    fill(data, sizeof data);
    keccak256(whole, BYTES_OF(data));
    for (size_t step = 1; step < sizeof data; step++) {
        struct keccak256 k;
        struct bytes rest = BYTES_OF(data);

        keccak256_init(&k);
        while (rest.len) {
            size_t n = rest.len < step ? rest.len : step;

            keccak256_update(&k, bytes_head(rest, n));
            rest = bytes_tail(rest, n);
        }
        keccak256_final(&k, pieces);
        ck_assert_mem_eq(whole, pieces, sizeof whole);
    }
}
END_TEST

START_TEST(the_chosen_permutation_equals_the_plain_one)
{
    uint64_t chosen[25], plain[25];

    for (size_t i = 0; i < 25; i++)
        chosen[i] = plain[i] = 0x9e3779b97f4a7c15 * (i + 1);
    for (int turn = 0; turn < 200; turn++) {
        keccak_permute(chosen);
        keccak_permute_plain(plain);
        for (size_t i = 0; i < 25; i++)
            ck_assert_uint_eq(chosen[i], plain[i]);
    }
}
END_TEST

START_TEST(the_named_hashes_are_what_their_names_say)
{
    static const uint8_t empty_string = 0x80, empty_list = 0xc0;
    uint8_t hash[32];

    keccak256(hash, BYTES_EMPTY);
    ck_assert_mem_eq(hash, KECCAK256_EMPTY, 32);
    keccak256(hash, bytes_make(&empty_string, 1));
    ck_assert_mem_eq(hash, EMPTY_TRIE_ROOT, 32);
    keccak256(hash, bytes_make(&empty_list, 1));
    ck_assert_mem_eq(hash, EMPTY_OMMERS_HASH, 32);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, digests_are_the_published_ones);
    tcase_add_loop_test(tc, lengths_around_the_rate_agree_with_a_peer, 0,
                        (int)ARRAY_LEN(around_the_rate));
    tcase_add_test(tc, pieces_give_the_digest_of_the_whole);
    tcase_add_test(tc, the_chosen_permutation_equals_the_plain_one);
    tcase_add_test(tc, the_named_hashes_are_what_their_names_say);
}

TESTKIT_MAIN("keccak", add_tests)
