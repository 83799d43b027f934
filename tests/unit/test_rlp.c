/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/codec/rlp.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, 0);
}

static void teardown(void)
{
    arena_release(&arena);
}

/* Yellow Paper, appendix B, and the malformed forms that it excludes. */
static const struct {
    const char *hex;
    enum err want;
} checks[] = {
    { "00", ERR_OK },
    { "80", ERR_OK },
    { "c0", ERR_OK },
    { "83646f67", ERR_OK },
    { "c88363617483646f67", ERR_OK },
    { "c7c0c1c0c3c0c1c0", ERR_OK },
    { "", ERR_EMPTY },
    { "8100", ERR_NOT_MINIMAL },
    { "817f", ERR_NOT_MINIMAL },
    { "8180", ERR_OK },
    { "b800", ERR_NOT_MINIMAL },
    { "b837", ERR_NOT_MINIMAL },
    { "f800", ERR_NOT_MINIMAL },
    { "b90037", ERR_NOT_MINIMAL },
    { "b838", ERR_TRUNCATED },
    { "81", ERR_TRUNCATED },
    { "b8", ERR_TRUNCATED },
    { "bf0f000000000000021111", ERR_TRUNCATED },
    { "bfffffffffffffffff", ERR_TRUNCATED },
    { "ffffffffffffffffff", ERR_TRUNCATED },
    { "c281", ERR_TRUNCATED },
    { "c181", ERR_OVERRUN },
    { "c3c28363", ERR_OVERRUN },
    { "c0c0", ERR_TRAILING },
    { "8080", ERR_TRAILING },
};

START_TEST(forms_are_taken_or_refused_for_their_reason)
{
    struct bytes in = unhex(&arena, checks[_i].hex);

    ck_assert_err(rlp_check(in), checks[_i].want);
}
END_TEST

START_TEST(every_cut_of_an_item_is_refused)
{
    struct bytes in = unhex(&arena, "cb83646f67c6830102030580");


    ck_assert_err(rlp_check(in), ERR_OK);
    for (size_t len = 0; len < in.len; len++)
        ck_assert_err(rlp_check(bytes_head(in, len)),
                      len ? ERR_TRUNCATED : ERR_EMPTY);
}
END_TEST

/* Lists in lists, so many levels, the innermost holding one byte. */
static struct bytes nested(int levels)
{
    size_t room = 3 * (RLP_DEPTH_MAX + 2), len = 1;
    uint8_t *text = arena_raw(&arena, room), *at;

    ck_assert_ptr_nonnull(text);
    at = text + room - 1;
    *at = 1;
    while (levels--) {
        uint8_t prefix[RLP_PREFIX_MAX];
        size_t n = rlp_prefix(prefix, RLP_LIST, len);

        at -= n;
        memcpy(at, prefix, n);
        len += n;
    }
    return bytes_make(at, len);
}

START_TEST(nesting_is_bounded)
{
    ck_assert_err(rlp_check(nested(RLP_DEPTH_MAX)), ERR_OK);
    ck_assert_err(rlp_check(nested(RLP_DEPTH_MAX + 1)), ERR_TOO_DEEP);
}
END_TEST

START_TEST(cursors_and_outputs_are_left_alone_on_error)
{
    struct bytes in = unhex(&arena, "820001"), before = in, text = in;
    struct u256 wide = u256_from(5);
    uint64_t narrow = 5;
    uint8_t fixed[3] = { 1, 2, 3 };

    ck_assert_err(rlp_read_u64(&narrow, &in), ERR_LEADING_ZERO);
    ck_assert_err(rlp_read_u256(&wide, &in), ERR_LEADING_ZERO);
    ck_assert_err(rlp_read_fixed(fixed, 3, &in), ERR_LENGTH);
    ck_assert_err(rlp_read_list(&text, &in), ERR_EXPECTED_LIST);
    ck_assert_ptr_eq(in.data, before.data);
    ck_assert_uint_eq(in.len, before.len);
    ck_assert_uint_eq(narrow, 5);
    ck_assert(u256_eq(wide, u256_from(5)));
    ck_assert_uint_eq(fixed[0], 1);
    ck_assert_ptr_eq(text.data, before.data);
}
END_TEST

START_TEST(integers_have_a_width)
{
    struct bytes in = unhex(&arena, "89010000000000000000");
    struct u256 wide;
    uint64_t narrow = 0;

    ck_assert_err(rlp_read_u64(&narrow, &in), ERR_TOO_WIDE);
    ck_assert_err(rlp_read_u256(&wide, &in), ERR_OK);
    ck_assert_uint_eq(wide.w[1], 1);
    ck_assert_uint_eq(in.len, 0);
    ck_assert_err(rlp_read_u64(&narrow, &in), ERR_FIELD_MISSING);
    in = unhex(&arena, "88ffffffffffffffff");
    ck_assert_err(rlp_read_u64(&narrow, &in), ERR_OK);
    ck_assert_uint_eq(narrow, UINT64_MAX);
}
END_TEST

START_TEST(an_item_beyond_its_list_overruns_for_cursors)
{
    struct bytes in = unhex(&arena, "83646f"), text;

    ck_assert_err(rlp_read_string(&text, &in), ERR_OVERRUN);
}
END_TEST

/* ["cat", ["dog", 1024], "Lorem ipsum…" of 56 bytes] */
static void write_sample(struct rlp_out *o)
{
    static const char lorem[] =
        "Lorem ipsum dolor sit amet, consectetur adipisicing elit";
    size_t outer = rlp_list_open(o), inner;

    rlp_put_string(o, bytes_str("cat"));
    inner = rlp_list_open(o);
    rlp_put_string(o, bytes_str("dog"));
    rlp_put_u64(o, 1024);
    rlp_list_close(o, inner);
    rlp_put_string(o, bytes_str(lorem));
    rlp_list_close(o, outer);
}

START_TEST(lists_long_and_short_are_written_minimally)
{
    struct bytes text, want;
    struct rlp_out o;

    rlp_out_init(&o, &arena);
    write_sample(&o);
    ck_assert_err(rlp_finish(&text, &o), ERR_OK);
    /* by the rules of appendix B, the long string as in its examples */
    want = unhex(&arena,
                 "f84683636174c783646f67820400b8384c6f72656d20697073756d20646f"
                 "6c6f722073697420616d65742c20636f6e736563746574757220616469"
                 "706973696369"
                 "6e6720656c6974");
    ck_assert_uint_eq(text.len, want.len);
    ck_assert_mem_eq(text.data, want.data, want.len);
}
END_TEST

START_TEST(writing_fails_cleanly_until_memory_suffices)
{
    bool done = false;

    for (size_t n = 1; !done; n++) {
        struct bytes text = bytes_str("untouched");
        struct rlp_out o;

        arena_reset(&arena);
        arena.fail_at = n;
        rlp_out_init(&o, &arena);
        write_sample(&o);
        done = rlp_finish(&text, &o) == ERR_OK;
        if (!done)
            ck_assert_uint_eq(text.len, strlen("untouched"));
        ck_assert_uint_lt(n, 50);
    }
    arena.fail_at = 0;
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, forms_are_taken_or_refused_for_their_reason, 0,
                        (int)ARRAY_LEN(checks));
    tcase_add_test(tc, every_cut_of_an_item_is_refused);
    tcase_add_test(tc, nesting_is_bounded);
    tcase_add_test(tc, cursors_and_outputs_are_left_alone_on_error);
    tcase_add_test(tc, integers_have_a_width);
    tcase_add_test(tc, an_item_beyond_its_list_overruns_for_cursors);
    tcase_add_test(tc, lists_long_and_short_are_written_minimally);
    tcase_add_test(tc, writing_fails_cleanly_until_memory_suffices);
}

TESTKIT_MAIN("rlp", add_tests)
