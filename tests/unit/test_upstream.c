/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include <stdio.h>
#include <unistd.h>

#include "chain/crypto/ecc.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/account.h"
#include "chain/eth/block.h"
#include "chain/eth/tx.h"
#include "runner/targets/upstream.h"

/* The runner must not pass what is wrong: a state test of one transfer, whose
 * root comes from the general trie, is told in several false versions. */

static const uint8_t secret[32] = { [31] = 7 };
static const uint8_t payee[20] = { [0] = 0xbb };
static const uint8_t coinbase[20] = { [0] = 0xee };

enum { BALANCE = 1000000, PRICE = 10, TRANSFER = 21000, VALUE = 5 };

struct fixture {
    struct arena arena;
    char *sender, *raw, *root;
};

static char *digits(struct arena *a, struct bytes in)
{
    char *text = hex_0x(a, in);

    if (!text)
        exit(99);
    return text;
}

static void make(struct fixture *f)
{
    uint8_t key[ECC_KEY_SIZE], sender[20], hash[32], root[32];
    struct tx tx = { .type = TX_LEGACY, .has_to = true, .gas = TRANSFER,
                     .max_fee = u256_from(PRICE), .value = u256_from(VALUE) };
    struct ecc_signature sig;
    struct bytes raw;

    arena_init(&f->arena, 0);
    memcpy(tx.to, payee, sizeof payee);
    if (ecc_public(key, secret) || tx_signing_hash(&f->arena, hash, &tx) ||
        ecc_sign(&sig, hash, secret))
        exit(99);
    ecc_address(sender, key);
    tx.v = u256_from(27 + sig.y_parity);
    tx.r = sig.r;
    tx.s = sig.s;
    if (tx_encode(&f->arena, &raw, &tx))
        exit(99);
    {
        struct state_entry after[3] = {
            { .nonce = 1,
              .balance = u256_from(BALANCE - VALUE - PRICE * TRANSFER) },
            { .balance = u256_from(VALUE) },
            { .balance = u256_from(PRICE * TRANSFER) },
        };

        memcpy(after[0].address, sender, 20);
        memcpy(after[1].address, payee, 20);
        memcpy(after[2].address, coinbase, 20);
        if (state_root(&f->arena, root, after, 3))
            exit(99);
    }
    f->sender = digits(&f->arena, BYTES_OF(sender));
    f->raw = digits(&f->arena, raw);
    f->root = digits(&f->arena, BYTES_OF(root));
}

/* Keccak-256 of 0xc0, the empty list of logs */
#define NO_LOGS \
    "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"

/* The kinds of tests to run, and the ids. */
struct choice {
    unsigned kinds;
    const char *only;
};

static struct upstream run_some(struct fixture *f, const char *fork,
                                const char *root, const char *logs,
                                const char *more, struct choice choice)
{
    struct upstream_execution x = { .kinds = choice.kinds, .jobs = 1 };
    struct upstream u = { .only = choice.only };
    struct error why = { 0 };
    char path[] = "upstream-000000.json";
    FILE *file = NULL, *sink = tmpfile();
    int fd;

    memset(strchr(path, '0'), 'X', 6); /* as mkstemps wants it */
    fd = mkstemps(path, 5);
    if (fd >= 0)
        file = fdopen(fd, "w");
    if (!file || !sink)
        exit(99);
    fprintf(file,
            "{\"transfer\": {\"env\": {\"currentCoinbase\": \"%s\", "
            "\"currentNumber\": \"0x01\", \"currentTimestamp\": \"0x03e8\", "
            "\"currentGasLimit\": \"0x0f4240\", "
            "\"currentDifficulty\": \"0x020000\"}, "
            "\"pre\": {\"%s\": {\"balance\": \"0x%x\", \"nonce\": \"0x00\", "
            "\"code\": \"0x\", \"storage\": {}}}, "
            "\"post\": {\"%s\": [{\"hash\": \"%s\", \"logs\": \"%s\", "
            "\"indexes\": {}, \"txbytes\": \"%s\"%s}]}}}",
            digits(&f->arena, BYTES_OF(coinbase)), f->sender,
            (unsigned)BALANCE, fork, root, logs, f->raw, more);
    fclose(file);
    u.out = sink;
    ck_assert_err(upstream_execute(&u, path, &x, &why), ERR_OK);
    fclose(sink);
    unlink(path);
    return u;
}

static struct upstream run(struct fixture *f, const char *fork,
                           const char *root, const char *logs,
                           const char *more)
{
    return run_some(f, fork, root, logs, more,
                    (struct choice){ UPSTREAM_STATE, NULL });
}

START_TEST(a_true_case_passes)
{
    struct upstream c;
    struct fixture f;

    make(&f);
    c = run(&f, "Berlin", f.root, NO_LOGS, "");
    ck_assert_uint_eq(c.passed, 1);
    ck_assert_uint_eq(c.failed + c.skipped, 0);
    arena_release(&f.arena);
}
END_TEST

START_TEST(a_wrong_root_wrong_logs_or_a_missing_refusal_fail)
{
    struct upstream c;
    struct fixture f;

    make(&f);
    c = run(&f, "Berlin", NO_LOGS, NO_LOGS, "");
    ck_assert_uint_eq(c.failed, 1);
    c = run(&f, "Berlin", f.root, f.root, "");
    ck_assert_uint_eq(c.failed, 1);
    c = run(&f, "Berlin", f.root, NO_LOGS,
            ", \"expectException\": \"TransactionException.NONCE\"");
    ck_assert_uint_eq(c.failed, 1);
    c = run(&f, "Berlin", "0x12", NO_LOGS, "");
    ck_assert_uint_eq(c.failed, 1);
    /* London wants a base fee, which this environment lacks */
    c = run(&f, "London", f.root, NO_LOGS, "");
    ck_assert_uint_eq(c.failed, 1);
    ck_assert_uint_eq(c.passed + c.skipped, 0);
    arena_release(&f.arena);
}
END_TEST

/* With another signature the transaction is that of somebody without means. */
START_TEST(a_transaction_must_be_refused_for_the_reason_that_is_named)
{
    struct state_entry before = { .balance = u256_from(BALANCE) };
    struct upstream c;
    struct fixture f;
    uint8_t root[32];
    char *last;

    make(&f);
    memcpy(before.address, unhex(&f.arena, f.sender + 2).data, 20);
    ck_assert_err(state_root(&f.arena, root, &before, 1), ERR_OK);
    f.root = digits(&f.arena, BYTES_OF(root));
    last = f.raw + strlen(f.raw) - 1;
    *last = *last == '1' ? '2' : '1';
    c = run(&f, "Berlin", f.root, NO_LOGS, ", \"expectException\": "
            "\"TransactionException.INSUFFICIENT_ACCOUNT_FUNDS\"");
    ck_assert_uint_eq(c.passed, 1);
    c = run(&f, "Berlin", f.root, NO_LOGS, ", \"expectException\": "
            "\"TransactionException.INTRINSIC_GAS_TOO_LOW\"");
    ck_assert_uint_eq(c.failed, 1);
    arena_release(&f.arena);
}
END_TEST

START_TEST(forks_that_are_not_final_are_skipped)
{
    struct upstream c;
    struct fixture f;

    make(&f);
    c = run(&f, "Amsterdam", f.root, NO_LOGS, "");
    ck_assert_uint_eq(c.skipped, 1);
    ck_assert_uint_eq(c.passed + c.failed, 0);
    c = run(&f, "Nowhere", f.root, NO_LOGS, "");
    ck_assert_uint_eq(c.skipped, 1);
    arena_release(&f.arena);
}
END_TEST

START_TEST(what_is_not_asked_for_does_not_pass)
{
    struct upstream c;
    struct fixture f;

    make(&f);
    c = run_some(&f, "Berlin", f.root, NO_LOGS, "",
                 (struct choice){ UPSTREAM_BLOCK, NULL });
    ck_assert_uint_eq(c.skipped, 1);
    ck_assert_uint_eq(c.passed + c.failed, 0);
    c = run_some(&f, "Berlin", f.root, NO_LOGS, "",
                 (struct choice){ UPSTREAM_STATE, "*/Berlin/1" });
    ck_assert_uint_eq(c.passed + c.failed + c.skipped, 0);
    c = run_some(&f, "Berlin", f.root, NO_LOGS, "",
                 (struct choice){ UPSTREAM_STATE, "elsewhere/*" });
    ck_assert_uint_eq(c.passed + c.failed + c.skipped, 0);
    c = run_some(&f, "Berlin", f.root, NO_LOGS, "",
                 (struct choice){ UPSTREAM_STATE, "*/transfer/Berlin/0" });
    ck_assert_uint_eq(c.passed, 1);
    arena_release(&f.arena);
}
END_TEST

/* --- blocks that must be refused ------------------------------------------- */

struct bad_block {
    const char *exception;
    bool stranger; /* the parent is unknown */
    uint64_t number;
    bool has_tx;   /* whose sender has nothing, beside the root of no list */
    size_t passed;
};

/* Genesis without accounts, and one block with these faults on it. */
static void make_blocks(struct fixture *f, const struct bad_block *bad,
                        struct block *genesis, struct bytes raw[2])
{
    struct bytes tx = unhex(&f->arena, f->raw + 2);
    struct block b;
    struct header *h = &genesis->header;

    *genesis = (struct block){ .header = { .fields = HEADER_FIELDS_FRONTIER,
                                           .difficulty = u256_from(131072),
                                           .gas_limit = 3141592 } };
    memcpy(h->ommers_hash, EMPTY_OMMERS_HASH, 32);
    memcpy(h->transactions_root, EMPTY_TRIE_ROOT, 32);
    memcpy(h->receipts_root, EMPTY_TRIE_ROOT, 32);
    memcpy(h->state_root, EMPTY_TRIE_ROOT, 32);
    ck_assert_err(header_hash(&f->arena, genesis->hash, h), ERR_OK);
    b = *genesis;
    memcpy(b.header.parent_hash, genesis->hash, 32);
    b.header.parent_hash[0] ^= bad->stranger;
    b.header.number = bad->number;
    b.header.timestamp = 5;
    b.header.difficulty = u256_from(131072 + 64);
    b.transactions = &tx;
    b.transaction_count = bad->has_tx;
    ck_assert_err(block_encode(&f->arena, &raw[0], genesis), ERR_OK);
    ck_assert_err(block_encode(&f->arena, &raw[1], &b), ERR_OK);
}

static const struct bad_block bad_blocks[] = {
    { "BlockException.UNKNOWN_PARENT", true, 1, false, 1 },
    { "UnknownParent", true, 1, false, 1 },
    { "BlockException.INVALID_BLOCK_NUMBER", true, 1, false, 0 },
    { "BlockException.INVALID_BLOCK_NUMBER", false, 2, false, 1 },
    { "BlockException.UNKNOWN_PARENT", false, 2, false, 0 },
    { "BlockException.UNKNOWN_PARENT|BlockException.INVALID_BLOCK_NUMBER",
      false, 2, false, 1 },
    { "TransactionException.INSUFFICIENT_ACCOUNT_FUNDS", false, 1, true, 1 },
    { "TransactionException.INTRINSIC_GAS_TOO_LOW", false, 1, true, 0 },
    { "BlockException.NOBODY_KNOWS_THIS", false, 2, false, 1 },
};

START_TEST(a_block_must_be_refused_for_the_reason_that_is_named)
{
    const struct bad_block *bad = &bad_blocks[_i];
    struct upstream_execution x = { .kinds = UPSTREAM_BLOCK, .jobs = 1 };
    char path[] = "upstream-000000.json";
    struct error why = { 0 };
    struct upstream u = { .out = tmpfile() };
    struct bytes raw[2];
    struct block genesis;
    struct fixture f;
    FILE *file;

    make(&f);
    make_blocks(&f, bad, &genesis, raw);
    memset(strchr(path, '0'), 'X', 6);
    file = fdopen(mkstemps(path, 5), "w");
    if (!file || !u.out)
        exit(99);
    fprintf(file,
            "{\"refused\": {\"network\": \"Frontier\", \"pre\": {}, "
            "\"genesisRLP\": \"%s\", \"lastblockhash\": \"%s\", "
            "\"blocks\": [{\"rlp\": \"%s\", \"expectException\": \"%s\"}]}}",
            digits(&f.arena, raw[0]), digits(&f.arena, BYTES_OF(genesis.hash)),
            digits(&f.arena, raw[1]), bad->exception);
    fclose(file);
    ck_assert_err(upstream_execute(&u, path, &x, &why), ERR_OK);
    unlink(path);
    fclose(u.out);
    ck_assert_uint_eq(u.passed, bad->passed);
    ck_assert_uint_eq(u.passed + u.failed, 1);
    arena_release(&f.arena);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc,
                        a_block_must_be_refused_for_the_reason_that_is_named, 0,
                        (int)ARRAY_LEN(bad_blocks));
    tcase_add_test(tc, what_is_not_asked_for_does_not_pass);
    tcase_add_test(tc, a_true_case_passes);
    tcase_add_test(tc, a_wrong_root_wrong_logs_or_a_missing_refusal_fail);
    tcase_add_test(
        tc, a_transaction_must_be_refused_for_the_reason_that_is_named);
    tcase_add_test(tc, forks_that_are_not_final_are_skipped);
}

TESTKIT_MAIN("upstream", add_tests)
