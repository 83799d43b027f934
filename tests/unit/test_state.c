/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/keccak.h"
#include "chain/eth/account.h"
#include "chain/eth/mpt.h"
#include "tests/unit/evmkit.h"

/* --- the trie ------------------------------------------------------------------- */

static size_t account_value(uint8_t out[TRIE_VALUE_MAX], uint64_t i)
{
    struct account a = { .nonce = i,
                         .balance = u256_from(i * 1000000000 + 1) };

    memcpy(a.storage_root, EMPTY_TRIE_ROOT, 32);
    memcpy(a.code_hash, KECCAK256_EMPTY, 32);
    return account_encode(out, &a);
}

/* Account i of the known-answer tries: its address is the end of the hash of i
 * as eight bytes. */
static void account_key(uint8_t out[32], uint64_t i)
{
    uint8_t number[8], hash[32];

    for (int k = 0; k < 8; k++)
        number[k] = (uint8_t)(i >> (56 - 8 * k));
    keccak256(hash, BYTES_OF(number));
    keccak256(out, bytes_make(hash + 12, 20));
}

static void add_accounts(struct trie_pool *p, struct trie_node **root,
                         uint64_t from, uint64_t to)
{
    for (uint64_t i = from; i < to; i++) {
        uint8_t key[32], value[TRIE_VALUE_MAX];
        size_t len = account_value(value, i);

        account_key(key, i);
        ck_assert_err(trie_set(p, root, key, bytes_make(value, len)), ERR_OK);
    }
}

static void ck_root(struct arena *a, struct trie_node *root, const char *want)
{
    uint8_t got[32];

    trie_root(got, root);
    ck_assert(memcmp(got, unhex(a, want).data, 32) == 0);
}

#define ROOT_1000 \
    "8604fa35c3386206e48c8fda5eec3306e0e4c88c1b57e8538d6ce1c516de0bda"
#define ROOT_10000 \
    "326f8953701c38e91a1ca683e683637b6e33bc8ba76d742da409299ad7806e7b"

/* Roots by two other implementations. */
START_TEST(tries_of_accounts_have_the_known_roots)
{
    struct trie_node *root = NULL;
    struct trie_pool p;
    struct arena a;

    arena_init(&a, 0);
    trie_pool_init(&p, 0);
    add_accounts(&p, &root, 0, 1000);
    ck_root(&a, root, ROOT_1000);
    add_accounts(&p, &root, 1000, 10000);
    ck_root(&a, root, ROOT_10000);
    for (uint64_t i = 1000; i < 10000; i++) {
        uint8_t key[32];

        account_key(key, i);
        ck_assert_err(trie_set(&p, &root, key, BYTES_EMPTY), ERR_OK);
    }
    ck_root(&a, root, ROOT_1000);
    trie_pool_release(&p);
    arena_release(&a);
}
END_TEST

/* Short keys by intent: they share long prefixes of any length, so that every
 * parity of an extension occurs. */
START_TEST(roots_agree_with_the_general_trie_at_every_step)
{
    enum { STEPS = 400, KEYS = 60 };
    uint8_t keys[KEYS][32] = { { 0 } }, values[KEYS][4];
    struct mpt_entry entries[KEYS];
    struct trie_node *root = NULL;
    struct trie_pool p;
    struct arena a;
    uint32_t seed = 1;

    arena_init(&a, 0);
    trie_pool_init(&p, 0);
    for (unsigned i = 0; i < KEYS; i++) {
        keys[i][i % 7] = (uint8_t)(1 + 16 * (i / 7));
        keys[i][7] = (uint8_t)i;
        entries[i] = (struct mpt_entry){ BYTES_OF(keys[i]), BYTES_EMPTY };
    }
    for (int step = 0; step < STEPS; step++) {
        uint8_t got[32], want[32];
        unsigned at;
        size_t len;

        seed = seed * 1664525 + 1013904223;
        at = (seed >> 8) % KEYS;
        len = (seed >> 20) % 5;
        memset(values[at], 0x81 + step % 64, sizeof values[at]);
        entries[at].value = bytes_make(values[at], len);
        ck_assert_err(trie_set(&p, &root, keys[at], entries[at].value),
                      ERR_OK);
        trie_root(got, root);
        ck_assert_err(mpt_root(&a, want, entries, KEYS, false), ERR_OK);
        ck_assert_msg(memcmp(got, want, 32) == 0, "step %d", step);
        arena_reset(&a);
    }
    trie_pool_release(&p);
    arena_release(&a);
}
END_TEST

/* --- the journal ------------------------------------------------------------------ */

static void ck_settles_to(struct evmkit *k, const uint8_t want[32])
{
    uint8_t got[32];

    ck_assert_err(state_settle(&k->state, got), ERR_OK);
    ck_assert(memcmp(got, want, 32) == 0);
}

static void change_everything(struct state *s)
{
    struct state_account *a = state_get(s, EVMKIT_SELF);
    uint8_t code[] = { 0x60, 0x01 };

    state_set_nonce(s, a, 7);
    state_add_balance(s, a, u256_from(9));
    state_set_code(s, a, BYTES_OF(code));
    for (uint64_t i = 0; i < 100; i++)
        state_set_slot(s, a, state_slot(s, a, u256_from(i)),
                       u256_from(i * i));
    state_transient_set(s, a, u256_from(1), u256_from(2));
    (void)state_log_add(s, BYTES_OF(code));
    s->refund = 5;
}

START_TEST(taking_back_restores_root_logs_and_refund)
{
    struct state_mark mark;
    uint8_t root[32], other[32];
    struct evmkit k;

    evmkit_init(&k, FORK_CANCUN);
    ck_assert_err(state_settle(&k.state, root), ERR_OK);
    mark = state_mark(&k.state);
    change_everything(&k.state);
    ck_assert_err(state_settle(&k.state, other), ERR_OK);
    ck_assert(memcmp(root, other, 32) != 0);
    state_revert(&k.state, mark);
    ck_settles_to(&k, root);
    ck_assert_uint_eq(k.state.log_count, 0);
    ck_assert_int_eq(k.state.refund, 0);
    ck_assert(u256_is_zero(state_transient_get(
        &k.state, state_get(&k.state, EVMKIT_SELF), u256_from(1))));
    change_everything(&k.state);
    ck_settles_to(&k, other);
    evmkit_release(&k);
}
END_TEST

START_TEST(a_destructed_account_comes_back_with_its_storage)
{
    struct state_account *a;
    struct state_mark mark;
    uint8_t root[32];
    struct evmkit k;

    evmkit_init(&k, FORK_CANCUN);
    change_everything(&k.state);
    state_commit(&k.state);
    ck_assert_err(state_settle(&k.state, root), ERR_OK);
    mark = state_mark(&k.state);
    state_tx_begin(&k.state);
    mark.logs = 0;
    a = state_get(&k.state, EVMKIT_SELF);
    state_flag(&k.state, a, ACCOUNT_DESTRUCTED);
    state_tx_end(&k.state, true);
    ck_assert(!account_has(a, ACCOUNT_EXISTS));
    ck_assert(!account_has_storage(a));
    state_set_slot(&k.state, a, state_slot(&k.state, a, u256_from(3)),
                   u256_from(4));
    state_revert(&k.state, mark);
    ck_settles_to(&k, root);
    ck_assert(u256_eq(state_peek(a, u256_from(9)), u256_from(81)));
    evmkit_release(&k);
}
END_TEST

START_TEST(touched_empty_accounts_go_from_spurious_dragon)
{
    uint8_t before[32];
    struct evmkit k;

    evmkit_init(&k, FORK_CANCUN);
    ck_assert_err(state_settle(&k.state, before), ERR_OK);
    state_tx_begin(&k.state);
    state_touch(&k.state, state_get(&k.state, EVMKIT_SELF));
    state_tx_end(&k.state, true);
    ck_settles_to(&k, before);
    state_touch(&k.state, state_get(&k.state, EVMKIT_SELF));
    state_tx_end(&k.state, false);
    ck_assert(account_has(state_get(&k.state, EVMKIT_SELF), ACCOUNT_EXISTS));
    evmkit_release(&k);
}
END_TEST

START_TEST(short_memory_is_told_and_never_hidden)
{
    uint8_t root[32];
    struct state s;

    state_init(&s, 4096);
    state_tx_begin(&s);
    change_everything(&s);
    ck_assert(s.failed);
    ck_assert_err(state_settle(&s, root), ERR_MEMORY);
    state_release(&s);
}
END_TEST

/* Arrays as large as they can get: the next entry has no room. */
START_TEST(a_full_journal_is_a_fault_and_no_end)
{
    struct state s;
    struct log_entry *log;
    uint8_t address[20] = { 1 }, root[32] = { 7 };

    state_init(&s, 0);
    s.change_count = s.change_room = SIZE_MAX;
    state_set_nonce(&s, state_get(&s, address), 1);
    ck_assert(s.failed);
    ck_assert_uint_eq(s.change_count, SIZE_MAX);
    s.failed = false;
    s.log_count = s.log_room = SIZE_MAX;
    log = state_log_add(&s, BYTES_EMPTY);
    ck_assert_ptr_nonnull(log);
    ck_assert(s.failed);
    ck_assert_err(state_settle(&s, root), ERR_MEMORY);
    ck_assert_uint_eq(root[0], 7);
    s.change_count = s.change_room = s.log_count = s.log_room = 0;
    state_release(&s);
}
END_TEST

START_TEST(transient_storage_holds_many_keys_for_one_transaction)
{
    enum { KEYS = 5000, HALF = KEYS / 2 };
    uint8_t addresses[2][20] = { { 1 }, { 2 } };
    struct state_account *a, *b;
    struct state_mark mark;
    struct state s;

    state_init(&s, 0);
    a = state_get(&s, addresses[0]);
    b = state_get(&s, addresses[1]);
    for (int round = 0; round < 3; round++) {
        state_tx_begin(&s);
        for (uint64_t i = 0; i < KEYS; i++) {
            ck_assert(u256_is_zero(state_transient_get(&s, a, u256_from(i))));
            if (i == HALF)
                mark = state_mark(&s);
            state_transient_set(&s, a, u256_from(i), u256_from(i + 1));
        }
        ck_assert(u256_is_zero(state_transient_get(&s, b, u256_from(1))));
        state_transient_set(&s, a, u256_from(1), u256_from(77));
        state_revert(&s, mark);
        for (uint64_t i = 0; i < KEYS; i++)
            ck_assert(u256_eq(state_transient_get(&s, a, u256_from(i)),
                              u256_from(i < HALF ? i + 1 : 0)));
    }
    state_release(&s);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, tries_of_accounts_have_the_known_roots);
    tcase_add_test(tc, roots_agree_with_the_general_trie_at_every_step);
    tcase_add_test(tc, taking_back_restores_root_logs_and_refund);
    tcase_add_test(tc, a_destructed_account_comes_back_with_its_storage);
    tcase_add_test(tc, touched_empty_accounts_go_from_spurious_dragon);
    tcase_add_test(tc, short_memory_is_told_and_never_hidden);
    tcase_add_test(tc, a_full_journal_is_a_fault_and_no_end);
    tcase_add_test(tc, transient_storage_holds_many_keys_for_one_transaction);
}

TESTKIT_MAIN("state", add_tests)
