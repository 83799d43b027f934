/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/codec/abi.h"
#include "chain/codec/decimal.h"
#include "chain/crypto/ecc.h"
#include "chain/xchain/acb.h"
#include "chain/xchain/axelar.h"
#include "chain/xchain/ccip.h"
#include "chain/xchain/cctp.h"
#include "chain/xchain/conflux.h"
#include "chain/xchain/hyperlane.h"
#include "chain/xchain/interop.h"
#include "chain/xchain/ktree.h"
#include "chain/xchain/layerzero.h"
#include "chain/xchain/opstack.h"
#include "chain/xchain/poly.h"
#include "chain/xchain/rollup.h"
#include "chain/xchain/wormhole.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, 0);
}

static void teardown(void)
{
    arena_release(&arena);
}

static void check_hex(const uint8_t *got, size_t len, const char *want)
{
    char text[2 * 64 + 1];

    hex_write(text, bytes_make(got, len));
    ck_assert_str_eq(text, want);
}

START_TEST(a_quorum_is_more_than_two_thirds)
{
    static const unsigned want[][2] = { { 1, 1 },   { 2, 2 },   { 3, 3 },
                                        { 4, 3 },   { 19, 13 }, { 100, 67 },
                                        { 255, 171 } };
    unsigned quorum = 0;

    for (size_t i = 0; i < ARRAY_LEN(want); i++) {
        ck_assert_err(vaa_quorum(&quorum, want[i][0]), ERR_OK);
        ck_assert_uint_eq(quorum, want[i][1]);
    }
    ck_assert_err(vaa_quorum(&quorum, 256), ERR_RANGE);
}
END_TEST

START_TEST(a_vaa_that_ends_early_is_refused_at_every_length)
{
    uint8_t raw[6 + 66 + 51] = { 1, [5] = 1 };
    struct vaa vaa;

    for (size_t len = 1; len < sizeof raw; len++)
        ck_assert_err(vaa_decode(&vaa, bytes_make(raw, len)), ERR_TRUNCATED);
    ck_assert_err(vaa_decode(&vaa, BYTES_OF(raw)), ERR_OK);
    raw[0] = 2;
    ck_assert_err(vaa_decode(&vaa, BYTES_OF(raw)), ERR_VERSION);
}
END_TEST

/* vectors/domainHash.json of the Hyperlane monorepo, first case. */
START_TEST(the_domain_hash_is_the_published_one)
{
    uint8_t hook[32] = { 0 }, hash[32];

    memset(hook + 12, 0x22, 20);
    hyperlane_domain_hash(hash, 1, hook);
    check_hex(hash, 32,
              "bbca56eb98960a4637eb40486d9a069550dd70d9c185ed138516e8e33cf3d7"
              "e7");
}
END_TEST

/* MerkleLib of Hyperlane states the root of the empty tree. */
START_TEST(the_empty_tree_has_its_published_root)
{
    uint8_t root[32];

    ck_assert_err(ktree_root(&arena, root, NULL, 0), ERR_OK);
    check_hex(root, 32,
              "27ae5ba08d7291c96c8cbddcc148bf48a6d68c7974b94356f53754ef6171d7"
              "57");
}
END_TEST

START_TEST(a_branch_leads_to_the_root_of_the_tree)
{
    uint8_t leaves[2][32] = { { 1 }, { 2 } }, path[32][32] = { { 0 } };
    uint8_t zero[32] = { 0 }, root[32], found[32];

    ck_assert_err(ktree_root(&arena, root, (const uint8_t(*)[32])leaves, 2),
                  ERR_OK);
    memcpy(path[0], leaves[1], 32);
    for (int i = 1; i < KTREE_DEPTH; i++) {
        keccak_pair(zero, zero, zero);
        memcpy(path[i], zero, 32);
    }
    ktree_branch_root(found, leaves[0], (const uint8_t(*)[32])path, 0);
    ck_assert_mem_eq(found, root, 32);
    ktree_branch_root(found, leaves[0], (const uint8_t(*)[32])path, 1);
    ck_assert_mem_ne(found, root, 32);
}
END_TEST

START_TEST(type_three_options_of_unknown_workers_are_refused)
{
    static const struct {
        const char *hex;
        enum err want;
    } cases[] = {
        { "", ERR_TRUNCATED },           { "0003", ERR_OK },
        { "0004", ERR_TYPE },            { "000300000101", ERR_TYPE },
        { "000303000101", ERR_TYPE },    { "0003010000", ERR_LENGTH },
        { "000301000301", ERR_TRUNCATED }, { "0001", ERR_LENGTH },
    };
    struct bytes executor, dvn;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        ck_assert_err(lz_options_split(&arena, &executor, &dvn,
                                       unhex(&arena, cases[i].hex)),
                      cases[i].want);
}
END_TEST

START_TEST(executor_options_have_the_lengths_of_their_types)
{
    static const struct {
        unsigned type;
        size_t len;
        enum err want;
    } cases[] = {
        { 1, 16, ERR_OK },     { 1, 32, ERR_OK },  { 1, 17, ERR_LENGTH },
        { 1, 0, ERR_LENGTH },  { 2, 48, ERR_OK },  { 2, 16, ERR_LENGTH },
        { 3, 18, ERR_OK },     { 3, 34, ERR_OK },  { 3, 2, ERR_LENGTH },
        { 4, 0, ERR_OK },      { 4, 1, ERR_LENGTH }, { 5, 20, ERR_OK },
        { 5, 36, ERR_OK },     { 5, 16, ERR_LENGTH }, { 6, 0, ERR_TYPE },
    };
    struct bytes fields[LZ_EXECUTOR_FIELDS_MAX];
    uint8_t data[64] = { 0 };
    size_t count;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        ck_assert_err(lz_executor_decode(fields, &count, cases[i].type,
                                         bytes_make(data, cases[i].len)),
                      cases[i].want);
}
END_TEST

static void sign(uint8_t out[65], uint8_t address[20],
                 const uint8_t hash[32], uint8_t secret_byte)
{
    uint8_t secret[32] = { [31] = secret_byte }, key[ECC_KEY_SIZE];
    struct ecc_signature s;

    ck_assert_err(ecc_public(key, secret), ERR_OK);
    ck_assert_err(ecc_sign(&s, hash, secret), ERR_OK);
    ecc_address(address, key);
    u256_to_be(out, s.r);
    u256_to_be(out + 32, s.s);
    out[64] = (uint8_t)(27 + s.y_parity);
}

START_TEST(an_attestation_counts_each_attester_once_and_in_order)
{
    struct bytes message = bytes_str("message");
    uint8_t hash[32], raw[130], keys[2][20], swapped[130];
    struct cctp_attesters attesters = { (const uint8_t(*)[20])keys, 2, 2 };
    bool first;

    keccak_parts(hash, &message, 1);
    sign(raw, keys[0], hash, 1);
    sign(raw + 65, keys[1], hash, 2);
    memcpy(swapped, raw + 65, 65);
    memcpy(swapped + 65, raw, 65);
    first = memcmp(keys[0], keys[1], 20) < 0;
    ck_assert_ptr_null(cctp_attestation(
        message, first ? BYTES_OF(raw) : BYTES_OF(swapped), &attesters));
    ck_assert_str_eq(cctp_attestation(message,
                                      first ? BYTES_OF(swapped)
                                            : BYTES_OF(raw),
                                      &attesters),
                     "order_or_dupe");
    memcpy(swapped, raw, 65);
    memcpy(swapped + 65, raw, 65);
    ck_assert_str_eq(cctp_attestation(message, BYTES_OF(swapped), &attesters),
                     "order_or_dupe");
    ck_assert_str_eq(cctp_attestation(message, bytes_make(raw, 65),
                                      &attesters),
                     "invalid_attestation_length");
}
END_TEST

START_TEST(surplus_signatures_stop_the_amplifier_and_not_the_classic_gateway)
{
    struct bytes message = bytes_str("m"), signatures[2];
    struct axelar_signer items[1] = { { { 0 }, u256_from(1) } };
    struct axelar_signers signers = { items, 1, u256_from(1), { 0 } };
    uint8_t hash[32], raw[65];

    keccak_parts(hash, &message, 1);
    sign(raw, items[0].address, hash, 3);
    signatures[0] = signatures[1] = BYTES_OF(raw);
    ck_assert_ptr_null(
        axelar_check_signatures(hash, &signers, signatures, 1, true));
    ck_assert_str_eq(
        axelar_check_signatures(hash, &signers, signatures, 2, true),
        "redundant_signatures");
    ck_assert_ptr_null(
        axelar_check_signatures(hash, &signers, signatures, 2, false));
    ck_assert_str_eq(
        axelar_check_signatures(hash, &signers, signatures, 0, true),
        "low_weight");
}
END_TEST

START_TEST(a_multiproof_uses_everything_exactly_once)
{
    uint8_t leaf[32] = { 1 }, proof[32] = { 2 }, root[32];
    struct bytes leaves = BYTES_OF(leaf), proofs = BYTES_OF(proof);
    struct bytes none = BYTES_EMPTY;

    ck_assert_err(ccip_multiproof(&arena, root, &none, &proofs, u256_from(0)),
                  ERR_EMPTY);
    ck_assert_err(ccip_multiproof(&arena, root, &leaves, &none, u256_from(0)),
                  ERR_OK);
    ck_assert_mem_eq(root, leaf, 32);
    ck_assert_err(ccip_multiproof(&arena, root, &leaves, &proofs,
                                  u256_from(0)),
                  ERR_OK);
    ck_assert_err(ccip_multiproof(&arena, root, &leaves, &proofs,
                                  u256_from(1)),
                  ERR_PROOF_MISSING);
}
END_TEST

/* specs.optimism.io, upgrade transactions of Ecotone. */
START_TEST(an_upgrade_has_the_source_hash_of_its_intent)
{
    uint8_t hash[32];

    op_source_hash(hash, OP_SOURCE_UPGRADE,
                   bytes_str("Ecotone: L1 Block Proxy Update"));
    check_hex(hash, 32,
              "18acb38c5ff1c238a7460ebc1b421fa49ec4874bdf1e0a530d234104e5e67d"
              "bc");
}
END_TEST

START_TEST(an_alias_wraps_at_the_end_of_the_address_space)
{
    uint8_t address[20], alias[20];

    memset(address, 0xff, sizeof address);
    arbitrum_alias(alias, address);
    check_hex(alias, 20, "1111000000000000000000000000000000001110");
}
END_TEST

/* ERC-7930, first example: vitalik.eth on Ethereum mainnet. */
START_TEST(interoperable_addresses_have_one_spelling)
{
    static const struct {
        const char *hex;
        enum err want;
    } cases[] = {
        { "00010000010114d8da6bf26964af9d7eed9e03e53415d37aa96045", ERR_OK },
        { "00010000010114d8da6bf26964af9d7eed9e03e53415d37aa9604500",
          ERR_TRAILING },
        { "0001000002000114d8da6bf26964af9d7eed9e03e53415d37aa96045",
          ERR_LEADING_ZERO },
        { "00020000010114d8da6bf26964af9d7eed9e03e53415d37aa96045",
          ERR_VERSION },
        { "000100000000", ERR_EMPTY },
        { "00010000010113d8da6bf26964af9d7eed9e03e53415d37aa960", ERR_LENGTH },
    };
    struct interop_address found;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        ck_assert_err(interop_parse(&found, unhex(&arena, cases[i].hex)),
                      cases[i].want);
}
END_TEST

START_TEST(a_call_without_its_outcome_is_refused)
{
    struct conflux_log log = { .topic_count = 3 };
    struct bytes event =
        bytes_str("Call(bytes20,bytes20,uint256,uint256,bytes)");
    struct conflux_tx *txs;
    uint8_t hash[32] = { 0 }, data[128] = { [95] = 0x60 };
    size_t count;

    memcpy(log.address, CONFLUX_CROSS_SPACE, 20);
    keccak_parts(log.topics[0], &event, 1);
    log.data = BYTES_OF(data);
    ck_assert_err(conflux_recover(&arena, &txs, &count, hash, &log, 1, 1030),
                  ERR_ORDER);
    log.topic_count = 2;
    ck_assert_err(conflux_recover(&arena, &txs, &count, hash, &log, 1, 1030),
                  ERR_RCPT_TOPICS);
}
END_TEST

START_TEST(an_audit_path_with_another_side_proves_nothing)
{
    uint8_t path[3 + 33] = { 2, 'h', 'i', 0 }, leaf[32], root[32];
    struct bytes value;

    ck_assert_err(poly_leaf(&arena, leaf, bytes_make(path + 1, 2)), ERR_OK);
    poly_children(root, path + 4, leaf);
    ck_assert_err(poly_prove(&arena, &value, BYTES_OF(path), root), ERR_OK);
    ck_assert(bytes_eq(value, bytes_str("hi")));
    path[3] = 1;
    ck_assert_err(poly_prove(&arena, &value, BYTES_OF(path), root),
                  ERR_ROOT_MISMATCH);
    path[3] = 2;
    ck_assert_err(poly_prove(&arena, &value, BYTES_OF(path), root), ERR_VALUE);
}
END_TEST

START_TEST(the_version_of_an_sdp_is_one_unless_its_word_says_otherwise)
{
    unsigned version;

    ck_assert_err(acb_sdp_version(&version, unhex(&arena, "ff000002")),
                  ERR_OK);
    ck_assert_uint_eq(version, 2);
    ck_assert_err(acb_sdp_version(&version, unhex(&arena, "0000000a")),
                  ERR_OK);
    ck_assert_uint_eq(version, 1);
    ck_assert_err(acb_sdp_version(&version, unhex(&arena, "0000")),
                  ERR_TRUNCATED);
}
END_TEST

/* Solidity documentation, examples of the ABI: f(uint256,uint32[],bytes10,
 * bytes) and the dynamic part of g. */
START_TEST(dynamic_arguments_follow_the_heads)
{
    struct abi list[] = { abi_u64(0x456), abi_u64(0x789) };
    struct abi args[] = { abi_u64(0x123), abi_list(list, 2),
                          abi_left(bytes_str("1234567890")),
                          abi_text("Hello, world!") };
    struct bytes got, items, text;
    uint64_t number;
    size_t count;

    ck_assert_err(abi_encode(&arena, &got, args, ARRAY_LEN(args)), ERR_OK);
    ck_assert_uint_eq(got.len, 9 * 32);
    ck_assert_err(abi_read_u64(&number, got, 1), ERR_OK);
    ck_assert_uint_eq(number, 0x80);
    ck_assert_err(abi_read_u64(&number, got, 3), ERR_OK);
    ck_assert_uint_eq(number, 0xe0);
    ck_assert_err(abi_read_list(&items, &count, got, 1), ERR_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_err(abi_read_bytes(&text, got, 3), ERR_OK);
    ck_assert(bytes_eq(text, bytes_str("Hello, world!")));
    ck_assert_err(abi_read_bytes(&text, bytes_head(got, got.len - 32), 3),
                  ERR_TRUNCATED);
}
END_TEST

START_TEST(decimal_text_and_bytes_lead_to_each_other)
{
    uint8_t be[2] = { 0 };

    ck_assert_err(decimal_read(be, 2, bytes_str("65535")), ERR_OK);
    ck_assert_uint_eq(be[0], 0xff);
    ck_assert_str_eq(decimal_print(&arena, BYTES_OF(be)), "65535");
    ck_assert_err(decimal_read(be, 2, bytes_str("65536")), ERR_TOO_WIDE);
    ck_assert_err(decimal_read(be, 2, bytes_str("01")), ERR_LEADING_ZERO);
    ck_assert_err(decimal_read(be, 2, bytes_str("-1")), ERR_CHARACTER);
    ck_assert_err(decimal_read(be, 2, BYTES_EMPTY), ERR_EMPTY);
    ck_assert_uint_eq(be[1], 0xff);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_quorum_is_more_than_two_thirds);
    tcase_add_test(tc, a_vaa_that_ends_early_is_refused_at_every_length);
    tcase_add_test(tc, the_domain_hash_is_the_published_one);
    tcase_add_test(tc, the_empty_tree_has_its_published_root);
    tcase_add_test(tc, a_branch_leads_to_the_root_of_the_tree);
    tcase_add_test(tc, type_three_options_of_unknown_workers_are_refused);
    tcase_add_test(tc, executor_options_have_the_lengths_of_their_types);
    tcase_add_test(tc, an_attestation_counts_each_attester_once_and_in_order);
    tcase_add_test(
        tc, surplus_signatures_stop_the_amplifier_and_not_the_classic_gateway);
    tcase_add_test(tc, a_multiproof_uses_everything_exactly_once);
    tcase_add_test(tc, an_upgrade_has_the_source_hash_of_its_intent);
    tcase_add_test(tc, an_alias_wraps_at_the_end_of_the_address_space);
    tcase_add_test(tc, interoperable_addresses_have_one_spelling);
    tcase_add_test(tc, a_call_without_its_outcome_is_refused);
    tcase_add_test(tc, an_audit_path_with_another_side_proves_nothing);
    tcase_add_test(
        tc, the_version_of_an_sdp_is_one_unless_its_word_says_otherwise);
    tcase_add_test(tc, dynamic_arguments_follow_the_heads);
    tcase_add_test(tc, decimal_text_and_bytes_lead_to_each_other);
}

TESTKIT_MAIN("messages", add_tests)
