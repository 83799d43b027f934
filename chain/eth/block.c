/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/block.h"

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/tx.h"

enum {
    BODY_ITEMS = 3,            /* header, transactions, ommers */
    BODY_ITEMS_WITHDRAWALS = 4,
    LEGACY_FIRST_MIN = 0xc0,
};

/* EIP-4844: the form for the network wraps the transaction in one more list;
 * it begins with a list where a transaction has its chain id. */
static bool is_sidecar(struct bytes tx)
{
    struct rlp_item list, first;

    return tx.len > 1 && tx.data[0] == TX_BLOB &&
           !rlp_decode(&list, bytes_tail(tx, 1)) && list.kind == RLP_LIST &&
           !rlp_next(&first, &list.body) && first.kind == RLP_LIST;
}

/* One transaction of the body: *out is its canonical form. */
static enum err read_transaction(struct arena *a, struct bytes *out,
                                 const enum fork *fork, struct bytes *list)
{
    struct rlp_item item;
    struct tx tx;
    enum err err = rlp_next(&item, list);

    if (err)
        return err;
    *out = item.kind == RLP_LIST ? item.whole : item.body;
    if (item.kind == RLP_STRING) {
        if (item.body.len == 0)
            return ERR_EMPTY;
        /* A legacy transaction is never a string here. */
        if (item.body.data[0] >= LEGACY_FIRST_MIN)
            return ERR_EXPECTED_LIST;
        if (is_sidecar(item.body))
            return ERR_BLK_SIDECAR;
    }
    err = tx_decode(a, &tx, *out);
    return !err && fork ? tx_check_type(&tx, *fork) : err;
}

static enum err read_transactions(struct arena *a, struct block *b,
                                  const enum fork *fork, struct bytes *in)
{
    struct bytes list, *items;
    enum err err = rlp_read_list(&list, in);

    if (!err)
        err = rlp_count(&b->transaction_count, list);
    if (err)
        return err;
    items = arena_array(a, b->transaction_count, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < b->transaction_count; i++) {
        err = read_transaction(a, &items[i], fork, &list);
        if (err)
            return err;
    }
    b->transactions = items;
    return ERR_OK;
}

static enum err read_ommers(struct arena *a, struct block *b, struct bytes *in)
{
    struct header *ommers;
    struct bytes list;
    enum err err = rlp_read_list(&list, in);

    if (!err)
        err = rlp_count(&b->ommer_count, list);
    if (err)
        return err;
    ommers = arena_array(a, b->ommer_count, sizeof *ommers);
    if (!ommers)
        return ERR_MEMORY;
    for (size_t i = 0; i < b->ommer_count; i++) {
        struct rlp_item item;

        err = rlp_next(&item, &list);
        if (!err)
            err = header_decode(&ommers[i], NULL, item.whole);
        if (err)
            return err;
    }
    b->ommers = ommers;
    return ERR_OK;
}

static enum err read_withdrawals(struct arena *a, struct block *b,
                                 struct bytes *in)
{
    struct withdrawal *withdrawals;
    struct bytes list;
    enum err err = rlp_read_list(&list, in);

    if (!err)
        err = rlp_count(&b->withdrawal_count, list);
    if (err)
        return err;
    withdrawals = arena_array(a, b->withdrawal_count, sizeof *withdrawals);
    if (!withdrawals)
        return ERR_MEMORY;
    for (size_t i = 0; i < b->withdrawal_count; i++) {
        struct rlp_item item;

        err = rlp_next(&item, &list);
        if (!err)
            err = withdrawal_decode(&withdrawals[i], item.whole);
        if (err)
            return err;
    }
    b->withdrawals = withdrawals;
    return ERR_OK;
}

/* The list of three or four items, and the header in front. */
static enum err read_head(struct block *b, struct bytes *rest,
                          const enum fork *fork, struct bytes in)
{
    struct rlp_item item;
    size_t count;
    enum err err = rlp_decode(&item, in);

    if (!err && item.kind != RLP_LIST)
        err = ERR_EXPECTED_LIST;
    if (!err)
        err = rlp_count(&count, item.body);
    if (err)
        return err;
    if (count != BODY_ITEMS && count != BODY_ITEMS_WITHDRAWALS)
        return ERR_FIELD_COUNT;
    *rest = item.body;
    err = rlp_next(&item, rest);
    if (!err)
        err = header_decode(&b->header, fork, item.whole);
    if (err)
        return err;
    keccak256(b->hash, item.whole);
    b->has_withdrawals = count == BODY_ITEMS_WITHDRAWALS;
    if (b->has_withdrawals != (b->header.fields >= HEADER_FIELDS_SHANGHAI))
        return ERR_BLK_WITHDRAWALS;
    return ERR_OK;
}

enum err block_decode(struct arena *a, struct block *out,
                      const enum fork *fork, struct bytes in)
{
    struct block b = { .size = in.len };
    struct bytes rest;
    enum err err;

    if (fork && *fork >= FORK_OSAKA && in.len > BLOCK_SIZE_MAX)
        return ERR_BLK_SIZE;
    err = read_head(&b, &rest, fork, in);
    if (!err)
        err = read_transactions(a, &b, fork, &rest);
    if (!err)
        err = read_ommers(a, &b, &rest);
    if (!err && b.has_withdrawals)
        err = read_withdrawals(a, &b, &rest);
    if (!err)
        *out = b;
    return err;
}

static void put_transactions(struct rlp_out *o, const struct block *b)
{
    size_t mark = rlp_list_open(o);

    for (size_t i = 0; i < b->transaction_count; i++) {
        struct bytes tx = b->transactions[i];

        if (tx.len && tx.data[0] >= LEGACY_FIRST_MIN)
            rlp_put_raw(o, tx);
        else
            rlp_put_string(o, tx);
    }
    rlp_list_close(o, mark);
}

static enum err put_header(struct arena *a, struct rlp_out *o,
                           const struct header *h)
{
    struct bytes encoded;
    enum err err = header_encode(a, &encoded, h);

    if (!err)
        rlp_put_raw(o, encoded);
    return err;
}

static enum err put_ommers(struct arena *a, struct rlp_out *o,
                           const struct block *b)
{
    size_t mark = rlp_list_open(o);

    for (size_t i = 0; i < b->ommer_count; i++) {
        enum err err = put_header(a, o, &b->ommers[i]);

        if (err)
            return err;
    }
    rlp_list_close(o, mark);
    return ERR_OK;
}

static enum err put_withdrawals(struct arena *a, struct rlp_out *o,
                                const struct block *b)
{
    size_t mark = rlp_list_open(o);

    for (size_t i = 0; i < b->withdrawal_count; i++) {
        struct bytes encoded;
        enum err err = withdrawal_encode(a, &encoded, &b->withdrawals[i]);

        if (err)
            return err;
        rlp_put_raw(o, encoded);
    }
    rlp_list_close(o, mark);
    return ERR_OK;
}

enum err block_encode(struct arena *a, struct bytes *out,
                      const struct block *b)
{
    struct rlp_out o;
    size_t mark;
    enum err err;

    rlp_out_init(&o, a);
    mark = rlp_list_open(&o);
    err = put_header(a, &o, &b->header);
    put_transactions(&o, b);
    if (!err)
        err = put_ommers(a, &o, b);
    if (!err && b->has_withdrawals)
        err = put_withdrawals(a, &o, b);
    if (err)
        return err;
    rlp_list_close(&o, mark);
    return rlp_finish(out, &o);
}
