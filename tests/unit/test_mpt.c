/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/crypto/keccak.h"
#include "chain/eth/account.h"
#include "chain/eth/mpt.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, 0);
}

static void teardown(void)
{
    arena_release(&arena);
}

static struct mpt_entry entry(const char *key, const char *value)
{
    return (struct mpt_entry){ bytes_str(key), bytes_str(value) };
}

static void check_root(const struct mpt_entry *entries, size_t count,
                       const char *want)
{
    uint8_t root[32];
    char got[65];

    ck_assert_err(mpt_root(&arena, root, entries, count, false), ERR_OK);
    hex_write(got, BYTES_OF(root));
    ck_assert_str_eq(got, want);
}

/* The four-word trie that ethereum.org's article on tries also walks through;
 * root by @ethereumjs/mpt. */
static const char WORDS_ROOT[] =
    "5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84";

static size_t words(struct mpt_entry out[4])
{
    out[0] = entry("do", "verb");
    out[1] = entry("dog", "puppy");
    out[2] = entry("doge", "coin");
    out[3] = entry("horse", "stallion");
    return 4;
}

START_TEST(a_trie_of_words_has_its_known_root_in_any_order)
{
    struct mpt_entry entries[4], turned[4];
    size_t count = words(entries);

    for (size_t shift = 0; shift < count; shift++) {
        for (size_t i = 0; i < count; i++)
            turned[i] = entries[(i + shift) % count];
        check_root(turned, count, WORDS_ROOT);
    }
}
END_TEST

START_TEST(later_entries_win_and_empty_values_delete)
{
    struct mpt_entry entries[7];
    size_t count = words(entries);

    entries[4] = entry("dog", "wolf");
    entries[5] = entry("ether", "gas");
    entries[6] = entry("ether", "");
    ck_assert_uint_eq(count, 4);
    entries[1] = entry("dog", "other");
    entries[4] = entry("dog", "puppy");
    check_root(entries, 7, WORDS_ROOT);
}
END_TEST

START_TEST(nothing_and_deleted_have_the_empty_root)
{
    struct mpt_entry entries[2] = { entry("a", "b"), entry("a", "") };
    char empty[65];

    hex_write(empty, bytes_make(EMPTY_TRIE_ROOT, 32));
    check_root(entries, 0, empty);
    check_root(entries, 2, empty);
}
END_TEST

/* Account i: address from the hash of its number, value [i, 10^9 i + 1, empty
 * root, empty code]; roots by two other implementations. */
static const struct {
    size_t count;
    const char *root;
} many[] = {
    { 1000, "8604fa35c3386206e48c8fda5eec3306e0e4c88c1b57e8538d6ce1c516de0bda" },
    { 10000,
      "326f8953701c38e91a1ca683e683637b6e33bc8ba76d742da409299ad7806e7b" },
};

START_TEST(many_accounts_have_their_known_root)
{
    size_t count = many[_i].count;
    struct state_entry *entries = arena_array(&arena, count, sizeof *entries);
    uint8_t root[32];
    char got[65];

    ck_assert_ptr_nonnull(entries);
    for (size_t i = 0; i < count; i++) {
        uint8_t number[8] = { 0 }, hash[32];

        for (int b = 0; b < 8; b++)
            number[b] = (uint8_t)(i >> (56 - 8 * b));
        keccak256(hash, BYTES_OF(number));
        memcpy(entries[i].address, hash + 12, 20);
        entries[i].nonce = i;
        entries[i].balance = u256_from(i * 1000000000 + 1);
    }
    ck_assert_err(state_root(&arena, root, entries, count), ERR_OK);
    hex_write(got, BYTES_OF(root));
    ck_assert_str_eq(got, many[_i].root);
}
END_TEST

START_TEST(every_key_is_proven_and_its_neighbours_are_not)
{
    static const char *const asked[] = { "do",    "dog",  "doge", "horse",
                                         "",      "d",    "dogs", "doges",
                                         "horses", "cat" };
    struct mpt_entry entries[4];
    size_t count = words(entries);
    uint8_t root[32];

    ck_assert_err(mpt_root(&arena, root, entries, count, false), ERR_OK);
    for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
        struct bytes *nodes, value, want, key = bytes_str(asked[i]);
        size_t node_count;

        ck_assert_err(mpt_get(&arena, &want, entries, count, key, false),
                      ERR_OK);
        ck_assert_err(mpt_prove(&arena, &nodes, &node_count, entries, count,
                                key, false),
                      ERR_OK);
        ck_assert_err(mpt_verify(&arena, &value, root, key, nodes, node_count),
                      ERR_OK);
        ck_assert(bytes_eq(value, want));
        ck_assert_int_eq(want.len != 0, i < 4);
    }
}
END_TEST

START_TEST(broken_proofs_are_refused_for_their_reason)
{
    struct mpt_entry entries[4];
    struct bytes *nodes, value = bytes_str("kept"), key = bytes_str("doge");
    struct bytes more[16];
    size_t count = words(entries), n;
    uint8_t root[32], changed[600];

    ck_assert_err(mpt_root(&arena, root, entries, count, false), ERR_OK);
    ck_assert_err(mpt_prove(&arena, &nodes, &n, entries, count, key, false),
                  ERR_OK);
    ck_assert_uint_gt(n, 1);
    ck_assert_err(mpt_verify(&arena, &value, root, key, nodes, n - 1),
                  ERR_PROOF_MISSING);
    ck_assert_err(mpt_verify(&arena, &value, root, key, nodes, 0),
                  ERR_PROOF_MISSING);
    memcpy(more, nodes, n * sizeof *nodes);
    more[n] = nodes[0];
    ck_assert_err(mpt_verify(&arena, &value, root, key, more, n + 1),
                  ERR_PROOF_EXTRA);
    memcpy(changed, nodes[n - 1].data, nodes[n - 1].len);
    changed[nodes[n - 1].len - 1] ^= 1;
    more[n - 1] = bytes_make(changed, nodes[n - 1].len);
    ck_assert_err(mpt_verify(&arena, &value, root, key, more, n),
                  ERR_PROOF_HASH);
    ck_assert(bytes_eq(value, bytes_str("kept")));
}
END_TEST

/* A root node of any form, under its own hash. */
static enum err verify_single(const char *node, const char *key)
{
    struct bytes in = unhex(&arena, node), value;
    uint8_t root[32];

    keccak256(root, in);
    return mpt_verify(&arena, &value, root, unhex(&arena, key), &in, 1);
}

START_TEST(malformed_nodes_are_refused_though_their_hash_fits)
{
    ck_assert_err(verify_single("c3820012", "12"), ERR_PROOF_NODE);
    /* leaf [20 12, 2a]: fine; then its spoilt kin */
    ck_assert_err(verify_single("c48220122a", "12"), ERR_OK);
    ck_assert_err(verify_single("c482201280", "12"), ERR_PROOF_NODE);
    ck_assert_err(verify_single("c48221122a", "12"), ERR_PROOF_NODE);
    ck_assert_err(verify_single("c48240122a", "12"), ERR_PROOF_NODE);
    ck_assert_err(verify_single("c482201281", "12"), ERR_PROOF_NODE);
    ck_assert_err(verify_single("c58220122a00", "12"), ERR_PROOF_NODE);
    ck_assert_err(verify_single("c482201200", "12"), ERR_OK);
    ck_assert_err(verify_single("c3802a2a", "12"), ERR_PROOF_NODE);
    /* extension with an empty path, and one whose child is a short string */
    ck_assert_err(verify_single("c3002a00", "12"), ERR_PROOF_NODE);
    ck_assert_err(verify_single("c4820012aa", "12"), ERR_PROOF_NODE);
    /* a branch with one child only */
    ck_assert_err(verify_single("d3c2202a808080808080808080808080808080"
                                "80",
                                ""),
                  ERR_PROOF_NODE);
    ck_assert_err(verify_single("80", "12"), ERR_OK);
}
END_TEST

START_TEST(running_out_of_memory_is_an_error_until_it_fits)
{
    struct mpt_entry entries[4];
    size_t count = words(entries);
    enum err err = ERR_MEMORY;

    for (size_t n = 1; err; n++) {
        struct bytes *nodes = NULL;
        uint8_t root[32] = { 9 };
        size_t node_count = 77;

        arena_reset(&arena);
        arena.fail_at = n;
        err = mpt_root(&arena, root, entries, count, true);
        if (!err)
            err = mpt_prove(&arena, &nodes, &node_count, entries, count,
                            bytes_str("doge"), false);
        if (err) {
            ck_assert_err(err, ERR_MEMORY);
            ck_assert_ptr_null(nodes);
            ck_assert_uint_eq(node_count, 77);
        }
        ck_assert_uint_lt(n, 100);
    }
    arena.fail_at = 0;
}
END_TEST

/* Keys that are each a prefix of the next nest one branch per key. */
START_TEST(keys_nested_too_deep_are_a_limit_not_a_crash)
{
    enum { KEYS = MPT_BRANCH_DEPTH_MAX + 2 };
    struct mpt_entry *entries = arena_array(&arena, KEYS, sizeof *entries);
    uint8_t *text = arena_alloc(&arena, KEYS), root[32];

    ck_assert_ptr_nonnull(entries);
    for (size_t i = 0; i < KEYS; i++)
        entries[i] = (struct mpt_entry){ bytes_make(text, i),
                                         bytes_make("v", 1) };
    ck_assert_err(mpt_root(&arena, root, entries, KEYS, false), ERR_LIMIT);
    ck_assert_err(mpt_root(&arena, root, entries, KEYS, true), ERR_OK);
}
END_TEST

START_TEST(accounts_survive_the_round_trip)
{
    struct account in = { .nonce = 5, .balance = u256_from(1000) }, out;
    uint8_t text[ACCOUNT_RLP_MAX];
    size_t len;

    memcpy(in.storage_root, EMPTY_TRIE_ROOT, 32);
    memcpy(in.code_hash, KECCAK256_EMPTY, 32);
    len = account_encode(text, &in);
    ck_assert_err(account_decode(&out, bytes_make(text, len)), ERR_OK);
    ck_assert_uint_eq(out.nonce, 5);
    ck_assert(u256_eq(out.balance, in.balance));
    ck_assert_mem_eq(out.storage_root, EMPTY_TRIE_ROOT, 32);
    ck_assert_mem_eq(out.code_hash, KECCAK256_EMPTY, 32);
    out.nonce = 99;
    ck_assert_err(account_decode(&out, bytes_make(text, len - 1)),
                  ERR_TRUNCATED);
    ck_assert_uint_eq(out.nonce, 99);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_trie_of_words_has_its_known_root_in_any_order);
    tcase_add_test(tc, later_entries_win_and_empty_values_delete);
    tcase_add_test(tc, nothing_and_deleted_have_the_empty_root);
    tcase_add_loop_test(tc, many_accounts_have_their_known_root, 0,
                        (int)ARRAY_LEN(many));
    tcase_add_test(tc, every_key_is_proven_and_its_neighbours_are_not);
    tcase_add_test(tc, broken_proofs_are_refused_for_their_reason);
    tcase_add_test(tc, malformed_nodes_are_refused_though_their_hash_fits);
    tcase_add_test(tc, running_out_of_memory_is_an_error_until_it_fits);
    tcase_add_test(tc, keys_nested_too_deep_are_a_limit_not_a_crash);
    tcase_add_test(tc, accounts_survive_the_round_trip);
}

TESTKIT_MAIN("mpt", add_tests)
