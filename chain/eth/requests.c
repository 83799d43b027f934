/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/requests.h"

#include "chain/crypto/hash.h"

enum { ABI_WORD = 32 };
/* Hashed at once; one digest per type byte is the most there can be. */
enum { ITEMS_MAX = 256 };

/* clang-format off */
static const struct request_kind kinds[REQUEST_TYPES] = {
    [REQUEST_DEPOSIT] = { FORK_PRAGUE, DEPOSIT_SIZE, 0, {
        { "pubkey", 48, false }, { "withdrawalCredentials", 32, false },
        { "amount", 8, true }, { "signature", 96, false },
        { "index", 8, true } } },
    [REQUEST_WITHDRAWAL] = { FORK_PRAGUE, 76, 16, {
        { "sourceAddress", 20, false }, { "validatorPubkey", 48, false },
        { "amount", 8, true } } },
    [REQUEST_CONSOLIDATION] = { FORK_PRAGUE, 116, 2, {
        { "sourceAddress", 20, false }, { "sourcePubkey", 48, false },
        { "targetPubkey", 48, false } } },
    [REQUEST_BUILDER_DEPOSIT] = { FORK_AMSTERDAM, 184, 64, {
        { "pubkey", 48, false }, { "withdrawalCredentials", 32, false },
        { "amount", 8, true }, { "signature", 96, false } } },
    [REQUEST_BUILDER_EXIT] = { FORK_AMSTERDAM, 68, 16, {
        { "sourceAddress", 20, false }, { "pubkey", 48, false } } },
};
/* clang-format on */

const struct request_kind *request_kind_find(unsigned type)
{
    return type < REQUEST_TYPES ? &kinds[type] : NULL;
}

/* Strictly ascending types. */
static enum err check_order(const struct bytes *items, size_t i)
{
    if (items[i].len == 0)
        return ERR_EMPTY;
    if (i == 0 || items[i].data[0] > items[i - 1].data[0])
        return ERR_OK;
    return items[i].data[0] == items[i - 1].data[0] ? ERR_REPEATED : ERR_ORDER;
}

enum err requests_hash(uint8_t out[32], const struct bytes *items,
                       size_t count)
{
    uint8_t digests[ITEMS_MAX * 32];
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        enum err err = check_order(items, i);

        if (err)
            return err;
        if (items[i].len == 1)
            continue;
        /* Ascending type bytes: never more than ITEMS_MAX. */
        hash_sha256(digests + 32 * used++, items[i]);
    }
    hash_sha256(out, bytes_make(digests, 32 * used));
    return ERR_OK;
}

enum err request_check(const struct request_kind **kind, struct bytes item)
{
    const struct request_kind *k;

    if (item.len == 0)
        return ERR_EMPTY;
    k = request_kind_find(item.data[0]);
    if (!k)
        return ERR_TYPE;
    if (item.len == 1)
        return ERR_EMPTY;
    if ((item.len - 1) % k->size != 0)
        return ERR_LENGTH;
    *kind = k;
    return ERR_OK;
}

enum err requests_validate(enum fork fork, const struct bytes *items,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct request_kind *kind;
        enum err err = check_order(items, i);

        if (!err)
            err = request_check(&kind, items[i]);
        if (err)
            return err;
        if (fork < kind->since)
            return ERR_TYPE;
        if (kind->count_max &&
            (items[i].len - 1) / kind->size > kind->count_max)
            return ERR_TOO_LONG;
    }
    return ERR_OK;
}

static bool word_is(struct bytes data, size_t at, size_t value)
{
    struct u256 word = u256_from_be(data.data + at, ABI_WORD);

    return u256_eq(word, u256_from(value));
}

/* EIP-6110, is_valid_deposit_event_data: five offsets, five lengths; padding
 * is not looked at. */
enum err deposit_from_event(uint8_t out[DEPOSIT_SIZE], struct bytes data)
{
    static const size_t offsets[] = { 160, 256, 320, 384, 512 };
    const struct request_part *parts = kinds[REQUEST_DEPOSIT].parts;
    size_t used = 0;

    if (data.len != DEPOSIT_EVENT_SIZE)
        return ERR_DEPOSIT_LAYOUT;
    for (size_t i = 0; i < ARRAY_LEN(offsets); i++)
        if (!word_is(data, i * ABI_WORD, offsets[i]) ||
            !word_is(data, offsets[i], parts[i].size))
            return ERR_DEPOSIT_LAYOUT;
    for (size_t i = 0; i < ARRAY_LEN(offsets); i++) {
        memcpy(out + used, data.data + offsets[i] + ABI_WORD, parts[i].size);
        used += parts[i].size;
    }
    return ERR_OK;
}
