/* state: accounts and storage in memory, with a journal, and their root.
 *
 * One struct state is one world state that moves forward.  Every change is
 * journalled from the last state_commit() on, across transactions, so that a
 * call, a transaction or a whole block can be taken back.  Records are never
 * moved: pointers to accounts and slots stay good until state_reset().
 *
 * When memory runs short the failed flag is set and a spare record is handed
 * out, so that callers ask once, at the end of a piece of work; what was
 * computed in between must then be thrown away. */
#ifndef ETALON_CHAIN_ETH_STATE_H
#define ETALON_CHAIN_ETH_STATE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"
#include "chain/eth/receipt.h"
#include "chain/eth/trie.h"
#include "chain/evm/code.h"

/* value: now; original: when the transaction began. */
struct slot {
    struct u256 key, value, original;
    uint64_t epoch; /* the transaction that original and warm belong to */
    bool warm, dirty;
    struct slot *next_dirty;
};

struct storage {
    struct slot **table;
    size_t size, count;
    struct slot *dirty; /* changed since the last root */
    struct trie_node *trie;
};

enum account_flag {
    ACCOUNT_EXISTS = 1,      /* is in the trie */
    /* the rest is about the current transaction only */
    ACCOUNT_TOUCHED = 2,     /* EIP-161 */
    ACCOUNT_WARM = 4,        /* EIP-2929 */
    ACCOUNT_CREATED = 8,     /* EIP-6780 */
    ACCOUNT_DESTRUCTED = 16,
};

struct state_account {
    uint8_t address[20];
    uint8_t flags;
    bool dirty, hashed;
    uint64_t nonce, epoch;
    struct u256 balance;
    struct code *code; /* never NULL */
    struct storage *storage; /* NULL: nothing in it */
    struct state_account *next_dirty;
    uint8_t address_hash[32]; /* when hashed */
};

struct state_transient {
    const struct state_account *account;
    struct u256 key, value;
};

enum { STATE_SPARE_CHANGE = 96 }; /* bytes of one entry of the journal */

struct state_change;

struct state {
    struct arena arena;    /* accounts, slots */
    struct arena log_arena;
    struct code_set codes;
    struct trie_pool tries;
    struct trie_node *trie;
    struct state_account **table;
    size_t size, count;
    struct state_account *dirty;
    struct state_change *changes;
    size_t change_count, change_room;
    struct state_account **seen; /* accounts met in this transaction */
    size_t seen_count, seen_room;
    struct log_entry *logs;
    size_t log_count, log_room;
    struct state_transient *transient;
    size_t transient_count, transient_room;
    uint64_t *transient_table; /* epoch and number; see state_journal.c */
    size_t transient_size;
    int64_t refund;
    uint64_t epoch;
    bool failed; /* memory ran short */
    struct code empty_code;
    struct state_account void_account;
    struct slot void_slot;
    struct log_entry void_log;
    _Alignas(16) uint8_t spare_change[STATE_SPARE_CHANGE];
};

struct state_mark {
    size_t changes, logs;
    int64_t refund;
};

/* cap_bytes bounds each of the arenas; 0: ARENA_CAP_DEFAULT. */
void state_init(struct state *s, size_t cap_bytes);
/* Empty again, memory kept. */
void state_reset(struct state *s);
void state_release(struct state *s);

/* The account's record, made when there is none (it does not exist then). */
struct state_account *state_get(struct state *s, const uint8_t address[20]);
/* The record if the address was ever met, else NULL. */
struct state_account *state_find(const struct state *s, const uint8_t address[20]);
/* Walks all records in no special order; NULL past the end; *at from 0. */
struct state_account *state_next(const struct state *s, size_t *at);
/* The record of a slot, made when there is none; warm and original are those
 * of the current transaction. */
struct slot *state_slot(struct state *s, struct state_account *a, struct u256 key);
/* Value of a slot without making a record. */
struct u256 state_peek(const struct state_account *a, struct u256 key);

/* Changes, all journalled.  The set functions make the account exist. */
void state_set_nonce(struct state *s, struct state_account *a, uint64_t nonce);
void state_set_balance(struct state *s, struct state_account *a, struct u256 balance);
void state_add_balance(struct state *s, struct state_account *a, struct u256 amount);
/* The balance must suffice. */
void state_sub_balance(struct state *s, struct state_account *a, struct u256 amount);
void state_set_code(struct state *s, struct state_account *a, struct bytes code);
void state_set_slot(struct state *s, struct state_account *a, struct slot *slot,
                    struct u256 value);
/* Sets flags. */
void state_flag(struct state *s, struct state_account *a, unsigned set);
/* Exists from now on and is touched (EIP-161). */
void state_touch(struct state *s, struct state_account *a);
void state_warm_slot(struct state *s, struct slot *slot);
struct u256 state_transient_get(const struct state *s, const struct state_account *a,
                                struct u256 key);
void state_transient_set(struct state *s, struct state_account *a, struct u256 key,
                         struct u256 value);
/* A log whose fields the caller fills; data is copied.  Never NULL. */
struct log_entry *state_log_add(struct state *s, struct bytes data);

/* nonce, balance and code are all empty (EIP-161). */
static inline bool account_is_empty(const struct state_account *a)
{
    return a->nonce == 0 && a->code->len == 0 && u256_is_zero(a->balance);
}
static inline bool account_has(const struct state_account *a, enum account_flag flag)
{
    return (a->flags & flag) != 0;
}
/* True when some slot is not zero. */
bool account_has_storage(const struct state_account *a);

struct state_mark state_mark(const struct state *s);
/* Takes back everything since the mark. */
void state_revert(struct state *s, struct state_mark mark);
/* A transaction begins: warm sets, transient storage, logs, refund and original
 * values start anew. */
void state_tx_begin(struct state *s);
/* A transaction ends: destructed accounts go; with clear_empty (EIP-161) so do
 * touched empty ones. */
void state_tx_end(struct state *s, bool clear_empty);
/* Forgets the journal: what was done stays done. */
void state_commit(struct state *s);
/* Root of the state trie.  ERR_MEMORY. */
MUST_CHECK enum err state_settle(struct state *s, uint8_t out[32]);
/* Root of one account's storage as of the last state_settle(). */
void state_storage_root(uint8_t out[32], const struct state_account *a);

#endif
