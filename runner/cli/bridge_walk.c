/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/bridge.h"

#include <stdint.h>

#include "runner/cli/bridge_mailbox.h"

enum { DEPOSIT = 1000, LATE_BLOCKS = 40, SHORT_BLOCKS = 2, SLOT_BYTES = 32,
       OTHERS = 2 };

struct message {
    const char *nonce, *packet, *id, *slot; /* nonce: 64 digits */
    const json_t *receipt;
    uint64_t height, timeout;
};

/* --- acts that occur more than once ----------------------------------------------- */

static bool succeeded(const json_t *receipt)
{
    return bridge_same(bridge_member(receipt, "status"), "0x1");
}

static uint64_t height_of(struct bridge *b, const struct bridge_side *side)
{
    return bridge_quantity(bridge_rpc(b, side, "eth_blockNumber", NULL));
}

static uint64_t mined_at(const json_t *receipt)
{
    return bridge_quantity(json_object_get(receipt, "blockNumber"));
}

/* The call FUNCTION(height, packet). */
static const char *about(struct bridge *b, const char *function,
                         uint64_t height, const char *packet)
{
    size_t digits = strlen(packet) - 2;
    size_t pad = (BRIDGE_WORD - digits % BRIDGE_WORD) % BRIDGE_WORD;

    return bridge_text(b, "%s%s%s%s%s%.*s", function, bridge_number(b, height),
                       bridge_number(b, 2 * SLOT_BYTES),
                       bridge_number(b, digits / 2), packet + 2, (int)pad,
                       bridge_number(b, 0));
}

static void start(struct bridge *b)
{
    bridge_step(b, "Two chains are started on this machine, and asked over "
                "JSON-RPC only");
    bridge_show(b, "chain A", bridge_text(b, "%llu",
                                    (unsigned long long)b->a.chain_id));
    bridge_show(b, "chain B", bridge_text(b, "%llu",
                                    (unsigned long long)b->b.chain_id));
    bridge_done(b, bridge_quantity(bridge_rpc(b, &b->a, "eth_chainId", NULL)) ==
                           b->a.chain_id &&
                       bridge_quantity(bridge_rpc(b, &b->b, "eth_chainId",
                                                  NULL)) == b->b.chain_id,
                "both say who they are");
}

static void deploy(struct bridge *b, struct bridge_side *side)
{
    const json_t *receipt, *code;

    bridge_step(b, "A mailbox is deployed on chain %s", side->name);
    receipt = bridge_send(b, side, side->verifier, MAILBOX_INIT, 0);
    side->mailbox = json_string_value(json_object_get(receipt,
                                                      "contractAddress"));
    if (b->why.code || !side->mailbox) {
        bridge_done(b, false, "it was not created");
        if (!b->why.code)
            error_set(&b->why, ERR_PROTOCOL, "no mailbox on chain %s",
                      side->name);
        return;
    }
    bridge_show(b, "mailbox", side->mailbox);
    bridge_show(b, "verifier", side->verifier);
    code = bridge_rpc(b, side, "eth_getCode",
                      json_pack("[s, s]", side->mailbox, "latest"));
    if (b->why.code)
        return;
    bridge_show(b, "code", json_string_value(code));
    bridge_done(b, succeeded(receipt) && json_string_length(code) > 2,
                "its code is there");
}

/* `on` is told to trust the header of `of` at that height. */
static void trust(struct bridge *b, const struct bridge_side *on,
                  const struct bridge_side *of, uint64_t height)
{
    const json_t *block, *hash, *receipt;

    bridge_step(b, "The verifier of chain %s trusts the header of chain %s at "
                "height %llu", on->name, of->name, (unsigned long long)height);
    block = bridge_rpc(b, of, "eth_getBlockByNumber",
                       json_pack("[s, b]",
                                 bridge_text(b, "0x%llx",
                                             (unsigned long long)height), 0));
    if (b->why.code)
        return;
    hash = bridge_op(b, "header.hash", json_pack("{s:O}", "header", block),
                     NULL);
    if (b->why.code)
        return;
    bridge_show(b, "hash", json_string_value(hash));
    bridge_show(b, "stateRoot", bridge_member(block, "stateRoot"));
    bridge_show(b, "receiptsRoot", bridge_member(block, "receiptsRoot"));
    receipt = bridge_send(b, on, on->verifier, bridge_text(
        b, MAILBOX_TRUST "%s%s", bridge_number(b, height),
        json_string_value(hash) + 2), 0);
    bridge_done(b, succeeded(receipt) &&
                       bridge_same(json_string_value(hash),
                                   bridge_member(block, "hash")),
                "its fields hash to the hash that the chain gives it");
}

/* Sends it in a block with others before it, so that its receipt is one of
 * several: a call that fails, and one that logs nothing (about a height that
 * is never reached). */
static const json_t *send_among(struct bridge *b, const char *data)
{
    const char *others[OTHERS], *hash;

    others[0] = "0x";
    others[1] = bridge_text(b, MAILBOX_TRUST "%s" MAILBOX_RESULT,
                            bridge_number(b, UINT64_MAX));

    bridge_rpc(b, &b->a, "evm_setAutomine", json_pack("[b]", 0));
    for (size_t i = 0; i < OTHERS; i++)
        (void)bridge_submit(b, &b->a, b->a.verifier, others[i], 0);
    hash = bridge_submit(b, &b->a, b->a.user, data, DEPOSIT);
    bridge_rpc(b, &b->a, "evm_mine", NULL);
    bridge_rpc(b, &b->a, "evm_setAutomine", json_pack("[b]", 1));
    return b->why.code ? NULL : bridge_receipt(b, &b->a, hash);
}

static void send_message(struct bridge *b, struct message *m, unsigned number,
                         const char *payload, uint64_t timeout)
{
    struct bridge_inclusion i;
    json_t *logs;

    *m = (struct message){ .nonce = bridge_number(b, number),
                           .timeout = timeout, .packet = "0x", .id = "0x",
                           .slot = "" };
    bridge_step(b, "Message %u is sent on chain A with a deposit of %d wei, "
                "to be delivered up to height %llu of chain B", number,
                DEPOSIT, (unsigned long long)timeout);
    m->receipt = send_among(b, bridge_text(
        b, MAILBOX_SEND "%s%s%s%s%s", bridge_number(b, b->b.chain_id),
        bridge_number(b, timeout), bridge_number(b, 3 * SLOT_BYTES),
        bridge_number(b, SLOT_BYTES), payload));
    m->height = mined_at(m->receipt);
    m->slot = bridge_slot(b, MAILBOX_COMMITMENTS, m->nonce);
    logs = json_object_get(m->receipt, "logs");
    bridge_show(b, "transaction", bridge_member(m->receipt, "transactionHash"));
    bridge_show(b, "topic", MAILBOX_SENT);
    bridge_show(b, "data", bridge_member(json_array_get(logs, 0), "data"));
    bridge_done(b, succeeded(m->receipt) && json_array_size(logs) == 1,
                "MessageSent is logged");

    bridge_step(b, "The receipt of message %u is proven: the receipts of the "
                "block are put into a trie again", number);
    i = bridge_fetch_receipt(b, &b->a, m->receipt);
    if (b->why.code)
        return;
    bridge_show(b, "key", i.key);
    for (size_t n = 0; n < json_array_size(i.proof); n++)
        bridge_show(b, bridge_text(b, "node %zu", n),
                    json_string_value(json_array_get(i.proof, n)));
    bridge_done(b, json_array_size(i.proof) > 0, "eth_getBlockReceipts gave "
                "what the proof is made of");
}

/* Both proofs against the header that B trusts; the packet comes out. */
static void believe(struct bridge *b, struct message *m)
{
    struct bridge_inclusion i = bridge_fetch_receipt(b, &b->a, m->receipt);
    struct bridge_evidence e = bridge_fetch(b, &b->a, m->slot, m->height);
    const char *by;

    bridge_step(b, "B's verifier reads the message out of the proven receipt");
    by = bridge_verify_receipt(b, &b->b, &b->a, &i);
    bridge_show(b, "receiptsRoot", bridge_member(i.header, "receiptsRoot"));
    bridge_show(b, "packet", i.packet);
    bridge_done(b, !by, by ? by : "header.hash, mpt.verify and receipt.decode "
                                  "accept");
    if (b->why.code)
        return;
    m->packet = *i.packet ? i.packet : "0x";
    m->id = bridge_hash(b, m->packet);

    bridge_step(b, "B's verifier finds the commitment to it in A's state "
                "(eth_getProof)");
    by = bridge_verify(b, &b->b, &b->a, &e, m->slot, m->id);
    bridge_show(b, "stateRoot", bridge_member(e.header, "stateRoot"));
    bridge_show(b, "slot", m->slot);
    bridge_show(b, "commitment", m->id);
    bridge_done(b, !by, by ? by : "header.hash and eip1186.verify accept, and "
                                  "the slot holds keccak256 of the packet");
}

/* The mailbox itself must refuse, asked by call and by transaction. */
static void refused_by_mailbox(struct bridge *b, const struct bridge_side *side,
                               const char *from, const char *data,
                               const char *due)
{
    const char *by = bridge_refusal(b, side, from, data);
    const json_t *receipt = bridge_send(b, side, from, data, 0);

    bridge_show(b, "transaction", bridge_member(receipt, "transactionHash"));
    bridge_show(b, "status", bridge_member(receipt, "status"));
    bridge_refused(b, succeeded(receipt) ? NULL : by, due);
}

/* --- what must be refused as evidence of message 1 ----------------------------------- */

static void forged_state(struct bridge *b, const struct message *m)
{
    struct bridge_evidence e = bridge_fetch(b, &b->a, m->slot, m->height);
    const json_t *proof = e.proof, *header = e.header;

    bridge_step(b, "The same proof, one byte of a node of the storage trie "
                "changed");
    e.proof = bridge_forge(b, proof, "/storageProof/0/proof/0", SLOT_BYTES);
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &e, m->slot, m->id),
                   "eip1186.verify");
    bridge_step(b, "The same proof, one byte of a node of the account trie "
                "changed");
    e.proof = bridge_forge(b, proof, "/accountProof/0", SLOT_BYTES);
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &e, m->slot, m->id),
                   "eip1186.verify");
    bridge_step(b, "The same proof, one byte of the value changed");
    e.proof = bridge_forge(b, proof, "/storageProof/0/value", SLOT_BYTES);
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &e, m->slot, m->id),
                   "eip1186.verify");
    bridge_step(b, "The same proof for a packet of which one byte is changed");
    e.proof = json_deep_copy(proof);
    bridge_keep(b, e.proof);
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &e, m->slot, bridge_hash(
        b, bridge_member(bridge_forge(b, bridge_keep(b, json_pack(
            "{s:s}", "packet", m->packet)), "/packet", 1000), "packet"))),
        "value");
    bridge_step(b, "The same proof with a header whose state root is changed "
                "by one byte");
    e.header = bridge_forge(b, header, "/stateRoot", 0);
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &e, m->slot, m->id),
                   "header.hash");
}

static void other_receipt(struct bridge *b, const struct message *m,
                          const char *index, const char *which,
                          const char *due)
{
    struct bridge_inclusion i;
    json_t *other = NULL;

    bridge_step(b, "A true proof of the receipt of a transaction %s", which);
    if (!b->why.code)
        other = bridge_keep(b, json_pack(
            "{s:O, s:s}", "blockNumber",
            json_object_get(m->receipt, "blockNumber"), "transactionIndex",
            index));
    i = bridge_fetch_receipt(b, &b->a, other);
    bridge_refused(b, bridge_verify_receipt(b, &b->b, &b->a, &i), due);
}

static void forged_receipt(struct bridge *b, const struct message *m)
{
    struct bridge_inclusion i = bridge_fetch_receipt(b, &b->a, m->receipt);
    json_t *proof = i.proof;

    bridge_step(b, "The proof of the receipt, its last byte changed");
    i.proof = bridge_forge(b, bridge_keep(b, json_pack("{s:O}", "p", proof)),
                           "/p/1", 100000);
    i.proof = json_object_get(i.proof, "p");
    bridge_refused(b, bridge_verify_receipt(b, &b->b, &b->a, &i),
                   "mpt.verify");
    bridge_step(b, "The proof of the receipt as one of the transaction before");
    i.proof = proof;
    i.key = "0x80";
    bridge_refused(b, bridge_verify_receipt(b, &b->b, &b->a, &i),
                   "mpt.verify");
    other_receipt(b, m, "0x0", "that failed", "receipt.status");
    other_receipt(b, m, "0x1", "that logged nothing", "log.address");
}

static void of_another_place(struct bridge *b, const struct message *m,
                             uint64_t height_b)
{
    const char *near = bridge_slot(b, MAILBOX_COMMITMENTS,
                                   bridge_number(b, 2));
    struct bridge_evidence e = bridge_fetch(b, &b->a, m->slot, m->height);
    struct bridge_evidence other = bridge_fetch(b, &b->a, m->slot,
                                                m->height - 1);
    json_t *proof = e.proof, *header = e.header;

    bridge_step(b, "A proof of the height before, with the trusted header");
    bridge_show(b, "stateRoot there", bridge_member(other.header, "stateRoot"));
    e.proof = other.proof;
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &e, m->slot, m->id),
                   "eip1186.verify");
    bridge_step(b, "A proof of the height before, with the header of it");
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &other, m->slot, m->id),
                   "header.trusted");
    bridge_step(b, "A proof of the neighbouring slot, that of message 2");
    bridge_show(b, "slot", near);
    other = bridge_fetch(b, &b->a, near, m->height);
    e.proof = other.proof;
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &e, m->slot, m->id),
                   "slot");
    bridge_step(b, "The proof of message 1, passed off as one of message 2");
    e.proof = bridge_keep(b, proof ? json_deep_copy(proof) : NULL);
    if (!b->why.code)
        json_object_set_new(json_array_get(json_object_get(
            e.proof, "storageProof"), 0), "key", json_string(near));
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &e, near, m->id),
                   "eip1186.verify");
    bridge_step(b, "A proof of B's own mailbox, with the header of A");
    e = bridge_fetch(b, &b->b, m->slot, height_b);
    other = (struct bridge_evidence){ header, e.proof };
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &other, m->slot, m->id),
                   "eip1186.verify");
    bridge_step(b, "A proof of B's own mailbox, with B's header passed off as "
                "one of A");
    if (!b->why.code)
        e.header = json_deep_copy(e.header);
    bridge_keep(b, e.header);
    if (!b->why.code)
        json_object_set(e.header, "number", json_object_get(header, "number"));
    bridge_refused(b, bridge_verify(b, &b->b, &b->a, &e, m->slot, m->id),
                   "header.hash");
}

/* --- delivery and acknowledgement ------------------------------------------------------- */

static void deliver(struct bridge *b, const struct message *m)
{
    const char *slot = bridge_slot(b, MAILBOX_DELIVERED, m->id + 2);
    const char *data = about(b, MAILBOX_DELIVER, m->height, m->packet);
    const json_t *receipt, *flag;

    bridge_step(b, "Somebody other than the verifier delivers on B");
    refused_by_mailbox(b, &b->b, b->b.user, data, "mailbox not the verifier");
    bridge_step(b, "It is delivered with a height of A that B does not trust");
    refused_by_mailbox(b, &b->b, b->b.verifier,
                       about(b, MAILBOX_DELIVER, m->height + 1, m->packet),
                       "mailbox header not trusted");
    bridge_step(b, "Message 1 is delivered on B");
    receipt = bridge_send(b, &b->b, b->b.verifier, data, 0);
    flag = bridge_rpc(b, &b->b, "eth_getStorageAt",
                      json_pack("[s, s, s]", b->b.mailbox, slot, "latest"));
    if (b->why.code)
        return;
    bridge_show(b, "transaction", bridge_member(receipt, "transactionHash"));
    bridge_show(b, "flag in slot", slot);
    bridge_done(b, succeeded(receipt) &&
                       bridge_same(json_string_value(flag), "0x1"),
                "MessageDelivered is logged and the flag is set");
    bridge_step(b, "Replay: message 1 is delivered on B once more");
    refused_by_mailbox(b, &b->b, b->b.verifier, data,
                       "mailbox already delivered");
}

static void acknowledge(struct bridge *b, const struct message *m)
{
    const char *slot = bridge_slot(b, MAILBOX_ACKS, m->id + 2);
    const char *ack = bridge_hash(b, bridge_text(b, "%s" MAILBOX_RESULT,
                                                 m->id));
    uint64_t height = height_of(b, &b->b);
    struct bridge_evidence e;
    const char *by, *data;
    const json_t *receipt, *left;
    json_t *proof;

    trust(b, &b->a, &b->b, height);
    e = bridge_fetch(b, &b->b, slot, height);
    proof = e.proof;
    bridge_step(b, "A's verifier finds the acknowledgement in B's state");
    by = bridge_verify(b, &b->a, &b->b, &e, slot, ack);
    bridge_show(b, "slot", slot);
    bridge_show(b, "acknowledgement", ack);
    bridge_done(b, !by, by ? by : "header.hash and eip1186.verify accept, and "
                                  "the slot holds what a delivery leaves");
    bridge_step(b, "The proof of the acknowledgement, one byte changed");
    e.proof = bridge_forge(b, proof, "/storageProof/0/proof/0", SLOT_BYTES);
    bridge_refused(b, bridge_verify(b, &b->a, &b->b, &e, slot, ack),
                   "eip1186.verify");
    bridge_step(b, "The proof of the acknowledgement as one of the delivered "
                "flag's absence");
    e.proof = proof;
    bridge_refused(b, bridge_verify(b, &b->a, &b->b, &e, slot, "0x0"),
                   "value");
    bridge_step(b, "Message 1 is acknowledged on A");
    data = about(b, MAILBOX_ACKNOWLEDGE, height, m->packet);
    receipt = bridge_send(b, &b->a, b->a.verifier, data, 0);
    left = bridge_rpc(b, &b->a, "eth_getStorageAt",
                      json_pack("[s, s, s]", b->a.mailbox, m->slot, "latest"));
    if (b->why.code)
        return;
    bridge_show(b, "transaction", bridge_member(receipt, "transactionHash"));
    bridge_done(b, succeeded(receipt) &&
                       bridge_same(json_string_value(left), "0x0"),
                "the commitment is gone");
    bridge_step(b, "Message 1 is acknowledged on A once more");
    refused_by_mailbox(b, &b->a, b->a.verifier, data,
                       "mailbox no such message");
    bridge_step(b, "A refund of message 1, which was delivered");
    refused_by_mailbox(b, &b->a, b->a.verifier,
                       about(b, MAILBOX_REFUND, height, m->packet),
                       "mailbox no such message");
    bridge_step(b, "Message 1 is delivered on A, which is not its "
                "destination");
    refused_by_mailbox(b, &b->a, b->a.verifier,
                       about(b, MAILBOX_DELIVER, height, m->packet),
                       "mailbox other destination");
    bridge_step(b, "A's verifier is told to trust another header of B at that "
                "height");
    refused_by_mailbox(b, &b->a, b->a.verifier, bridge_text(
        b, MAILBOX_TRUST "%s%s", bridge_number(b, height), m->id + 2),
        "mailbox conflicting header");
}

/* --- the message that is late -------------------------------------------------------------- */

/* Wei of an account of A. */
static uint64_t holds(struct bridge *b, const char *account)
{
    return bridge_quantity(bridge_rpc(b, &b->a, "eth_getBalance",
                                      json_pack("[s, s]", account, "latest")));
}

static void refund(struct bridge *b, const struct message *m, uint64_t height)
{
    const char *data = about(b, MAILBOX_REFUND, height, m->packet);
    uint64_t before = holds(b, b->a.mailbox), after;
    const json_t *receipt;

    bridge_step(b, "Message 2 is refunded on A");
    receipt = bridge_send(b, &b->a, b->a.verifier, data, 0);
    after = holds(b, b->a.mailbox);
    bridge_show(b, "transaction", bridge_member(receipt, "transactionHash"));
    bridge_show(b, "mailbox had", bridge_text(b, "%llu wei",
                                              (unsigned long long)before));
    bridge_show(b, "mailbox has", bridge_text(b, "%llu wei",
                                              (unsigned long long)after));
    bridge_done(b, succeeded(receipt) && before == after + DEPOSIT,
                "the deposit is back with its sender");
    bridge_step(b, "Message 2 is refunded once more");
    refused_by_mailbox(b, &b->a, b->a.verifier, data,
                       "mailbox no such message");
    bridge_step(b, "Message 2 is delivered on B after its refund");
    refused_by_mailbox(b, &b->b, b->b.verifier,
                       about(b, MAILBOX_DELIVER, m->height, m->packet),
                       "mailbox timed out");
}

/* B goes on until the message cannot be delivered any more; its height. */
static uint64_t let_pass(struct bridge *b, const struct message *m)
{
    uint64_t height = height_of(b, &b->b);

    for (int i = 0; i <= SHORT_BLOCKS && height <= m->timeout; i++) {
        bridge_rpc(b, &b->b, "evm_mine", NULL);
        height = height_of(b, &b->b);
    }
    return height;
}

static void time_out(struct bridge *b, struct message *m)
{
    struct bridge_evidence e;
    const char *slot, *by;
    uint64_t height;

    send_message(b, m, 2, MAILBOX_RESULT, height_of(b, &b->b) + SHORT_BLOCKS);
    trust(b, &b->b, &b->a, m->height);
    believe(b, m);
    height = height_of(b, &b->b);
    trust(b, &b->a, &b->b, height);
    bridge_step(b, "Message 2 is refunded while it can still be delivered");
    refused_by_mailbox(b, &b->a, b->a.verifier,
                       about(b, MAILBOX_REFUND, height, m->packet),
                       "mailbox not timed out");
    height = let_pass(b, m);
    bridge_step(b, "B is at height %llu; message 2 is delivered too late",
                (unsigned long long)height);
    refused_by_mailbox(b, &b->b, b->b.verifier,
                       about(b, MAILBOX_DELIVER, m->height, m->packet),
                       "mailbox timed out");
    trust(b, &b->a, &b->b, height);
    slot = bridge_slot(b, MAILBOX_DELIVERED, m->id + 2);
    e = bridge_fetch(b, &b->b, slot, height);
    bridge_step(b, "A's verifier sees that message 2 was never delivered");
    by = bridge_verify(b, &b->a, &b->b, &e, slot, "0x0");
    bridge_show(b, "slot", slot);
    bridge_done(b, !by, by ? by : "eip1186.verify accepts that the slot is "
                                  "absent");
    bridge_step(b, "The same proof of absence, one byte changed");
    e.proof = bridge_forge(b, e.proof, "/storageProof/0/proof/0", SLOT_BYTES);
    bridge_refused(b, bridge_verify(b, &b->a, &b->b, &e, slot, "0x0"),
                   "eip1186.verify");
    refund(b, m, height);
}

void bridge_walk(struct bridge *b)
{
    struct message first, second;
    uint64_t height_b;

    start(b);
    deploy(b, &b->a);
    deploy(b, &b->b);
    height_b = height_of(b, &b->b);
    send_message(b, &first, 1, MAILBOX_RESULT, height_b + LATE_BLOCKS);
    trust(b, &b->b, &b->a, first.height);
    believe(b, &first);
    forged_state(b, &first);
    forged_receipt(b, &first);
    of_another_place(b, &first, height_b);
    deliver(b, &first);
    acknowledge(b, &first);
    time_out(b, &second);
}
