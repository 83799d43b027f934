/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/chain_facts.h"

#include "chain/eth/forkid.h"

static const uint64_t blocks[] = {
    1150000, 1920000,  2463000,  2675000,  4370000,  7280000,
    9069000, 9200000, 12244000, 12965000, 13773000, 15050000,
};
static const uint64_t times[] = { 1681338455, 1710338135 };

static struct forkid_chain mainnet(void)
{
    struct forkid_chain c = { .blocks = blocks, .times = times,
                              .block_count = ARRAY_LEN(blocks),
                              .time_count = ARRAY_LEN(times) };

    put(c.genesis, GENESIS_HASH);
    return c;
}

/* EIP-2124 up to Petersburg; go-ethereum core/forkid for the rest. */
static const struct {
    uint64_t number, time;
    uint32_t hash;
    uint64_t next;
} ids[] = {
    { 0, 0, 0xfc64ec04, 1150000 },
    { 1149999, 0, 0xfc64ec04, 1150000 },
    { 1150000, 0, 0x97c2c34c, 1920000 },
    { 1920000, 0, 0x91d1f948, 2463000 },
    { 2463000, 0, 0x7a64da13, 2675000 },
    { 2675000, 0, 0x3edd5b10, 4370000 },
    { 4370000, 0, 0xa00bc324, 7280000 },
    { 7280000, 0, 0x668db0af, 9069000 },
    { 9069000, 0, 0x879d6e30, 9200000 },
    { 9200000, 0, 0xe029e991, 12244000 },
    { 12244000, 0, 0x0eb440f6, 12965000 },
    { 12965000, 0, 0xb715077d, 13773000 },
    { 13773000, 0, 0x20c327fc, 15050000 },
    { 15050000, 0, 0xf0afd0e3, 1681338455 },
    { 20000000, 1681338454, 0xf0afd0e3, 1681338455 },
    { 20000000, 1681338455, 0xdce96c2d, 1710338135 },
    { 30000000, 1710338135, 0x9f3d2254, 0 },
};

START_TEST(mainnet_announces_the_published_ids)
{
    struct forkid_chain c = mainnet();
    struct forkid id = forkid_compute(&c, ids[_i].number, ids[_i].time);

    ck_assert_uint_eq(id.hash, ids[_i].hash);
    ck_assert_uint_eq(id.next, ids[_i].next);
}
END_TEST

/* EIP-2124, validation tests: a chain that knows forks up to Petersburg. */
static const struct {
    uint64_t head;
    struct forkid remote;
    enum err want;
} meetings[] = {
    { 7987396, { 0x668db0af, 0 }, ERR_OK },
    { 7987396, { 0x668db0af, UINT64_MAX }, ERR_OK },
    { 7279999, { 0xa00bc324, 0 }, ERR_OK },
    { 7279999, { 0xa00bc324, 7280000 }, ERR_OK },
    { 7279999, { 0xa00bc324, UINT64_MAX }, ERR_OK },
    { 7987396, { 0xa00bc324, 7280000 }, ERR_OK },
    { 7987396, { 0x3edd5b10, 4370000 }, ERR_OK },
    { 7279999, { 0x668db0af, 0 }, ERR_OK },
    { 4369999, { 0xa00bc324, 0 }, ERR_OK },
    { 7987396, { 0xa00bc324, 0 }, ERR_FORK_REMOTE_STALE },
    { 7987396, { 0x5cddc0e1, 0 }, ERR_FORK_LOCAL_STALE },
    { 7279999, { 0x5cddc0e1, 0 }, ERR_FORK_LOCAL_STALE },
    { 7987396, { 0xafec6b27, 0 }, ERR_FORK_LOCAL_STALE },
    { 88888888, { 0x668db0af, 88888888 }, ERR_FORK_LOCAL_STALE },
    { 7279999, { 0xa00bc324, 7279999 }, ERR_FORK_LOCAL_STALE },
};

START_TEST(strangers_are_told_from_the_slow)
{
    struct forkid_chain c = mainnet();

    c.block_count = 6;
    c.time_count = 0;
    ck_assert_err(forkid_validate(&c, meetings[_i].head, 0,
                                  meetings[_i].remote),
                  meetings[_i].want);
}
END_TEST

START_TEST(forks_by_time_are_compared_with_time)
{
    struct forkid_chain c = mainnet();

    /* go-ethereum: a head before Shanghai meets a remote that announces it, or
     * one that announces a time already past. */
    ck_assert_err(forkid_validate(&c, 15050000, 0,
                                  (struct forkid){ 0xf0afd0e3, 1681338455 }),
                  ERR_OK);
    ck_assert_err(forkid_validate(&c, 15050000, 1681338400,
                                  (struct forkid){ 0xf0afd0e3, 1681338399 }),
                  ERR_FORK_LOCAL_STALE);
    ck_assert_err(forkid_validate(&c, 20000000, 1700000000,
                                  (struct forkid){ 0xf0afd0e3, 0 }),
                  ERR_FORK_REMOTE_STALE);
    ck_assert_err(forkid_validate(&c, 20000000, 1700000000,
                                  (struct forkid){ 0x9f3d2254, 0 }),
                  ERR_OK);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, mainnet_announces_the_published_ids, 0,
                        ARRAY_LEN(ids));
    tcase_add_loop_test(tc, strangers_are_told_from_the_slow, 0,
                        ARRAY_LEN(meetings));
    tcase_add_test(tc, forks_by_time_are_compared_with_time);
}

TESTKIT_MAIN("forkid", add_tests)
