/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/codec/pack.h"
#include "chain/crypto/ecc.h"
#include "chain/xchain/acb.h"
#include "chain/xchain/evmsig.h"
#include "chain/xchain/ktree.h"
#include "chain/xchain/layerzero.h"
#include "chain/xchain/layout.h"
#include "chain/xchain/rollup.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, 0);
}

static void teardown(void)
{
    arena_release(&arena);
}

static const struct layout_field fields[] = {
    { "number", LAYOUT_NUMBER, 2 }, { "turned", LAYOUT_NUMBER_LE, 2 },
    { "id", LAYOUT_ID, 7 },         { "bytes", LAYOUT_BYTES, 1 },
    { "short", LAYOUT_LEN_BE, 1 },  { "var", LAYOUT_VAR, 0 },
};
static const struct layout every = { fields, ARRAY_LEN(fields) };
static const char written[] = "0102" "0403" "07" "aa" "02bbcc" "01dd";

START_TEST(a_layout_writes_what_it_reads)
{
    struct bytes raw = unhex(&arena, written), values[LAYOUT_FIELDS_MAX], again;

    ck_assert_err(layout_decode(&arena, values, &every, raw), ERR_OK);
    ck_assert_uint_eq(bytes_be(layout_value(&every, values, "turned")), 0x304);
    ck_assert_uint_eq(bytes_be(layout_value(&every, values, "short")), 0xbbcc);
    ck_assert_err(layout_encode(&arena, &again, &every, values), ERR_OK);
    ck_assert(bytes_eq(raw, again));
}
END_TEST

START_TEST(a_layout_refuses_every_other_length_and_id)
{
    struct bytes raw = unhex(&arena, written), values[LAYOUT_FIELDS_MAX];
    uint8_t *data = arena_raw(&arena, raw.len + 1);

    memcpy(data, raw.data, raw.len);
    for (size_t len = 0; len < raw.len; len++)
        ck_assert_err(layout_decode(&arena, values, &every,
                                    bytes_make(data, len)),
                      ERR_TRUNCATED);
    data[raw.len] = 0;
    ck_assert_err(layout_decode(&arena, values, &every,
                                bytes_make(data, raw.len + 1)),
                  ERR_TRAILING);
    data[4] = 8;
    ck_assert_err(layout_decode(&arena, values, &every,
                                bytes_make(data, raw.len)),
                  ERR_TYPE);
}
END_TEST

START_TEST(values_of_another_width_are_not_written)
{
    struct bytes values[LAYOUT_FIELDS_MAX], kept, out = BYTES_EMPTY;
    static const uint8_t zeros[256];

    ck_assert_err(layout_decode(&arena, values, &every,
                                unhex(&arena, written)),
                  ERR_OK);
    for (size_t i = 0; i < every.count; i++) {
        enum layout_kind kind = fields[i].kind;

        if (kind == LAYOUT_ID || kind == LAYOUT_VAR)
            continue;
        kept = values[i];
        values[i] = BYTES_OF(zeros);
        ck_assert_err(layout_encode(&arena, &out, &every, values),
                      kind == LAYOUT_LEN_BE ? ERR_TOO_LONG : ERR_LENGTH);
        ck_assert_ptr_null(out.data);
        values[i] = kept;
    }
}
END_TEST

/* The bounds of Bitcoin's CompactSize. */
START_TEST(sizes_have_one_spelling)
{
    static const struct {
        const char *hex;
        enum err want;
        uint64_t value;
    } cases[] = {
        { "", ERR_TRUNCATED, 0 },
        { "fc", ERR_OK, 252 },
        { "fd", ERR_TRUNCATED, 0 },
        { "fdfd", ERR_TRUNCATED, 0 },
        { "fdfd00", ERR_OK, 253 },
        { "fdfc00", ERR_NOT_MINIMAL, 0 },
        { "fdffff", ERR_OK, 65535 },
        { "feffff0000", ERR_NOT_MINIMAL, 0 },
        { "fe00000100", ERR_OK, 65536 },
        { "fe000001", ERR_TRUNCATED, 0 },
        { "ffffffffff00000000", ERR_NOT_MINIMAL, 0 },
        { "ff0000000001000000", ERR_OK, 4294967296 },
        { "ff00000000010000", ERR_TRUNCATED, 0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct bytes raw = unhex(&arena, cases[i].hex), in = raw;
        uint8_t again[COMPACT_SIZE_MAX];
        uint64_t value = 77;

        ck_assert_err(compact_size_next(&value, &in), cases[i].want);
        ck_assert_uint_eq(value, cases[i].want ? 77 : cases[i].value);
        ck_assert_uint_eq(in.len, cases[i].want ? raw.len : 0);
        if (!cases[i].want)
            ck_assert(bytes_eq(raw, bytes_make(again,
                                               compact_size_write(again,
                                                                  value))));
    }
}
END_TEST

/* ECDSA.tryRecover of OpenZeppelin: 65 bytes, v of 27 or 28, a low s. */
START_TEST(a_signature_has_one_form)
{
    uint8_t secret[32] = { [31] = 1 }, key[ECC_KEY_SIZE], hash[32] = { 9 };
    uint8_t want[20], got[20], s[66] = { 0 };
    struct ecc_signature made;

    ck_assert_err(ecc_public(key, secret), ERR_OK);
    ck_assert_err(ecc_sign(&made, hash, secret), ERR_OK);
    ecc_address(want, key);
    u256_to_be(s, made.r);
    u256_to_be(s + 32, made.s);
    s[64] = (uint8_t)(27 + made.y_parity);
    ck_assert_err(evmsig_signer(got, hash, bytes_make(s, 65)), ERR_OK);
    ck_assert_mem_eq(got, want, sizeof want);
    ck_assert_err(evmsig_signer(got, hash, bytes_make(s, 64)), ERR_LENGTH);
    ck_assert_err(evmsig_signer(got, hash, bytes_make(s, 66)), ERR_LENGTH);
    for (unsigned v = 0; v < 256; v++) {
        s[64] = (uint8_t)v;
        if (v != 27 && v != 28)
            ck_assert_err(evmsig_signer(got, hash, bytes_make(s, 65)),
                          ERR_SIG_V);
    }
}
END_TEST

START_TEST(bounds_are_refused_before_anything_is_read)
{
    struct acb_sdp sdp = { .version = 4 };
    struct acb_item items[ACB_TLV_ITEMS_MAX + 1], found[ACB_TLV_ITEMS_MAX];
    uint8_t root[32], item[32] = { 1 };
    struct bytes raw;
    size_t count;

    ck_assert_err(ktree_root(&arena, root, NULL, KTREE_LEAVES_MAX + 1),
                  ERR_TOO_LONG);
    ck_assert_err(arbitrum_outbox_root(root, item, NULL, 256, u256_from(0)),
                  ERR_TOO_LONG);
    ck_assert_err(arbitrum_merkle_root(root, item, NULL, 257, u256_from(0)),
                  ERR_TOO_LONG);
    ck_assert_err(acb_sdp_encode(&arena, &raw, &sdp), ERR_VERSION);
    sdp.version = 0;
    ck_assert_err(acb_sdp_encode(&arena, &raw, &sdp), ERR_VERSION);
    memset(items, 0, sizeof items);
    for (size_t i = ACB_TLV_ITEMS_MAX; i <= ACB_TLV_ITEMS_MAX + 1; i++) {
        ck_assert_err(acb_tlv_encode(&arena, &raw, items, i), ERR_OK);
        ck_assert_err(acb_tlv_decode(found, &count, raw),
                      i > ACB_TLV_ITEMS_MAX ? ERR_TOO_LONG : ERR_OK);
    }
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_layout_writes_what_it_reads);
    tcase_add_test(tc, a_layout_refuses_every_other_length_and_id);
    tcase_add_test(tc, values_of_another_width_are_not_written);
    tcase_add_test(tc, sizes_have_one_spelling);
    tcase_add_test(tc, a_signature_has_one_form);
    tcase_add_test(tc, bounds_are_refused_before_anything_is_read);
}

TESTKIT_MAIN("layout", add_tests)
