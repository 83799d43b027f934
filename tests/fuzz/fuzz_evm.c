/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "chain/eth/account.h"
#include "chain/eth/execute.h"
#include "tests/fuzz/fuzz.h"

/* Input: one byte for the fork, the rest is code of a contract that is called.
 * Properties: the same call gives the same result, gas and root again after it
 * was taken back; taking back restores the root; no gas comes from nowhere; and
 * the root kept up to date is the one that the general trie gives for all
 * accounts. */

enum { GAS = 200000, ACCOUNTS_MAX = 4096, SLOTS_MAX = 4096 };

static const uint8_t self[20] = { 0xaa }, caller[20] = { 0xcc };

static void set_up(struct state *s, struct bytes code)
{
    state_tx_begin(s);
    state_set_balance(s, state_get(s, caller), u256_from(UINT64_MAX));
    state_set_balance(s, state_get(s, self), u256_from(1000));
    state_set_code(s, state_get(s, self), code);
    for (uint64_t i = 0; i < 4; i++)
        state_set_slot(s, state_get(s, self),
                       state_slot(s, state_get(s, self), u256_from(i)),
                       u256_from(i + 1));
    state_commit(s);
}

static enum err run(struct evm *e, struct execute_outcome *o, struct bytes in)
{
    struct tx tx = { .type = TX_LEGACY, .has_to = true, .gas = GAS,
                     .value = u256_from(1), .data = in };
    struct tx_cost cost = { .intrinsic = 21000 };

    memcpy(tx.to, self, sizeof self);
    tx.nonce = state_get(e->state, caller)->nonce;
    return execute_tx(e, o, &tx, caller, &cost);
}

static void take_root(struct state *s, uint8_t out[32])
{
    if (state_settle(s, out))
        abort();
}

static struct bytes code_of(const struct state_account *a)
{
    return bytes_make(a->code->data, a->code->len);
}

/* The root again, from scratch. */
static void ck_general_root(struct arena *a, const struct state *s,
                            const uint8_t want[32])
{
    struct state_entry *entries = arena_array(a, ACCOUNTS_MAX, sizeof *entries);
    const struct state_account *account;
    uint8_t got[32];
    size_t at = 0, count = 0;

    if (!entries)
        return;
    while ((account = state_next(s, &at)) && count < ACCOUNTS_MAX) {
        const struct storage *st = account->storage;
        struct state_entry *entry = &entries[count];
        struct storage_slot *slots;

        if (!account_has(account, ACCOUNT_EXISTS))
            continue;
        memcpy(entry->address, account->address, 20);
        entry->nonce = account->nonce;
        entry->balance = account->balance;
        entry->code = code_of(account);
        slots = arena_array(a, st ? st->count : 0, sizeof *slots);
        if (!slots)
            return;
        for (size_t i = 0; st && i < st->size; i++)
            if (st->table[i])
                slots[entry->slot_count++] = (struct storage_slot){
                    st->table[i]->key, st->table[i]->value };
        entry->slots = slots;
        count++;
    }
    if (state_root(a, got, entries, count))
        return;
    if (memcmp(got, want, 32) != 0)
        abort();
}

static void play(struct arena *a, struct evm *e, struct state *s,
                 struct bytes in)
{
    struct evm_block block = { .number = 300, .timestamp = 5000,
                               .gas_limit = 30000000,
                               .chain_id = u256_from(1) };
    enum fork fork = (enum fork)(in.data[0] % (FORK_BPO2 + 1));
    uint8_t before[32], first[32], second[32], restored[32];
    struct execute_outcome o, again;
    struct state_mark mark;

    set_up(s, bytes_tail(in, 1));
    take_root(s, before);
    evm_setup(e, s, fork, &block);
    mark = state_mark(s);
    if (run(e, &o, in))
        return;
    if (o.gas_used < 21000 / 2 || o.gas_used > GAS)
        abort();
    take_root(s, first);
    ck_general_root(a, s, first);
    mark.logs = 0;
    state_revert(s, mark);
    take_root(s, restored);
    if (memcmp(before, restored, 32) != 0)
        abort();
    if (run(e, &again, in) || again.success != o.success ||
        again.gas_used != o.gas_used || again.log_count != o.log_count)
        abort();
    take_root(s, second);
    if (memcmp(first, second, 32) != 0)
        abort();
}

void fuzz_one(struct arena *a, struct bytes in)
{
    struct state s;
    struct evm e;

    if (in.len < 2 || in.len > 4096)
        return;
    state_init(&s, 0);
    if (evm_init(&e))
        abort();
    play(a, &e, &s, in);
    evm_release(&e);
    state_release(&s);
}
