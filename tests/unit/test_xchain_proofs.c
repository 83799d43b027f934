/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/codec/base64.h"
#include "chain/codec/protobuf.h"
#include "chain/xchain/btcspv.h"
#include "chain/xchain/comet.h"
#include "chain/xchain/htlc.h"
#include "chain/xchain/ibc.h"
#include "chain/xchain/ics20.h"
#include "chain/xchain/ics23.h"
#include "chain/xchain/merkle_log.h"
#include "chain/xchain/mmr.h"
#include "chain/xchain/oz_merkle.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, 0);
}

static void teardown(void)
{
    arena_release(&arena);
}

static void assert_hex(struct bytes got, const char *want)
{
    struct bytes wanted = unhex(&arena, want);

    ck_assert_msg(bytes_eq(got, wanted), "other bytes than %s", want);
}

/* Protocol Buffers documentation, "Encoding": 150 is 96 01, field 1 is 08. */
START_TEST(a_varint_is_written_and_read_as_the_documentation_shows)
{
    struct protobuf_out o;
    struct protobuf_field field;
    struct bytes text;

    protobuf_out_init(&o, &arena);
    protobuf_put_u64(&o, 1, 150);
    protobuf_put_u64(&o, 2, 0);
    ck_assert_err(protobuf_finish(&text, &o), ERR_OK);
    assert_hex(text, "089601");
    ck_assert_err(protobuf_next(&field, &text), ERR_OK);
    ck_assert_uint_eq(field.number, 150);
    ck_assert_err(protobuf_next(&field, &text), ERR_EMPTY);
}
END_TEST

START_TEST(a_varint_of_more_than_64_bits_is_refused)
{
    struct bytes in = unhex(&arena, "ffffffffffffffffff02");
    uint64_t value = 7;

    ck_assert_err(protobuf_varint(&value, &in), ERR_TOO_WIDE);
    ck_assert_uint_eq(value, 7);
    ck_assert_uint_eq(in.len, 10);
    in = unhex(&arena, "ffffffffffffffffff01");
    ck_assert_err(protobuf_varint(&value, &in), ERR_OK);
    ck_assert_uint_eq(value, UINT64_MAX);
}
END_TEST

/* RFC 4648, section 10. */
START_TEST(base64_has_one_spelling)
{
    struct bytes text;

    ck_assert_err(base64_encode(&arena, &text, bytes_str("fooba")), ERR_OK);
    ck_assert(bytes_eq(text, bytes_str("Zm9vYmE=")));
    ck_assert_err(base64_decode(&arena, &text, text), ERR_OK);
    ck_assert(bytes_eq(text, bytes_str("fooba")));
    ck_assert_err(base64_decode(&arena, &text, bytes_str("Zm9vYmF=")),
                  ERR_PADDING);
    ck_assert_err(base64_decode(&arena, &text, bytes_str("Zm9vYmE")),
                  ERR_LENGTH);
}
END_TEST

/* Roots that Certificate Transparency implementations publish for the leaves
 * "", 00, 10. */
START_TEST(logs_have_the_published_roots_and_prove_their_leaves)
{
    const struct bytes leaves[] = { BYTES_EMPTY, bytes_make("\0", 1),
                                    bytes_make("\x10", 1) };
    struct bytes leaf = unhex(&arena, "6e340b9cffb37a989ca544e6bb780a2c"
                                      "78901d3fb33738768511a30617afa01d");
    struct bytes sibling = unhex(&arena, "96a296d224f285c67bee93c30f8a3091"
                                         "57f0daa35dc5b87e410b78630a09cfc7");
    struct merkle_path path = { &sibling, 1 };
    uint8_t root[32];

    ck_assert_err(merkle_log_root(&arena, root, leaves, 0), ERR_OK);
    assert_hex(BYTES_OF(root), "e3b0c44298fc1c149afbf4c8996fb924"
                               "27ae41e4649b934ca495991b7852b855");
    ck_assert_err(merkle_log_root(&arena, root, leaves, 3), ERR_OK);
    assert_hex(BYTES_OF(root), "aeb6bcfe274b70a14fb067a5e5578264"
                               "db0fa9b51af5e0ba159158f329e06e77");
    ck_assert_err(merkle_log_root(&arena, root, leaves, 2), ERR_OK);
    ck_assert_err(merkle_log_included(0, 2, leaf, path, BYTES_OF(root)),
                  ERR_OK);
    ck_assert_err(merkle_log_included(1, 2, leaf, path, BYTES_OF(root)),
                  ERR_ROOT_MISMATCH);
    ck_assert_err(merkle_log_included(0, 1, leaf, path, BYTES_OF(root)),
                  ERR_ITEM_COUNT);
    ck_assert_err(merkle_log_included(2, 2, leaf, path, BYTES_OF(root)),
                  ERR_RANGE);
    ck_assert_err(merkle_log_consistent(1, 2, leaf, BYTES_OF(root), path),
                  ERR_OK);
    ck_assert_err(merkle_log_consistent(0, 2, leaf, BYTES_OF(root), path),
                  ERR_RANGE);
}
END_TEST

/* Leaf i stands at 2i - popcount(i); 19 nodes have peaks 14, 17 and 18. */
START_TEST(mountains_stand_where_they_should)
{
    uint64_t peaks[MMR_PEAKS_MAX], position;
    size_t count;

    ck_assert_err(mmr_leaf_position(&position, 4), ERR_OK);
    ck_assert_uint_eq(position, 7);
    ck_assert_err(mmr_peaks(peaks, &count, 19), ERR_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_uint_eq(peaks[0], 14);
    ck_assert_uint_eq(peaks[1], 17);
    ck_assert_uint_eq(peaks[2], 18);
    ck_assert_err(mmr_peaks(peaks, &count, 2), ERR_RANGE);
}
END_TEST

START_TEST(a_mountain_proof_fits_one_leaf_and_one_length)
{
    uint8_t leaves[3][32] = { { 1 }, { 2 }, { 3 } };
    struct bytes hashes[] = { BYTES_OF(leaves[1]), BYTES_OF(leaves[2]),
                              BYTES_OF(leaves[2]) };
    struct mmr_proof proof = { 3, 0, hashes, 2 };
    struct mmr_roots roots;

    ck_assert_err(mmr_root(&roots, (const uint8_t(*)[32])leaves, 3), ERR_OK);
    ck_assert_err(mmr_verify(&proof, leaves[0], roots.root), ERR_OK);
    ck_assert_err(mmr_verify(&proof, leaves[1], roots.root),
                  ERR_ROOT_MISMATCH);
    proof.count = 3;
    ck_assert_err(mmr_verify(&proof, leaves[0], roots.root), ERR_PROOF_EXTRA);
    proof.count = 1;
    ck_assert_err(mmr_verify(&proof, leaves[0], roots.root),
                  ERR_PROOF_MISSING);
}
END_TEST

START_TEST(a_multiproof_must_use_up_what_it_brings)
{
    oz_hash leaves[2] = { { 1 }, { 2 } }, root;
    bool flags[1] = { false };
    struct oz_multiproof in = { (const oz_hash *)leaves, NULL, flags, 2, 0,
                                1 };

    ck_assert_err(oz_merkle_multi(&arena, root, &in), ERR_PROOF_MISSING);
    flags[0] = true;
    ck_assert_err(oz_merkle_multi(&arena, root, &in), ERR_OK);
    in.leaf_count = 1;
    ck_assert_err(oz_merkle_multi(&arena, root, &in), ERR_ITEM_COUNT);
}
END_TEST

/* cosmos/ics23, testdata: TestLeafOpData and the ProofSpec of iavl. */
START_TEST(ics23_operations_hash_as_published)
{
    const struct ics23_leaf leaf = { ICS23_SHA256, 0, 0, 1, BYTES_EMPTY };
    struct ics23_digest digest;
    struct ics23_spec spec;
    struct bytes text;

    ck_assert_err(ics23_apply_leaf(&arena, &digest, &leaf, bytes_str("food"),
                                   bytes_str("some longer text")),
                  ERR_OK);
    assert_hex(bytes_make(digest.data, digest.len),
               "b68f5d298e915ae1753dd333da1f9cf605411a5f2e12516be6758f365e6db2"
               "65");
    ck_assert_err(ics23_apply_leaf(&arena, &digest, &leaf, BYTES_EMPTY,
                                   bytes_str("x")),
                  ERR_EMPTY);
    ck_assert_err(ics23_hash(&digest, ICS23_KECCAK256, bytes_str("x")),
                  ERR_TYPE);
    ck_assert_err(ics23_encode_spec(&arena, &text, ics23_spec_find("iavl")),
                  ERR_OK);
    assert_hex(text, "0a090801180120012a0100120c0a02000110211804200c3001");
    ck_assert_err(ics23_decode_spec(&spec, text), ERR_OK);
    ck_assert_int_eq(spec.child_size, 33);
    ck_assert_uint_eq(spec.children, 2);
}
END_TEST

START_TEST(a_proof_without_neighbours_or_leaf_shows_nothing)
{
    struct ics23_claim claim = { ics23_spec_find("tendermint"),
                                 bytes_str("root"), bytes_str("key"),
                                 BYTES_EMPTY };
    struct ics23_proof proof;

    ck_assert_err(ics23_decode(&arena, &proof, unhex(&arena, "12030a016b")),
                  ERR_OK);
    ck_assert_err(ics23_verify(&arena, &claim, &proof, ICS23_ABSENT, true),
                  ERR_PROOF_MISSING);
    ck_assert_err(ics23_verify(&arena, &claim, &proof, ICS23_EXIST, true),
                  ERR_TYPE);
    ck_assert_err(ics23_decode(&arena, &proof, unhex(&arena, "0a030a016b")),
                  ERR_OK);
    ck_assert_err(ics23_verify(&arena, &claim, &proof, ICS23_EXIST, false),
                  ERR_NO_LEAF);
}
END_TEST

/* ICS-24: bytes allowed and lengths; ibc-go for the revision of a chain id. */
START_TEST(identifiers_keep_to_alphabet_and_length)
{
    bool format;

    ck_assert_err(ibc_id_check("port", "ics24-v1", bytes_str("transfer")),
                  ERR_OK);
    ck_assert_err(ibc_id_check("port", "ics24-v1", bytes_str("a")),
                  ERR_LENGTH);
    ck_assert_err(ibc_id_check("client", "ics24-v1", bytes_str("a/bcdefghi")),
                  ERR_SYNTAX_RULE);
    ck_assert_err(ibc_id_check("channel", "ics24-v1", bytes_str("channel 0")),
                  ERR_CHARACTER);
    ck_assert_err(ibc_id_check("channel", "ics24-v1", bytes_str(" ")),
                  ERR_EMPTY);
    ck_assert_uint_eq(ibc_chain_revision(&format, bytes_str("gaia-7")), 7);
    ck_assert(format);
    ck_assert_uint_eq(ibc_chain_revision(&format, bytes_str("gaia--7")), 0);
    ck_assert(!format);
}
END_TEST

/* ADR-001's example, as ibc-go's tests have it. */
START_TEST(denominations_hash_and_split)
{
    struct ics20_denom denom;
    struct bytes text;
    struct u256 amount;

    ck_assert_err(ics20_ibc_denom(&arena, &text,
                                  bytes_str("transfer/channel-0/uatom")),
                  ERR_OK);
    ck_assert(bytes_eq(text, bytes_str("ibc/27394FB092D2ECCD56123C74F36E4C1F92"
                                       "6001CEADA9CA97EA622B25F41E5EB2")));
    ck_assert_err(ics20_denom(&arena, &denom,
                              bytes_str("transfer/channel-0//at/om/")),
                  ERR_OK);
    ck_assert_uint_eq(denom.count, 1);
    ck_assert(bytes_eq(denom.base, bytes_str("/at/om/")));
    ck_assert_err(ics20_amount(&amount, bytes_str("0x10")), ERR_SYNTAX_RULE);
    ck_assert_err(ics20_amount(&amount, bytes_str("00")), ERR_RANGE);
    ck_assert_err(ics20_amount(&amount, bytes_str("010")), ERR_OK);
    ck_assert_uint_eq(amount.w[0], 10);
}
END_TEST

/* The genesis block of Bitcoin: difficulty 1, and its own hash. */
START_TEST(the_first_bitcoin_header_has_its_target_and_work)
{
    struct bytes header = unhex(
        &arena, "0100000000000000000000000000000000000000000000000000000000000"
                "000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a"
                "9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c");
    struct u256 difficulty, target;
    uint8_t hash[32];

    btcspv_hash(hash, header);
    assert_hex(BYTES_OF(hash), "6fe28c0ab6f1b372c1a6a246ae63f74f"
                               "931e8365e15a089c68d6190000000000");
    ck_assert_err(btcspv_target(&target, header), ERR_OK);
    ck_assert_uint_eq(u256_bits(target), 224);
    ck_assert_err(btcspv_check_chain(&difficulty, header), ERR_OK);
    ck_assert(u256_eq(difficulty, u256_from(1)));
    ck_assert_err(btcspv_check_chain(&difficulty, bytes_head(header, 79)),
                  ERR_LENGTH);
}
END_TEST

START_TEST(a_repeated_transaction_is_told)
{
    uint8_t ids[4][32] = { { 1 }, { 2 }, { 3 }, { 3 } }, odd[32], even[32];
    bool mutated;

    ck_assert_err(btcspv_merkle_root(&arena, odd, &mutated,
                                     (const uint8_t(*)[32])ids, 3),
                  ERR_OK);
    ck_assert(!mutated);
    ck_assert_err(btcspv_merkle_root(&arena, even, &mutated,
                                     (const uint8_t(*)[32])ids, 4),
                  ERR_OK);
    ck_assert(mutated);
    ck_assert_mem_eq(odd, even, 32);
}
END_TEST

START_TEST(what_is_settled_stays_settled)
{
    struct htlc_step step = { HTLC_LOCKED, HTLC_CLAIM, true, 99, 100 };
    enum htlc_state state = HTLC_NONE;

    ck_assert_err(htlc_step(&state, &step), ERR_OK);
    ck_assert_int_eq(state, HTLC_CLAIMED);
    step.now = 100;
    ck_assert_err(htlc_step(&state, &step), ERR_EXPIRED);
    step.state = HTLC_CLAIMED;
    step.event = HTLC_REFUND;
    ck_assert_err(htlc_step(&state, &step), ERR_SETTLED);
    ck_assert_int_eq(state, HTLC_CLAIMED);
}
END_TEST

/* RFC 3339; Unix time. */
START_TEST(dates_count_from_1970)
{
    struct rfc3339 time = { 0, 0 };

    ck_assert_err(rfc3339_read(&time, bytes_str("2000-03-01T00:00:00.5Z")),
                  ERR_OK);
    ck_assert_int_eq(time.seconds, 951868800);
    ck_assert_int_eq(time.nanos, 500000000);
    ck_assert_err(rfc3339_read(&time, bytes_str("1969-12-31T23:59:59Z")),
                  ERR_OK);
    ck_assert_int_eq(time.seconds, -1);
    ck_assert_err(rfc3339_read(&time, bytes_str("1900-02-29T00:00:00Z")),
                  ERR_RANGE);
    ck_assert_err(rfc3339_read(&time, bytes_str("1970-01-01 00:00:00Z")),
                  ERR_SYNTAX_RULE);
}
END_TEST

START_TEST(trust_lies_between_a_third_and_the_whole)
{
    ck_assert(comet_trust_ok((struct comet_trust){ 1, 3 }));
    ck_assert(comet_trust_ok((struct comet_trust){ 1, 1 }));
    ck_assert(!comet_trust_ok((struct comet_trust){ 33, 100 }));
    ck_assert(!comet_trust_ok((struct comet_trust){ 2, 1 }));
    ck_assert(!comet_trust_ok((struct comet_trust){ 0, 0 }));
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc,
                   a_varint_is_written_and_read_as_the_documentation_shows);
    tcase_add_test(tc, a_varint_of_more_than_64_bits_is_refused);
    tcase_add_test(tc, base64_has_one_spelling);
    tcase_add_test(tc, logs_have_the_published_roots_and_prove_their_leaves);
    tcase_add_test(tc, mountains_stand_where_they_should);
    tcase_add_test(tc, a_mountain_proof_fits_one_leaf_and_one_length);
    tcase_add_test(tc, a_multiproof_must_use_up_what_it_brings);
    tcase_add_test(tc, ics23_operations_hash_as_published);
    tcase_add_test(tc, a_proof_without_neighbours_or_leaf_shows_nothing);
    tcase_add_test(tc, identifiers_keep_to_alphabet_and_length);
    tcase_add_test(tc, denominations_hash_and_split);
    tcase_add_test(tc, the_first_bitcoin_header_has_its_target_and_work);
    tcase_add_test(tc, a_repeated_transaction_is_told);
    tcase_add_test(tc, what_is_settled_stays_settled);
    tcase_add_test(tc, dates_count_from_1970);
    tcase_add_test(tc, trust_lies_between_a_third_and_the_whole);
}

TESTKIT_MAIN("xchain_proofs", add_tests)
