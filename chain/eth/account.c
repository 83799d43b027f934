/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/account.h"

#include <assert.h>

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/mpt.h"

enum { ACCOUNT_FIELDS = 4, WORD = 32 };

/* Writes an integer of at most 256 bits; returns the bytes written. */
static size_t write_u256(uint8_t out[1 + WORD], struct u256 v)
{
    uint8_t digits[WORD];
    size_t len = u256_to_min(digits, v), n = 0;

    if (len != 1 || digits[0] >= 0x80)
        out[n++] = (uint8_t)(0x80 + len);
    memcpy(out + n, digits, len);
    return n + len;
}

static size_t write_hash(uint8_t *out, const uint8_t hash[WORD])
{
    out[0] = 0x80 + WORD;
    memcpy(out + 1, hash, WORD);
    return 1 + WORD;
}

size_t account_encode(uint8_t out[ACCOUNT_RLP_MAX], const struct account *in)
{
    uint8_t body[ACCOUNT_RLP_MAX];
    size_t n = rlp_write_u64(body, in->nonce), prefix;

    n += write_u256(body + n, in->balance);
    n += write_hash(body + n, in->storage_root);
    n += write_hash(body + n, in->code_hash);
    prefix = rlp_prefix(out, RLP_LIST, n);
    memcpy(out + prefix, body, n);
    assert(prefix + n <= ACCOUNT_RLP_MAX);
    return prefix + n;
}

enum err account_decode(struct account *out, struct bytes in)
{
    struct account account;
    struct rlp_item item;
    struct bytes fields;
    size_t count;
    enum err err = rlp_decode(&item, in);

    if (err)
        return err;
    if (item.kind != RLP_LIST)
        return ERR_EXPECTED_LIST;
    fields = item.body;
    err = rlp_count(&count, fields);
    if (!err && count != ACCOUNT_FIELDS)
        err = ERR_FIELD_COUNT;
    if (!err)
        err = rlp_read_u64(&account.nonce, &fields);
    if (!err)
        err = rlp_read_u256(&account.balance, &fields);
    if (!err)
        err = rlp_read_fixed(account.storage_root, WORD, &fields);
    if (!err)
        err = rlp_read_fixed(account.code_hash, WORD, &fields);
    if (err)
        return err;
    *out = account;
    return ERR_OK;
}

enum err storage_root(struct arena *a, uint8_t root[32],
                      const struct storage_slot *slots, size_t count)
{
    struct mpt_entry *entries = arena_array(a, count, sizeof *entries);
    uint8_t(*keys)[WORD] = arena_array(a, count, sizeof *keys);
    uint8_t(*values)[1 + WORD] = arena_array(a, count, sizeof *values);

    if (!entries || !keys || !values)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        u256_to_be(keys[i], slots[i].key);
        entries[i].key = BYTES_OF(keys[i]);
        if (!u256_is_zero(slots[i].value))
            entries[i].value =
                bytes_make(values[i], write_u256(values[i], slots[i].value));
    }
    return mpt_root(a, root, entries, count, true);
}

enum err state_root(struct arena *a, uint8_t root[32],
                    const struct state_entry *entries, size_t count)
{
    struct mpt_entry *leaves = arena_array(a, count, sizeof *leaves);
    uint8_t(*values)[ACCOUNT_RLP_MAX] = arena_array(a, count, sizeof *values);

    if (!leaves || !values)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        struct account account = { .nonce = entries[i].nonce,
                                   .balance = entries[i].balance };
        enum err err = storage_root(a, account.storage_root, entries[i].slots,
                                    entries[i].slot_count);

        if (err)
            return err;
        keccak256(account.code_hash, entries[i].code);
        leaves[i].key = BYTES_OF(entries[i].address);
        leaves[i].value =
            bytes_make(values[i], account_encode(values[i], &account));
    }
    return mpt_root(a, root, leaves, count, true);
}
