/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/codec/ssz.h"

/* Roots of empty trees, as the deposit contract holds them. */
#define ZERO_1 "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"
#define ZERO_2 "db56114e00fdd4c1f85c892bf35ac9a89289aaecb1ebd0a96cde606a748b5d71"

static void put(uint8_t out[32], const char *digits)
{
    if (hex_read(out, digits, strlen(digits)))
        exit(99);
}

START_TEST(zero_chunks_have_the_published_roots)
{
    uint8_t chunks[4][32] = { { 0 } }, root[32], want[32];

    ck_assert_err(ssz_merkleize(root, chunks, 0, false, 0), ERR_OK);
    ck_assert_mem_eq(root, chunks[3], 32);
    ck_assert_err(ssz_merkleize(root, chunks, 1, false, 0), ERR_OK);
    ck_assert_mem_eq(root, chunks[3], 32);
    put(want, ZERO_1);
    ck_assert_err(ssz_merkleize(root, chunks, 2, false, 0), ERR_OK);
    ck_assert_mem_eq(root, want, 32);
    memset(chunks, 0, sizeof chunks);
    ck_assert_err(ssz_merkleize(root, chunks, 0, true, 2), ERR_OK);
    ck_assert_mem_eq(root, want, 32);
    put(want, ZERO_2);
    ck_assert_err(ssz_merkleize(root, chunks, 3, false, 0), ERR_OK);
    ck_assert_mem_eq(root, want, 32);
    memset(chunks, 0, sizeof chunks);
    ck_assert_err(ssz_merkleize(root, chunks, 1, true, 4), ERR_OK);
    ck_assert_mem_eq(root, want, 32);
}
END_TEST

START_TEST(chunks_above_the_limit_are_refused)
{
    uint8_t chunks[2][32] = { { 0 } }, root[32] = { 7 };

    ck_assert_err(ssz_merkleize(root, chunks, 2, true, 1), ERR_TOO_LONG);
    ck_assert_uint_eq(root[0], 7);
}
END_TEST

START_TEST(a_branch_is_as_long_as_its_depth)
{
    uint8_t zero[32] = { 0 }, branch[2][32] = { { 0 } }, root[32];
    bool valid = false;

    put(branch[1], ZERO_1);
    put(root, ZERO_2);
    for (uint64_t index = 0; index < 4; index++) {
        ck_assert_err(ssz_merkle_branch(&valid, zero,
                                        (const uint8_t (*)[32])branch, 2, 2,
                                        index, root), ERR_OK);
        ck_assert(valid);
    }
    ck_assert_err(ssz_merkle_branch(&valid, zero,
                                    (const uint8_t (*)[32])branch, 1, 2, 0,
                                    root), ERR_LENGTH);
    root[31] ^= 1;
    ck_assert_err(ssz_merkle_branch(&valid, zero,
                                    (const uint8_t (*)[32])branch, 2, 2, 0,
                                    root), ERR_OK);
    ck_assert(!valid);
}
END_TEST

START_TEST(the_index_chooses_the_side)
{
    uint8_t left[32] = { 1 }, right[32] = { 2 }, chunks[2][32], root[32];
    uint8_t branch[1][32];
    bool valid;

    memcpy(chunks[0], left, 32);
    memcpy(chunks[1], right, 32);
    ck_assert_err(ssz_merkleize(root, chunks, 2, false, 0), ERR_OK);
    memcpy(branch[0], right, 32);
    ck_assert_err(ssz_merkle_branch(&valid, left,
                                    (const uint8_t (*)[32])branch, 1, 1, 0,
                                    root), ERR_OK);
    ck_assert(valid);
    ck_assert_err(ssz_merkle_branch(&valid, left,
                                    (const uint8_t (*)[32])branch, 1, 1, 1,
                                    root), ERR_OK);
    ck_assert(!valid);
}
END_TEST

START_TEST(generalised_indices_are_those_of_the_specification)
{
    uint64_t at = 9;

    ck_assert_err(ssz_gindex(&at, "deneb", "finalized_root"), ERR_OK);
    ck_assert_uint_eq(at, 105);
    ck_assert_err(ssz_gindex(&at, "electra", "next_sync_committee"), ERR_OK);
    ck_assert_uint_eq(at, 87);
    ck_assert_err(ssz_gindex(&at, "altair", "execution_payload"), ERR_VALUE);
    ck_assert_err(ssz_gindex(&at, "phase0", "finalized_root"), ERR_VALUE);
    ck_assert_uint_eq(at, 87);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, zero_chunks_have_the_published_roots);
    tcase_add_test(tc, chunks_above_the_limit_are_refused);
    tcase_add_test(tc, a_branch_is_as_long_as_its_depth);
    tcase_add_test(tc, the_index_chooses_the_side);
    tcase_add_test(tc, generalised_indices_are_those_of_the_specification);
}

TESTKIT_MAIN("ssz", add_tests)
