/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/crypto/der.h"
#include "chain/crypto/hash.h"

/* Signatures written by hand from X.690; each bad one breaks one rule. */
static const struct {
    const char *der;
    enum err want;
} rows[] = {
    { "3006020101020102", ERR_OK },
    { "300702010102020080", ERR_OK },           /* 128 needs a zero byte */
    { "3106020101020102", ERR_SYNTAX_RULE },    /* a set, not a sequence */
    { "300602010102010200", ERR_SYNTAX_RULE },  /* a byte follows */
    { "308106020101020102", ERR_SYNTAX_RULE },  /* long form of a short length */
    { "3006020101020180", ERR_SYNTAX_RULE },    /* negative */
    { "300702010102020001", ERR_SYNTAX_RULE },  /* padded */
    { "3005020101020001", ERR_SYNTAX_RULE },    /* an integer without bytes */
    { "3006020101030102", ERR_SYNTAX_RULE },    /* a bit string */
    { "3009020101020102020103", ERR_SYNTAX_RULE }, /* a third integer */
    { "3006020101020202", ERR_TRUNCATED },
    { "3007020101020102", ERR_TRUNCATED },
    { "30", ERR_TRUNCATED },
    { "", ERR_TRUNCATED },
    { "302602210100000000000000000000000000000000000000000000000000000000000000"
      "00020101", ERR_TOO_WIDE },
};

START_TEST(only_the_one_spelling_is_read)
{
    struct arena a;

    arena_init(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint8_t pair[64];

        memset(pair, 0xee, sizeof pair);
        ck_assert_msg(der_read_signature(pair, unhex(&a, rows[i].der)) ==
                          rows[i].want,
                      "%s", rows[i].der);
        ck_assert_int_eq(pair[31], rows[i].want ? 0xee : 1);
    }
    arena_release(&a);
}
END_TEST

START_TEST(shake_gives_the_lengths_that_signatures_use)
{
    /* python3: hashlib.shake_128(b"").hexdigest(32) */
    static const char EMPTY_128[] =
        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26";
    uint8_t out[HASH_SIZE_MAX];
    struct arena a;

    arena_init(&a, 0);
    ck_assert_err(hash_digest(out, HASH_SHAKE128, BYTES_EMPTY), ERR_OK);
    ck_assert(bytes_eq(bytes_make(out, 32), unhex(&a, EMPTY_128)));
    ck_assert_uint_eq(hash_size(HASH_SHAKE256), 64);
    arena_release(&a);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, only_the_one_spelling_is_read);
    tcase_add_test(tc, shake_gives_the_lengths_that_signatures_use);
}

TESTKIT_MAIN("der", add_tests)
