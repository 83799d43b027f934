/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/crypto/ecc.h"
#include "chain/crypto/hash.h"
#include "chain/crypto/signature.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, 0);
}

static void teardown(void)
{
    arena_release(&arena);
}

static void check_hex(struct bytes in, const char *want)
{
    char got[160];

    ck_assert_uint_lt(in.len, 80);
    hex_write(got, in);
    ck_assert_str_eq(got, want);
}

/* "abc": FIPS 180-4 and FIPS 202 examples, GB/T 32905 A.1, RIPEMD-160's
 * published list, RFC 7693 appendix A. */
static const struct {
    const char *name, *digest;
} abc[] = {
    { "sha256", "ba7816bf8f01cfea414140de5dae2223"
                "b00361a396177a9cb410ff61f20015ad" },
    { "sha512", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea2"
                "0a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
                "454d4423643ce80e2a9ac94fa54ca49f" },
    { "sha3-256", "3a985da74fe225b2045c172d6bd390bd"
                  "855f086e3e9d525b46bfe24511431532" },
    { "keccak256", "4e03657aea45a94fc7d47ba826c8d667"
                   "c0d1e6e33a64a036ec44f58fa12d6c45" },
    { "sm3", "66c7f0f462eeedd9d1f2d46bdc10e4e2"
             "4167c4875cf2f7a2297da02b8f4ba8e0" },
    { "ripemd160", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc" },
    { "blake2b-512", "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b7"
                     "4b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc95"
                     "18d38aa8dbf1925ab92386edd4009923" },
};

START_TEST(digests_of_abc_are_the_published_ones)
{
    uint8_t out[HASH_SIZE_MAX];
    enum hash kind;

    ck_assert(hash_find(&kind, abc[_i].name));
    ck_assert_str_eq(hash_name(kind), abc[_i].name);
    ck_assert_err(hash_digest(out, kind, bytes_str("abc")), ERR_OK);
    check_hex(bytes_make(out, hash_size(kind)), abc[_i].digest);
}
END_TEST

START_TEST(every_hash_of_the_table_computes)
{
    for (int i = 0; i < HASH_COUNT; i++) {
        uint8_t out[HASH_SIZE_MAX];
        enum hash found;

        ck_assert(hash_find(&found, hash_name((enum hash)i)));
        ck_assert_int_eq(found, i);
        ck_assert_err(hash_digest(out, found, BYTES_EMPTY), ERR_OK);
    }
}
END_TEST

/* RFC 8032 7.1, test 2. */
#define ED_KEY "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
#define ED_R "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
#define ED_S "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
/* S plus the group order: the same signature to who does not check. */
#define ED_S_BIG \
    "f52db7415978abc61b2c2eb6aeebfca0387b2eaeb4302aeeb00d291612bb0c10"
/* RFC 6979 A.2.5: P-256, SHA-256, message "sample". */
#define P_KEY                                                          \
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6" \
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
#define P_KEY_SHORT \
    "0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
#define P_DIGEST \
    "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf"
#define P_R "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
#define P_S "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
#define P_N "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
#define ZERO "0000000000000000000000000000000000000000000000000000000000000000"

static const struct {
    enum curve curve;
    const char *key, *digest, *signature;
    bool low_s;
    enum err want;
    bool valid;
} rows[] = {
    { CURVE_ED25519, ED_KEY, "72", ED_R ED_S, false, ERR_OK, true },
    { CURVE_ED25519, ED_KEY, "73", ED_R ED_S, false, ERR_OK, false },
    { CURVE_ED25519, ED_KEY, "72", ED_R ED_S_BIG, false, ERR_SIG_S, false },
    { CURVE_ED25519, ED_KEY, "72", ED_R, false, ERR_LENGTH, false },
    { CURVE_ED25519, ED_KEY "00", "72", ED_R ED_S, false, ERR_KEY, false },
    /* y = 2 has no x (RFC 8032 5.1.3); p itself is no y */
    { CURVE_ED25519,
      "0200000000000000000000000000000000000000000000000000000000000000", "72",
      ED_R ED_S, false, ERR_KEY, false },
    { CURVE_ED25519,
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "72",
      ED_R ED_S, false, ERR_KEY, false },
    { CURVE_P256, P_KEY, P_DIGEST, P_R P_S, false, ERR_OK, true },
    { CURVE_P256, P_KEY_SHORT, P_DIGEST, P_R P_S, false, ERR_OK, true },
    { CURVE_P256, P_KEY, P_DIGEST, P_R P_S, true, ERR_SIG_HIGH_S, false },
    { CURVE_P256, P_KEY, P_DIGEST, P_S P_R, false, ERR_OK, false },
    { CURVE_P256, P_KEY, P_DIGEST, P_N P_S, false, ERR_SIG_R, false },
    { CURVE_P256, P_KEY, P_DIGEST, P_R ZERO, false, ERR_SIG_S, false },
    { CURVE_P256, "04" ZERO ZERO, P_DIGEST, P_R P_S, false, ERR_KEY, false },
    { CURVE_P256, P_KEY, P_DIGEST, P_R, false, ERR_LENGTH, false },
    { CURVE_SECP256K1, "04" ZERO ZERO, P_DIGEST, P_R P_S, false, ERR_KEY,
      false },
};

START_TEST(signatures_are_judged_as_the_standards_say)
{
    struct signature_question q = {
        .curve = rows[_i].curve,
        .key = unhex(&arena, rows[_i].key),
        .digest = unhex(&arena, rows[_i].digest),
        .signature = unhex(&arena, rows[_i].signature),
        .low_s = rows[_i].low_s,
    };
    bool valid = false;

    ck_assert_err(signature_verify(&valid, &q), rows[_i].want);
    ck_assert_int_eq(valid, rows[_i].valid);
}
END_TEST

/* EIP-155's example: the key 32 times 0x46, its address and signature. */
static void example(struct ecc_signature *signature, uint8_t hash[32])
{
    struct bytes digest = unhex(&arena, "daf5a779ae972f972197303d7b574746"
                                        "c7ef83eadac0f2791ad23db92e4c8e53");
    struct bytes r = unhex(&arena, "28ef61340bd939bc2195fe537567866003"
                                   "e1a15d3c71ff63e1590620aa636276");
    struct bytes s = unhex(&arena, "67cbe9d8997f761aecb703304b3800ccf5"
                                   "55c9f3dc64214b297fb1966a3b6d83");

    memcpy(hash, digest.data, 32);
    signature->r = u256_from_be(r.data, 32);
    signature->s = u256_from_be(s.data, 32);
    signature->y_parity = 0;
}

START_TEST(recovery_finds_the_key_of_the_example)
{
    struct ecc_signature signature, made;
    uint8_t hash[32], secret[32], key[ECC_KEY_SIZE], other[ECC_KEY_SIZE];
    uint8_t address[20];

    example(&signature, hash);
    memset(secret, 0x46, sizeof secret);
    ck_assert_err(ecc_recover(key, hash, &signature, true), ERR_OK);
    ecc_address(address, key);
    check_hex(BYTES_OF(address), "9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
    ck_assert_err(ecc_public(other, secret), ERR_OK);
    ck_assert_mem_eq(key, other, sizeof key);
    ck_assert(ecc_verify(key, hash, signature.r, signature.s));
    ck_assert_err(ecc_sign(&made, hash, secret), ERR_OK);
    ck_assert(u256_eq(made.r, signature.r) && u256_eq(made.s, signature.s));
    ck_assert_uint_eq(made.y_parity, 0);
}
END_TEST

START_TEST(recovery_refuses_each_part_for_its_reason)
{
    struct ecc_signature good, bad;
    uint8_t hash[32], key[ECC_KEY_SIZE] = { 9 };

    example(&good, hash);
    bad = good;
    bad.r = u256_from(0);
    ck_assert_err(ecc_recover(key, hash, &bad, true), ERR_SIG_R);
    bad.r = ECC_ORDER;
    ck_assert_err(ecc_recover(key, hash, &bad, true), ERR_SIG_R);
    bad = good;
    bad.s = ECC_ORDER;
    ck_assert_err(ecc_recover(key, hash, &bad, true), ERR_SIG_S);
    bad.s = u256_sub(ECC_ORDER, good.s);
    ck_assert_err(ecc_recover(key, hash, &bad, true), ERR_SIG_HIGH_S);
    bad = good;
    bad.y_parity = 2;
    ck_assert_err(ecc_recover(key, hash, &bad, true), ERR_SIG_V);
    bad = good;
    bad.r = u256_from(5); /* 5^3 + 7 is no square: no point has x = 5 */
    ck_assert_err(ecc_recover(key, hash, &bad, true), ERR_SIG_RECOVER);
    ck_assert_uint_eq(key[0], 9);
    /* High s, where it is allowed, with the other parity is the same key. */
    bad = good;
    bad.s = u256_sub(ECC_ORDER, good.s);
    bad.y_parity = 1;
    ck_assert_err(ecc_recover(key, hash, &bad, false), ERR_OK);
    ck_assert(ecc_verify(key, hash, bad.r, bad.s));
    bad.s = u256_add(bad.s, u256_from(1));
    ck_assert(!ecc_verify(key, hash, bad.r, bad.s));
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, digests_of_abc_are_the_published_ones, 0,
                        (int)ARRAY_LEN(abc));
    tcase_add_test(tc, every_hash_of_the_table_computes);
    tcase_add_loop_test(tc, signatures_are_judged_as_the_standards_say, 0,
                        (int)ARRAY_LEN(rows));
    tcase_add_test(tc, recovery_finds_the_key_of_the_example);
    tcase_add_test(tc, recovery_refuses_each_part_for_its_reason);
}

TESTKIT_MAIN("signature", add_tests)
