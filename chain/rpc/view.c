/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/view.h"

#include "chain/eth/basefee.h"
#include "chain/eth/blob.h"
#include "chain/eth/header_internal.h"
#include "chain/evm/evm.h"

/* --- blocks --- */

static void header_member(struct out *o, const struct header *h,
                          const struct header_field *f)
{
    const uint8_t *at = (const uint8_t *)h + f->offset;

    out_key(o, f->name);
    switch (f->kind) {
    case HEADER_FIELD_FIXED:
        out_bytes(o, bytes_make(at, f->size));
        break;
    case HEADER_FIELD_EXTRA:
        out_bytes(o, *(const struct bytes *)(const void *)at);
        break;
    case HEADER_FIELD_U256:
        out_u256(o, *(const struct u256 *)(const void *)at);
        break;
    case HEADER_FIELD_U64:
        out_u64(o, *(const uint64_t *)(const void *)at);
        break;
    }
}

void view_header(struct out *o, const struct header *h,
                 const uint8_t hash[32], size_t size)
{
    out_object(o);
    for (size_t i = 0; i < h->fields; i++)
        header_member(o, h, &header_fields[i]);
    out_key_bytes(o, "hash", bytes_make(hash, 32));
    out_key_u64(o, "size", size);
}

void view_withdrawals(struct out *o, const struct withdrawal *list,
                      size_t count)
{
    out_key(o, "withdrawals");
    out_array(o);
    for (size_t i = 0; i < count; i++) {
        out_object(o);
        out_key_u64(o, "index", list[i].index);
        out_key_u64(o, "validatorIndex", list[i].validator_index);
        out_key_bytes(o, "address", bytes_make(list[i].address, 20));
        out_key_u64(o, "amount", list[i].amount);
        out_object_end(o);
    }
    out_array_end(o);
}

static void view_ommers(struct out *o, const struct block *b)
{
    struct arena a;
    uint8_t hash[32];

    arena_init(&a, 0);
    out_key(o, "uncles");
    out_array(o);
    for (size_t i = 0; i < b->ommer_count; i++) {
        if (header_hash(&a, hash, &b->ommers[i]))
            o->failed = true;
        out_bytes(o, BYTES_OF(hash));
    }
    out_array_end(o);
    arena_release(&a);
}

void view_block(struct out *o, const struct chain_block *b, bool full)
{
    view_header(o, &b->block.header, b->block.hash, b->raw.len);
    out_key(o, "transactions");
    out_array(o);
    for (size_t i = 0; i < b->block.transaction_count; i++)
        if (full)
            view_block_tx(o, b, i);
        else
            out_bytes(o, BYTES_OF(b->txs[i].hash));
    out_array_end(o);
    view_ommers(o, &b->block);
    if (b->block.has_withdrawals)
        view_withdrawals(o, b->block.withdrawals, b->block.withdrawal_count);
    out_object_end(o);
}

/* --- transactions --- */

static void view_access(struct out *o, const struct tx *tx)
{
    out_key(o, "accessList");
    out_array(o);
    for (size_t i = 0; i < tx->access_count; i++) {
        out_object(o);
        out_key_bytes(o, "address", BYTES_OF(tx->access[i].address));
        out_key(o, "storageKeys");
        out_array(o);
        for (size_t k = 0; k < tx->access[i].key_count; k++)
            out_bytes(o, bytes_make(tx->access[i].keys[k], 32));
        out_array_end(o);
        out_object_end(o);
    }
    out_array_end(o);
}

static void view_authorizations(struct out *o, const struct tx *tx)
{
    out_key(o, "authorizationList");
    out_array(o);
    for (size_t i = 0; i < tx->authorization_count; i++) {
        const struct tx_authorization *a = &tx->authorizations[i];

        out_object(o);
        out_key_u256(o, "chainId", a->chain_id);
        out_key_bytes(o, "address", BYTES_OF(a->address));
        out_key_u64(o, "nonce", a->nonce);
        out_key_u64(o, "yParity", a->y_parity);
        out_key_u256(o, "r", a->r);
        out_key_u256(o, "s", a->s);
        out_object_end(o);
    }
    out_array_end(o);
}

/* What was paid per gas, or is offered. */
static struct u256 price_of(const struct tx *tx, const struct header *h)
{
    struct u256 price = tx->max_fee;

    if (h && h->fields >= HEADER_FIELDS_LONDON &&
        effective_gas_price(&price, h->base_fee, tx->max_fee,
                            tx->max_priority))
        price = tx->max_fee;
    return price;
}

static void view_fees(struct out *o, const struct tx *tx,
                      const struct header *h)
{
    if (tx->type < TX_DYNAMIC_FEE) {
        out_key_u256(o, "gasPrice", tx->max_fee);
        return;
    }
    out_key_u256(o, "gasPrice", price_of(tx, h));
    out_key_u256(o, "maxFeePerGas", tx->max_fee);
    out_key_u256(o, "maxPriorityFeePerGas", tx->max_priority);
    if (tx->type == TX_BLOB)
        out_key_u256(o, "maxFeePerBlobGas", tx->max_blob_fee);
}

static void view_blobs(struct out *o, const struct tx *tx)
{
    out_key(o, "blobVersionedHashes");
    out_array(o);
    for (size_t i = 0; i < tx->blob_count; i++)
        out_bytes(o, bytes_make(tx->blob_hashes[i], 32));
    out_array_end(o);
}

static void key_null(struct out *o, const char *name)
{
    out_key(o, name);
    out_null(o);
}

static void view_place(struct out *o, const struct tx_place *p)
{
    if (!p) {
        key_null(o, "blockHash");
        key_null(o, "blockNumber");
        key_null(o, "blockTimestamp");
        key_null(o, "transactionIndex");
        return;
    }
    out_key_bytes(o, "blockHash", bytes_make(p->block_hash, 32));
    out_key_u64(o, "blockNumber", p->header->number);
    out_key_u64(o, "blockTimestamp", p->header->timestamp);
    out_key_u64(o, "transactionIndex", p->index);
}

static void view_to(struct out *o, const struct tx *tx)
{
    out_key(o, "to");
    if (tx->has_to)
        out_bytes(o, BYTES_OF(tx->to));
    else
        out_null(o);
}

void view_tx(struct out *o, const struct tx *tx, const uint8_t sender[20],
             const struct tx_place *place)
{
    out_object(o);
    view_place(o, place);
    out_key_bytes(o, "from", bytes_make(sender, 20));
    out_key_u64(o, "gas", tx->gas);
    view_fees(o, tx, place ? place->header : NULL);
    out_key_bytes(o, "hash", BYTES_OF(tx->hash));
    out_key_bytes(o, "input", tx->data);
    out_key_u64(o, "nonce", tx->nonce);
    view_to(o, tx);
    out_key_u256(o, "value", tx->value);
    out_key_u64(o, "type", tx->type);
    if (tx->type != TX_LEGACY)
        view_access(o, tx);
    if (tx->has_chain_id)
        out_key_u256(o, "chainId", tx->chain_id);
    if (tx->type == TX_BLOB)
        view_blobs(o, tx);
    if (tx->type == TX_SET_CODE)
        view_authorizations(o, tx);
    out_key_u256(o, "v", tx->v);
    out_key_u256(o, "r", tx->r);
    out_key_u256(o, "s", tx->s);
    if (tx->type != TX_LEGACY)
        out_key_u64(o, "yParity", tx->y_parity);
    out_object_end(o);
}

static struct tx_place place_in(const struct chain_block *b, size_t index)
{
    return (struct tx_place){ &b->block.header, b->block.hash, index };
}

void view_block_tx(struct out *o, const struct chain_block *b, size_t index)
{
    struct tx_place place = place_in(b, index);

    view_tx(o, &b->txs[index], b->senders[index], &place);
}

/* --- receipts --- */

void view_log(struct out *o, const struct log_entry *log,
              const struct tx_place *place, const uint8_t tx_hash[32],
              size_t log_index)
{
    out_object(o);
    out_key_bytes(o, "address", BYTES_OF(log->address));
    out_key(o, "topics");
    out_array(o);
    for (unsigned i = 0; i < log->topic_count; i++)
        out_bytes(o, BYTES_OF(log->topics[i]));
    out_array_end(o);
    out_key_bytes(o, "data", log->data);
    view_place(o, place);
    out_key_bytes(o, "transactionHash", bytes_make(tx_hash, 32));
    out_key_u64(o, "logIndex", log_index);
    out_key(o, "removed");
    out_bool(o, false);
    out_object_end(o);
}

static void view_outcome(struct out *o, const struct receipt *r)
{
    if (r->has_root)
        out_key_bytes(o, "root", BYTES_OF(r->root));
    else
        out_key_u64(o, "status", r->status);
}

static void view_created(struct out *o, const struct tx *tx,
                         const uint8_t sender[20])
{
    uint8_t created[20];

    out_key(o, "contractAddress");
    if (tx->has_to) {
        out_null(o);
        return;
    }
    evm_create_address(created, sender, tx->nonce);
    out_bytes(o, BYTES_OF(created));
}

static void view_logs(struct out *o, const struct chain_block *b, size_t index)
{
    const struct receipt *r = &b->receipts[index];
    struct tx_place place = place_in(b, index);
    size_t first = 0;

    for (size_t i = 0; i < index; i++)
        first += b->receipts[i].log_count;
    out_key(o, "logs");
    out_array(o);
    for (size_t i = 0; i < r->log_count; i++)
        view_log(o, &r->logs[i], &place, b->txs[index].hash, first + i);
    out_array_end(o);
}

void view_receipt(struct out *o, const struct chain_block *b, size_t index)
{
    const struct receipt *r = &b->receipts[index];
    const struct tx *tx = &b->txs[index];

    out_object(o);
    out_key_bytes(o, "blockHash", BYTES_OF(b->block.hash));
    out_key_u64(o, "blockNumber", b->block.header.number);
    view_created(o, tx, b->senders[index]);
    out_key_u64(o, "cumulativeGasUsed", r->cumulative_gas);
    out_key_u256(o, "effectiveGasPrice", price_of(tx, &b->block.header));
    out_key_bytes(o, "from", bytes_make(b->senders[index], 20));
    out_key_u64(o, "gasUsed", b->gas[index]);
    view_logs(o, b, index);
    out_key_bytes(o, "logsBloom", BYTES_OF(r->bloom));
    view_outcome(o, r);
    view_to(o, tx);
    out_key_bytes(o, "transactionHash", BYTES_OF(tx->hash));
    out_key_u64(o, "transactionIndex", index);
    out_key_u64(o, "type", tx->type);
    if (tx->type == TX_BLOB) {
        out_key_u64(o, "blobGasUsed", (uint64_t)tx->blob_count * BLOB_GAS);
        out_key_u256(o, "blobGasPrice", b->blob_fee);
    }
    out_object_end(o);
}
