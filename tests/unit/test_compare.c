/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/fakekit.h"

static json_t *value_of(const char *text)
{
    json_t *value = text ? json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL,
                                        NULL) : NULL;

    if (text && !value)
        exit(99);
    return value;
}

/* clang-format off */
static const struct row {
    const char *shape, *expected, *got;
    bool same;
    const char *path;
} rows[] = {
    /* exact, but for the case of hex where the shape says hex */
    { "bytes",    "\"0xABcd\"", "\"0xabCD\"", true,  "" },
    { "bytes32",  "\"0xAB\"",   "\"0xab\"",   true,  "" },
    { "address",  "\"0xAB\"",   "\"0xab\"",   true,  "" },
    { "text",     "\"0xAB\"",   "\"0xab\"",   false, "$" },
    { "any",      "\"0xAB\"",   "\"0xab\"",   false, "$" },
    { NULL,       "\"0xAB\"",   "\"0xab\"",   false, "$" },
    { "bytes",    "\"0xab\"",   "\"0XAB\"",   false, "$" },
    { "bytes",    "\"Zz\"",     "\"zZ\"",     false, "$" },
    { "bytes",    "\"0xab\"",   "\"0xab00\"", false, "$" },
    { "quantity", "\"0x5\"",    "5",          true,  "" },
    { "quantity", "\"0x5\"",    "\"0x05\"",   false, "$" },
    { "quantity", "\"0x5\"",    "-5",         false, "$" },
    { "int",      "5",          "5.0",        false, "$" },
    { "int",      "5",          "\"0x5\"",    false, "$" },
    { "int",      "1",          "true",       false, "$" },
    { "any",      "null",       "false",      false, "$" },
    { "any",      "\"a\"",      "\"a\\u0000\"", false, "$" },
    { "{h:bytes, t:text}", "{\"h\":\"0xAB\",\"t\":\"x\"}",
      "{\"t\":\"x\",\"h\":\"0xab\"}", true, "" },
    { "{h:bytes, t:text}", "{\"h\":\"0xab\",\"t\":\"X\"}",
      "{\"t\":\"x\",\"h\":\"0xab\"}", false, "$.t" },
    { "map",      "{\"a\":{\"b\":[1,2]}}", "{\"a\":{\"b\":[1,3]}}", false, "$.a.b[1]" },
    { "map",      "{\"a\":1}",  "{}",         false, "$.a" },
    { "map",      "{}",         "{\"a\":1}",  false, "$.a" },
    { "map",      "{\"a\":null}", "{}",       false, "$.a" },
    { "list",     "[1,2]",      "[1]",        false, "$" },
    { "list",     "[1]",        "[1,2]",      false, "$" },
    { "list",     "[1,2]",      "[2,1]",      false, "$[0]" },
    /* a remark is not compared; what stands beside it is */
    { "{v:bool, e?:remark}", "{\"v\":false}", "{\"v\":false,\"e\":\"why\"}", true, "" },
    { "{v:bool, e?:remark}", "{\"v\":false,\"e\":\"a\"}", "{\"v\":false,\"e\":\"b\"}", true, "" },
    { "{v:bool, e?:remark}", "{\"v\":false,\"e\":\"a\"}", "{\"v\":true,\"e\":\"a\"}", false, "$.v" },
    { "{v:bool, e?:text}",   "{\"v\":false}", "{\"v\":false,\"e\":\"why\"}", false, "$.e" },
    /* matchers */
    { "map", "{\"a\":{\"$any\":true}}", "{\"a\":null}", true, "" },
    { "map", "{\"a\":{\"$any\":true}}", "{}", false, "$.a" },
    { "map", "{\"a\":{\"$absent\":true}}", "{}", true, "" },
    { "map", "{\"a\":{\"$absent\":true}}", "{\"a\":null}", false, "$.a" },
    { "any", "{\"$type\":\"address\"}",
      "\"0x0000000000000000000000000000000000000001\"", true, "" },
    { "any", "{\"$type\":\"address\"}", "\"0x01\"", false, "$" },
    { "any", "{\"$match\":\"a|bc\"}", "\"bc\"", true, "" },
    { "any", "{\"$match\":\"a|bc\"}", "\"abc\"", false, "$" },
    { "any", "{\"$match\":\"a*\"}", "\"aab\"", false, "$" },
    { "any", "{\"$match\":\"a*\"}", "\"aa\\u0000\"", false, "$" },
    { "any", "{\"$match\":\"a*\"}", "7", false, "$" },
    { "any", "{\"$oneOf\":[1,{\"$range\":{\"min\":5}}]}", "9", true, "" },
    { "any", "{\"$oneOf\":[1,{\"$range\":{\"min\":5}}]}", "4", false, "$" },
    { "bytes", "{\"$oneOf\":[\"0xAB\"]}", "\"0xab\"", true, "" },
    { "list", "{\"$unordered\":[1,2,2]}", "[2,1,2]", true, "" },
    { "list", "{\"$unordered\":[1,2,2]}", "[2,1,1]", false, "$" },
    { "list", "{\"$unordered\":[1,2]}", "[2,1,2]", false, "$" },
    /* a greedy assignment would give 1 to the matcher and then fail */
    { "list", "{\"$unordered\":[{\"$any\":true},1]}", "[1,2]", true, "" },
    { "any", "{\"$range\":{\"min\":\"0x2\",\"max\":4}}", "\"0x4\"", true, "" },
    { "any", "{\"$range\":{\"min\":2,\"max\":4}}", "5", false, "$" },
    { "any", "{\"$range\":{\"min\":2,\"max\":4}}", "-3", false, "$" },
    { "any", "{\"$len\":3}", "\"0x010203\"", true, "" },
    { "any", "{\"$len\":3}", "\"a\\u00e9b\"", true, "" },
    { "any", "{\"$len\":{\"max\":2}}", "[1,2,3]", false, "$" },
    { "any", "{\"$len\":0}", "{}", true, "" },
    { "any", "{\"$len\":0}", "null", false, "$" },
};
/* clang-format on */

START_TEST(values_compare_as_the_table_says)
{
    const struct row *row = &rows[_i];
    json_t *expected = value_of(row->expected), *got = value_of(row->got);
    struct difference d;
    bool same;

    ck_assert_err(compare_check(expected, NULL), ERR_OK);
    same = compare_values(&d, row->shape, expected, got);
    ck_assert_msg(same == row->same, "row %d: %s", _i, d.text);
    ck_assert_str_eq(d.path, row->path);
    ck_assert_int_eq(d.text[0] == '\0', same);
    json_decref(expected);
    json_decref(got);
}
END_TEST

START_TEST(matchers_that_say_nothing_are_refused)
{
    static const char *const bad[] = {
        "{\"$any\":false}",       "{\"$absent\":1}",
        "{\"$oneOf\":[]}",        "{\"$type\":\"byte\"}",
        "{\"$match\":\"(\"}",     "{\"$match\":\"(a)\\\\1\"}",
        "{\"$range\":{}}",        "{\"$range\":{\"min\":5,\"max\":4}}",
        "{\"$len\":-1}",          "{\"$range\":{\"mn\":5}}",
        "{\"$nope\":1}",          "{\"$any\":true,\"b\":1}",
        "[{\"a\":{\"$any\":1}}]", "{\"$unordered\":7}",
    };

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        json_t *value = value_of(bad[i]);
        struct error why = { 0 };

        ck_assert_msg(compare_check(value, &why) == ERR_SCHEMA, "%s", bad[i]);
        ck_assert_uint_gt(strlen(why.text), 0);
        json_decref(value);
    }
}
END_TEST

START_TEST(long_bytes_name_the_byte_that_differs)
{
    char want[300], got[300];
    struct difference d;
    json_t *a, *b;

    snprintf(want, sizeof want, "0x%0200d", 0);
    snprintf(got, sizeof got, "%s", want);
    got[2 + 2 * 41] = 'f';
    a = json_string(want);
    b = json_string(got);
    ck_assert(!compare_values(&d, "bytes", a, b));
    ck_assert_msg(strstr(d.text, "byte 41 differs") != NULL, "%s", d.text);
    json_decref(a);
    json_decref(b);
}
END_TEST

static json_t *describe(void *user, const char *op, const char *hex)
{
    (void)user;
    ck_assert_str_eq(op, "echo");
    return json_pack("{s:s#}", "gasLimit", hex + 2, 4);
}

START_TEST(a_describer_names_the_field)
{
    static const struct describer oracle = { describe, NULL, "ref:" };
    char want[300], got[300];
    struct vector v = { .op = &kit_ops[0], .op_id = "echo" };
    struct answer answer = { .kind = ANSWER_OUT };
    struct judgement j;

    snprintf(want, sizeof want, "0x%0200d", 0);
    snprintf(got, sizeof got, "0x1%0199d", 0);
    v.out = json_string(want);
    answer.body = json_string(got);
    judge(&j, &v, &answer, true, &oracle);
    ck_assert_outcome(&j, VERDICT_FAIL, CAUSE_WRONG_ANSWER);
    ck_assert(j.described);
    ck_assert_str_eq(j.difference.path, "$.gasLimit");
    json_decref(v.out);
    json_decref(answer.body);
}
END_TEST

START_TEST(shapes_hold_values_to_their_types)
{
    static const struct {
        const char *shape, *value;
        bool good;
    } table[] = {
        { "bytes", "\"0x\"", true },      { "bytes", "\"0x0\"", false },
        { "bytes", "\"0xzz\"", false },   { "bytes", "\"ab\"", false },
        { "bytes8", "\"0x0102030405060708\"", true },
        { "bytes8", "\"0x01\"", false },  { "quantity", "\"0x0\"", true },
        { "quantity", "\"0x00\"", false }, { "quantity", "7", true },
        { "quantity", "-7", false },      { "int", "-7", true },
        { "int", "7.5", false },          { "bool", "1", false },
        { "text", "null", false },        { "any", "null", true },
        { "list", "{}", false },          { "map", "[]", false },
        { "{a:int, b?:int}", "{\"a\":1}", true },
        { "{a:int, b?:int}", "{\"a\":1,\"b\":\"x\"}", false },
        { "{a:int, b?:int}", "{\"b\":1}", false },
        { "{a:int, b?:int}", "{\"a\":1,\"c\":1}", false },
        { "{a:int}", "[1]", false },
    };
    static const char *const broken[] = { "byte", "{a}", "{a:int", "{a:int,,}",
                                          "{a:int, a:int}", "{a:int} ", "" };

    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        json_t *value = value_of(table[i].value);

        ck_assert_err(shape_valid(table[i].shape, NULL), ERR_OK);
        ck_assert_msg((shape_check(table[i].shape, value, NULL) == ERR_OK) ==
                          table[i].good, "row %zu", i);
        json_decref(value);
    }
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        ck_assert_msg(shape_valid(broken[i], NULL) == ERR_INTERNAL, "%s",
                      broken[i]);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, values_compare_as_the_table_says, 0,
                        ARRAY_LEN(rows));
    tcase_add_test(tc, matchers_that_say_nothing_are_refused);
    tcase_add_test(tc, long_bytes_name_the_byte_that_differs);
    tcase_add_test(tc, a_describer_names_the_field);
    tcase_add_test(tc, shapes_hold_values_to_their_types);
}

TESTKIT_MAIN("compare", add_tests)
