/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/bridge.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "runner/cli/bridge_mailbox.h"

enum { LOGS_MAX = 64, RECEIPTS_MAX = 1024 };

/* --- fetching -------------------------------------------------------------------- */

static json_t *block_at(struct bridge *b, const struct bridge_side *of,
                        uint64_t height)
{
    return bridge_rpc(b, of, "eth_getBlockByNumber",
                      json_pack("[o, b]", json_quantity_u64(height), 0));
}

struct bridge_evidence bridge_fetch(struct bridge *b,
                                    const struct bridge_side *of,
                                    const char *slot, uint64_t height)
{
    json_t *header = block_at(b, of, height);
    json_t *proof = bridge_rpc(b, of, "eth_getProof",
                               json_pack("[s, [s], o]", of->mailbox, slot,
                                         json_quantity_u64(height)));

    return (struct bridge_evidence){ header, proof };
}

static const char *index_key(struct bridge *b, uint64_t index)
{
    const char *item = index ? bridge_text(b, index > 0xff ? "0x%04x"
                                              : "0x%02x", (unsigned)index)
                             : "0x";
    const json_t *key = bridge_op(b, "rlp.encode",
                                  json_pack("{s:s}", "item", item), NULL);

    return key ? json_string_value(key) : "";
}

/* [key, encoded receipt] of every receipt of the block. */
static json_t *trie_of(struct bridge *b, const json_t *receipts)
{
    json_t *entries = bridge_keep(b, json_array());
    size_t count = json_array_size(receipts);

    for (size_t i = 0; i < count && i < RECEIPTS_MAX && !b->why.code; i++) {
        const json_t *encoded = bridge_op(
            b, "receipt.encode", json_pack("{s:O}", "receipt",
                                           json_array_get(receipts, i)), NULL);

        if (encoded)
            json_array_append_new(entries, json_pack(
                "[s, O]", index_key(b, i), encoded));
    }
    return entries;
}

struct bridge_inclusion bridge_fetch_receipt(struct bridge *b,
                                             const struct bridge_side *of,
                                             const json_t *receipt)
{
    struct bridge_inclusion i = { .key = "", .packet = "" };
    json_t *receipts, *made;

    if (b->why.code)
        return i;
    i.header = block_at(b, of, bridge_quantity(json_object_get(
                                   receipt, "blockNumber")));
    i.key = index_key(b, bridge_quantity(json_object_get(receipt,
                                                     "transactionIndex")));
    receipts = bridge_rpc(b, of, "eth_getBlockReceipts",
                          json_pack("[O]", json_object_get(receipt,
                                                           "blockNumber")));
    if (b->why.code)
        return i;
    made = bridge_op(b, "mpt.prove",
                     json_pack("{s:O, s:s}", "entries", trie_of(b, receipts),
                               "key", i.key), NULL);
    i.proof = json_object_get(made, "proof");
    return i;
}

/* --- checks ------------------------------------------------------------------------- */

/* Is it the header that the mailbox of `on` was told to trust at its height,
 * and do its fields hash to that? */
static const char *check_header(struct bridge *b, const struct bridge_side *on,
                                const json_t *header)
{
    const char *height = bridge_number(
        b, bridge_quantity(json_object_get(header, "number")));
    const json_t *trusted = bridge_rpc(
        b, on, "eth_getStorageAt",
        json_pack("[s, s, s]", on->mailbox,
                  bridge_slot(b, MAILBOX_TRUSTED, height), "latest"));
    const char *reason = NULL;
    const json_t *hash;

    if (b->why.code)
        return "fault";
    if (bridge_same(json_string_value(trusted), "0x0"))
        return bridge_text(b, "header.trusted: chain %s trusts no header of "
                           "that height", on->name);
    hash = bridge_op(b, "header.hash",
                     json_pack("{s:O}", "header", header), &reason);
    if (!hash)
        return bridge_text(b, "header.hash: %s", reason ? reason : "");
    if (!bridge_same(json_string_value(hash), json_string_value(trusted)))
        return bridge_text(b, "header.hash: its fields hash to %s, chain %s "
                           "trusts %s", json_string_value(hash), on->name,
                           json_string_value(trusted));
    return NULL;
}

const char *bridge_verify(struct bridge *b, const struct bridge_side *on,
                          const struct bridge_side *of,
                          const struct bridge_evidence *e, const char *slot,
                          const char *value)
{
    const char *bad = b->why.code ? "fault" : check_header(b, on, e->header);
    const json_t *entry =
        json_array_get(json_object_get(e->proof, "storageProof"), 0);
    const char *reason = NULL;

    if (bad)
        return bad;
    if (!bridge_same(bridge_member(e->proof, "address"), of->mailbox))
        return bridge_text(b, "address: the proof is of %s",
                           bridge_member(e->proof, "address"));
    if (json_array_size(json_object_get(e->proof, "storageProof")) != 1 ||
        !bridge_same(bridge_member(entry, "key"), slot))
        return bridge_text(b, "slot: the proof is of slot %s",
                           bridge_member(entry, "key"));
    if (!bridge_op(b, "eip1186.verify",
                   json_pack("{s:O, s:O}", "stateRoot",
                             json_object_get(e->header, "stateRoot"), "proof",
                             e->proof), &reason))
        return bridge_text(b, "eip1186.verify: %s", reason ? reason : "");
    if (!bridge_same(bridge_member(entry, "value"), value))
        return bridge_text(b, "value: the slot holds %s, not %s",
                           bridge_member(entry, "value"), value);
    return NULL;
}

/* The packet in the data of a log: offset, length, bytes. */
static const char *packet_of(struct bridge *b, const char *data)
{
    size_t digits = strlen(data);
    char length[BRIDGE_WORD + 1];
    uint64_t len;

    if (digits < 2 + 2 * BRIDGE_WORD)
        return "";
    snprintf(length, sizeof length, "%.*s", BRIDGE_WORD,
             data + 2 + BRIDGE_WORD);
    len = strtoull(length, NULL, 16);
    if (len > (digits - 2 - 2 * BRIDGE_WORD) / 2)
        return "";
    return bridge_text(b, "0x%.*s", (int)(2 * len),
                       data + 2 + 2 * BRIDGE_WORD);
}

static const char *find_message(struct bridge *b, const struct bridge_side *of,
                                const json_t *receipt, const char **packet)
{
    const json_t *logs = json_object_get(receipt, "logs");
    bool emitted = false;

    if (!bridge_same(bridge_member(receipt, "status"), "0x1"))
        return "receipt.status: the transaction failed";
    for (size_t i = 0; i < json_array_size(logs) && i < LOGS_MAX; i++) {
        const json_t *log = json_array_get(logs, i);
        const json_t *first = json_array_get(json_object_get(log, "topics"), 0);

        if (!bridge_same(bridge_member(log, "address"), of->mailbox))
            continue;
        emitted = true;
        if (!json_is_string(first) ||
            !bridge_same(json_string_value(first), MAILBOX_SENT))
            continue;
        *packet = packet_of(b, bridge_member(log, "data"));
        return **packet ? NULL : "log.data: it holds no packet";
    }
    return emitted ? "log.topic: the mailbox sent no message there"
                   : "log.address: the mailbox logged nothing there";
}

const char *bridge_verify_receipt(struct bridge *b,
                                  const struct bridge_side *on,
                                  const struct bridge_side *of,
                                  struct bridge_inclusion *i)
{
    const char *bad = b->why.code ? "fault" : check_header(b, on, i->header);
    const char *reason = NULL;
    const json_t *seen, *receipt;

    if (bad)
        return bad;
    seen = bridge_op(b, "mpt.verify",
                     json_pack("{s:O, s:s, s:O}", "root",
                               json_object_get(i->header, "receiptsRoot"),
                               "key", i->key, "proof", i->proof), &reason);
    if (!seen)
        return bridge_text(b, "mpt.verify: %s", reason ? reason : "");
    if (!json_is_string(json_object_get(seen, "value")))
        return "mpt.verify: the block has no such receipt";
    receipt = bridge_op(b, "receipt.decode",
                        json_pack("{s:O}", "data",
                                  json_object_get(seen, "value")), &reason);
    if (!receipt)
        return bridge_text(b, "receipt.decode: %s", reason ? reason : "");
    return find_message(b, of, receipt, &i->packet);
}

/* --- forging -------------------------------------------------------------------------- */

/* The member or item that path leads to, and the place it stands in. */
static json_t *walk(json_t *value, const char *path, json_t **parent,
                    char *last, size_t size)
{
    while (value && *path == '/') {
        size_t len = strcspn(++path, "/");

        snprintf(last, size, "%.*s", (int)len, path);
        path += len;
        *parent = value;
        value = json_is_array(value)
                    ? json_array_get(value, strtoul(last, NULL, 10))
                    : json_object_get(value, last);
    }
    return value;
}

json_t *bridge_forge(struct bridge *b, const json_t *value, const char *path,
                     size_t offset)
{
    json_t *copy = value ? bridge_keep(b, json_deep_copy(value)) : NULL;
    json_t *parent = NULL, *text, *forged;
    char last[80] = "", *own;
    size_t len, at;

    text = copy ? walk(copy, path, &parent, last, sizeof last) : NULL;
    if (!json_is_string(text) || json_string_length(text) < 4) {
        if (!b->why.code)
            error_set(&b->why, ERR_PROTOCOL, "a chain gave no bytes at %s",
                      path);
        return NULL;
    }
    own = strdup(json_string_value(text));
    len = own ? strlen(own) : 0;
    at = 2 + 2 * offset + 1 < len ? 2 + 2 * offset + 1 : len - 1;
    if (own)
        own[at] = own[at] == '0' ? '1' : '0';
    forged = own ? json_string(own) : NULL;
    free(own);
    if (!forged) {
        error_set(&b->why, ERR_MEMORY, "memory is short");
        return NULL;
    }
    if (json_is_array(parent))
        json_array_set_new(parent, strtoul(last, NULL, 10), forged);
    else
        json_object_set_new(parent, last, forged);
    return copy;
}
