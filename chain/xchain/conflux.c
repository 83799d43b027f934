/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/conflux.h"

#include "chain/codec/abi.h"
#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"

const uint8_t CONFLUX_CROSS_SPACE[20] = { 0x08, 0x88, [19] = 0x06 };

void conflux_mapped_address(uint8_t out[20], const uint8_t native[20])
{
    uint8_t hash[32];

    keccak256(hash, bytes_make(native, 20));
    memcpy(out, hash + 12, 20);
}

enum event { EVENT_CALL, EVENT_CREATE, EVENT_WITHDRAW, EVENT_OUTCOME, EVENTS };

static const struct event_row {
    const char *signature;
    size_t topics; /* the signature's own among them */
} event_rows[EVENTS] = {
    [EVENT_CALL] = { "Call(bytes20,bytes20,uint256,uint256,bytes)", 3 },
    [EVENT_CREATE] = { "Create(bytes20,bytes20,uint256,uint256,bytes)", 3 },
    [EVENT_WITHDRAW] = { "Withdraw(bytes20,address,uint256,uint256)", 3 },
    [EVENT_OUTCOME] = { "Outcome(bool)", 1 },
};

/* EVENTS when the topic is of another event. */
static enum event find_event(const uint8_t topic[32])
{
    uint8_t hash[32];
    int e;

    for (e = 0; e < EVENTS; e++) {
        keccak256(hash, bytes_str(event_rows[e].signature));
        if (memcmp(hash, topic, sizeof hash) == 0)
            break;
    }
    return (enum event)e;
}

struct recovery {
    struct arena *arena;
    const uint8_t *tx_hash;
    uint64_t chain_id, counter; /* calls so far */
    struct conflux_tx *txs;
    size_t count;
    bool open; /* the last transaction waits for its outcome */
};

/* The hash of a legacy transaction under EIP-155 that costs nothing and is
 * signed with the sender itself: r = s = from, parity 0. */
static enum err hash_tx(struct recovery *r, struct conflux_tx *tx)
{
    struct u256 from = u256_from_be(tx->from, sizeof tx->from);
    struct bytes encoded;
    struct rlp_out o;
    size_t list;
    enum err err;

    rlp_out_init(&o, r->arena);
    list = rlp_list_open(&o);
    rlp_put_u256(&o, tx->nonce);
    rlp_put_u64(&o, 0);
    rlp_put_u64(&o, 0);
    rlp_put_string(&o, tx->creates ? BYTES_EMPTY : BYTES_OF(tx->to));
    rlp_put_u256(&o, tx->value);
    rlp_put_string(&o, tx->data);
    rlp_put_u64(&o, 2 * r->chain_id + 35);
    rlp_put_u256(&o, from);
    rlp_put_u256(&o, from);
    rlp_list_close(&o, list);
    err = rlp_finish(&encoded, &o);
    if (!err)
        keccak256(tx->hash, encoded);
    return err;
}

/* From the zero address, with the Core transaction and a running number. */
static enum err add_funding(struct recovery *r, const uint8_t to[20],
                            struct u256 value)
{
    struct conflux_tx *tx = &r->txs[r->count++];
    struct pack p;
    enum err err;

    *tx = (struct conflux_tx){ .value = value, .success = true };
    memcpy(tx->to, to, sizeof tx->to);
    pack_init(&p, r->arena);
    pack_bytes(&p, bytes_make(r->tx_hash, 32));
    pack_u256(&p, u256_from(r->counter++));
    err = pack_finish(&tx->data, &p);
    return err ? err : hash_tx(r, tx);
}

static enum err add_call(struct recovery *r, const struct conflux_log *log,
                         bool creates)
{
    struct conflux_tx *tx;
    uint8_t value[32], nonce[32];
    struct bytes data;
    enum err err = abi_read_word(value, log->data, 0);

    if (!err)
        err = abi_read_word(nonce, log->data, 1);
    if (!err)
        err = abi_read_bytes(&data, log->data, 2);
    if (!err && r->open)
        err = ERR_ORDER;
    if (!err)
        err = add_funding(r, log->topics[1], u256_load(value));
    if (err)
        return err;
    tx = &r->txs[r->count++];
    *tx = (struct conflux_tx){ .creates = creates,
                               .nonce = u256_load(nonce),
                               .value = u256_load(value),
                               .data = data };
    /* bytes20 stands at the front of its topic. */
    memcpy(tx->from, log->topics[1], sizeof tx->from);
    if (!creates)
        memcpy(tx->to, log->topics[2], sizeof tx->to);
    r->open = true;
    return hash_tx(r, tx);
}

static enum err close_call(struct recovery *r, const struct conflux_log *log)
{
    uint8_t word[32];
    enum err err = abi_read_word(word, log->data, 0);

    if (err)
        return err;
    if (!r->open)
        return ERR_ORDER;
    r->txs[r->count - 1].success = !u256_is_zero(u256_load(word));
    r->open = false;
    return ERR_OK;
}

static enum err add_withdrawal(struct recovery *r,
                               const struct conflux_log *log)
{
    struct conflux_tx *tx;
    uint8_t value[32], nonce[32];
    enum err err = abi_read_word(value, log->data, 0);

    if (!err)
        err = abi_read_word(nonce, log->data, 1);
    if (!err && r->open)
        err = ERR_ORDER;
    if (err)
        return err;
    tx = &r->txs[r->count++];
    *tx = (struct conflux_tx){ .value = u256_load(value),
                               .nonce = u256_load(nonce),
                               .success = true };
    memcpy(tx->from, log->topics[1], sizeof tx->from);
    return hash_tx(r, tx);
}

static enum err take_log(struct recovery *r, const struct conflux_log *log)
{
    enum event event;

    if (log->is_evm) {
        if (r->open)
            r->txs[r->count - 1].log_count++;
        return ERR_OK;
    }
    if (memcmp(log->address, CONFLUX_CROSS_SPACE, sizeof log->address) != 0 ||
        !log->topic_count)
        return ERR_OK;
    event = find_event(log->topics[0]);
    if (event == EVENTS)
        return ERR_OK;
    if (log->topic_count != event_rows[event].topics)
        return ERR_RCPT_TOPICS;
    switch (event) {
    case EVENT_CALL:
    case EVENT_CREATE:
        return add_call(r, log, event == EVENT_CREATE);
    case EVENT_WITHDRAW:
        return add_withdrawal(r, log);
    default:
        return close_call(r, log);
    }
}

enum err conflux_recover(struct arena *a, struct conflux_tx **out,
                         size_t *count, const uint8_t tx_hash[32],
                         const struct conflux_log *logs, size_t log_count,
                         uint64_t chain_id)
{
    struct recovery r = { .arena = a,
                          .tx_hash = tx_hash,
                          .chain_id = chain_id };
    enum err err = ERR_OK;

    r.txs = arena_array(a, 2 * log_count + 1, sizeof *r.txs);
    if (!r.txs)
        return ERR_MEMORY;
    for (size_t i = 0; i < log_count && !err; i++)
        err = take_log(&r, &logs[i]);
    if (!err && r.open)
        err = ERR_ORDER;
    if (err)
        return err;
    *out = r.txs;
    *count = r.count;
    return ERR_OK;
}
