/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/node_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/hex.h"
#include "base/json.h"
#include "chain/crypto/ecc.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/fork.h"
#include "runner/targets/ref.h"

enum {
    ARENA_MAX = 64 * 1024 * 1024,
    POLLS_MAX = 300,           /* of a receipt, POLL_MS apart: a minute */
    POLL_MS = 200,
    ROUNDS = 2,                /* of the table: about twenty blocks */
    SECRET_SIZE = 32,
    BLOB_SIZE = 131072,
    CELLS = 128
};

/* What is sent.  The token stores the amount of its recipient and logs a
 * Transfer with three topics; "failing" reverts as it is created. */
#define COFFEE "0x00000000000000000000000000000000c0ffee01"
#define TOKEN_INIT                                                            \
    "0x604180600b6000396000f3"                                                \
    "6024356000526024356004355560043533"                                 \
    "7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"     \
    "60206000a3600160005260206000f3"
#define TRANSFER                                                              \
    "0xa9059cbb"                                                              \
    "00000000000000000000000000000000000000000000000000000000c0ffee01"        \
    "0000000000000000000000000000000000000000000000000000000000000007"
#define INFINITY48                                                            \
    "c00000000000000000000000000000000000000000000000"                        \
    "000000000000000000000000000000000000000000000000"

static const struct write_row {
    const char *name, *type, *to, *input;  /* to: "token", or NULL: create */
    unsigned gas;
    enum fork since;
} rows[] = {
    { "legacy", "0x0", COFFEE, "0x", 21000, FORK_FRONTIER },
    { "access-list", "0x1", COFFEE, "0x", 30000, FORK_BERLIN },
    { "dynamic-fee", "0x2", COFFEE, "0x", 21000, FORK_LONDON },
    { "token", "0x0", NULL, TOKEN_INIT, 300000, FORK_FRONTIER },
    { "transfer", "0x2", "token", TRANSFER, 120000, FORK_LONDON },
    { "failing", "0x0", NULL, "0x60006000fd", 100000, FORK_BYZANTIUM },
    { "data", "0x2", COFFEE, "0x0001020300000405", 40000, FORK_LONDON },
    { "blob", "0x3", COFFEE, "0x", 21000, FORK_CANCUN },
    { "set-code", "0x4", COFFEE, "0x", 100000, FORK_PRAGUE },
    { "creation-list", "0x1", NULL, "0x60006000a0602a60005260206000f3", 120000,
      FORK_BERLIN },
};

struct writing {
    struct node_target *n;
    const uint8_t *secret;
    char address[43];
    json_t *chain_id, *token;   /* borrowed; owned or NULL */
    struct u256 price;
    enum fork fork;
    bool dev;
};

/* --- the reference's operations ------------------------------------------------ */

/* New reference, or NULL. */
static json_t *apply(const char *op, json_t *in)
{
    const struct ref_binding *binding = ref_find(op);
    struct error why = { 0 };
    json_t *out = NULL;
    struct arena a;

    arena_init(&a, ARENA_MAX);
    if (!binding || !in || binding->call(&a, &out, in, &why))
        out = NULL;
    arena_release(&a);
    json_decref(in);
    return out;
}

static bool sign(struct ecc_signature *out, const json_t *hash,
                 const uint8_t *secret)
{
    const char *text = json_string_value(hash);
    uint8_t digest[32];

    return text && strlen(text) == 66 && !hex_read(digest, text + 2, 64) &&
           !ecc_sign(out, digest, secret);
}

static void address_of(char out[43], const uint8_t *secret)
{
    uint8_t key[ECC_KEY_SIZE], address[ADDRESS_SIZE];

    snprintf(out, 43, "0x");
    if (ecc_public(key, secret))
        return;
    ecc_address(address, key);
    hex_write(out + 2, BYTES_OF(address));
}

/* --- one transaction -------------------------------------------------------------- */

static json_t *count_of(struct node_target *n, const char *address)
{
    json_t *response = NULL, *nonce;

    if (node_ask(n, &response, "eth_getTransactionCount",
                 json_pack("[s, s]", address, "latest"), NULL))
        return NULL;
    nonce = json_incref(json_object_get(response, "result"));
    json_decref(response);
    return nonce;
}

/* An authorization by a key of its own, so that no account that holds
 * anything is delegated. */
static json_t *authorization(const struct writing *w)
{
    uint8_t secret[SECRET_SIZE];
    struct ecc_signature signature;
    json_t *hash, *nonce, *out = NULL;
    char address[43];

    keccak256(secret, (struct bytes){ w->secret, SECRET_SIZE });
    address_of(address, secret);
    nonce = count_of(w->n, address);
    hash = apply("authorization.signing_hash", json_pack(
        "{s:O, s:s, s:O}", "chainId", w->chain_id, "address", COFFEE, "nonce",
        nonce));
    if (sign(&signature, hash, secret))
        out = json_pack("{s:O, s:s, s:O, s:o, s:o, s:o}", "chainId",
                        w->chain_id, "address", COFFEE, "nonce", nonce,
                        "yParity", json_quantity_u64(signature.y_parity), "r",
                        json_quantity(signature.r), "s",
                        json_quantity(signature.s));
    json_decref(hash);
    json_decref(nonce);
    return out;
}

static json_t *unsigned_tx(const struct writing *w, const struct write_row *row)
{
    bool token = row->to && strcmp(row->to, "token") == 0;
    char kind = row->type[2];
    json_t *to = token ? json_incref(w->token)
                 : row->to ? json_string(row->to) : json_null();
    json_t *tx = json_pack("{s:s, s:o, s:o, s:s, s:o, s:s, s:O}", "type",
                           row->type, "nonce", count_of(w->n, w->address),
                           "gas", json_quantity_u64(row->gas), "value", "0x0",
                           "to", to, "input", row->input, "chainId",
                           w->chain_id);

    if (!tx)
        return NULL;
    if (kind >= '1')
        json_object_set_new(tx, "accessList", kind != '1' ? json_array()
            : json_pack("[{s:s, s:[]}]", "address", COFFEE, "storageKeys"));
    if (kind <= '1') {
        json_object_set_new(tx, "gasPrice", json_quantity(w->price));
    } else {
        json_object_set_new(tx, "maxFeePerGas", json_quantity(w->price));
        json_object_set_new(tx, "maxPriorityFeePerGas",
                            json_quantity(u256_div(w->price, u256_from(4))));
    }
    if (kind == '3') {
        json_object_set_new(tx, "maxFeePerBlobGas",
                            json_quantity_u64(1000000000));
        json_object_set_new(tx, "blobVersionedHashes", json_pack(
            "[s]", NODE_ZERO_BLOB_HASH));
    }
    if (kind == '4')
        json_object_set_new(tx, "authorizationList",
                            json_pack("[o]", authorization(w)));
    return tx;
}

/* Signs; false when the reference cannot. */
static bool complete(const struct writing *w, json_t *tx, bool legacy)
{
    json_t *hash = apply("tx.signing_hash", json_pack("{s:O}", "tx", tx));
    struct ecc_signature signature;
    struct u256 id;
    bool good = sign(&signature, hash, w->secret) &&
                !json_get_quantity(&id, tx, "chainId", NULL);

    json_decref(hash);
    if (!good)
        return false;
    json_object_set_new(tx, "r", json_quantity(signature.r));
    json_object_set_new(tx, "s", json_quantity(signature.s));
    if (legacy)
        json_object_set_new(tx, "v", json_quantity(u256_add(
            u256_add(id, id), u256_from(35 + signature.y_parity))));
    else
        json_object_set_new(tx, "yParity",
                            json_quantity_u64(signature.y_parity));
    return true;
}

/* The form in which a blob transaction travels (EIP-4844, EIP-7594): the blob
 * of zeros, whose commitment and proofs are the point at infinity. */
static json_t *wrap_blob(const char *raw, bool cells)
{
    json_t *proofs = json_array(), *body, *list, *out = NULL;
    char *blob = calloc(1, 2 * BLOB_SIZE + 3);

    if (blob) {
        snprintf(blob, 3, "0x");
        memset(blob + 2, '0', (size_t)2 * BLOB_SIZE);
    }
    for (int i = 0; i < (cells ? CELLS : 1); i++)
        json_array_append_new(proofs, json_string("0x" INFINITY48));
    body = apply("rlp.decode", json_pack("{s:o}", "data", json_sprintf(
        "0x%s", raw + 4)));
    list = json_pack("[O, [s], [s], O]", body, blob ? blob : "0x",
                     "0x" INFINITY48, proofs);
    if (cells)
        json_array_insert_new(list, 1, json_string("0x01"));
    list = apply("rlp.encode", json_pack("{s:o}", "item", list));
    if (json_is_string(list))
        out = json_sprintf("0x03%s", json_string_value(list) + 2);
    json_decref(list);
    json_decref(body);
    json_decref(proofs);
    free(blob);
    return out;
}

/* --- sending ------------------------------------------------------------------------ */

static void pause_ms(unsigned ms)
{
    struct timespec span = { ms / 1000, (long)(ms % 1000) * 1000000 };

    nanosleep(&span, NULL);
}

/* The receipt, or NULL when none came in time. */
static json_t *receipt_of(const struct writing *w, const json_t *hash,
                          unsigned polls)
{
    for (unsigned i = 0; i < polls; i++) {
        json_t *response = NULL, *receipt;

        if (node_ask(w->n, &response, "eth_getTransactionReceipt",
                     json_pack("[O]", hash), NULL))
            return NULL;
        receipt = json_incref(json_object_get(response, "result"));
        json_decref(response);
        if (json_is_object(receipt))
            return receipt;
        json_decref(receipt);
        response = NULL;
        if (w->dev && !node_ask(w->n, &response, "evm_mine", NULL, NULL))
            json_decref(response);
        pause_ms(POLL_MS);
    }
    return NULL;
}

/* {raw, own, hash, receipt} or {raw, own, error}. */
static json_t *send_row(struct writing *w, const struct write_row *row)
{
    json_t *tx = unsigned_tx(w, row), *raw = NULL, *out, *response = NULL;
    json_t *wire = NULL, *own, *hash;

    if (tx && complete(w, tx, row->type[2] == '0'))
        raw = apply("tx.encode", json_pack("{s:O}", "tx", tx));
    json_decref(tx);
    if (!raw)
        return NULL;
    own = apply("tx.hash", json_pack("{s:O}", "data", raw));
    out = json_pack("{s:O, s:o}", "raw", raw, "own", own);
    wire = row->type[2] == '3' ? wrap_blob(json_string_value(raw),
                                           w->fork >= FORK_OSAKA)
                               : json_incref(raw);
    json_decref(raw);
    if (!out || !wire ||
        node_ask(w->n, &response, "eth_sendRawTransaction",
                 json_pack("[O]", wire), NULL)) {
        json_decref(wire);
        return out;
    }
    json_decref(wire);
    hash = json_object_get(response, "result");
    if (json_is_string(hash)) {
        json_object_set(out, "hash", hash);
        json_object_set_new(out, "receipt", receipt_of(w, own, POLLS_MAX));
    } else {
        /* Some answer an error and include it all the same. */
        json_t *receipt = receipt_of(w, own, 1);

        json_object_set(out, "error", json_object_get(response, "error"));
        if (receipt)
            json_object_set_new(out, "receipt", receipt);
    }
    json_decref(response);
    return out;
}

/* --- all of it ------------------------------------------------------------------------ */

/* A development node gives from the account that it holds unlocked. */
static enum err fund(struct writing *w, struct error *why)
{
    json_t *accounts = NULL, *response = NULL, *receipt;
    enum err err = node_ask(w->n, &accounts, "eth_accounts", NULL, why);

    if (err)
        return err;
    err = node_ask(w->n, &response, "eth_sendTransaction", json_pack(
        "[{s:O, s:s, s:s}]", "from", json_array_get(json_object_get(
            accounts, "result"), 0), "to", w->address, "value",
        "0x8ac7230489e80000"), why);
    json_decref(accounts);
    receipt = err ? NULL : receipt_of(w, json_object_get(response, "result"),
                                         POLLS_MAX);
    if (!err && !receipt)
        err = error_set(why, ERR_PROTOCOL, "--seed-dev: no account of the node "
                        "could give funds: %.200s", json_string_value(
                            json_object_get(json_object_get(response, "error"),
                                            "message")));
    json_decref(receipt);
    json_decref(response);
    return err;
}

static enum err prepare(struct writing *w, struct error *why)
{
    json_t *response = NULL;
    enum err err = node_ask(w->n, &response, "eth_gasPrice", NULL, why);
    const json_t *all = w->n->hello.all;

    if (err)
        return err;
    if (json_get_quantity(&w->price, response, "result", NULL) ||
        !fork_find(&w->fork, json_string_value(json_object_get(all, "fork"))))
        err = error_set(why, ERR_PROTOCOL, "eth_gasPrice gives no quantity");
    json_decref(response);
    if (u256_cmp(w->price, u256_from(1000000000)) < 0)
        w->price = u256_from(1000000000);
    w->price = u256_add(w->price, w->price);
    w->chain_id = json_object_get(all, "chainId");
    address_of(w->address, w->secret);
    if (!err && strlen(w->address) != 42)
        err = error_set(why, ERR_USAGE, "the number in the key file is no key "
                        "of secp256k1");
    return err;
}

enum err node_write(struct node_target *n, const uint8_t secret[32], bool dev,
                    struct error *why)
{
    struct writing w = { .n = n, .secret = secret, .dev = dev };
    enum err err = prepare(&w, why);

    if (!err && dev)
        err = fund(&w, why);
    if (err)
        return err;
    json_decref(n->seeded);
    n->seeded = json_object();
    for (unsigned round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            json_t *sent, *made;

            if (rows[i].since > w.fork ||
                (rows[i].to && strcmp(rows[i].to, "token") == 0 && !w.token))
                continue;
            sent = send_row(&w, &rows[i]);
            made = json_object_get(json_object_get(sent, "receipt"),
                                   "contractAddress");
            if (strcmp(rows[i].name, "token") == 0 && json_is_string(made)) {
                json_decref(w.token);
                w.token = json_incref(made);
            }
            json_object_set_new(n->seeded, rows[i].name,
                                sent ? sent : json_null());
        }
    json_object_set_new(n->seeded, "account", json_string(w.address));
    json_decref(w.token);
    return ERR_OK;
}
