/* SPDX-License-Identifier: Apache-2.0 */
/* Blob schedules that a genesis sets: EIP-7840, 7892 and 7910. */
#include "chain/crypto/keccak.h"
#include "chain/eth/blob.h"
#include "chain/eth/build.h"
#include "chain/rpc/params.h"
#include "tests/unit/nodekit.h"

enum { B = BLOB_GAS };

#define CONFIG(times, schedule) "{\"config\":{\"chainId\":5," \
    "\"terminalTotalDifficulty\":0,\"homesteadBlock\":0,\"eip150Block\":0," \
    "\"eip155Block\":0,\"eip158Block\":0,\"byzantiumBlock\":0," \
    "\"constantinopleBlock\":0,\"petersburgBlock\":0,\"istanbulBlock\":0," \
    "\"berlinBlock\":0,\"londonBlock\":0,\"shanghaiTime\":0," \
    "\"cancunTime\":0," times "\"blobSchedule\":" schedule "}," \
    "\"gasLimit\":\"0x1c9c380\",\"baseFeePerGas\":\"0x7\"}"
#define ROW(name, target, max, fraction) \
    "\"" name "\":{\"target\":" #target ",\"max\":" #max \
    ",\"baseFeeUpdateFraction\":" #fraction "}"
#define TIMES "\"pragueTime\":1000,\"osakaTime\":2000,\"bpo1Time\":3000," \
    "\"bpo2Time\":4000,"
#define OURS CONFIG(TIMES, "{" ROW("cancun", 1, 2, 1112826) "," \
    ROW("prague", 2, 5, 2225652) "," ROW("bpo1", 9, 12, 5007716) "," \
    ROW("bpo2", 0, 4, 777777) "}")

static enum err load(struct chain *c, const char *text, struct error *why)
{
    json_t *in = json_loads(text, 0, NULL);
    enum err err;

    *why = (struct error){ .code = ERR_OK };
    if (!in || chain_init(c, NULL))
        exit(99);
    err = chain_genesis_json(c, in, why);
    json_decref(in);
    return err;
}

/* @ethereumjs/block 10.1.3 with this genesis: calcNextExcessBlobGas of the
 * parent and getBlobGasPrice of the child.  Osaka has no row. */
static const struct {
    enum fork fork;
    uint64_t excess, used, base_fee, next;
    const char *fee;
} prices[] = {
    { FORK_CANCUN, 0, 1, 7, 0, "1" },
    { FORK_CANCUN, 393216, 2, 1000000000, 524288, "1" },
    { FORK_CANCUN, 5242880, 4, 7, 5636096, "158" },
    { FORK_CANCUN, 43690666, 1, 50000000000, 43690666, "112418393901502059" },
    { FORK_PRAGUE, 0, 1, 7, 0, "1" },
    { FORK_PRAGUE, 393216, 2, 1000000000, 393216, "1" },
    { FORK_PRAGUE, 5242880, 4, 1000000000000, 5505024, "11" },
    { FORK_PRAGUE, 43690666, 1, 50000000000, 43559594, "316113054" },
    { FORK_OSAKA, 393216, 2, 7, 393216, "1" },
    { FORK_OSAKA, 393216, 2, 1000000000, 550502, "1" },
    { FORK_OSAKA, 5242880, 4, 7, 5505024, "11" },
    { FORK_OSAKA, 5242880, 4, 1000000000000, 5557452, "12" },
    { FORK_OSAKA, 43690666, 1, 50000000000, 43769309, "347347679" },
    { FORK_BPO1, 393216, 2, 1000000000, 0, "1" },
    { FORK_BPO1, 5242880, 4, 7, 4587520, "2" },
    { FORK_BPO1, 5242880, 4, 1000000000000, 5373952, "2" },
    { FORK_BPO1, 43690666, 1, 50000000000, 43723434, "6193" },
    { FORK_BPO2, 0, 1, 7, 131072, "1" },
    { FORK_BPO2, 393216, 2, 7, 655360, "2" },
    { FORK_BPO2, 5242880, 4, 1000000000000, 5767168, "1660" },
    { FORK_BPO2, 43690666, 1, 50000000000, 43821738,
      "2945411929577054329538772" },
};

/* A block on a parent with these fields has this excess, and its blobs this
 * price, in all that is asked: header, execution and import. */
START_TEST(excess_and_price_follow_the_schedule_of_the_chain)
{
    const struct header parent = {
        .fields = HEADER_FIELDS_PRAGUE, .gas_limit = 30000000,
        .base_fee = u256_from(prices[_i].base_fee),
        .excess_blob_gas = prices[_i].excess,
        .blob_gas_used = prices[_i].used * B,
    };
    struct chain_block b = { .fork = prices[_i].fork, .block.header = parent };
    struct build in = { .parent = &b };
    char fee[DECIMAL_SIZE];
    struct execute_chain context;
    struct header h;
    struct chain c;
    struct error why;

    ck_assert_err(load(&c, OURS, &why), ERR_OK);
    in.timestamp = c.config.at[prices[_i].fork] + 10;
    b.block.header.timestamp = in.timestamp - 1;
    ck_assert_err(build_header(&c, &h, &in), ERR_OK);
    ck_assert_uint_eq(h.excess_blob_gas, prices[_i].next);
    chain_context(&c, &context, &b, in.timestamp);
    ck_assert_int_eq(context.fork, prices[_i].fork);
    ck_assert_err(execute_context(&c.evm, &c.state, &h, &context), ERR_OK);
    decimal_text(fee, c.evm.block.blob_base_fee);
    ck_assert_str_eq(fee, prices[_i].fee);
    chain_release(&c);
}
END_TEST

/* The limit of a block is the chain's; EIP-7594's of a transaction stays. */
START_TEST(limits_follow_the_schedule_of_the_chain)
{
    static const struct blob_schedule set = { 2, 5, 2225652 };
    static const struct blob_schedule wide = { 20, 40, 2225652 };
    const struct header parent = { .fields = HEADER_FIELDS_PRAGUE,
                                   .gas_limit = 30000000,
                                   .base_fee = u256_from(1000) };
    struct header_context context = { .fork = FORK_PRAGUE, .blobs = &set };
    struct header h = { .fields = HEADER_FIELDS_PRAGUE, .number = 1,
                        .gas_limit = 30000000, .timestamp = 1,
                        .base_fee = parent.base_fee };
    uint64_t seven[] = { 7 }, six[] = { 6, 6 }, used;
    struct arena a;

    arena_init(&a, 0);
    memcpy(h.ommers_hash, EMPTY_OMMERS_HASH, 32);
    h.blob_gas_used = 5 * B;
    ck_assert_err(header_validate(&a, &context, &h), ERR_OK);
    h.blob_gas_used = 6 * B;
    ck_assert_err(header_validate(&a, &context, &h), ERR_HDR_BLOB_GAS);
    context.blobs = NULL;
    ck_assert_err(header_validate(&a, &context, &h), ERR_OK);
    ck_assert_err(blob_gas_used(&used, FORK_OSAKA, &wide, seven, 1),
                  ERR_TX_BLOB_COUNT);
    ck_assert_err(blob_gas_used(&used, FORK_OSAKA, &set, six, 2),
                  ERR_HDR_BLOB_GAS);
    ck_assert_err(blob_gas_used(&used, FORK_OSAKA, &wide, six, 2), ERR_OK);
    ck_assert_uint_eq(used, 12 * B);
    arena_release(&a);
}
END_TEST

/* What is over the limit is seen before the signature, which there is none. */
START_TEST(a_transaction_is_held_to_the_schedule_of_its_chain)
{
    static const struct {
        enum fork fork;
        size_t count;
        struct blob_schedule set;
        bool too_many;
    } rows[] = {
        { FORK_PRAGUE, 2, { 1, 2, 9 }, false },
        { FORK_PRAGUE, 3, { 1, 2, 9 }, true },
        { FORK_PRAGUE, 10, { 1, 10, 9 }, false },
        { FORK_OSAKA, 6, { 20, 40, 9 }, false },
        { FORK_OSAKA, 7, { 20, 40, 9 }, true },
        { FORK_OSAKA, 5, { 1, 4, 9 }, true },
    };
    static const uint8_t hashes[10][32] = {
        { 1 }, { 1 }, { 1 }, { 1 }, { 1 }, { 1 }, { 1 }, { 1 }, { 1 }, { 1 }
    };
    struct arena a;

    arena_init(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct tx_rules rules = { .fork = rows[i].fork,
                                  .blobs = &rows[i].set };
        struct tx tx = { .type = TX_BLOB, .has_to = true,
                         .blob_hashes = hashes,
                         .blob_count = rows[i].count };
        struct tx_summary summary;
        enum err err = tx_validate(&a, &summary, &tx, &rules);

        ck_assert_err(err, rows[i].too_many ? ERR_TX_BLOB_COUNT : ERR_SIG_R);
    }
    arena_release(&a);
}
END_TEST

/* EIP-7691 and EIP-7892: what a fork has by itself. */
START_TEST(a_fork_without_a_row_keeps_its_own)
{
    struct chain c;
    struct error why;

    ck_assert_err(load(&c, CONFIG(TIMES, "{" ROW("cancun", 1, 2, 9) "}"), &why),
                  ERR_OK);
    ck_assert_uint_eq(config_blobs(&c.config, FORK_CANCUN)->max, 2);
    ck_assert_uint_eq(config_blobs(&c.config, FORK_PRAGUE)->max, 9);
    ck_assert_uint_eq(config_blobs(&c.config, FORK_OSAKA)->fraction, 5007716);
    ck_assert_uint_eq(config_blobs(&c.config, FORK_BPO1)->target, 10);
    ck_assert_uint_eq(config_blobs(&c.config, FORK_BPO2)->max, 21);
    chain_release(&c);
}
END_TEST

static const struct {
    const char *genesis, *place;
} bad[] = {
    { CONFIG(TIMES, "[]"), "config.blobSchedule must be a map" },
    { CONFIG(TIMES, "{\"prague\":3}"), "config.blobSchedule.prague must be" },
    { CONFIG(TIMES, "{\"cancun\":{\"target\":1,\"max\":2}}"),
      "config.blobSchedule.cancun.baseFeeUpdateFraction must be" },
    { CONFIG(TIMES, "{" ROW("bpo1", 1, 2, 0) "}"),
      "config.blobSchedule.bpo1.baseFeeUpdateFraction must be" },
    { CONFIG(TIMES, "{" ROW("bpo1", 1, -2, 5) "}"),
      "config.blobSchedule.bpo1.max must be" },
    { CONFIG(TIMES, "{" ROW("bpo2", 0, 0, 5) "}"),
      "config.blobSchedule.bpo2.max must be" },
    { CONFIG(TIMES, "{" ROW("osaka", 1, 1048577, 5) "}"),
      "config.blobSchedule.osaka.max must be" },
    { CONFIG(TIMES, "{" ROW("osaka", 1.5, 3, 5) "}"),
      "config.blobSchedule.osaka.target must be" },
    { CONFIG(TIMES, "{" ROW("prague", 4, 3, 5) "}"),
      "config.blobSchedule.prague.target is above max" },
};

START_TEST(a_schedule_without_sense_is_refused_by_its_path)
{
    struct chain c;
    struct error why;

    ck_assert_err(load(&c, bad[_i].genesis, &why), ERR_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(why.text, bad[_i].place));
    chain_release(&c);
}
END_TEST

/* EIP-7910: eth_config shows what is set. */
START_TEST(a_node_shows_the_schedule_of_its_chain)
{
    json_t *in = json_loads(OURS, 0, NULL), *answer, *current;
    struct node *n = malloc(sizeof *n);
    struct error why = { .code = ERR_OK };
    long long target, max, fraction;

    ck_assert(n && !node_init(n) && in);
    ck_assert_err(chain_genesis_json(&n->chain, in, &why), ERR_OK);
    answer = nodekit_call(n, "eth_config", "[]");
    current = json_object_get(answer, "current");
    ck_assert_int_eq(json_unpack(json_object_get(current, "blobSchedule"),
                                 "{s:I, s:I, s:I}", "target", &target, "max",
                                 &max, "baseFeeUpdateFraction", &fraction), 0);
    ck_assert_int_eq(target, 1);
    ck_assert_int_eq(max, 2);
    ck_assert_int_eq(fraction, 1112826);
    current = json_object_get(json_object_get(answer, "last"), "blobSchedule");
    ck_assert_int_eq(json_integer_value(json_object_get(current, "max")), 4);
    json_decref(answer);
    json_decref(in);
    nodekit_free(n);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, excess_and_price_follow_the_schedule_of_the_chain,
                        0, (int)ARRAY_LEN(prices));
    tcase_add_test(tc, limits_follow_the_schedule_of_the_chain);
    tcase_add_test(tc, a_transaction_is_held_to_the_schedule_of_its_chain);
    tcase_add_test(tc, a_fork_without_a_row_keeps_its_own);
    tcase_add_loop_test(tc, a_schedule_without_sense_is_refused_by_its_path, 0,
                        (int)ARRAY_LEN(bad));
    tcase_add_test(tc, a_node_shows_the_schedule_of_its_chain);
}

TESTKIT_MAIN("blobs", add_tests)
