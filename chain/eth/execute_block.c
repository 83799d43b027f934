/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/execute_block.h"

#include "base/hex.h"
#include "chain/eth/blob.h"
#include "chain/eth/requests.h"

/* --- contracts that the protocol itself calls -------------------------------------- */

static const char beacon_roots[] = "000f3df6d732807ef1319fb7b8bb8522d0beac02";
static const char history[] = "0000f90827f1c53a10cb7a02335b175320002935";
static const char withdrawal_queue[] =
    "00000961ef480eb55e80d19ad83579a64c007002";
static const char consolidation_queue[] =
    "0000bbddc7ce488642fb579f8b00f3a590007251";
static const char deposit_contract[] =
    "00000000219ab540356cbb839cbe05303d7705fa";
static const char dao_refund[] = "bf4ed7b27f1d666546e30d74d50d173d20bca754";
/* Keccak-256 of DepositEvent(bytes,bytes,bytes,bytes,bytes) */
static const char deposit_topic[] =
    "649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5";

/* Our own literals are well formed. */
static void of_digits(uint8_t *out, const char *digits)
{
    if (hex_read(out, digits, strlen(digits)))
        memset(out, 0, strlen(digits) / 2);
}

struct runner {
    struct evm *evm;
    struct arena *arena;
    const struct block *block;
    const struct execute_chain *chain;
    struct execute_block_outcome *out;
    struct {
        uint8_t *data;
        size_t len, room;
    } deposits;
};

static enum err call_system(struct runner *r, const char *to,
                            struct bytes data, bool required)
{
    uint8_t address[20];
    bool success, ran;
    enum err err;

    of_digits(address, to);
    err = execute_system(r->evm, &success, &ran, address, data);
    if (err)
        return err;
    return required && (!ran || !success) ? ERR_BLK_SYSTEM_CALL : ERR_OK;
}

/* EIP-779: the balances of the DAO and its children go to the refund
 * contract. */
static void move_dao(struct state *s)
{
    static const char *const accounts[] = {
#define DAO(address) address,
#include "chain/eth/dao.def"
#undef DAO
    };
    struct state_account *from, *to;
    uint8_t address[20];

    state_tx_begin(s);
    of_digits(address, dao_refund);
    to = state_get(s, address);
    for (size_t i = 0; i < ARRAY_LEN(accounts); i++) {
        struct u256 balance;

        of_digits(address, accounts[i]);
        from = state_get(s, address);
        balance = from->balance;
        state_sub_balance(s, from, balance);
        state_add_balance(s, to, balance);
    }
}

static enum err begin(struct runner *r)
{
    const struct header *h = &r->block->header;
    enum err err = ERR_OK;

    if (r->chain->dao)
        move_dao(r->evm->state);
    if (r->chain->fork >= FORK_CANCUN) /* EIP-4788 */
        err = call_system(r, beacon_roots,
                          bytes_make(h->parent_beacon_root, 32), false);
    if (!err && r->chain->fork >= FORK_PRAGUE) /* EIP-2935 */
        err = call_system(r, history, bytes_make(h->parent_hash, 32), false);
    return err;
}

/* --- transactions -------------------------------------------------------------------- */

static enum err keep_logs(struct arena *a, struct receipt *out,
                          const struct execute_outcome *o)
{
    struct log_entry *logs = arena_array(a, o->log_count, sizeof *logs);

    if (!logs)
        return ERR_MEMORY;
    for (size_t i = 0; i < o->log_count; i++) {
        logs[i] = o->logs[i];
        if (!arena_copy(a, &logs[i].data, o->logs[i].data))
            return ERR_MEMORY;
    }
    out->logs = logs;
    out->log_count = o->log_count;
    bloom_of_logs(out->bloom, logs, o->log_count);
    return ERR_OK;
}

/* Deposits are found in the logs of their contract (EIP-6110). */
static enum err keep_deposits(struct runner *r, const struct receipt *receipt)
{
    uint8_t contract[20], topic[32], deposit[DEPOSIT_SIZE], *bigger;

    of_digits(contract, deposit_contract);
    of_digits(topic, deposit_topic);
    for (size_t i = 0; i < receipt->log_count; i++) {
        const struct log_entry *log = &receipt->logs[i];
        enum err err;

        if (memcmp(log->address, contract, 20) != 0 || !log->topic_count ||
            memcmp(log->topics[0], topic, 32) != 0)
            continue;
        err = deposit_from_event(deposit, log->data);
        if (err)
            return err;
        if (r->deposits.len + DEPOSIT_SIZE > r->deposits.room) {
            size_t room = 2 * r->deposits.room + 8 * DEPOSIT_SIZE;

            bigger = arena_raw(r->arena, room);
            if (!bigger)
                return ERR_MEMORY;
            if (r->deposits.len)
                memcpy(bigger, r->deposits.data, r->deposits.len);
            r->deposits.data = bigger;
            r->deposits.room = room;
        }
        memcpy(r->deposits.data + r->deposits.len, deposit, DEPOSIT_SIZE);
        r->deposits.len += DEPOSIT_SIZE;
    }
    return ERR_OK;
}

static enum err run_transaction(struct runner *r, size_t i,
                                struct tx_rules *rules)
{
    struct execute_block_outcome *out = r->out;
    struct receipt *receipt = &out->receipts[i];
    struct execute_outcome o;
    struct tx_summary summary;
    struct tx tx;
    enum err err = tx_decode(r->arena, &tx, r->block->transactions[i]);

    if (err)
        return err;
    rules->gas_left = r->block->header.gas_limit - out->gas_used;
    rules->sender = r->block->senders ? r->block->senders[i] : NULL;
    err = tx_validate(r->arena, &summary, &tx, rules);
    if (!err)
        err = execute_tx(r->evm, &o, &tx, summary.sender, &summary.cost);
    if (err)
        return err;
    out->gas_used += o.gas_used;
    out->blob_gas_used += (uint64_t)tx.blob_count * BLOB_GAS;
    out->gas[i] = o.gas_used;
    memcpy(out->senders[i], summary.sender, sizeof summary.sender);
    *receipt = (struct receipt){ .type = tx.type, .status = o.success,
                                 .cumulative_gas = out->gas_used };
    err = keep_logs(r->arena, receipt, &o);
    if (!err && r->chain->fork >= FORK_PRAGUE)
        err = keep_deposits(r, receipt);
    if (!err && r->chain->fork < FORK_BYZANTIUM) {
        receipt->has_root = true;
        err = state_settle(r->evm->state, receipt->root);
    }
    bloom_union(out->logs_bloom, receipt->bloom);
    return err;
}

static enum err run_transactions(struct runner *r)
{
    const struct header *h = &r->block->header;
    const struct evm_block *b = &r->evm->block;
    struct tx_rules rules = {
        .fork = r->chain->fork,
        .blobs = r->chain->blobs,
        .chain_id = r->chain->chain_id,
        .has_base_fee = h->fields >= HEADER_FIELDS_LONDON,
        .base_fee = b->base_fee,
        .has_blob_base_fee = h->fields >= HEADER_FIELDS_CANCUN,
        .blob_base_fee = b->blob_base_fee,
        .has_gas_left = true,
    };
    size_t count = r->block->transaction_count;
    enum err err = ERR_OK;

    r->out->receipts = arena_array(r->arena, count, sizeof *r->out->receipts);
    r->out->gas = arena_array(r->arena, count, sizeof *r->out->gas);
    r->out->senders = arena_array(r->arena, count, 20);
    if (!r->out->receipts || !r->out->gas || !r->out->senders)
        return ERR_MEMORY;
    r->out->receipt_count = count;
    for (size_t i = 0; !err && i < count; i++)
        err = run_transaction(r, i, &rules);
    return err;
}

/* --- the end of a block ---------------------------------------------------------------- */

/* Block and ommer rewards of proof of work (Yellow Paper 11.3). */
static void reward(struct state *s, const struct block *b, enum fork fork)
{
    uint64_t ether = fork >= FORK_CONSTANTINOPLE ? 2
                     : fork >= FORK_BYZANTIUM    ? 3
                                                 : 5;
    struct u256 base =
        u256_mul(u256_from(ether), u256_from(1000000000000000000));
    struct u256 miner = base;

    for (size_t i = 0; i < b->ommer_count; i++) {
        const struct header *ommer = &b->ommers[i];
        uint64_t left = 8 + ommer->number - b->header.number;

        state_add_balance(s, state_get(s, ommer->coinbase),
                          u256_div(u256_mul(base, u256_from(left)),
                                   u256_from(8)));
        miner = u256_add(miner, u256_div(base, u256_from(32)));
    }
    state_add_balance(s, state_get(s, b->header.coinbase), miner);
}

static void withdraw(struct state *s, const struct block *b)
{
    for (size_t i = 0; i < b->withdrawal_count; i++)
        state_add_balance(s, state_get(s, b->withdrawals[i].address),
                          withdrawal_wei(b->withdrawals[i].amount));
}

static enum err add_request(struct runner *r, uint8_t type, struct bytes data)
{
    uint8_t *item;

    if (!data.len)
        return ERR_OK;
    item = arena_raw(r->arena, data.len + 1);
    if (!item)
        return ERR_MEMORY;
    item[0] = type;
    memcpy(item + 1, data.data, data.len);
    r->out->requests[r->out->request_count++] = bytes_make(item, data.len + 1);
    return ERR_OK;
}

/* EIP-6110, 7002 and 7251, in the order of their types. */
static enum err collect_requests(struct runner *r)
{
    static const struct {
        uint8_t type;
        const char *contract;
    } queues[] = {
        { REQUEST_WITHDRAWAL, withdrawal_queue },
        { REQUEST_CONSOLIDATION, consolidation_queue },
    };
    struct evm *e = r->evm;
    enum err err;

    err = add_request(r, REQUEST_DEPOSIT,
                      bytes_make(r->deposits.data, r->deposits.len));
    for (size_t i = 0; !err && i < ARRAY_LEN(queues); i++) {
        err = call_system(r, queues[i].contract, BYTES_EMPTY, true);
        if (!err)
            err = add_request(r, queues[i].type,
                              bytes_make(e->returned, e->returned_len));
    }
    if (!err)
        err = requests_hash(r->out->requests_hash, r->out->requests,
                            r->out->request_count);
    return err;
}

static enum err finish(struct runner *r)
{
    struct state *s = r->evm->state;
    enum fork fork = r->chain->fork;
    enum err err = ERR_OK;

    if (fork >= FORK_PRAGUE)
        err = collect_requests(r);
    if (err)
        return err;
    state_tx_begin(s);
    if (fork >= FORK_SHANGHAI)
        withdraw(s, r->block);
    if (fork < FORK_PARIS)
        reward(s, r->block, fork);
    state_tx_end(s, fork >= FORK_SPURIOUS);
    err = state_settle(s, r->out->state_root);
    if (!err)
        err = receipts_root(r->arena, r->out->receipts_root, r->out->receipts,
                            r->out->receipt_count);
    return err;
}

static enum err block_context(struct evm_block *out, const struct header *h,
                              const struct execute_chain *chain)
{
    *out = (struct evm_block){
        .number = h->number, .timestamp = h->timestamp,
        .gas_limit = h->gas_limit, .difficulty = h->difficulty,
        .base_fee = h->base_fee, .chain_id = chain->chain_id,
        .hash_of = chain->hash_of, .hash_context = chain->hash_context,
    };
    memcpy(out->coinbase, h->coinbase, sizeof out->coinbase);
    if (chain->fork >= FORK_PARIS)
        out->difficulty = u256_load(h->mix_hash);
    if (chain->fork < FORK_CANCUN)
        return ERR_OK;
    return blob_base_fee(&out->blob_base_fee,
                         fork_blobs(chain->fork, chain->blobs),
                         h->excess_blob_gas);
}

enum err execute_context(struct evm *e, struct state *s, const struct header *h,
                         const struct execute_chain *chain)
{
    struct evm_block context;
    enum err err = block_context(&context, h, chain);

    if (!err)
        evm_setup(e, s, chain->fork, &context);
    return err;
}

enum err execute_block(struct evm *e, struct arena *a,
                       struct execute_block_outcome *out,
                       const struct block *b,
                       const struct execute_chain *chain)
{
    struct execute_block_outcome o = { .gas_used = 0 };
    struct runner r = { .evm = e, .arena = a, .block = b, .chain = chain,
                        .out = &o };
    struct state *s = e->state;
    struct state_mark mark = state_mark(s);
    struct evm_block context;
    enum err err = block_context(&context, &b->header, chain);

    if (err)
        return err;
    mark.logs = 0;
    mark.refund = 0;
    evm_setup(e, s, chain->fork, &context);
    err = begin(&r);
    if (!err)
        err = run_transactions(&r);
    if (!err)
        err = finish(&r);
    if (err) {
        state_revert(s, mark);
        return err;
    }
    *out = o;
    return ERR_OK;
}

enum err execute_block_check(const struct block *b,
                             const struct execute_block_outcome *o)
{
    const struct header *h = &b->header;

    if (h->gas_used != o->gas_used)
        return ERR_BLK_GAS_USED;
    if (h->fields >= HEADER_FIELDS_CANCUN &&
        h->blob_gas_used != o->blob_gas_used)
        return ERR_HDR_BLOB_GAS;
    if (memcmp(h->logs_bloom, o->logs_bloom, BLOOM_SIZE) != 0)
        return ERR_HDR_BLOOM;
    if (memcmp(h->receipts_root, o->receipts_root, 32) != 0)
        return ERR_HDR_RECEIPT_ROOT;
    if (memcmp(h->state_root, o->state_root, 32) != 0)
        return ERR_BLK_STATE_ROOT;
    if (h->fields >= HEADER_FIELDS_PRAGUE &&
        memcmp(h->requests_hash, o->requests_hash, 32) != 0)
        return ERR_HDR_REQUESTS;
    return ERR_OK;
}
