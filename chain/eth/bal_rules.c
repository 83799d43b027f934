/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/bal.h"

/* left is the item before right: strictly ascending. */
static enum err ascending(int order)
{
    if (order < 0)
        return ERR_OK;
    return order == 0 ? ERR_REPEATED : ERR_ORDER;
}

static int compare_index(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static enum err check_changes(const struct bal_changes *list, uint64_t last)
{
    for (size_t i = 0; i < list->count; i++) {
        enum err err = ERR_OK;

        if (i > 0)
            err = ascending(compare_index(list->items[i - 1].index,
                                          list->items[i].index));
        if (err)
            return err;
        if (list->items[i].index > last)
            return ERR_BAL_INDEX;
    }
    return ERR_OK;
}

static enum err check_slots(const struct bal_account *account, uint64_t last)
{
    for (size_t i = 0; i < account->slot_count; i++) {
        const struct bal_slot *slot = &account->slots[i];
        enum err err = ERR_OK;

        if (i > 0)
            err = ascending(u256_cmp(slot[-1].slot, slot->slot));
        if (!err && slot->changes.count == 0)
            err = ERR_BAL_NO_CHANGE;
        if (!err)
            err = check_changes(&slot->changes, last);
        if (err)
            return err;
    }
    return ERR_OK;
}

/* After check_slots: both lists ascend, so one pass finds a common slot. */
static enum err check_reads(const struct bal_account *account)
{
    size_t changed = 0;

    for (size_t i = 0; i < account->read_count; i++) {
        struct u256 slot = account->reads[i];
        enum err err = ERR_OK;

        if (i > 0)
            err = ascending(u256_cmp(account->reads[i - 1], slot));
        if (err)
            return err;
        while (changed < account->slot_count &&
               u256_lt(account->slots[changed].slot, slot))
            changed++;
        if (changed < account->slot_count &&
            u256_eq(account->slots[changed].slot, slot))
            return ERR_BAL_BOTH;
    }
    return ERR_OK;
}

static enum err check_codes(const struct bal_account *account, uint64_t last)
{
    for (size_t i = 0; i < account->code_count; i++) {
        const struct bal_code *code = &account->codes[i];
        enum err err = ERR_OK;

        if (i > 0)
            err = ascending(compare_index(code[-1].index, code->index));
        if (err)
            return err;
        if (code->index > last)
            return ERR_BAL_INDEX;
        if (code->code.len > BAL_CODE_MAX)
            return ERR_TOO_LONG;
    }
    return ERR_OK;
}

static enum err check_account(const struct bal_account *account, uint64_t last)
{
    enum err err = check_slots(account, last);

    if (!err)
        err = check_reads(account);
    if (!err)
        err = check_changes(&account->balances, last);
    if (!err)
        err = check_changes(&account->nonces, last);
    if (!err)
        err = check_codes(account, last);
    return err;
}

enum err bal_validate(uint64_t *items, const struct bal *list,
                      uint64_t transactions, uint64_t gas_limit)
{
    uint64_t last = transactions == UINT64_MAX ? transactions
                                               : transactions + 1;
    uint64_t total = 0;

    for (size_t i = 0; i < list->count; i++) {
        const struct bal_account *account = &list->accounts[i];
        enum err err = ERR_OK;

        if (i > 0)
            err = ascending(memcmp(account[-1].address, account->address, 20));
        if (!err)
            err = check_account(account, last);
        if (err)
            return err;
        total += 1 + account->slot_count + account->read_count;
    }
    if (total > gas_limit / BAL_GAS_PER_ITEM)
        return ERR_BAL_SIZE;
    *items = total;
    return ERR_OK;
}
