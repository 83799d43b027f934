/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hex.h"
#include "base/json.h"
#include "chain/eth/authorization.h"
#include "chain/eth/blob.h"
#include "chain/rpc/rpc.h"

enum {
    BLOCK_TXS_MAX = 16,
    CHAIN_ID = 3503995874, /* nobody's */
    START = 1700000000,    /* of the genesis block, seconds */
    STEP = 12,
    CANCUN = 5, PRAGUE = 10, OSAKA = 15, /* their first blocks */
    BRANCH_AT = 16,   /* the last block that both branches have */
    BRANCH_BLOCKS = 2,
    DELEGATOR = 6,    /* development account */
    PATH_ROOM = 4096,
    CALL_ROOM = 512
};

struct maker {
    struct node *node;
    const char *folder;
    struct error *why;
    uint64_t nonce[NODE_DEV_ACCOUNTS];
    struct out names; /* what each transaction is, by hash */
};

static enum err failed(struct maker *m, enum err err, const char *what)
{
    return error_set(m->why, err, "%s: %s", what, err_sentence(err));
}

/* --- the genesis file ---------------------------------------------------------- */

static json_t *configuration(void)
{
    static const char *const blocks[] = {
        "homesteadBlock", "eip150Block", "eip155Block", "eip158Block",
        "byzantiumBlock", "constantinopleBlock", "petersburgBlock",
        "istanbulBlock", "berlinBlock", "londonBlock", "mergeNetsplitBlock",
        "terminalTotalDifficulty"
    };
    json_t *config = json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:s}", "chainId", (json_int_t)CHAIN_ID,
        "shanghaiTime", (json_int_t)START, "cancunTime",
        (json_int_t)START + CANCUN * STEP, "pragueTime",
        (json_int_t)START + PRAGUE * STEP, "osakaTime",
        (json_int_t)START + OSAKA * STEP, "depositContractAddress",
        "0x00000000219ab540356cbb839cbe05303d7705fa");
    json_t *schedule = json_pack(
        "{s:{s:i,s:i,s:i}, s:{s:i,s:i,s:i}, s:{s:i,s:i,s:i}}", "cancun",
        "target", 3, "max", 6, "baseFeeUpdateFraction", 3338477, "prague",
        "target", 6, "max", 9, "baseFeeUpdateFraction", 5007716, "osaka",
        "target", 6, "max", 9, "baseFeeUpdateFraction", 5007716);

    for (size_t i = 0; i < ARRAY_LEN(blocks); i++)
        json_object_set_new(config, blocks[i], json_integer(0));
    json_object_set_new(config, "terminalTotalDifficultyPassed", json_true());
    json_object_set_new(config, "blobSchedule", schedule);
    return config;
}

static void put_contracts(json_t *alloc, const struct fixture_contract *list,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        json_object_set_new(alloc, list[i].address,
                            json_pack("{s:s, s:s, s:s}", "balance", "0x9",
                                      "nonce", "0x1", "code", list[i].code));
}

static json_t *genesis(void)
{
    json_t *alloc = json_object();

    put_contracts(alloc, FIXTURE_CONTRACTS, FIXTURE_CONTRACT_COUNT);
    put_contracts(alloc, FIXTURE_SYSTEM, FIXTURE_SYSTEM_COUNT);
    for (size_t i = 0; i < NODE_DEV_ACCOUNTS; i++) {
        uint8_t address[20];
        char text[43] = "0x";

        dev_address(address, i);
        hex_write(text + 2, BYTES_OF(address));
        text[42] = '\0';
        json_object_set_new(alloc, text, json_pack("{s:s}", "balance",
                                                   "0x56bc75e2d63100000"));
    }
    return json_pack("{s:o, s:o, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "config",
                     configuration(), "alloc", alloc, "timestamp",
                     "0x6553f100", "gasLimit", "0x1c9c380", "baseFeePerGas",
                     "0x3b9aca00", "difficulty", "0x0", "nonce",
                     "0x0000000000000000", "extraData", "0x65746173",
                     "coinbase", "0x0000000000000000000000000000000000000000");
}

/* --- transactions ----------------------------------------------------------------- */

/* One slot of the contract that is called. */
static enum err add_access(struct arena *a, struct tx *tx)
{
    struct tx_access *list = arena_alloc(a, sizeof *list);
    uint8_t (*keys)[32] = arena_alloc(a, 2 * sizeof *keys);

    if (!list || !keys)
        return ERR_MEMORY;
    keys[1][31] = 1;
    memcpy(list->address, tx->to, 20);
    list->keys = (const uint8_t (*)[32])keys;
    list->key_count = 2;
    tx->access = list;
    tx->access_count = 1;
    return ERR_OK;
}

/* The blob of zeros: its commitment is the point at infinity. */
static enum err add_blob(struct arena *a, struct tx *tx)
{
    static const uint8_t commitment[BLOB_COMMITMENT_SIZE] = { 0xc0 };
    uint8_t (*hashes)[32] = arena_alloc(a, sizeof *hashes);

    if (!hashes)
        return ERR_MEMORY;
    tx->blob_hashes = (const uint8_t (*)[32])hashes;
    tx->blob_count = 1;
    tx->max_blob_fee = u256_from(1000000000);
    return blob_versioned_hash(hashes[0], BYTES_OF(commitment));
}

static enum err sign_delegation(struct tx_authorization *d)
{
    struct ecc_signature signature;
    uint8_t hash[32], address[20];
    enum err err;

    dev_address(address, DELEGATOR);
    authorization_signing_hash(hash, d);
    err = ecc_sign(&signature, hash, dev_secret(address));
    if (err)
        return err;
    d->r = signature.r;
    d->s = signature.s;
    d->y_parity = (uint8_t)signature.y_parity;
    return ERR_OK;
}

/* Two tuples: for this chain with the nonce 0, which counts the first time, and
 * for any chain with a nonce that is never reached. */
static enum err add_delegations(struct arena *a, struct tx *tx)
{
    struct tx_authorization *list = arena_alloc(a, 2 * sizeof *list);
    enum err err = ERR_OK;

    if (!list)
        return ERR_MEMORY;
    list[0].chain_id = tx->chain_id;
    list[1].nonce = 1000;
    for (size_t i = 0; !err && i < 2; i++) {
        err = hex_fixed(list[i].address, 20,
                        "0x000000000000000000000000000000000000100b");
        if (!err)
            err = sign_delegation(&list[i]);
    }
    tx->authorizations = list;
    tx->authorization_count = 2;
    return err;
}

static enum err make_tx(struct maker *m, struct bytes *raw, struct tx *tx,
                        const struct fixture_row *row)
{
    struct arena *a = &m->node->arena;
    uint8_t sender[20];
    enum err err = ERR_OK;

    *tx = (struct tx){ .type = row->type, .has_to = row->to != NULL,
                       .gas = row->gas, .chain_id = u256_from(CHAIN_ID),
                       .nonce = m->nonce[row->from]++,
                       .max_fee = u256_from(10000000000),
                       .max_priority = u256_from(1000000000) };
    if (row->type < TX_DYNAMIC_FEE)
        tx->max_priority = tx->max_fee;
    if (row->to)
        err = hex_fixed(tx->to, 20, row->to);
    if (!err)
        err = hex_quantity(&tx->value, row->value);
    if (!err)
        err = hex_bytes(a, &tx->data, row->data);
    if (!err && (row->parts & FIXTURE_ACCESS))
        err = add_access(a, tx);
    if (!err && (row->parts & FIXTURE_BLOB))
        err = add_blob(a, tx);
    if (!err && (row->parts & FIXTURE_DELEGATION))
        err = add_delegations(a, tx);
    dev_address(sender, row->from);
    if (!err)
        err = tx_sign(a, raw, tx, dev_secret(sender));
    return err;
}

/* --- blocks ------------------------------------------------------------------------- */

struct draft {
    struct bytes txs[BLOCK_TXS_MAX];
    const char *what[BLOCK_TXS_MAX];
    size_t count;
};

static void note_names(struct maker *m, const struct chain_block *b,
                       const struct draft *d)
{
    for (size_t i = 0; i < d->count; i++) {
        char text[67] = "0x";

        hex_write(text + 2, bytes_make(b->txs[i].hash, 32));
        text[66] = '\0';
        out_key_text(&m->names, text, d->what[i]);
    }
}

/* branch: another coinbase and other randomness, so other hashes. */
static enum err make_block(struct maker *m, const struct draft *d, bool branch)
{
    struct chain *c = &m->node->chain;
    const struct chain_block *parent = chain_head(c), *made;
    uint64_t number = parent->block.header.number + 1;
    struct withdrawal paid[2] = {
        { .index = 2 * number, .validator_index = 7, .amount = number },
        { .index = 2 * number + 1, .validator_index = 9, .amount = 1 },
    };
    struct build b = { .parent = parent, .timestamp = START + number * STEP,
                       .txs = d->txs, .tx_count = d->count,
                       .withdrawals = paid,
                       .withdrawal_count = number % 3 == 1 ? 2 : 0 };
    enum err err;

    paid[0].address[19] = 0x77;
    paid[1].address[19] = 0x78;
    memset(b.coinbase, branch ? 0xbb : 0xaa, sizeof b.coinbase);
    memset(b.mix_hash, (int)number, sizeof b.mix_hash);
    memset(b.beacon_root, branch ? 0xb0 : 0xa0, sizeof b.beacon_root);
    err = build_block(c, &made, &b);
    if (!err)
        note_names(m, made, d);
    return err;
}

static enum err make_chain(struct maker *m)
{
    struct draft draft = { .count = 0 };
    enum err err = ERR_OK;

    for (size_t i = 0; !err && i < FIXTURE_ROW_COUNT; i++) {
        const struct fixture_row *row = &FIXTURE_ROWS[i];
        struct tx tx;

        if (row->kind == FIXTURE_BLOCK) {
            err = make_block(m, &draft, false);
            draft.count = 0;
            arena_reset(&m->node->arena);
        } else if (draft.count == BLOCK_TXS_MAX) {
            err = ERR_LIMIT;
        } else {
            draft.what[draft.count] = row->what;
            err = make_tx(m, &draft.txs[draft.count++], &tx, row);
        }
        if (err)
            return failed(m, err, row->what ? row->what : "a block");
    }
    return ERR_OK;
}

/* The branch that lost: the same start, two blocks of its own. */
static enum err make_branch(struct maker *m,
                            const struct chain_block *lost[BRANCH_BLOCKS])
{
    static const struct fixture_row row = {
        .kind = FIXTURE_TX, .what = "a payment on the branch that lost",
        .type = TX_DYNAMIC_FEE, .from = 9,
        .to = "0x00000000000000000000000000000000000dead3", .value = "0x5",
        .data = "0x", .gas = 21000
    };
    struct chain *c = &m->node->chain;
    const struct chain_block *head = chain_head(c);
    enum err err = chain_set_head(c, chain_by_number(c, BRANCH_AT));

    for (size_t i = 0; !err && i < BRANCH_BLOCKS; i++) {
        struct draft draft = { .count = 1, .what = { row.what } };
        struct tx tx;

        err = make_tx(m, &draft.txs[0], &tx, &row);
        if (!err)
            err = make_block(m, &draft, true);
        lost[i] = chain_head(c);
    }
    if (!err)
        err = chain_set_head(c, head);
    arena_reset(&m->node->arena);
    return err ? failed(m, err, "the branch that lost") : ERR_OK;
}

/* --- files ---------------------------------------------------------------------------- */

/* A file that is new. */
static FILE *create(struct maker *m, const char *name)
{
    char path[PATH_ROOM];
    FILE *file;

    snprintf(path, sizeof path, "%.3000s/%s", m->folder, name);
    file = fopen(path, "wbx");
    if (!file)
        error_set(m->why, ERR_IO, "%.3000s: %s", path, strerror(errno));
    return file;
}

static enum err finish(struct maker *m, FILE *file, bool good,
                       const char *name)
{
    if (fclose(file) != 0 || !good)
        return error_set(m->why, ERR_IO, "%.3000s/%s: not all was written",
                         m->folder, name);
    return ERR_OK;
}

static enum err write_text(struct maker *m, const char *name, const char *text,
                           size_t len)
{
    FILE *file = create(m, name);

    return file ? finish(m, file, fwrite(text, 1, len, file) == len, name)
                : ERR_IO;
}

static enum err write_blocks(struct maker *m, const char *name,
                             const struct chain_block *const *list,
                             size_t count)
{
    FILE *file = create(m, name);
    bool good = true;

    if (!file)
        return ERR_IO;
    for (size_t i = 0; good && i < count; i++)
        good = fwrite(list[i]->raw.data, 1, list[i]->raw.len, file) ==
               list[i]->raw.len;
    return finish(m, file, good, name);
}

/* --- facts: what a node that took the chain must answer -------------------------------- */

/* Asks the node itself; the result becomes the next value. */
static enum err put_answer(struct maker *m, struct out *facts,
                           const char *method, const char *params)
{
    char body[CALL_ROOM];
    struct out out = { .data = NULL };
    json_t *answer, *result;
    enum err err = ERR_INTERNAL;

    snprintf(body, sizeof body,
             "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}",
             method, params);
    rpc_handle(m->node, bytes_str(body), &out);
    answer = out.len ? json_loadb(out.data, out.len, 0, NULL) : NULL;
    result = json_object_get(answer, "result");
    if (result) {
        out_json(facts, result);
        err = ERR_OK;
    }
    json_decref(answer);
    out_release(&out);
    return err ? failed(m, err, method) : ERR_OK;
}

static enum err put_blocks(struct maker *m, struct out *facts)
{
    enum err err = ERR_OK;
    char params[80];

    out_key(facts, "blocks");
    out_array(facts);
    for (uint64_t i = 0; !err && i < m->node->chain.height; i++) {
        snprintf(params, sizeof params, "\"0x%llx\",true",
                 (unsigned long long)i);
        err = put_answer(m, facts, "eth_getBlockByNumber", params);
    }
    out_array_end(facts);
    out_key(facts, "receipts");
    out_array(facts);
    for (uint64_t i = 0; !err && i < m->node->chain.height; i++) {
        snprintf(params, sizeof params, "\"0x%llx\"", (unsigned long long)i);
        err = put_answer(m, facts, "eth_getBlockReceipts", params);
    }
    out_array_end(facts);
    return err;
}

/* Balance, nonce, code hash and slots 0 and 1 at the head, with proofs. */
static enum err put_account(struct maker *m, struct out *facts,
                            const char *address)
{
    char params[160];

    snprintf(params, sizeof params, "\"%.42s\",[\"0x0\",\"0x1\"],\"latest\"",
             address);
    return put_answer(m, facts, "eth_getProof", params);
}

static enum err put_accounts(struct maker *m, struct out *facts)
{
    static const char *const others[] = {
        "0x00000000000000000000000000000000000dead1",
        "0x00000000000000000000000000000000000dead2",
        "0x00000000000000000000000000000000000dead3",
        "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "0x0000000000000000000000000000000000000077",
    };
    enum err err = ERR_OK;

    out_key(facts, "accounts");
    out_array(facts);
    for (size_t i = 0; !err && i < FIXTURE_CONTRACT_COUNT; i++)
        err = put_account(m, facts, FIXTURE_CONTRACTS[i].address);
    for (size_t i = 0; !err && i < FIXTURE_SYSTEM_COUNT; i++)
        err = put_account(m, facts, FIXTURE_SYSTEM[i].address);
    for (size_t i = 0; !err && i < ARRAY_LEN(others); i++)
        err = put_account(m, facts, others[i]);
    for (size_t i = 0; !err && i < NODE_DEV_ACCOUNTS; i++) {
        uint8_t address[20];
        char text[43] = "0x";

        dev_address(address, i);
        hex_write(text + 2, BYTES_OF(address));
        text[42] = '\0';
        err = put_account(m, facts, text);
    }
    out_array_end(facts);
    return err;
}

static void put_branch(struct maker *m, struct out *facts,
                       const struct chain_block *const *lost)
{
    const struct chain *c = &m->node->chain;

    out_key(facts, "branch");
    out_object(facts);
    out_key_u64(facts, "leavesAfter", BRANCH_AT);
    out_key_bytes(facts, "commonAncestor",
                  bytes_make(chain_by_number(c, BRANCH_AT)->block.hash, 32));
    out_key(facts, "lost");
    out_array(facts);
    for (size_t i = 0; i < BRANCH_BLOCKS; i++)
        out_bytes(facts, bytes_make(lost[i]->block.hash, 32));
    out_array_end(facts);
    out_object_end(facts);
}

static enum err write_facts(struct maker *m,
                            const struct chain_block *const *lost)
{
    struct out facts = { .data = NULL };
    const struct chain_block *head = chain_head(&m->node->chain);
    enum err err;

    out_object(&facts);
    out_key_u64(&facts, "chainId", CHAIN_ID);
    out_key_u64(&facts, "head", head->block.header.number);
    out_key_bytes(&facts, "headHash", bytes_make(head->block.hash, 32));
    put_branch(m, &facts, lost);
    out_key(&facts, "what");
    out_value(&facts, m->names.data, m->names.len);
    err = put_blocks(m, &facts);
    if (!err)
        err = put_accounts(m, &facts);
    out_object_end(&facts);
    out_raw(&facts, "\n", 1);
    if (!err && facts.failed)
        err = ERR_MEMORY;
    if (!err)
        err = write_text(m, "facts.json", facts.data, facts.len);
    out_release(&facts);
    return err;
}

static enum err write_genesis(struct maker *m, const json_t *in)
{
    char *text = json_dumps(in, JSON_INDENT(2) | JSON_SORT_KEYS);
    enum err err = text ? write_text(m, "genesis.json", text, strlen(text))
                        : ERR_MEMORY;

    free(text);
    return err;
}

static enum err write_readme(struct maker *m)
{
    static const char text[] =
        "# A chain of our own\n\n"
        "Written by `etalon fixtures export`; the bytes are the same on every "
        "machine.\n\n"
        "- `genesis.json`: the usual form, with a blob schedule. Cancun begins "
        "with block 5, Prague with 10, Osaka with 15.\n"
        "- `chain.rlp`: blocks 1 to the head, one after another.\n"
        "- `branch.rlp`: two blocks after block 16 that are not of the chain.\n"
        "- `facts.json`: blocks, receipts, accounts at the head with proofs, "
        "and `what`, which says of each transaction what it is for.\n\n"
        "Import genesis and chain, make the last block the head, then:\n\n"
        "    etalon run --profile evm-node-owned --fixture owned --target URL\n";

    return write_text(m, "README.md", text, sizeof text - 1);
}

static enum err write_all(struct maker *m, const json_t *start)
{
    const struct chain_block *lost[BRANCH_BLOCKS];
    struct chain *c = &m->node->chain;
    enum err err = chain_genesis_json(c, start, m->why);

    out_object(&m->names);
    if (!err)
        err = make_chain(m);
    if (!err)
        err = make_branch(m, lost);
    out_object_end(&m->names);
    if (err)
        return err;
    if (mkdir(m->folder, 0777) && errno != EEXIST)
        return error_set(m->why, ERR_IO, "%.3000s: %s", m->folder,
                         strerror(errno));
    err = write_genesis(m, start);
    if (!err)
        err = write_blocks(m, "chain.rlp",
                           (const struct chain_block *const *)c->canonical + 1,
                           c->height - 1);
    if (!err)
        err = write_blocks(m, "branch.rlp", lost, BRANCH_BLOCKS);
    if (!err)
        err = write_facts(m, lost);
    return err ? err : write_readme(m);
}

enum err fixture_export(struct node *n, const char *folder, struct error *why)
{
    struct maker m = { .node = n, .folder = folder, .why = why,
                       .names = { .data = NULL } };
    json_t *start = genesis();
    enum err err = start ? write_all(&m, start) : ERR_MEMORY;

    out_release(&m.names);
    json_decref(start);
    return err;
}
