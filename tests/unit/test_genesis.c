/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/genesis.h"
#include "chain/eth/account.h"
#include "tests/testkit.h"

struct kit {
    struct arena arena;
    struct state state;
    struct chain_config config;
    struct header header;
    struct error why;
};

static enum err load(struct kit *k, const char *text)
{
    json_t *in = json_loads(text, 0, NULL);
    enum err err;

    *k = (struct kit){ .why = { .code = ERR_OK } };
    arena_init(&k->arena, 0);
    state_init(&k->state, 0);
    if (!in)
        exit(99);
    err = genesis_from_json(&k->arena, &k->config, &k->header, &k->state, in,
                            &k->why);
    json_decref(in);
    return err;
}

static void release(struct kit *k)
{
    arena_release(&k->arena);
    state_release(&k->state);
}

#define MERGED "\"terminalTotalDifficulty\":0,\"homesteadBlock\":0," \
    "\"eip150Block\":0,\"eip155Block\":0,\"eip158Block\":0," \
    "\"byzantiumBlock\":0,\"constantinopleBlock\":0,\"petersburgBlock\":0," \
    "\"istanbulBlock\":0,\"berlinBlock\":0,\"londonBlock\":0"

START_TEST(accounts_with_and_without_prefix_give_the_root_of_their_entries)
{
    static const struct storage_slot slots[] = {
        { { { 1, 0, 0, 0 } }, { { 0x2a, 0, 0, 0 } } },
    };
    struct state_entry entries[2] = {
        { .address = { [19] = 1 }, .balance = { { 1000, 0, 0, 0 } } },
        { .address = { [19] = 2 }, .nonce = 7, .slots = slots,
          .slot_count = 1 },
    };
    static const uint8_t code[] = { 0x60, 0x00 };
    uint8_t root[32];
    struct kit k;

    entries[1].code = BYTES_OF(code);
    ck_assert_err(
        load(&k, "{\"config\":{\"chainId\":5},\"gasLimit\":\"0x1000\","
                 "\"difficulty\":\"0x20000\",\"alloc\":{"
                 "\"0000000000000000000000000000000000000001\":"
                 "{\"balance\":\"1000\"},"
                 "\"0x0000000000000000000000000000000000000002\":"
                 "{\"balance\":\"0x0\",\"nonce\":\"0x7\",\"code\":\"0x6000\","
                 "\"storage\":{\"0x01\":\"0x2a\"}}}}"),
        ERR_OK);
    ck_assert_err(state_root(&k.arena, root, entries, 2), ERR_OK);
    ck_assert_mem_eq(k.header.state_root, root, 32);
    ck_assert_uint_eq(k.header.fields, HEADER_FIELDS_FRONTIER);
    release(&k);
}
END_TEST

START_TEST(forks_come_by_number_then_total_difficulty_then_time)
{
    struct kit k;

    ck_assert_err(
        load(&k, "{\"config\":{\"chainId\":1,\"homesteadBlock\":0,"
                 "\"eip150Block\":3,\"eip155Block\":6,\"eip158Block\":6,"
                 "\"byzantiumBlock\":9,\"londonBlock\":27,"
                 "\"terminalTotalDifficulty\":100,\"shanghaiTime\":390,"
                 "\"cancunTime\":420},\"difficulty\":1,\"gasLimit\":5000}"),
        ERR_OK);
    ck_assert_int_eq(config_fork(&k.config, 2, 0, u256_from(0)),
                     FORK_HOMESTEAD);
    ck_assert_int_eq(config_fork(&k.config, 3, 0, u256_from(0)),
                     FORK_TANGERINE);
    ck_assert_int_eq(config_fork(&k.config, 6, 0, u256_from(0)),
                     FORK_SPURIOUS);
    ck_assert_int_eq(config_fork(&k.config, 9, 0, u256_from(0)),
                     FORK_BYZANTIUM);
    ck_assert_int_eq(config_fork(&k.config, 27, 500, u256_from(99)),
                     FORK_LONDON);
    ck_assert_int_eq(config_fork(&k.config, 27, 389, u256_from(100)),
                     FORK_PARIS);
    ck_assert_int_eq(config_fork(&k.config, 27, 390, u256_from(100)),
                     FORK_SHANGHAI);
    ck_assert_int_eq(config_fork(&k.config, 27, 9999, u256_from(100)),
                     FORK_CANCUN);
    release(&k);
}
END_TEST

START_TEST(a_genesis_of_prague_has_its_fields)
{
    struct kit k;

    ck_assert_err(load(&k, "{\"config\":{\"chainId\":1," MERGED
                           ",\"shanghaiTime\":0,\"cancunTime\":0,"
                           "\"pragueTime\":0},\"gasLimit\":5000,"
                           "\"baseFeePerGas\":null}"),
                  ERR_OK);
    ck_assert_uint_eq(k.header.fields, HEADER_FIELDS_PRAGUE);
    /* EIP-1559: INITIAL_BASE_FEE */
    ck_assert(u256_eq(k.header.base_fee, u256_from(1000000000)));
    /* EIP-7685: SHA-256 of nothing */
    ck_assert_uint_eq(k.header.requests_hash[0], 0xe3);
    ck_assert_uint_eq(k.header.requests_hash[31], 0x55);
    release(&k);
}
END_TEST

static const struct {
    const char *text;
    enum err err;
} bad[] = {
    { "[]", ERR_BAD_INPUT },
    { "{}", ERR_BAD_INPUT },
    { "{\"config\":{}}", ERR_BAD_INPUT },
    { "{\"config\":{\"chainId\":1},\"number\":1}", ERR_BAD_INPUT },
    { "{\"config\":{\"chainId\":1},\"gasLimit\":\"0x1ffffffffffffffff\"}",
      ERR_BAD_INPUT },
    { "{\"config\":{\"chainId\":1},\"alloc\":[]}", ERR_BAD_INPUT },
    { "{\"config\":{\"chainId\":1},\"alloc\":{\"0x01\":{}}}", ERR_BAD_INPUT },
    { "{\"config\":{\"chainId\":1,\"londonBlock\":1,\"berlinBlock\":2}}",
      ERR_BAD_INPUT },
    { "{\"config\":{\"chainId\":1,\"eip155Block\":1,\"eip158Block\":2}}",
      ERR_BAD_INPUT },
    { "{\"config\":{\"chainId\":1,\"cancunTime\":1,\"blobSchedule\":{\"cancun\""
      ":{\"target\":3,\"max\":2,\"baseFeeUpdateFraction\":3}}}}",
      ERR_BAD_INPUT },
    { "{\"config\":{\"chainId\":1},\"alloc\":{"
      "\"0000000000000000000000000000000000000001\":{},"
      "\"0x0000000000000000000000000000000000000001\":{}}}", ERR_DUPLICATE },
};

START_TEST(what_is_wrong_is_refused_with_its_place)
{
    struct kit k;

    ck_assert_err(load(&k, bad[_i].text), bad[_i].err);
    ck_assert_str_ne(k.why.text, "");
    release(&k);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(
        tc, accounts_with_and_without_prefix_give_the_root_of_their_entries);
    tcase_add_test(tc, forks_come_by_number_then_total_difficulty_then_time);
    tcase_add_test(tc, a_genesis_of_prague_has_its_fields);
    tcase_add_loop_test(tc, what_is_wrong_is_refused_with_its_place, 0,
                        (int)ARRAY_LEN(bad));
}

TESTKIT_MAIN("genesis", add_tests)
