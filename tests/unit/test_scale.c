/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "base/json.h"
#include "chain/codec/scale.h"
#include "chain/xchain/consortium.h"
#include "chain/xchain/payment.h"
#include "chain/xchain/xcm.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, 0);
}

static void teardown(void)
{
    arena_release(&arena);
}

static const char *hex_of(struct bytes in)
{
    return hex_0x(&arena, in) + 2;
}

/* The examples of the SCALE page of the Substrate documentation. */
START_TEST(compact_integers_have_their_documented_bytes)
{
    static const struct {
        uint64_t value;
        const char *hex;
    } cases[] = {
        { 0, "00" },          { 1, "04" },
        { 42, "a8" },         { 69, "1501" },
        { 65535, "feff0300" }, { 100000000000000, "0b00407a10f35a" },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct bytes got, in = unhex(&arena, cases[i].hex);
        struct pack p;
        uint64_t back;

        pack_init(&p, &arena);
        scale_put_compact_u64(&p, cases[i].value);
        ck_assert_err(pack_finish(&got, &p), ERR_OK);
        ck_assert_str_eq(hex_of(got), cases[i].hex);
        ck_assert_err(scale_next_compact_u64(&back, &in, 64), ERR_OK);
        ck_assert_uint_eq(back, cases[i].value);
    }
}
END_TEST

START_TEST(compact_integers_that_could_be_shorter_are_refused)
{
    static const char *const cases[] = { "0100",       "fd00",
                                         "02000000",   "feff0000",
                                         "0300000000", "03ffffff3f",
                                         "3300000000000000000000000000000000" };
    uint64_t value;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct bytes in = unhex(&arena, cases[i]);

        ck_assert_err(scale_next_compact_u64(&value, &in, 64),
                      ERR_NOT_MINIMAL);
    }
}
END_TEST

START_TEST(values_are_written_by_the_names_of_their_types)
{
    static const struct {
        const char *type, *json, *hex;
        enum err want;
    } cases[] = {
        { "i16", "[-2]", "feff", ERR_OK },
        { "u8", "[256]", NULL, ERR_TOO_WIDE },
        { "i8", "[128]", NULL, ERR_TOO_WIDE },
        { "i8", "[-128]", "80", ERR_OK },
        { "Option<bool>", "[true]", "0101", ERR_OK },
        { "OptionBool", "[false]", "02", ERR_OK },
        { "Vec<u16>", "[[4, 8]]", "0804000800", ERR_OK },
        { "(u8,bool)", "[[1, true]]", "0101", ERR_OK },
        { "[u8;2]", "[[1]]", NULL, ERR_VALUE },
        { "BTreeMap<u16,u8>", "[[[256, 1], [1, 2]]]", "08010002000101",
          ERR_OK },
        { "BTreeMap<u8,u8>", "[[[1, 1], [1, 2]]]", NULL, ERR_REPEATED },
        { "Nothing", "[1]", NULL, ERR_TYPE },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct bytes got;
        json_t *value;

        ck_assert_err(json_read(&value, bytes_str(cases[i].json), "test",
                                NULL),
                      ERR_OK);
        ck_assert_err(scale_encode(&arena, &got, cases[i].type,
                                   json_array_get(value, 0)),
                      cases[i].want);
        if (!cases[i].want)
            ck_assert_str_eq(hex_of(got), cases[i].hex);
        json_decref(value);
    }
}
END_TEST

START_TEST(programs_outside_their_version_are_refused)
{
    static const struct {
        const char *hex;
        enum err want;
    } cases[] = {
        { "", ERR_EMPTY },
        { "0200", ERR_VERSION },
        { "0600", ERR_VERSION },
        { "05", ERR_TRUNCATED },
        { "0500", ERR_OK },
        { "050000", ERR_TRAILING },
        { "050434", ERR_TYPE },
        { "040430", ERR_TYPE },             /* PayFees is of version 5 */
        { "05040004000900", ERR_TYPE },     /* nine junctions */
        { "050426040000", ERR_TYPE },       /* Westend left in version 5 */
        { "05042b02", ERR_VALUE },          /* a bool of two */
        { "050400080000000400000004", ERR_ORDER }, /* an asset twice */
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        unsigned version;
        json_t *program;
        enum err err = xcm_decode(&arena, &version, &program,
                                  unhex(&arena, cases[i].hex));

        ck_assert_err(err, cases[i].want);
        if (!err)
            json_decref(program);
    }
}
END_TEST

START_TEST(programs_within_programs_have_a_limit)
{
    char hex[2 + 4 * 10 + 3] = "05";
    unsigned version;
    json_t *program;

    /* SetAppendix of SetAppendix of …: one list of one instruction each. */
    for (int i = 0; i < 9; i++)
        memcpy(hex + 2 + 4 * i, "0416", 5);
    memcpy(hex + 2 + 4 * 9, "00", 3);
    ck_assert_err(xcm_decode(&arena, &version, &program, unhex(&arena, hex)),
                  ERR_TOO_DEEP);
}
END_TEST

START_TEST(indices_are_those_of_the_version)
{
    unsigned index;

    ck_assert_err(xcm_instruction_index(&index, 5, "SetHints"), ERR_OK);
    ck_assert_uint_eq(index, 51);
    ck_assert_err(xcm_instruction_index(&index, 4, "SetHints"), ERR_TYPE);
    ck_assert_err(xcm_network_index(&index, 3, "Ethereum"), ERR_OK);
    ck_assert_uint_eq(index, 7);
    ck_assert_err(xcm_network_index(&index, 5, "Rococo"), ERR_TYPE);
    ck_assert_err(xcm_network_index(&index, 2, "Polkadot"), ERR_VERSION);
}
END_TEST

/* ISO 13616 and ISO 17442 give these as their examples. */
START_TEST(identifiers_of_payments_have_check_digits)
{
    ck_assert_ptr_null(payment_iban(bytes_str("GB82WEST12345698765432")));
    ck_assert_str_eq(payment_iban(bytes_str("GB82WEST12345698765431")),
                     "checksum");
    ck_assert_str_eq(payment_iban(bytes_str("gb82west12345698765432")),
                     "format");
    ck_assert_ptr_null(payment_lei(bytes_str("5493001KJTIIGC8Y1R12")));
    ck_assert_str_eq(payment_lei(bytes_str("5493001KJTIIGC8Y1R13")),
                     "checksum");
    ck_assert(payment_bic(bytes_str("DEUTDEFF")));
    ck_assert(!payment_bic(bytes_str("DEUTDEFF5")));
    ck_assert(
        payment_uetr(bytes_str("eb6305c9-1f7f-49de-aed0-16487c27b42d")));
    ck_assert(
        !payment_uetr(bytes_str("eb6305c9-1f7f-19de-aed0-16487c27b42d")));
}
END_TEST

START_TEST(amounts_have_at_most_eighteen_digits_and_five_behind_the_point)
{
    unsigned units = 0;

    ck_assert_ptr_null(payment_amount(bytes_str("1234567890123.12345"), NULL));
    ck_assert_str_eq(payment_amount(bytes_str("0.000001"), NULL),
                     "fraction_digits");
    ck_assert_str_eq(payment_amount(bytes_str("1234567890123456789"), NULL),
                     "total_digits");
    ck_assert_str_eq(payment_amount(bytes_str("1."), NULL), "format");
    ck_assert(payment_minor_units(&units, bytes_str("KWD")));
    ck_assert_uint_eq(units, 3);
    ck_assert(!payment_minor_units(&units, bytes_str("XAU")));
}
END_TEST

START_TEST(a_cancelled_transfer_cannot_begin_again)
{
    const char *next = NULL;
    struct wecross_path path;

    ck_assert_err(tcip_step(&next, "try_target", "timeout"), ERR_OK);
    ck_assert_str_eq(next, "cancelling");
    ck_assert_err(tcip_step(&next, "cancelled", "begin"), ERR_WRONG_STATE);
    ck_assert_err(tcip_step(&next, "lost", "begin"), ERR_VALUE);
    ck_assert_err(wecross_path_read(&path, bytes_str("a.b.c.d")), ERR_OK);
    ck_assert(bytes_eq(path.resource, bytes_str("c")));
    ck_assert_err(wecross_path_read(&path, bytes_str("a..c")),
                  ERR_SYNTAX_RULE);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, compact_integers_have_their_documented_bytes);
    tcase_add_test(tc, compact_integers_that_could_be_shorter_are_refused);
    tcase_add_test(tc, values_are_written_by_the_names_of_their_types);
    tcase_add_test(tc, programs_outside_their_version_are_refused);
    tcase_add_test(tc, programs_within_programs_have_a_limit);
    tcase_add_test(tc, indices_are_those_of_the_version);
    tcase_add_test(tc, identifiers_of_payments_have_check_digits);
    tcase_add_test(
        tc, amounts_have_at_most_eighteen_digits_and_five_behind_the_point);
    tcase_add_test(tc, a_cancelled_transfer_cannot_begin_again);
}

TESTKIT_MAIN("scale", add_tests)
