/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/chain_facts.h"

#include "chain/codec/rlp.h"
#include "chain/eth/block.h"

static struct bytes encode(struct arena *a, const struct block *b)
{
    struct bytes data;

    if (block_encode(a, &data, b))
        exit(99);
    return data;
}

START_TEST(mainnets_first_blocks_have_their_size_and_hash)
{
    struct arena a;
    struct block b = { 0 }, out;
    struct bytes data, again;
    uint8_t want[32];

    arena_init(&a, 0);
    genesis_header(&a, &b.header);
    data = encode(&a, &b);
    /* size 0x21c, as every node answers. */
    ck_assert_uint_eq(data.len, 540);
    ck_assert_err(block_decode(&a, &out, NULL, data), ERR_OK);
    put(want, GENESIS_HASH);
    ck_assert_mem_eq(out.hash, want, 32);
    ck_assert_uint_eq(out.transaction_count, 0);
    ck_assert(!out.has_withdrawals);
    block_1_header(&a, &b.header);
    data = encode(&a, &b);
    /* size 0x219 */
    ck_assert_uint_eq(data.len, 537);
    ck_assert_err(block_decode(&a, &out, NULL, data), ERR_OK);
    put(want, BLOCK_1_HASH);
    ck_assert_mem_eq(out.hash, want, 32);
    ck_assert_err(block_encode(&a, &again, &out), ERR_OK);
    ck_assert(bytes_eq(data, again));
    arena_release(&a);
}
END_TEST

START_TEST(block_1_is_valid_upon_genesis)
{
    struct arena a;
    struct header genesis;
    struct block b = { 0 }, out = { .size = 77 };
    struct block_context c = { .fork = FORK_FRONTIER, .ancestors = &genesis,
                               .ancestor_count = 1 };

    arena_init(&a, 0);
    genesis_header(&a, &genesis);
    block_1_header(&a, &b.header);
    ck_assert_err(block_validate(&a, &out, &c, encode(&a, &b)), ERR_OK);
    ck_assert_uint_eq(out.size, 537);
    out.size = 77;
    b.header.transactions_root[0] ^= 1;
    ck_assert_err(block_validate(&a, &out, &c, encode(&a, &b)),
                  ERR_HDR_TX_ROOT);
    b.header.transactions_root[0] ^= 1;
    b.header.ommers_hash[0] ^= 1;
    ck_assert_err(block_validate(&a, &out, &c, encode(&a, &b)),
                  ERR_HDR_OMMERS);
    ck_assert_uint_eq(out.size, 77);
    arena_release(&a);
}
END_TEST

/* --- ommers --------------------------------------------------------------------- */

enum { LINE = 10 };

/* A line of ten Homestead headers, ten seconds apart and so of one
 * difficulty; line[0] is number 0. */
struct family {
    struct header line[LINE];
    struct header back[LINE]; /* nearest first, without the tip */
    struct block tip;
    struct header ommers[3];
    struct block_context c;
};

static void child_of(struct arena *a, struct header *h,
                     const struct header *parent)
{
    *h = *parent;
    h->number++;
    h->timestamp += 10;
    if (header_hash(a, h->parent_hash, parent))
        exit(99);
}

static void set_ommers(struct arena *a, struct family *f, size_t count)
{
    f->tip.ommers = f->ommers;
    f->tip.ommer_count = count;
    if (header_list_hash(a, f->tip.header.ommers_hash, f->ommers, count))
        exit(99);
}

static void make_family(struct arena *a, struct family *f)
{
    memset(f, 0, sizeof *f);
    genesis_header(a, &f->line[0]);
    for (int i = 1; i < LINE; i++)
        child_of(a, &f->line[i], &f->line[i - 1]);
    for (int i = 0; i < LINE - 1; i++)
        f->back[i] = f->line[LINE - 2 - i];
    f->tip.header = f->line[LINE - 1];
    f->c = (struct block_context){ .fork = FORK_HOMESTEAD,
                                   .ancestors = f->back,
                                   .ancestor_count = LINE - 1 };
    /* A cousin: child of the grandparent, with another coinbase. */
    f->ommers[0] = f->line[LINE - 2];
    f->ommers[0].coinbase[0] = 1;
}

static enum err judge(struct arena *a, struct family *f)
{
    struct block out;

    return block_validate(a, &out, &f->c, encode(a, &f->tip));
}

static enum err valid_ommer(struct arena *a, struct family *f)
{
    set_ommers(a, f, 1);
    return judge(a, f);
}

/* The oldest parent that counts is the seventh ancestor, back[6]. */
static enum err oldest_ommer(struct arena *a, struct family *f)
{
    child_of(a, &f->ommers[0], &f->back[6]);
    f->ommers[0].coinbase[0] = 1;
    set_ommers(a, f, 1);
    return judge(a, f);
}

static enum err too_old_ommer(struct arena *a, struct family *f)
{
    child_of(a, &f->ommers[0], &f->back[7]);
    f->ommers[0].coinbase[0] = 1;
    set_ommers(a, f, 1);
    return judge(a, f);
}

static enum err sibling(struct arena *a, struct family *f)
{
    f->ommers[0] = f->line[LINE - 1];
    f->ommers[0].coinbase[0] = 1;
    set_ommers(a, f, 1);
    return judge(a, f);
}

static enum err ancestor(struct arena *a, struct family *f)
{
    f->ommers[0] = f->back[2];
    set_ommers(a, f, 1);
    return judge(a, f);
}

static enum err named_before(struct arena *a, struct family *f)
{
    static uint8_t hash[1][32];

    set_ommers(a, f, 1);
    if (header_hash(a, hash[0], &f->ommers[0]))
        exit(99);
    f->c.ancestor_ommers = (const uint8_t (*)[32])hash;
    f->c.ancestor_ommer_count = 1;
    return judge(a, f);
}

static enum err twice(struct arena *a, struct family *f)
{
    f->ommers[1] = f->ommers[0];
    set_ommers(a, f, 2);
    return judge(a, f);
}

static enum err two(struct arena *a, struct family *f)
{
    f->ommers[1] = f->ommers[0];
    f->ommers[1].coinbase[0] = 2;
    set_ommers(a, f, 2);
    return judge(a, f);
}

static enum err three(struct arena *a, struct family *f)
{
    f->ommers[1] = f->ommers[2] = f->ommers[0];
    f->ommers[1].coinbase[0] = 2;
    f->ommers[2].coinbase[0] = 3;
    set_ommers(a, f, 3);
    return judge(a, f);
}

static enum err invalid_header(struct arena *a, struct family *f)
{
    f->ommers[0].difficulty.w[0]++;
    set_ommers(a, f, 1);
    return judge(a, f);
}

static enum err after_the_merge(struct arena *a, struct family *f)
{
    f->c.fork = FORK_PARIS;
    f->c.ancestor_count = 0;
    f->tip.header.fields = HEADER_FIELDS_LONDON;
    f->tip.header.difficulty = u256_from(0);
    memset(f->tip.header.nonce, 0, 8);
    f->tip.ommers = f->ommers;
    f->tip.ommer_count = 1;
    return judge(a, f);
}

static const struct {
    enum err (*act)(struct arena *a, struct family *f);
    enum err want;
} ommer_rules[] = {
    { valid_ommer, ERR_OK },
    { oldest_ommer, ERR_OK },
    { too_old_ommer, ERR_BLK_OMMER },
    { sibling, ERR_BLK_OMMER },
    { ancestor, ERR_BLK_OMMER },
    { named_before, ERR_BLK_OMMER },
    { twice, ERR_BLK_OMMER },
    { two, ERR_OK },
    { three, ERR_BLK_OMMER_COUNT },
    { invalid_header, ERR_BLK_OMMER },
    { after_the_merge, ERR_BLK_OMMER_COUNT },
};

START_TEST(ommers_are_uncles_and_nothing_else)
{
    struct family f;
    struct arena a;

    arena_init(&a, 0);
    make_family(&a, &f);
    ck_assert_err(ommer_rules[_i].act(&a, &f), ommer_rules[_i].want);
    arena_release(&a);
}
END_TEST

/* --- bodies ------------------------------------------------------------------------ */

static void stake_block(struct block *b, enum fork fork)
{
    *b = (struct block){ .header = { .fields = fork_rules(fork)->header_fields,
                                     .number = 1, .gas_limit = 30000000 } };
    memcpy(b->header.ommers_hash, EMPTY_OMMERS_HASH, 32);
    memcpy(b->header.transactions_root, EMPTY_TRIE_ROOT, 32);
    memcpy(b->header.withdrawals_root, EMPTY_TRIE_ROOT, 32);
    b->has_withdrawals = b->header.fields >= HEADER_FIELDS_SHANGHAI;
}

START_TEST(withdrawals_come_with_shanghai)
{
    struct block_context c = { .fork = (enum fork)_i };
    bool due = _i >= FORK_SHANGHAI;
    struct block b, out;
    struct arena a;

    arena_init(&a, 0);
    stake_block(&b, c.fork);
    ck_assert(b.has_withdrawals == due);
    ck_assert_err(block_validate(&a, &out, &c, encode(&a, &b)), ERR_OK);
    b.has_withdrawals = !due;
    ck_assert_err(block_validate(&a, &out, &c, encode(&a, &b)),
                  ERR_BLK_WITHDRAWALS);
    arena_release(&a);
}
END_TEST

START_TEST(withdrawals_match_their_root)
{
    struct block_context c = { .fork = FORK_SHANGHAI };
    struct withdrawal w = { .amount = 1 };
    struct block b, out;
    struct arena a;

    arena_init(&a, 0);
    stake_block(&b, c.fork);
    b.withdrawals = &w;
    b.withdrawal_count = 1;
    ck_assert_err(block_validate(&a, &out, &c, encode(&a, &b)),
                  ERR_HDR_WD_ROOT);
    if (withdrawals_root(&a, b.header.withdrawals_root, &w, 1))
        exit(99);
    ck_assert_err(block_validate(&a, &out, &c, encode(&a, &b)), ERR_OK);
    ck_assert_uint_eq(out.withdrawals[0].amount, 1);
    arena_release(&a);
}
END_TEST

/* A body that holds the one given item as its list of transactions. */
static struct bytes with_transaction(struct arena *a, struct bytes item)
{
    struct block b;
    struct bytes header, out;
    struct rlp_out o;
    size_t mark, list;

    stake_block(&b, FORK_CANCUN);
    rlp_out_init(&o, a);
    mark = rlp_list_open(&o);
    if (header_encode(a, &header, &b.header))
        exit(99);
    rlp_put_raw(&o, header);
    list = rlp_list_open(&o);
    rlp_put_raw(&o, item);
    rlp_list_close(&o, list);
    for (int i = 0; i < 2; i++) {
        list = rlp_list_open(&o);
        rlp_list_close(&o, list);
    }
    rlp_list_close(&o, mark);
    if (rlp_finish(&out, &o))
        exit(99);
    return out;
}

/* Items of the transaction list that are no transactions there. */
static const struct {
    const char *item;
    enum err want;
} items[] = {
    { "80", ERR_EMPTY },
    { "82c180", ERR_EXPECTED_LIST },   /* a legacy one as a string */
    { "02", ERR_EMPTY },               /* a type without payload */
    { "8205c0", ERR_TYPE },            /* an unknown type */
    { "8480c0c0c0", ERR_TYPE },        /* first byte 0x80 */
    { "8703c5c0c0c0c0c0", ERR_BLK_SIDECAR },
    { "c0", ERR_FIELD_COUNT },
};

START_TEST(what_is_no_transaction_is_refused)
{
    struct block out = { .size = 77 };
    struct arena a;

    arena_init(&a, 0);
    ck_assert_err(block_decode(&a, &out, NULL,
                               with_transaction(&a, unhex(&a, items[_i].item))),
                  items[_i].want);
    ck_assert_uint_eq(out.size, 77);
    arena_release(&a);
}
END_TEST

START_TEST(a_block_may_have_eight_mebibytes_and_no_more)
{
    static const enum fork forks[] = { FORK_PRAGUE, FORK_OSAKA };
    static uint8_t data[BLOCK_SIZE_MAX + 1];
    struct block out;
    struct arena a;

    /* Zero bytes are no block; what differs is which rule sees it first. */
    arena_init(&a, 0);
    ck_assert_err(block_decode(&a, &out, &forks[1],
                               bytes_make(data, BLOCK_SIZE_MAX + 1)),
                  ERR_BLK_SIZE);
    ck_assert_err(block_decode(&a, &out, &forks[1],
                               bytes_make(data, BLOCK_SIZE_MAX)),
                  ERR_TRAILING);
    ck_assert_err(block_decode(&a, &out, &forks[0],
                               bytes_make(data, BLOCK_SIZE_MAX + 1)),
                  ERR_TRAILING);
    arena_release(&a);
}
END_TEST

START_TEST(short_memory_leaves_outputs_alone)
{
    struct block_context c = { .fork = FORK_SHANGHAI };
    struct arena a;
    enum err err = ERR_MEMORY;

    for (size_t n = 1; err == ERR_MEMORY && n < 200; n++) {
        struct block b, out = { .size = 77 };
        struct bytes data;

        arena_init(&a, 0);
        stake_block(&b, c.fork);
        data = encode(&a, &b);
        a.fail_at = n;
        err = block_validate(&a, &out, &c, data);
        ck_assert(err == ERR_OK || (err == ERR_MEMORY && out.size == 77));
        arena_release(&a);
    }
    ck_assert_err(err, ERR_OK);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, mainnets_first_blocks_have_their_size_and_hash);
    tcase_add_test(tc, block_1_is_valid_upon_genesis);
    tcase_add_loop_test(tc, ommers_are_uncles_and_nothing_else, 0,
                        ARRAY_LEN(ommer_rules));
    tcase_add_loop_test(tc, withdrawals_come_with_shanghai, FORK_PARIS,
                        FORK_COUNT);
    tcase_add_test(tc, withdrawals_match_their_root);
    tcase_add_loop_test(tc, what_is_no_transaction_is_refused, 0,
                        ARRAY_LEN(items));
    tcase_add_test(tc, a_block_may_have_eight_mebibytes_and_no_more);
    tcase_add_test(tc, short_memory_leaves_outputs_alone);
}

TESTKIT_MAIN("block", add_tests)
