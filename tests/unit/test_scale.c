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
        { "", "[1]", NULL, ERR_TYPE },
        { "f32", "[1]", NULL, ERR_TYPE },
        { "x8", "[1]", NULL, ERR_TYPE },
        { "u7", "[1]", NULL, ERR_TYPE },
        { "u8", "[null]", NULL, ERR_VALUE },
        { "u8", "[[1]]", NULL, ERR_VALUE },
        { "u8", "[\"1x\"]", NULL, ERR_VALUE },
        { "u8", "[\"-1\"]", NULL, ERR_VALUE },
        { "i8", "[\"-0\"]", "00", ERR_OK },
        { "i8", "[-129]", NULL, ERR_TOO_WIDE },
        { "i8", "[-255]", NULL, ERR_TOO_WIDE },
        { "i8", "[127]", "7f", ERR_OK },
        { "Compact<u8>", "[255]", "fd03", ERR_OK },
        { "Compact<u8>", "[256]", NULL, ERR_TOO_WIDE },
        { "Compact<i8>", "[1]", NULL, ERR_TYPE },
        { "Compact<bool>", "[1]", NULL, ERR_TYPE },
        { "bool", "[1]", NULL, ERR_VALUE },
        { "bool", "[null]", NULL, ERR_VALUE },
        { "OptionBool", "[null]", "00", ERR_OK },
        { "OptionBool", "[0]", NULL, ERR_VALUE },
        { "Text", "[5]", NULL, ERR_VALUE },
        { "Text", "[\"\"]", "00", ERR_OK },
        { "Vec<u8>", "[\"0x0102\"]", "080102", ERR_OK },
        { "Vec<u8>", "[\"0102\"]", "080102", ERR_OK },
        { "Vec<u8>", "[\"0x0z\"]", NULL, ERR_VALUE },
        { "Vec<u8>", "[\"0x1\"]", NULL, ERR_VALUE },
        { "Vec<u8>", "[7]", NULL, ERR_VALUE },
        { "Vec<u16>", "[\"0x0102\"]", NULL, ERR_VALUE },
        { "[u8;2]", "[\"0x0102\"]", "0102", ERR_OK },
        { "[u8;2]", "[\"0x01\"]", NULL, ERR_VALUE },
        { "[u8;2]", "[[1, 2, 3]]", NULL, ERR_VALUE },
        { "[u8;x]", "[[]]", NULL, ERR_TYPE },
        { "[u8;]", "[[]]", NULL, ERR_TYPE },
        { "(u8,u8)", "[[1]]", NULL, ERR_VALUE },
        { "(u8,u8)", "[[1, 2, 3]]", NULL, ERR_VALUE },
        { "(u8,u8)", "[7]", NULL, ERR_VALUE },
        { "()", "[[]]", "", ERR_OK },
        { "()", "[7]", NULL, ERR_VALUE },
        { "BTreeMap<u8,u8>", "[7]", NULL, ERR_VALUE },
        { "BTreeMap<u8,u8>", "[[[1, 1, 1]]]", NULL, ERR_VALUE },
        { "BTreeMap<u8,u8>", "[[[1]]]", NULL, ERR_VALUE },
        { "BTreeMap<Text,u8>", "[[[\"b\", 1], [\"a\", 2]]]",
          "080461020462" "01", ERR_OK },
        { "Result<u8,bool>", "[{\"Ok\": 1}]", "0001", ERR_OK },
        { "Result<u8,bool>", "[{\"err\": true}]", "0101", ERR_OK },
        { "Result<u8,bool>", "[{\"Ok\": 1, \"Err\": true}]", NULL,
          ERR_VALUE },
        { "Result<u8,bool>", "[{\"Other\": 1}]", NULL, ERR_VALUE },
        { "Result<u8,bool>", "[7]", NULL, ERR_VALUE },
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

START_TEST(types_within_types_have_a_limit)
{
    char type[7 * (SCALE_DEPTH_MAX + 1) + SCALE_DEPTH_MAX + 8] = "";
    struct bytes got;
    json_t *one = json_integer(1);

    for (int depth = SCALE_DEPTH_MAX - 1; depth <= SCALE_DEPTH_MAX; depth++) {
        size_t at = 0;

        for (int i = 0; i < depth; i++, at += 7)
            memcpy(type + at, "Option<", 7);
        memcpy(type + at, "u8", 2);
        memset(type + at + 2, '>', (size_t)depth);
        type[at + 2 + (size_t)depth] = '\0';
        ck_assert_err(scale_encode(&arena, &got, type, one),
                      depth < SCALE_DEPTH_MAX ? ERR_OK : ERR_TOO_DEEP);
    }
    json_decref(one);
}
END_TEST

static void check_program(unsigned version, const char *text, enum err want)
{
    struct bytes got;
    json_t *program;

    ck_assert_err(json_read(&program, bytes_str(text), "test", NULL), ERR_OK);
    ck_assert_msg(xcm_encode(&arena, &got, version, program) == want, "%s",
                  text);
    json_decref(program);
}

START_TEST(programs_whose_values_are_of_another_kind_are_not_written)
{
    static const struct {
        unsigned version;
        const char *json;
        enum err want;
    } cases[] = {
        { 5, "[\"ClearOrigin\"]", ERR_OK },
        { 5, "[10]", ERR_OK },
        { 5, "[{\"ClearOrigin\": null}]", ERR_OK },
        { 5, "[0]", ERR_VALUE },
        { 5, "[31]", ERR_VALUE }, /* ExpectError has one field, an option */
        { 5, "[-1]", ERR_TYPE },
        { 5, "[256]", ERR_TYPE },
        { 5, "[true]", ERR_VALUE },
        { 5, "[{}]", ERR_VALUE },
        { 5, "[\"WithdrawAsset\"]", ERR_FIELD_MISSING },
        { 5, "[{\"ClearOrigin\": null, \"ClearError\": null}]", ERR_VALUE },
        { 5, "[{\"Nothing\": null}]", ERR_TYPE },
        { 4, "[{\"SetHints\": []}]", ERR_TYPE },
        { 5, "[{\"SetHints\": {\"hints\": 7}}]", ERR_VALUE },
        { 5, "[{\"SetHints\": {\"hints\": []}}]", ERR_OK },
        { 5, "[{\"SetFeesMode\": {\"jit_withdraw\": true}}]", ERR_OK },
        { 5, "[{\"SetFeesMode\": {\"jit_withdraw\": 1}}]", ERR_VALUE },
        { 5, "[{\"SetTopic\": \"00\"}]", ERR_VALUE },
        { 5, "[{\"SetTopic\": 7}]", ERR_VALUE },
        { 5,
          "[{\"SetTopic\": \"0x0101010101010101010101010101010101010101010101"
          "010101010101010101\"}]",
          ERR_OK },
        { 5, "[{\"SetTopic\": \"0x0g\"}]", ERR_VALUE },
        { 5,
          "[{\"Transact\": {\"origin_kind\": 1, \"fallback_max_weight\": "
          "null, \"call\": \"00\"}}]",
          ERR_OK },
        { 5,
          "[{\"Transact\": {\"origin_kind\": 1, \"fallback_max_weight\": "
          "null, \"call\": 7}}]",
          ERR_VALUE },
        { 5, "[{\"DescendOrigin\": \"Here\"}]", ERR_VALUE },
        { 5, "[{\"DescendOrigin\": []}]", ERR_OK },
        { 5, "[{\"WithdrawAsset\": 7}]", ERR_VALUE },
        { 5, "[{\"WithdrawAsset\": []}]", ERR_OK },
        { 5, "[{\"TransferAsset\": {\"assets\": []}}]", ERR_FIELD_MISSING },
        { 5, "{}", ERR_VALUE },
        { 2, "[]", ERR_VERSION },
        { 6, "[]", ERR_VERSION },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_program(cases[i].version, cases[i].json, cases[i].want);
}
END_TEST

START_TEST(programs_that_are_too_long_or_too_deep_are_not_written)
{
    json_t *assets = json_array(), *program = json_array(), *inner;
    struct bytes got;

    for (int i = 0; i <= XCM_ASSETS_MAX; i++)
        json_array_append_new(
            assets, json_pack("{s:{s:i, s:[]}, s:{s:i}}", "id", "parents", 1,
                              "interior", "fun", "Fungible", i + 1));
    json_array_append_new(program,
                          json_pack("{s:o}", "WithdrawAsset", assets));
    ck_assert_err(xcm_encode(&arena, &got, 5, program), ERR_TOO_LONG);
    json_array_remove(assets, 0);
    ck_assert_err(xcm_encode(&arena, &got, 5, program), ERR_OK);
    json_array_clear(program);
    for (int i = 0; i <= XCM_INSTRUCTIONS_MAX; i++)
        json_array_append_new(program, json_string("ClearOrigin"));
    ck_assert_err(xcm_encode(&arena, &got, 5, program), ERR_TOO_LONG);
    json_array_remove(program, 0);
    ck_assert_err(xcm_encode(&arena, &got, 5, program), ERR_OK);
    json_array_clear(program);
    for (int i = 0; i <= XCM_DEPTH_MAX; i++) {
        ck_assert_err(xcm_encode(&arena, &got, 5, program),
                      i < XCM_DEPTH_MAX ? ERR_OK : ERR_TOO_DEEP);
        inner = program;
        program = json_pack("[{s:o}]", "SetAppendix", inner);
    }
    json_array_clear(program);
    /* Programs beside each other are not within each other. */
    for (int i = 0; i <= XCM_DEPTH_MAX; i++)
        json_array_append_new(program, json_pack("{s:[]}", "SetAppendix"));
    ck_assert_err(xcm_encode(&arena, &got, 5, program), ERR_OK);
    json_decref(program);
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
        { "0513ffffffffffffffff", ERR_TOO_WIDE }, /* a count of 64 bits */
        { "0502000400", ERR_TRUNCATED },    /* more than there are bytes */
        { "05042d", ERR_OK },
        { "05042d00", ERR_TRAILING },
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
    ck_assert(!payment_minor_units(&units, bytes_str("KWDX")));
    ck_assert_ptr_null(payment_iban(bytes_str(
        "MT46111111111111111111111111111111")));
    ck_assert_ptr_nonnull(payment_iban(bytes_str(
        "MT791111111111111111111111111111111")));
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
    ck_assert_err(tcip_step(&next, "init", "explode"), ERR_VALUE);
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
    tcase_add_test(tc, types_within_types_have_a_limit);
    tcase_add_test(
        tc, programs_whose_values_are_of_another_kind_are_not_written);
    tcase_add_test(tc,
                   programs_that_are_too_long_or_too_deep_are_not_written);
    tcase_add_test(tc, programs_outside_their_version_are_refused);
    tcase_add_test(tc, programs_within_programs_have_a_limit);
    tcase_add_test(tc, indices_are_those_of_the_version);
    tcase_add_test(tc, identifiers_of_payments_have_check_digits);
    tcase_add_test(
        tc, amounts_have_at_most_eighteen_digits_and_five_behind_the_point);
    tcase_add_test(tc, a_cancelled_transfer_cannot_begin_again);
}

TESTKIT_MAIN("scale", add_tests)
