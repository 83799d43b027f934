/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "reports/escape.h"

static char *spelt(enum escape how, struct bytes in, size_t max)
{
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);
    struct sink s;

    if (!f)
        exit(99);
    sink_init(&s, f);
    escape_bytes(&s, how, in, max);
    ck_assert_err(sink_end(&s, NULL), ERR_OK);
    ck_assert_uint_eq(s.written, size);
    (void)fclose(f);
    return text;
}

START_TEST(each_format_spells_its_own_marks)
{
    static const struct {
        enum escape how;
        const char *in, *want;
    } rows[] = {
        { ESCAPE_PLAIN, "a\x1b[1m\n", "a\\u001b[1m\\u000a" },
        { ESCAPE_JSON, "a\"\\\n\xf3\xa0\x80\x81",
          "a\\\"\\\\\\u000a\\udb40\\udc01" },
        { ESCAPE_YAML, "\"\xf3\xa0\x80\x81", "\\\"\\U000e0001" },
        { ESCAPE_TURTLE, "\"\\\x7f", "\\\"\\\\\\u007f" },
        { ESCAPE_IRI, "a b/\xc3\xa9#", "a%20b%2f%c3%a9%23" },
        { ESCAPE_XML, "]]><&\"'\x1b", "]]&gt;&lt;&amp;&quot;&#39;\\u001b" },
        { ESCAPE_TAP, "a # SKIP \\ \n", "a \\# SKIP \\\\ \\\\u000a" },
        { ESCAPE_CSV, "a\"b\r\n", "a\"\"b\\u000d\\u000a" },
        { ESCAPE_MARKDOWN, "|`<@1.\n",
          "&#124;&#96;&#60;&#64;1&#46;&#92;u000a" },
        { ESCAPE_GITHUB, "100%\n::x", "100%25\\u000a::x" },
        { ESCAPE_GITHUB_PROPERTY, "a:b,c%", "a%3Ab%2Cc%25" },
    };

    ck_assert_uint_eq(ARRAY_LEN(rows), ESCAPE_COUNT);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char *got = spelt(rows[i].how, bytes_str(rows[i].in), 0);

        ck_assert_str_eq(got, rows[i].want);
        free(got);
    }
}
END_TEST

START_TEST(text_that_is_not_utf8_becomes_replacement_characters)
{
    /* lone continuation, overlong, surrogate, above U+10FFFF, cut short */
    static const char *const rows[][2] = {
        { "\x80", "\xef\xbf\xbd" },
        { "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xf4\x90\x80\x80",
          "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
        { "a\xe4\xb8", "a\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xe4\xb8\xad\xf0\x9f\x98\x80", "\xe4\xb8\xad\xf0\x9f\x98\x80" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char *got = spelt(ESCAPE_JSON, bytes_str(rows[i][0]), 0);

        ck_assert_str_eq(got, rows[i][1]);
        free(got);
    }
}
END_TEST

START_TEST(directions_and_invisible_characters_are_shown)
{
    static const char *const rows[] = {
        "\xe2\x80\xae", "\xe2\x80\x8b", "\xd8\x9c",     "\xef\xbb\xbf",
        "\xc2\x85",     "\xe2\x81\xa6", "\xef\xbf\xbe", "\xf3\xa0\x81\xa1",
    };

    for (unsigned how = 0; how < ESCAPE_COUNT; how++) {
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            char *got = spelt(how, bytes_str(rows[i]), 0);

            ck_assert_ptr_null(strstr(got, rows[i]));
            ck_assert_uint_ge(strlen(got), 6);
            free(got);
        }
    }
}
END_TEST

START_TEST(what_is_cut_says_how_much)
{
    char *got = spelt(ESCAPE_XML, bytes_str("ab<<<<"), 6);

    ck_assert_str_eq(got, "ab&lt; … (3 more bytes)");
    free(got);
    got = spelt(ESCAPE_XML, bytes_str("ab"), 2);
    ck_assert_str_eq(got, "ab");
    free(got);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, each_format_spells_its_own_marks);
    tcase_add_test(tc, text_that_is_not_utf8_becomes_replacement_characters);
    tcase_add_test(tc, directions_and_invisible_characters_are_shown);
    tcase_add_test(tc, what_is_cut_says_how_much);
}
TESTKIT_MAIN("reports_escape", add_tests)
