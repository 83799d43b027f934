/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/bls12.h"
#include "chain/evm/precompile.h"
#include "tests/testkit.h"

#define ZERO32 \
    "0000000000000000000000000000000000000000000000000000000000000000"
#define WORD(low) \
    "000000000000000000000000000000000000000000000000000000000000000" low

struct precompile_case {
    unsigned address;
    enum fork fork;
    const char *in, *out; /* out NULL: the call fails */
    int64_t gas;
};

/* Expected output: EIP-152, EIP-196, EIP-197, EIP-198; sha256sum(1), rmd160 by
 * another program; the rest by hand. */
static const struct precompile_case cases[] = {
    { 2, FORK_FRONTIER, "",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 60 },
    { 3, FORK_FRONTIER, "",
      "0000000000000000000000009c1185a5c5e9fc54612808977ee8f548b2258d31", 600 },
    { 4, FORK_FRONTIER, "010203", "010203", 18 },
    /* a wrong v recovers nothing and still costs */
    { 1, FORK_FRONTIER, "", "", 3000 },
    /* 3 ^ (2^256 - 2^32 - 978) mod (2^256 - 2^32 - 977) */
    { 5, FORK_BYZANTIUM,
      WORD("1") "0000000000000000000000000000000000000000000000000000000000000020"
      "0000000000000000000000000000000000000000000000000000000000000020" "03"
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2e"
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
      WORD("1"), 13056 },
    { 5, FORK_BERLIN,
      WORD("1") "0000000000000000000000000000000000000000000000000000000000000020"
      "0000000000000000000000000000000000000000000000000000000000000020" "03"
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2e"
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
      WORD("1"), 1360 },
    /* EIP-7883: 255 iterations of 16 */
    { 5, FORK_OSAKA,
      WORD("1") "0000000000000000000000000000000000000000000000000000000000000020"
      "0000000000000000000000000000000000000000000000000000000000000020" "03"
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2e"
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
      WORD("1"), 4080 },
    /* 3^2 mod 4, an even modulus, and 0^0 mod 7 */
    { 5, FORK_BERLIN, WORD("1") WORD("1") WORD("1") "030204", "01", 200 },
    { 5, FORK_BERLIN, WORD("0") WORD("0") WORD("1") "07", "01", 200 },
    /* EIP-7823: 1,025 bytes are too many */
    { 5, FORK_OSAKA, ZERO32 ZERO32
      "0000000000000000000000000000000000000000000000000000000000000401",
      NULL, 0 },
    /* twice the generator, and once plus infinity */
    { 6, FORK_BYZANTIUM, WORD("1") WORD("2") WORD("1") WORD("2"),
      "030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3"
      "15ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4", 500 },
    { 6, FORK_ISTANBUL, WORD("1") WORD("2"), WORD("1") WORD("2"), 150 },
    { 6, FORK_ISTANBUL, WORD("1") WORD("1"), NULL, 150 },
    { 7, FORK_ISTANBUL, WORD("1") WORD("2") WORD("2"),
      "030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3"
      "15ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4",
      6000 },
    /* the generator times the group's order is infinity */
    { 7, FORK_ISTANBUL, WORD("1") WORD("2")
      "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001",
      ZERO32 ZERO32, 6000 },
    { 8, FORK_ISTANBUL, "", WORD("1"), 45000 },
    { 8, FORK_ISTANBUL, "00", NULL, 45000 },
    /* points of the twist, made apart from this code by their equation: any
     * one, the same times 2 p - n (of order n), the same times n */
    { 8, FORK_ISTANBUL, ZERO32 ZERO32
      "23445bb31738f7d93d9c172411e20b8f6b0d549b6f03675a1600a35a099950d8"
      "0dbd9d7381e74ef5e8e25d940ed904759531985d5d9dc9f81818e811892f902b"
      "2b1b84bfc21e1beb24c243d78e7708c13fe099648e4d401260947b0f23311ae8"
      "089640eb115c71746298ca6700be9c43b81165b9020638372942fd8b929a1fbf",
      NULL, 79000 },
    { 8, FORK_ISTANBUL, ZERO32 ZERO32
      "230012b8d1aa12244232bb46dc722bb657fe38a2e155c77d109af3f0d8e0e846"
      "1aa48ffde206f257a32022f540478217515b2e570679012df429a4dba71853cd"
      "2ebfb98bab11ce422036e2d1459863f271c1e3be6e6bd3510e737ba1c87f49c3"
      "1d9ab0e5d352d2ec717d4c33600e6b98720b85cbaa80747a8da000e18a49746a",
      WORD("1"), 79000 },
    { 8, FORK_ISTANBUL, ZERO32 ZERO32
      "17918accfd42e3dd1a71b00799618cd5591f2b2bdbc7caa94e7a5fbf28d0a0e1"
      "2d3c1883adb8b0cf61b835b236b12829991fe98de0e3a098cfe7e1b551bc755a"
      "185a84da1bbe51993373c70f7012bcb850e4e243ed0e06a96f8c1d9139b65787"
      "03a7c355de6d576184dd27a9996666f1e5a16a7a5e3c689c1265f2b1c73c5b39",
      NULL, 79000 },
    /* EIP-152, test vectors 4 and 5 (0 and 12 rounds), 0 (no input) */
    { 9, FORK_ISTANBUL, "", NULL, 0 },
    { 9, FORK_ISTANBUL,
      "0000000048c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f"
      "3af54fa5d182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e13"
      "19cde05b61626300000000000000000000000000000000000000000000000000"
      "0000000000000000000000000000000000000000000000000000000000000000"
      "0000000000000000000000000000000000000000000000000000000000000000"
      "0000000000000000000000000000000000000000000000000000000000000000"
      "000000000300000000000000000000000000000001",
      "08c9bcf367e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5"
      "d282e6ad7f520e511f6c3e2b8c68059b9442be0454267ce079217e1319cde05b", 0 },
    { 9, FORK_ISTANBUL,
      "0000000c48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f"
      "3af54fa5d182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e13"
      "19cde05b61626300000000000000000000000000000000000000000000000000"
      "0000000000000000000000000000000000000000000000000000000000000000"
      "0000000000000000000000000000000000000000000000000000000000000000"
      "0000000000000000000000000000000000000000000000000000000000000000"
      "000000000300000000000000000000000000000001",
      "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
      "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923", 12 },
};

static const struct precompile *find(unsigned address, enum fork fork)
{
    uint8_t bytes[20] = { [18] = (uint8_t)(address >> 8),
                          [19] = (uint8_t)address };

    return precompile_find(fork, bytes);
}

START_TEST(a_precompile_answers_as_published)
{
    const struct precompile_case *c = &cases[_i];
    const struct precompile *p = find(c->address, c->fork);
    struct bytes out = BYTES_EMPTY;
    int64_t gas = c->gas;
    struct arena a;
    bool ok;

    arena_init(&a, 0);
    ck_assert_ptr_nonnull(p);
    ck_assert_err(precompile_run(p, c->fork, &a, unhex(&a, c->in), &gas, &out,
                                 &ok),
                  ERR_OK);
    ck_assert_msg(ok == (c->out != NULL), "%s %d", precompile_name(p), _i);
    if (c->out)
        ck_assert_msg(bytes_eq(out, unhex(&a, c->out)), "%s %d",
                      precompile_name(p), _i);
    ck_assert_int_eq(gas, 0);
    arena_release(&a);
}
END_TEST

START_TEST(one_gas_less_is_too_little)
{
    const struct precompile_case *c = &cases[_i];
    struct bytes out = BYTES_EMPTY;
    int64_t gas = c->gas - 1;
    struct arena a;
    bool ok = true;

    arena_init(&a, 0);
    if (c->out) {
        ck_assert_err(precompile_run(find(c->address, c->fork), c->fork, &a,
                                     unhex(&a, c->in), &gas, &out, &ok),
                      ERR_OK);
        ck_assert(!ok);
    }
    arena_release(&a);
}
END_TEST

START_TEST(precompiles_appear_with_their_forks)
{
    static const struct {
        unsigned address;
        enum fork since;
    } rows[] = {
        { 1, FORK_FRONTIER }, { 4, FORK_FRONTIER },  { 5, FORK_BYZANTIUM },
        { 8, FORK_BYZANTIUM }, { 9, FORK_ISTANBUL }, { 10, FORK_CANCUN },
        { 11, FORK_PRAGUE },  { 17, FORK_PRAGUE },   { 256, FORK_OSAKA },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        ck_assert_ptr_nonnull(find(rows[i].address, rows[i].since));
        if (rows[i].since)
            ck_assert_ptr_null(find(rows[i].address, rows[i].since - 1));
    }
    ck_assert_ptr_null(find(0, FORK_OSAKA));
    ck_assert_ptr_null(find(18, FORK_OSAKA));
    ck_assert_ptr_null(find(257, FORK_OSAKA));
}
END_TEST

START_TEST(curves_that_are_not_built_say_so)
{
    struct bytes out = BYTES_EMPTY;
    int64_t gas = 50000;
    struct arena a;
    bool ok;

    arena_init(&a, 0);
    ck_assert_err(precompile_run(find(10, FORK_CANCUN), FORK_CANCUN, &a,
                                 BYTES_EMPTY, &gas, &out, &ok),
                  bls12_built() ? ERR_OK : ERR_NOT_BUILT);
    arena_release(&a);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, a_precompile_answers_as_published, 0,
                        ARRAY_LEN(cases));
    tcase_add_loop_test(tc, one_gas_less_is_too_little, 0, ARRAY_LEN(cases));
    tcase_add_test(tc, precompiles_appear_with_their_forks);
    tcase_add_test(tc, curves_that_are_not_built_say_so);
}

TESTKIT_MAIN("precompile", add_tests)
