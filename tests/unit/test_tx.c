/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/eth/authorization.h"
#include "chain/eth/tx.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, 0);
}

static void teardown(void)
{
    arena_release(&arena);
}

/* Signed by viem 2 with the key of EIP-155's example (32 bytes 0x46); hashes
 * by viem.  The first is EIP-155's example itself. */
#define TO "9435353535353535353535353535353535353535358203e88200ff"
#define ACCESS                                                          \
    "f85bf859941111111111111111111111111111111111111111f842a00000000000" \
    "000000000000000000000000000000000000000000000000000001a022222222"  \
    "22222222222222222222222222222222222222222222222222222222"

static const struct sample {
    const char *bytes, *hash;
    enum tx_type type;
    enum fork since;
} samples[] = {
    { "f86c098504a817c800825208943535353535353535353535353535353535353535880d"
      "e0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1"
      "590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1"
      "966a3b6d83",
      NULL, TX_LEGACY, FORK_SPURIOUS },
    { "f86807843b9aca00830186a0" TO
      "26a0750d45eb92a75e5c4cb155920bc8cc88ded86a4cc767fd0bfd53c1cd578a05dea0"
      "61b309c17b64d06b8e233da84138004e3ced2c82e1055528ae7c55f0e39289ba",
      "5da7fa20064aeaafaadc3b6f45159f646f3a70bdebdbfcabb4b05150dc687db7",
      TX_LEGACY, FORK_SPURIOUS },
    { "01f8c60107843b9aca00830186a0" TO ACCESS
      "80a007d466e9a2f21ad9cec045ac5ca95f0e6ecb0d75992b62507f9130add3737912"
      "a066d19d8f6eb78ab462a20561908bc8587d3a92a08b113ac26d68cb919390a8f3",
      "ce11ed933e98a35aed0970090ba6f0da26cee3fe41eecc955ff0ee92a0615f04",
      TX_ACCESS_LIST, FORK_BERLIN },
    { "02f86f0107843b9aca0084b2d05e00830186a0" TO
      "c001a07f1fa0d9c0d484939f422da39e417082fe0ebc060ecf19d3765cb798011cac6f"
      "a02aef8ea34a6d4a852fdec053c16f9c1f5e158762f5bcf3c709a3788f1ee0d55d",
      "c0c96da2eddbb7f20c923ec092dc5a3c68e0e9946fb81a7d9bbe5696206934de",
      TX_DYNAMIC_FEE, FORK_LONDON },
    { "03f8ee0107843b9aca0084b2d05e00830186a0" TO ACCESS
      "05e1a001bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
      "bb01a0388e42946ca1820337898cae4ceb456bef452e875b7790960bfa5245e47066f6"
      "a04f6e8d79c2a68aa10425d23b8ae427ceecc330b419e4183f7e21bc82754b2e48",
      "4878feecd958e4680cb0ffe1e9c40f940f28f98f0853f4c3af66e317af8b53ae",
      TX_BLOB, FORK_CANCUN },
    { "04f8cd0107843b9aca0084b2d05e00830186a0" TO
      "c0f85cf85a0194aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0501a070c61b0fe2"
      "5be21c2f2bf8210fc3fba6d1fc84a54396d111a29d66a83c1f1167a013df1ccdc83832"
      "41c7f08966f4492121c924050e02041ca1d25686c88d8b619d01a0b25b4843efb312e0"
      "6b12043df90829f39ed6af80393987d08f4ab8abb46cdceda05929e847b15e0b55dd3a"
      "93bcde73d56414877757711f08bb1a555f49e6bcb699",
      "d352f2b153efbd9e2ee2ed0948ec0e3a403511c34658819c021ee60726d6a271",
      TX_SET_CODE, FORK_PRAGUE },
};
static const char SENDER[] = "9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f";

static struct tx decoded(size_t i)
{
    struct tx tx;

    ck_assert_err(tx_decode(&arena, &tx, unhex(&arena, samples[i].bytes)),
                  ERR_OK);
    return tx;
}

static void check_hex(struct bytes in, const char *want)
{
    char got[128];

    ck_assert_uint_lt(in.len, 64);
    hex_write(got, in);
    ck_assert_str_eq(got, want);
}

static struct tx_rules rules_of(enum fork fork)
{
    return (struct tx_rules){ .fork = fork, .chain_id = u256_from(1) };
}

START_TEST(transactions_of_peers_have_their_hash_sender_and_bytes)
{
    struct tx tx = decoded((size_t)_i);
    struct tx_rules rules = rules_of(FORK_PRAGUE);
    struct tx_summary summary;
    struct bytes again, in = unhex(&arena, samples[_i].bytes);

    ck_assert_int_eq(tx.type, samples[_i].type);
    if (samples[_i].hash)
        check_hex(BYTES_OF(tx.hash), samples[_i].hash);
    ck_assert_err(tx_validate(&arena, &summary, &tx, &rules), ERR_OK);
    check_hex(BYTES_OF(summary.sender), SENDER);
    ck_assert_err(tx_encode(&arena, &again, &tx), ERR_OK);
    ck_assert(bytes_eq(again, in));
}
END_TEST

START_TEST(the_signing_hash_of_eip_155_is_the_published_one)
{
    struct tx tx = decoded(0);
    uint8_t hash[32];

    ck_assert_err(tx_signing_hash(&arena, hash, &tx), ERR_OK);
    check_hex(BYTES_OF(hash), "daf5a779ae972f972197303d7b574746"
                              "c7ef83eadac0f2791ad23db92e4c8e53");
    ck_assert(u256_eq(tx.chain_id, u256_from(1)));
    ck_assert_uint_eq(tx.y_parity, 0);
}
END_TEST

START_TEST(a_type_is_refused_before_its_fork)
{
    struct tx tx = decoded((size_t)_i);
    struct tx_summary summary;

    for (int fork = 0; fork < FORK_AMSTERDAM; fork++) {
        struct tx_rules rules = rules_of((enum fork)fork);
        enum err err = tx_validate(&arena, &summary, &tx, &rules);

        if (fork >= (int)samples[_i].since)
            ck_assert_err(err, ERR_OK);
        else
            ck_assert_err(err,
                          tx.type == TX_LEGACY ? ERR_SIG_V : ERR_TX_TYPE);
    }
}
END_TEST

START_TEST(every_cut_and_every_extra_byte_is_refused)
{
    struct bytes in = unhex(&arena, samples[_i].bytes);
    uint8_t more[400];
    struct tx tx = { .nonce = 4711 };

    for (size_t len = 0; len < in.len; len++)
        ck_assert(tx_decode(&arena, &tx, bytes_head(in, len)) != ERR_OK);
    memcpy(more, in.data, in.len);
    more[in.len] = 0;
    ck_assert_err(tx_decode(&arena, &tx, bytes_make(more, in.len + 1)),
                  ERR_TRAILING);
    ck_assert_uint_eq(tx.nonce, 4711);
}
END_TEST

START_TEST(envelopes_are_told_by_their_first_byte)
{
    struct tx tx;

    ck_assert_err(tx_decode(&arena, &tx, BYTES_EMPTY), ERR_EMPTY);
    ck_assert_err(tx_decode(&arena, &tx, unhex(&arena, "00c0")), ERR_TYPE);
    ck_assert_err(tx_decode(&arena, &tx, unhex(&arena, "05c0")), ERR_TYPE);
    ck_assert_err(tx_decode(&arena, &tx, unhex(&arena, "80")), ERR_TYPE);
    ck_assert_err(tx_decode(&arena, &tx, unhex(&arena, "bf")), ERR_TYPE);
    ck_assert_err(tx_decode(&arena, &tx, unhex(&arena, "02")), ERR_EMPTY);
    ck_assert_err(tx_decode(&arena, &tx, unhex(&arena, "0280")),
                  ERR_EXPECTED_LIST);
    ck_assert_err(tx_decode(&arena, &tx, unhex(&arena, "02c0")),
                  ERR_FIELD_COUNT);
    ck_assert_err(tx_decode(&arena, &tx, unhex(&arena, "c0")),
                  ERR_FIELD_COUNT);
}
END_TEST

/* One rule broken at a time, on an otherwise valid transaction. */
enum change {
    NONCE_MAX, PRIORITY, PRODUCT, CHAIN, R_ZERO, S_ORDER, HIGH_S, GAS_SHORT,
    FLOOR_SHORT, BASE_FEE, BLOB_FEE, GAS_LEFT, NO_BLOBS, BLOB_VERSION,
    BLOB_COUNT, NO_AUTH, GAS_CAP, INITCODE
};

static const struct {
    enum change change;
    size_t sample;
    enum fork fork;
    enum err want;
} broken[] = {
    { NONCE_MAX, 3, FORK_LONDON, ERR_TX_NONCE },
    { PRIORITY, 3, FORK_LONDON, ERR_TX_FEE_ORDER },
    { PRODUCT, 3, FORK_LONDON, ERR_TX_FEE_PRODUCT },
    { PRODUCT, 1, FORK_BYZANTIUM, ERR_TX_FEE_PRODUCT },
    { CHAIN, 1, FORK_BYZANTIUM, ERR_CHAIN_ID },
    { CHAIN, 3, FORK_LONDON, ERR_CHAIN_ID },
    { R_ZERO, 2, FORK_BERLIN, ERR_SIG_R },
    { S_ORDER, 2, FORK_BERLIN, ERR_SIG_S },
    { HIGH_S, 2, FORK_BERLIN, ERR_SIG_HIGH_S },
    { GAS_SHORT, 2, FORK_BERLIN, ERR_TX_INTRINSIC },
    { FLOOR_SHORT, 3, FORK_PRAGUE, ERR_TX_FLOOR },
    { BASE_FEE, 3, FORK_LONDON, ERR_TX_MAX_FEE },
    { BLOB_FEE, 4, FORK_CANCUN, ERR_TX_BLOB_FEE },
    { GAS_LEFT, 3, FORK_LONDON, ERR_TX_BLOCK_GAS },
    { NO_BLOBS, 4, FORK_CANCUN, ERR_TX_NO_BLOBS },
    { BLOB_VERSION, 4, FORK_CANCUN, ERR_TX_BLOB_VERSION },
    { BLOB_COUNT, 4, FORK_OSAKA, ERR_TX_BLOB_COUNT },
    { NO_AUTH, 5, FORK_PRAGUE, ERR_TX_NO_AUTH },
    { GAS_CAP, 3, FORK_OSAKA, ERR_TX_GAS_LIMIT },
    { INITCODE, 3, FORK_SHANGHAI, ERR_TX_INITCODE },
};

static void apply(enum change change, struct tx *tx, struct tx_rules *rules)
{
    static const uint8_t version[1][32] = { { 2 } };
    static const uint8_t seven[7][32] = { { 1 }, { 1 }, { 1 }, { 1 },
                                          { 1 }, { 1 }, { 1 } };
    static const uint8_t zeros[49153];

    switch (change) {
    case NONCE_MAX: tx->nonce = UINT64_MAX; break;
    case PRIORITY: tx->max_priority = u256_add(tx->max_fee, u256_from(1)); break;
    case PRODUCT: tx->max_fee = u256_shl(u256_from(1), 240); break;
    case CHAIN: rules->chain_id = u256_from(2); break;
    case R_ZERO: tx->r = u256_from(0); break;
    case S_ORDER: tx->s = ECC_ORDER; break;
    case HIGH_S: tx->s = u256_add(ECC_HALF_ORDER, u256_from(1)); break;
    /* 21000 + 4 + 16 + 2400 + 2 * 1900 */
    case GAS_SHORT: tx->gas = 27219; break;
    /* intrinsic 21020, floor 21000 + 10 * (1 + 4) */
    case FLOOR_SHORT: tx->gas = 21049; break;
    case BASE_FEE:
        rules->has_base_fee = true;
        rules->base_fee = u256_add(tx->max_fee, u256_from(1));
        break;
    case BLOB_FEE:
        rules->has_blob_base_fee = true;
        rules->blob_base_fee = u256_add(tx->max_blob_fee, u256_from(1));
        break;
    case GAS_LEFT:
        rules->has_gas_left = true;
        rules->gas_left = tx->gas - 1;
        break;
    case NO_BLOBS: tx->blob_count = 0; break;
    case BLOB_VERSION: tx->blob_hashes = version; break;
    case BLOB_COUNT:
        tx->blob_hashes = seven;
        tx->blob_count = 7;
        break;
    case NO_AUTH: tx->authorization_count = 0; break;
    case GAS_CAP: tx->gas = 16777217; break;
    case INITCODE:
        tx->has_to = false;
        tx->data = BYTES_OF(zeros);
        tx->gas = 10000000;
        break;
    }
}

START_TEST(each_broken_rule_is_refused_for_its_reason)
{
    struct tx tx = decoded(broken[_i].sample);
    struct tx_rules rules = rules_of(broken[_i].fork);
    struct tx_summary summary = { .sender = { 7 } };

    apply(broken[_i].change, &tx, &rules);
    ck_assert_err(tx_validate(&arena, &summary, &tx, &rules),
                  broken[_i].want);
    ck_assert_uint_eq(summary.sender[0], 7);
}
END_TEST

START_TEST(bounds_are_met_exactly)
{
    struct tx tx = decoded(2);
    struct tx_cost cost;

    tx_cost(&cost, &tx, FORK_BERLIN, NULL);
    ck_assert_uint_eq(cost.intrinsic, 27220);
    ck_assert_uint_eq(cost.floor, 0);
    tx_cost(&cost, &tx, FORK_PRAGUE, NULL);
    ck_assert_uint_eq(cost.floor, 21050);
    tx = decoded(1);
    tx_cost(&cost, &tx, FORK_FRONTIER, NULL);
    ck_assert_uint_eq(cost.intrinsic, 21072); /* 4 + 68 */
    tx.has_to = false;
    tx_cost(&cost, &tx, FORK_FRONTIER, NULL);
    ck_assert_uint_eq(cost.intrinsic, 21072);
    tx_cost(&cost, &tx, FORK_HOMESTEAD, NULL);
    ck_assert_uint_eq(cost.intrinsic, 53072);
    tx_cost(&cost, &tx, FORK_SHANGHAI, NULL);
    ck_assert_uint_eq(cost.intrinsic, 53022); /* 4 + 16 + one word */
    tx = decoded(5);
    tx_cost(&cost, &tx, FORK_PRAGUE, NULL);
    ck_assert_uint_eq(cost.intrinsic, 46020);
}
END_TEST

START_TEST(memory_that_runs_out_is_an_error_until_it_fits)
{
    struct bytes in = unhex(&arena, samples[_i].bytes), copy;
    struct arena small;
    enum err err = ERR_MEMORY;

    copy = in;
    arena_init(&small, 0);
    for (size_t n = 1; err; n++) {
        struct tx tx = { .nonce = 4711 };
        struct tx_rules rules = rules_of(FORK_PRAGUE);
        struct tx_summary summary;

        arena_reset(&small);
        small.fail_at = n;
        err = tx_decode(&small, &tx, copy);
        if (err)
            ck_assert_uint_eq(tx.nonce, 4711);
        else
            err = tx_validate(&small, &summary, &tx, &rules);
        if (err)
            ck_assert_err(err, ERR_MEMORY);
        ck_assert_uint_lt(n, 100);
    }
    small.fail_at = 0;
    arena_release(&small);
}
END_TEST

START_TEST(authorizations_name_their_authority_or_why_they_are_skipped)
{
    struct tx tx = decoded(5);
    struct tx_authorization one = tx.authorizations[0];
    struct u256 chain = u256_from(1);
    uint8_t who[20] = { 0 };

    ck_assert_err(authorization_authority(who, &one, chain), ERR_OK);
    check_hex(BYTES_OF(who), SENDER);
    ck_assert_err(authorization_authority(who, &one, u256_from(2)),
                  ERR_CHAIN_ID);
    one.nonce = UINT64_MAX;
    ck_assert_err(authorization_authority(who, &one, chain), ERR_TX_NONCE);
    one = tx.authorizations[0];
    one.y_parity = 27;
    ck_assert_err(authorization_authority(who, &one, chain), ERR_SIG_V);
    one = tx.authorizations[0];
    one.s = u256_sub(ECC_ORDER, one.s);
    ck_assert_err(authorization_authority(who, &one, chain), ERR_SIG_HIGH_S);
    check_hex(BYTES_OF(who), SENDER);
}
END_TEST

START_TEST(delegations_are_a_prefix_and_an_address)
{
    uint8_t address[20] = { 0xaa }, code[DELEGATION_SIZE], back[20] = { 0 };

    delegation_encode(code, address);
    check_hex(bytes_make(code, 4), "ef0100aa");
    ck_assert_err(delegation_decode(back, BYTES_OF(code)), ERR_OK);
    ck_assert_mem_eq(back, address, 20);
    ck_assert_err(delegation_decode(back, bytes_make(code, 22)), ERR_LENGTH);
    ck_assert_err(delegation_decode(back, BYTES_EMPTY), ERR_LENGTH);
    code[2] = 1;
    ck_assert_err(delegation_decode(back, BYTES_OF(code)), ERR_PREFIX);
}
END_TEST

static void add_tests(TCase *tc)
{
    int all = (int)ARRAY_LEN(samples);

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(
        tc, transactions_of_peers_have_their_hash_sender_and_bytes, 0, all);
    tcase_add_test(tc, the_signing_hash_of_eip_155_is_the_published_one);
    tcase_add_loop_test(tc, a_type_is_refused_before_its_fork, 0, all);
    tcase_add_loop_test(tc, every_cut_and_every_extra_byte_is_refused, 0, all);
    tcase_add_test(tc, envelopes_are_told_by_their_first_byte);
    tcase_add_loop_test(tc, each_broken_rule_is_refused_for_its_reason, 0,
                        (int)ARRAY_LEN(broken));
    tcase_add_test(tc, bounds_are_met_exactly);
    tcase_add_loop_test(tc, memory_that_runs_out_is_an_error_until_it_fits, 0,
                        all);
    tcase_add_test(tc,
                   authorizations_name_their_authority_or_why_they_are_skipped);
    tcase_add_test(tc, delegations_are_a_prefix_and_an_address);
}

TESTKIT_MAIN("tx", add_tests)
