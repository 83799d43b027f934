/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/asset/address.h"
#include "chain/asset/caip.h"
#include "chain/asset/did.h"
#include "chain/asset/did_methods.h"
#include "chain/asset/finance.h"
#include "chain/asset/interop.h"
#include "chain/codec/bech32.h"
#include "chain/codec/cid.h"
#include "chain/codec/multibase.h"
#include "chain/codec/radix.h"
#include "chain/codec/varint.h"

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

START_TEST(an_asset_id_of_caip_19_has_five_parts)
{
    struct caip_asset asset;

    /* CAIP-19, test cases. */
    ck_assert_err(caip_asset_id_parse(
                      &asset, bytes_str("eip155:1/erc721:0x06012c8cf97BEaD5deA"
                                        "e237070F9587f8E7A266d/771769")),
                  ERR_OK);
    ck_assert_text(asset.chain.reference, "1");
    ck_assert_text(asset.namespace, "erc721");
    ck_assert_text(asset.token, "771769");
}
END_TEST

START_TEST(a_chain_id_is_refused_for_its_own_reason)
{
    struct caip_chain chain = { 0 };

    ck_assert_err(caip_chain_parse(&chain, bytes_str("")), ERR_EMPTY);
    ck_assert_err(caip_chain_parse(&chain, bytes_str("eip155")),
                  ERR_SYNTAX_RULE);
    ck_assert_err(caip_chain_parse(&chain, bytes_str("ab:1")), ERR_LENGTH);
    ck_assert_err(caip_chain_parse(&chain, bytes_str("EIP155:1")),
                  ERR_CHARACTER);
    ck_assert_err(caip_chain_parse(&chain, bytes_str("eip155:1\n")),
                  ERR_CHARACTER);
    ck_assert_ptr_null(chain.namespace.data);
}
END_TEST

START_TEST(checksummed_addresses_are_those_of_the_ercs)
{
    uint8_t address[ADDRESS_BYTES];
    char text[ADDRESS_TEXT_SIZE];

    /* ERC-55 and ERC-1191, test cases. */
    ck_assert_err(
        address_read(address,
                     bytes_str("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")),
        ERR_OK);
    address_write(text, address, 0);
    ck_assert_str_eq(text, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    address_write(text, address, 31);
    ck_assert_str_eq(text, "0x5aAeb6053F3e94c9b9A09F33669435E7EF1BEaEd");
    ck_assert(!address_checksum_ok(
        bytes_str("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD")));
}
END_TEST

START_TEST(cip_37_goes_both_ways_and_checks_in_its_order)
{
    struct cip37 address;
    struct bytes text;

    /* CIP-37, examples. */
    ck_assert_err(cip37_decode(&a, &address,
                               bytes_str("cfx:aarc9abycue0hhzgyrr53m6cxedgccrmm"
                                         "yybjgh4xg")),
                  ERR_OK);
    ck_assert_uint_eq(address.net_id, 1029);
    ck_assert_int_eq(address.type, CIP37_USER);
    ck_assert_err(cip37_encode(&a, &text, &address, false), ERR_OK);
    ck_assert_text(text, "cfx:aarc9abycue0hhzgyrr53m6cxedgccrmmyybjgh4xg");
    ck_assert_err(cip37_decode(&a, &address,
                               bytes_str("cfx:type.contract:aarc9abycue0hhzgyrr"
                                         "53m6cxedgccrmmyybjgh4xg")),
                  ERR_TYPE);
    ck_assert_err(cip37_decode(&a, &address,
                               bytes_str("cfx:aarc9abycue0hhzgyrr53m6cxedgccrmm"
                                         "yybjgh4xh")),
                  ERR_CHECKSUM);
}
END_TEST

START_TEST(segwit_addresses_give_their_scripts)
{
    struct bytes script;

    /* BIP-173 and BIP-350, test vectors. */
    ck_assert_err(
        segwit_script(&a, &script,
                      bytes_str("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")),
        ERR_OK);
    ck_assert(bytes_eq(
        script, unhex(&a, "0014751e76e8199196d454941c45d1b3a323f1433bd6")));
    ck_assert_err(
        segwit_script(&a, &script,
                      bytes_str("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh")),
        ERR_CHECKSUM);
    ck_assert_err(segwit_script(&a, &script, bytes_str("bc1gmk9yu")),
                  ERR_EMPTY);
}
END_TEST

START_TEST(multiformats_read_the_published_values)
{
    struct bytes data, in;
    struct cid cid;
    uint64_t value;

    /* multibase, README; unsigned-varint, examples. */
    ck_assert_err(multibase_decode(&a, &data,
                                   bytes_str("zYAjKoNbau5KiqmHPmSxYCv"
                                             "n66dA1vLmwbt")),
                  ERR_OK);
    ck_assert_text(data, "Multibase is awesome! \\o/");
    in = unhex(&a, "ac02");
    ck_assert_err(varint_next(&value, &in), ERR_OK);
    ck_assert_uint_eq(value, 300);
    in = unhex(&a, "8100");
    ck_assert_err(varint_next(&value, &in), ERR_NOT_MINIMAL);
    ck_assert_uint_eq(in.len, 2);
    ck_assert_err(cid_parse(&a, &cid,
                            bytes_str("zQmYtUc4iTCbbfVSDNKvtQqrfyezPPnFvE33wFmu"
                                      "tw9PBBk")),
                  ERR_VERSION);
}
END_TEST

START_TEST(an_interoperable_address_has_one_name)
{
    struct bytes in, name, again;

    /* ERC-7930, examples. */
    in = unhex(&a, "00010000010114d8da6bf26964af9d7eed9e03e53415d37aa96045");
    ck_assert_err(interop_name(&a, &name, in), ERR_OK);
    ck_assert_text(name, "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045@eip155:1#"
                         "4CA88C9C");
    ck_assert_err(interop_name_decode(&a, &again, name), ERR_OK);
    ck_assert(bytes_eq(again, in));
    in = unhex(&a, "000100000000");
    ck_assert_err(interop_name(&a, &name, in), ERR_EMPTY);
}
END_TEST

START_TEST(did_web_never_leaves_the_host_it_names)
{
    struct bytes url;

    /* did:web, examples; then what must not pass. */
    ck_assert_err(did_web_url(&a, &url, bytes_str("did:web:w3c-ccg.github.io")),
                  ERR_OK);
    ck_assert_text(url, "https://w3c-ccg.github.io/.well-known/did.json");
    ck_assert_err(
        did_web_url(&a, &url,
                    bytes_str("did:web:example.com%3A3000:user:alice")),
        ERR_OK);
    ck_assert_text(url, "https://example.com:3000/user/alice/did.json");
    ck_assert_err(did_web_url(&a, &url, bytes_str("did:web:a%40b.example")),
                  ERR_USERINFO);
    ck_assert_err(did_web_url(&a, &url, bytes_str("did:web:10.0.0.1")),
                  ERR_IP_ADDRESS);
    ck_assert_err(
        did_web_url(&a, &url, bytes_str("did:web:a.example:%2e%2e:x")),
        ERR_DOT_SEGMENT);
}
END_TEST

START_TEST(did_key_checks_length_and_curve)
{
    struct did_key key;

    /* did:key, test vectors. */
    ck_assert_err(did_key_parse(&a, &key,
                                bytes_str("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8qu"
                                          "G5GLVVQR3djdX3mDooWp")),
                  ERR_OK);
    ck_assert_str_eq(key.type, "Ed25519");
    ck_assert_err(did_key_parse(&a, &key,
                                bytes_str("did:key:1.1:z6MkiTBz1ymuepAQ4HEHYSF1"
                                          "H8quG5GLVVQR3djdX3mDooWp")),
                  ERR_VERSION);
    ck_assert_err(did_key_parse(&a, &key, bytes_str("did:key:uAAAA")),
                  ERR_SYNTAX_RULE);
}
END_TEST

START_TEST(codes_of_finance_obey_their_check_digits)
{
    const char *symbol = NULL;
    char digits[3];

    ck_assert(lei_ok(bytes_str("5493001KJTIIGC8Y1R12")));
    ck_assert(!lei_ok(bytes_str("5493001KJTIIGC8Y1R13")));
    ck_assert_err(lei_check_digits(digits, bytes_str("5493001KJTIIGC8Y1R")),
                  ERR_OK);
    ck_assert_str_eq(digits, "12");
    /* ISO 13616, example; and an alias of its check digits. */
    ck_assert(iban_ok(bytes_str("GB82WEST12345698765432")));
    ck_assert(!iban_ok(bytes_str("GB00WEST12345698761185")));
    ck_assert(bic_ok(bytes_str("A1B2DEFF")));
    ck_assert(!bic_ok(bytes_str("DEUTZZFF")));
    ck_assert(dti_ok(bytes_str("4H95J0R2X")));
    ck_assert(!dti_ok(bytes_str("1012BPFV7")));
    ck_assert_err(slip44_symbol(&symbol, 60), ERR_OK);
    ck_assert_str_eq(symbol, "ETH");
    ck_assert_err(slip44_symbol(&symbol, -1), ERR_RANGE);
}
END_TEST

START_TEST(a_full_arena_is_a_fault_and_leaves_outputs_alone)
{
    static const char ADDRESS[] =
        "CFX:TYPE.USER:AARC9ABYCUE0HHZGYRR53M6CXEDGCCRMMYYBJGH4XG";
    struct bytes untouched = BYTES_EMPTY;
    struct cip37 address;
    enum err err;
    size_t n = 0;

    do {
        arena_reset(&a);
        a.fail_at = ++n;
        err = cip37_decode(&a, &address, bytes_str(ADDRESS));
        if (!err)
            err = cip37_encode(&a, &untouched, &address, true);
        ck_assert(err == ERR_OK || err == ERR_MEMORY);
        ck_assert(err == ERR_OK || untouched.data == NULL);
    } while (err);
    ck_assert_uint_gt(n, 1);
    ck_assert_text(untouched, ADDRESS);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, open_arena, close_arena);
    tcase_add_test(tc, an_asset_id_of_caip_19_has_five_parts);
    tcase_add_test(tc, a_chain_id_is_refused_for_its_own_reason);
    tcase_add_test(tc, checksummed_addresses_are_those_of_the_ercs);
    tcase_add_test(tc, cip_37_goes_both_ways_and_checks_in_its_order);
    tcase_add_test(tc, segwit_addresses_give_their_scripts);
    tcase_add_test(tc, multiformats_read_the_published_values);
    tcase_add_test(tc, an_interoperable_address_has_one_name);
    tcase_add_test(tc, did_web_never_leaves_the_host_it_names);
    tcase_add_test(tc, did_key_checks_length_and_curve);
    tcase_add_test(tc, codes_of_finance_obey_their_check_digits);
    tcase_add_test(tc, a_full_arena_is_a_fault_and_leaves_outputs_alone);
}

TESTKIT_MAIN("asset identifiers", add_tests)
