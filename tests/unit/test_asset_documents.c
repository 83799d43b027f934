/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "base/json.h"
#include "chain/asset/abi.h"
#include "chain/asset/eip712.h"
#include "chain/asset/ens.h"
#include "chain/asset/ens_normalize.h"
#include "chain/asset/gltf.h"
#include "chain/asset/jcs.h"
#include "chain/asset/metadata.h"
#include "chain/asset/siwe.h"
#include "chain/asset/usdz.h"
#include "chain/codec/uri.h"

static struct arena a;

static void open_arena(void)
{
    arena_init(&a, 0);
}

static void close_arena(void)
{
    arena_release(&a);
}

#define ck_assert_text(got, want)                                              \
    ck_assert_msg(bytes_eq(got, bytes_str(want)), "got %.*s", (int)(got).len,  \
                  (const char *)(got).data)

START_TEST(canonical_json_is_that_of_rfc_8785)
{
    struct bytes out;

    /* RFC 8785, 3.2.3 and 3.2.2. */
    ck_assert_err(
        jcs_canonicalize(
            &a, &out,
            bytes_str("{\"\\u20ac\":1,\"\\r\":2,\"1\":3,\"\\ud83d\\ude"
                      "00\":4,\"\\u0080\":5,\"\\u00f6\":6}")),
        ERR_OK);
    ck_assert_text(out, "{\"\\r\":2,\"1\":3,\"\xc2\x80\":5,\"\xc3\xb6\":6,"
                        "\"\xe2\x82\xac\":1,\"\xf0\x9f\x98\x80\":4}");
    ck_assert_err(jcs_canonicalize(&a, &out, bytes_str("{\"a\":1,\"a\":2}")),
                  ERR_REPEATED);
    ck_assert_err(jcs_canonicalize(&a, &out, bytes_str("\"\\udead\"")),
                  ERR_SURROGATE);
    ck_assert_err(jcs_canonicalize(&a, &out, bytes_str("1e400")), ERR_RANGE);
    ck_assert_err(jcs_canonicalize(&a, &out, bytes_str("[1,]")),
                  ERR_SYNTAX_RULE);
}
END_TEST

START_TEST(numbers_just_above_a_power_of_two_are_the_shortest)
{
    char text[JSON_NUMBER_SIZE];

    /* What ECMAScript prints for 2^-44, and RFC 8785, appendix B. */
    json_number_text(text, 0x1p-44);
    ck_assert_str_eq(text, "5.684341886080802e-14");
    json_number_text(text, 9.999999999999997e22);
    ck_assert_str_eq(text, "9.999999999999997e+22");
    json_number_text(text, 0x1p+976);
    ck_assert_str_eq(text, "6.386688990511104e+293");
}
END_TEST

START_TEST(typed_data_has_the_hash_of_eip_712)
{
    /* EIP-712, example. */
    static const char MAIL[] =
        "{\"types\":{\"Person\":[{\"name\":\"name\",\"type\":\"string\"},"
        "{\"name\":\"wallet\",\"type\":\"address\"}],\"Mail\":[{\"name\":"
        "\"from\",\"type\":\"Person\"},{\"name\":\"to\",\"type\":\"Person\"},"
        "{\"name\":\"contents\",\"type\":\"string\"}]},\"domain\":{\"name\":"
        "\"Ether Mail\",\"version\":\"1\",\"chainId\":1,\"verifyingContract\":"
        "\"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC\"},\"message\":{\"from\":"
        "{\"name\":\"Cow\",\"wallet\":\"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD"
        "826\"},\"to\":{\"name\":\"Bob\",\"wallet\":"
        "\"0xbBbBBBBbbBBBbbbBbbBbbbbB"
        "BbBbbbbBbBbbBBbB\"},\"contents\":\"Hello, Bob!\"}}";
    json_t *data = NULL;
    struct eip712 in = { .primary = "Mail" };
    struct bytes text;
    uint8_t hash[32];

    ck_assert_err(json_read(&data, bytes_str(MAIL), NULL, NULL), ERR_OK);
    in.types = json_object_get(data, "types");
    in.domain = json_object_get(data, "domain");
    in.message = json_object_get(data, "message");
    ck_assert_err(eip712_encode_type(&a, &text, in.types, "Mail"), ERR_OK);
    ck_assert_text(text, "Mail(Person from,Person to,string contents)"
                         "Person(string name,address wallet)");
    ck_assert_err(eip712_hash(&a, hash, &in), ERR_OK);
    ck_assert(bytes_eq(BYTES_OF(hash),
                       unhex(&a, "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02"
                                 "e86244efddf30957bd2")));
    in.primary = "Letter";
    ck_assert_err(eip712_hash(&a, hash, &in), ERR_TYPE);
    json_decref(data);
}
END_TEST

START_TEST(signatures_of_functions_are_canonical)
{
    ck_assert_err(abi_signature_check(bytes_str("f((uint256,bool)[],bytes3)")),
                  ERR_OK);
    ck_assert_err(abi_signature_check(bytes_str("f(uint)")), ERR_SYNTAX_RULE);
    ck_assert_err(abi_signature_check(bytes_str("f(uint256, bool)")),
                  ERR_SYNTAX_RULE);
    ck_assert_err(abi_signature_check(bytes_str("f(bytes33)")),
                  ERR_SYNTAX_RULE);
}
END_TEST

START_TEST(names_have_the_hashes_of_ensip_1)
{
    uint8_t hash[32];

    ck_assert_err(ens_namehash(hash, bytes_str("")), ERR_OK);
    ck_assert_uint_eq(hash[0], 0);
    ck_assert_err(ens_namehash(hash, bytes_str("foo.eth")), ERR_OK);
    ck_assert(bytes_eq(BYTES_OF(hash),
                       unhex(&a, "de9b09fd7c5f901e23a3f19fecc54828e9c848539801e"
                                 "86591bd9801b019f84f")));
    ck_assert_err(ens_namehash(hash, bytes_str("foo..eth")), ERR_EMPTY);
}
END_TEST

START_TEST(names_are_normalized_or_refused_for_a_reason)
{
    struct bytes out;

    /* ENSIP-15, examples. */
    ck_assert_err(ens_normalize(&a, &out, bytes_str("Nick.ETH")), ERR_OK);
    ck_assert_text(out, "nick.eth");
    ck_assert_err(ens_normalize(&a, &out, bytes_str("\xef\xb8\x8f.eth")),
                  ERR_EMPTY);
    ck_assert_err(ens_normalize(&a, &out, bytes_str("a_b")),
                  ERR_ENS_UNDERSCORE);
    ck_assert_err(ens_normalize(&a, &out, bytes_str("ab--c")),
                  ERR_ENS_EXTENSION);
    ck_assert_err(ens_normalize(&a, &out, bytes_str("a b")),
                  ERR_ENS_DISALLOWED);
    ck_assert_err(ens_normalize(&a, &out, bytes_str("a\xe2\x80\x99")),
                  ERR_ENS_FENCED);
    /* Cyrillic a, e, o alone look Latin; beside Latin they are a mixture. */
    ck_assert_err(
        ens_normalize(&a, &out, bytes_str("\xd0\xb0\xd0\xb5\xd0\xbe")),
        ERR_ENS_CONFUSABLE);
    ck_assert_err(ens_normalize(&a, &out, bytes_str("x\xd0\xb0")),
                  ERR_ENS_MIXTURE);
}
END_TEST

START_TEST(a_sign_in_message_matches_to_the_letter)
{
    static const char MESSAGE[] =
        "example.com wants you to sign in with your Ethereum account:\n"
        "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2\n\nhi\n\n"
        "URI: https://example.com/login\nVersion: 1\nChain ID: 1\n"
        "Nonce: 32891756\nIssued At: 2021-09-30T16:25:24Z";
    struct siwe m;
    struct bytes longer;

    ck_assert_err(siwe_parse(&a, &m, bytes_str(MESSAGE)), ERR_OK);
    ck_assert_text(m.statement, "hi");
    ck_assert(!m.has_resources);
    longer = bytes_str(arena_printf(&a, "%s\n", MESSAGE));
    ck_assert_err(siwe_parse(&a, &m, longer), ERR_SYNTAX_RULE);
    longer = bytes_str(
        arena_printf(&a, "%s\nNot Before: 2021-02-30T00:00:00Z", MESSAGE));
    ck_assert_err(siwe_parse(&a, &m, longer), ERR_DATE_TIME);
}
END_TEST

START_TEST(uris_and_times_follow_their_rfcs)
{
    ck_assert(uri_ok(bytes_str("http://[2001:db8::7]:80/a?b#c")));
    ck_assert(uri_ok(bytes_str("urn:oasis:names")));
    ck_assert(!uri_ok(bytes_str("/login")));
    ck_assert(!uri_ok(bytes_str("http://[::1")));
    ck_assert(!uri_ok(bytes_str("http://a/%zz")));
    ck_assert(date_time_ok(bytes_str("1990-12-31T23:59:60Z")));
    ck_assert(date_time_ok(bytes_str("1937-01-01T12:00:27.87+00:20")));
    ck_assert(!date_time_ok(bytes_str("2021-02-29T00:00:00Z")));
    ck_assert(!date_time_ok(bytes_str("2021-02-28 00:00:00")));
}
END_TEST

START_TEST(an_avatar_needs_the_bones_below_its_bones)
{
    json_t *vrm =
        json_pack("{s:s, s:{s:{}}, s:{s:s, s:[s], s:s}}", "specVersion", "1.0",
                  "humanoid", "humanBones", "meta", "name", "n", "authors", "a",
                  "licenseUrl", "https://vrm.dev/licenses/1.0/");

    ck_assert(!vrm_ok(vrm));
    ck_assert_err(vrm_semantics(vrm, NULL), ERR_VRM_BONE);
    json_object_set_new(vrm, "specVersion", json_string("0.0"));
    ck_assert_err(vrm_semantics(vrm, NULL), ERR_VERSION);
    json_decref(vrm);
}
END_TEST

START_TEST(a_container_is_judged_before_what_it_holds)
{
    static const uint8_t CUT[] = { 'g', 'l', 'T', 'F', 2, 0, 0 };
    struct gltf_report report;

    ck_assert_err(glb_check(&a, &report, BYTES_OF(CUT), NULL), ERR_OK);
    ck_assert_uint_eq(report.count, 1);
    ck_assert_str_eq(report.codes[0], "GLB_UNEXPECTED_END_OF_HEADER");
    ck_assert_err(gltf_check(&a, &report,
                             bytes_str("{\"asset\":{\"version\":\"2.0\"},"
                                       "\"nodes\":[{\"children\":[1]},"
                                       "{\"children\":[0]}]}"),
                             NULL),
                  ERR_OK);
    ck_assert_uint_eq(report.count, 1);
    ck_assert_str_eq(report.codes[0], "NODE_LOOP");
    ck_assert_err(gltf_check(&a, &report,
                             bytes_str("{\"asset\":{\"version\":\"2.0\"},"
                                       "\"meshes\":[]}"),
                             NULL),
                  ERR_OK);
    ck_assert_uint_eq(report.count, 1);
    ck_assert_str_eq(report.codes[0], "EMPTY_ENTITY");
    ck_assert_uint_eq(usdz_issues(BYTES_OF(CUT)), 1u << USDZ_NO_EOCD);
}
END_TEST

START_TEST(a_full_arena_is_a_fault_of_normalization)
{
    struct bytes out = BYTES_EMPTY;
    enum err err;
    size_t n = 0;

    do {
        arena_reset(&a);
        a.fail_at = ++n;
        err = ens_normalize(&a, &out, bytes_str("Caf\xc3\xa9.eth"));
        ck_assert(err == ERR_OK || (err == ERR_MEMORY && !out.data));
    } while (err);
    ck_assert_uint_gt(n, 4);
    ck_assert_text(out, "caf\xc3\xa9.eth");
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, open_arena, close_arena);
    tcase_add_test(tc, canonical_json_is_that_of_rfc_8785);
    tcase_add_test(tc, numbers_just_above_a_power_of_two_are_the_shortest);
    tcase_add_test(tc, typed_data_has_the_hash_of_eip_712);
    tcase_add_test(tc, signatures_of_functions_are_canonical);
    tcase_add_test(tc, names_have_the_hashes_of_ensip_1);
    tcase_add_test(tc, names_are_normalized_or_refused_for_a_reason);
    tcase_add_test(tc, a_sign_in_message_matches_to_the_letter);
    tcase_add_test(tc, uris_and_times_follow_their_rfcs);
    tcase_add_test(tc, an_avatar_needs_the_bones_below_its_bones);
    tcase_add_test(tc, a_container_is_judged_before_what_it_holds);
    tcase_add_test(tc, a_full_arena_is_a_fault_of_normalization);
}

TESTKIT_MAIN("asset documents", add_tests)
