/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_message.h"

#include "chain/codec/abi_type.h"
#include "chain/xchain/axelar.h"
#include "chain/xchain/ccip.h"
#include "chain/xchain/evmsig.h"

/* Bindings of Axelar and of Chainlink CCIP. */

static enum err bad(struct error *why, const char *key)
{
    return error_set(why, ERR_BAD_INPUT, "%s is absent or of another kind",
                     key);
}

static void *items_of(struct arena *a, const json_t *list, size_t size)
{
    return arena_array(a, json_array_size(list) + 1, size);
}

static json_t *hash_json(struct arena *a, const uint8_t hash[32])
{
    return json_pack("{s:o}", "hash", msg_json_word(a, hash));
}

static json_t *data_and_hash(struct arena *a, struct bytes data,
                             const uint8_t hash[32])
{
    return json_pack("{s:o, s:o}", "data", msg_json_hex(a, data), "hash",
                     msg_json_word(a, hash));
}

/* --- Axelar: reading -------------------------------------------------------------- */

static enum err read_message(struct axelar_message *m, const json_t *in,
                             bool with_id, struct error *why)
{
    enum err err = msg_text(&m->source_chain, in, "source_chain", why);

    if (!err && with_id)
        err = msg_text(&m->message_id, in, "message_id", why);
    if (!err)
        err = msg_text(&m->source_address, in, "source_address", why);
    if (!err)
        err = msg_fixed(m->contract, 20, in, "contract_address", why);
    return err ? err
               : msg_fixed(m->payload_hash, 32, in, "payload_hash", why);
}

static enum err read_signers(struct arena *a, struct axelar_signers *out,
                             const json_t *in, struct error *why)
{
    const json_t *list, *item;
    struct axelar_signer *signers;
    size_t i;
    enum err err = json_get_array(&list, in, "signers", why);

    if (!err)
        err = msg_number(&out->threshold, in, "threshold", 128, why);
    if (!err)
        err = msg_fixed(out->nonce, 32, in, "nonce", why);
    if (err)
        return err;
    signers = items_of(a, list, sizeof *signers);
    if (!signers)
        return ERR_MEMORY;
    json_array_foreach(list, i, item) {
        err = msg_fixed(signers[i].address, 20, item, "signer", why);
        if (!err)
            err = msg_number(&signers[i].weight, item, "weight", 128, why);
        if (err)
            return err;
    }
    out->items = signers;
    out->count = json_array_size(list);
    return ERR_OK;
}

static enum err read_hex_list(struct arena *a, struct bytes **out,
                              size_t *count, const json_t *in, const char *key,
                              struct error *why)
{
    const json_t *list, *item;
    struct bytes *found;
    size_t i;
    enum err err = json_get_array(&list, in, key, why);

    if (err)
        return err;
    found = items_of(a, list, sizeof *found);
    if (!found)
        return ERR_MEMORY;
    json_array_foreach(list, i, item) {
        err = msg_read_hex(a, &found[i], item, key, why);
        if (err)
            return err;
    }
    *out = found;
    *count = json_array_size(list);
    return ERR_OK;
}

/* --- Axelar: the amplifier gateway -------------------------------------------------- */

static enum err axl_approve(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    const json_t *list, *item;
    struct axelar_message *messages;
    struct bytes data;
    uint8_t hash[32];
    size_t i;
    enum err err = json_get_array(&list, in, "messages", why);

    if (err)
        return err;
    messages = items_of(a, list, sizeof *messages);
    if (!messages)
        return ERR_MEMORY;
    json_array_foreach(list, i, item) {
        err = read_message(&messages[i], item, true, why);
        if (err)
            return err;
    }
    err = axelar_approve_data(a, &data, messages, json_array_size(list));
    if (err)
        return err;
    keccak_parts(hash, &data, 1);
    return ref_answer(out, data_and_hash(a, data, hash));
}

static enum err axl_command_id(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct bytes chain, id;
    uint8_t hash[32];
    enum err err = msg_text(&chain, in, "source_chain", why);

    if (!err)
        err = msg_text(&id, in, "message_id", why);
    if (err)
        return err;
    axelar_command_id(hash, chain, id);
    return msg_answer_hex(a, out, "command_id", BYTES_OF(hash));
}

static enum err axl_message_hash(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct axelar_message m;
    uint8_t id[32], hash[32];
    enum err err = msg_fixed(id, sizeof id, in, "command_id", why);

    if (!err)
        err = read_message(&m, in, false, why);
    if (!err)
        err = axelar_message_hash(a, hash, id, &m);
    return err ? err : ref_answer(out, hash_json(a, hash));
}

static enum err axl_to_sign(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    uint8_t domain[32], signers[32], data[32], hash[32];
    enum err err = msg_fixed(domain, 32, in, "domain_separator", why);

    if (!err)
        err = msg_fixed(signers, 32, in, "signers_hash", why);
    if (!err)
        err = msg_fixed(data, 32, in, "data_hash", why);
    if (err)
        return err;
    axelar_hash_to_sign(hash, domain, signers, data);
    return ref_answer(out, hash_json(a, hash));
}

static enum err axl_rotate(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct axelar_signers signers;
    uint8_t hash[32];
    enum err err = read_signers(a, &signers, in, why);

    if (!err)
        err = axelar_rotate_hash(a, hash, &signers);
    return err ? err : ref_answer(out, hash_json(a, hash));
}

static enum err axl_signers(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct axelar_signers signers;
    uint8_t hash[32];
    enum err err = read_signers(a, &signers, in, why);

    if (!err)
        err = axelar_signers_hash(a, hash, &signers);
    return err ? err : ref_answer(out, hash_json(a, hash));
}

static enum err axl_check_set(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct axelar_signers signers;
    bool used;
    enum err err = read_signers(a, &signers, in, why);

    if (!err)
        err = json_get_bool(&used, in, "previously_used", why);
    return err ? err : msg_valid(out, axelar_check_signers(&signers, used));
}

/* The signers of a proof are known when they are the ones that are known. */
static enum err known_signers(struct arena *a, bool *known,
                              struct axelar_signers *signers,
                              uint8_t hash[32], const json_t *in,
                              struct error *why)
{
    const json_t *given = json_object_get(in, "known_signers");
    const json_t *claimed =
        json_object_get(json_object_get(in, "proof"), "signers");
    uint8_t other[32];
    enum err err = read_signers(a, signers, given, why);

    if (!err)
        err = axelar_signers_hash(a, hash, signers);
    *known = false;
    /* Text stands for a set that the gateway has never seen. */
    if (err || json_is_string(claimed))
        return err;
    err = read_signers(a, signers, claimed, why);
    if (!err)
        err = axelar_signers_hash(a, other, signers);
    if (!err)
        *known = memcmp(hash, other, sizeof other) == 0;
    return err;
}

static enum err axl_proof(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct axelar_signers signers;
    struct bytes *signatures;
    uint8_t domain[32], data[32], set[32], hash[32];
    const char *wrong;
    bool known;
    size_t count;
    enum err err = msg_fixed(domain, 32, in, "domain_separator", why);

    if (!err)
        err = msg_fixed(data, 32, in, "data_hash", why);
    if (!err)
        err = known_signers(a, &known, &signers, set, in, why);
    if (!err)
        err = read_hex_list(a, &signatures, &count,
                            json_object_get(in, "proof"), "signatures", why);
    if (err)
        return err;
    if (!known)
        return msg_valid(out, "invalid_signers");
    axelar_hash_to_sign(hash, domain, set, data);
    wrong = axelar_check_signatures(hash, &signers, signatures, count, true);
    if (wrong)
        return msg_valid(out, wrong);
    return ref_answer(out,
                      json_pack("{s:b, s:b}", "valid", 1, "latest", 1));
}

/* --- Axelar: the classic gateway ------------------------------------------------------ */

static enum err axl_selector(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes command;
    uint8_t hash[32];
    enum err err = msg_text(&command, in, "command", why);

    if (!err && !axelar_is_command(command))
        err = ERR_VALUE;
    if (err)
        return err;
    keccak_parts(hash, &command, 1);
    return msg_answer_hex(a, out, "selector_hash", BYTES_OF(hash));
}

/* Parameters of approveContractCall by name; of other commands as bytes. */
static enum err read_params(struct arena *a, struct abi *out,
                            const json_t *item, struct error *why)
{
    struct axelar_message m;
    struct bytes encoded;
    uint8_t tx[32];
    struct u256 event;
    enum err err;

    if (json_is_string(item)) {
        err = msg_read_hex(a, &encoded, item, "params", why);
        if (!err)
            *out = abi_bytes(encoded);
        return err;
    }
    err = read_message(&m, item, false, why);
    if (!err)
        err = msg_fixed(tx, sizeof tx, item, "source_tx_hash", why);
    if (!err)
        err = msg_number(&event, item, "source_event_index", 256, why);
    if (!err) {
        struct abi fields[] = {
            abi_bytes(m.source_chain),         abi_bytes(m.source_address),
            abi_right(BYTES_OF(m.contract)),   abi_right(BYTES_OF(m.payload_hash)),
            abi_right(BYTES_OF(tx)),           abi_u256(event),
        };

        err = abi_encode(a, &encoded, fields, ARRAY_LEN(fields));
    }
    if (!err)
        *out = abi_bytes(encoded);
    return err;
}

static enum err axl_batch(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    static const char ids_type[] = "bytes32[]", commands_type[] = "string[]";
    const json_t *params = json_object_get(in, "params"), *item;
    struct abi args[4], *items;
    struct bytes data;
    uint8_t inner[32], hash[32];
    struct u256 chain;
    size_t i;
    enum err err = msg_number(&chain, in, "chain_id", 256, why);

    if (err)
        return err;
    args[0] = abi_u256(chain);
    if (abi_from_json(a, &args[1], bytes_str(ids_type),
                      json_object_get(in, "command_ids")))
        return bad(why, "command_ids");
    if (abi_from_json(a, &args[2], bytes_str(commands_type),
                      json_object_get(in, "commands")))
        return bad(why, "commands");
    items = items_of(a, params, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    json_array_foreach(params, i, item) {
        err = read_params(a, &items[i], item, why);
        if (err)
            return err;
    }
    args[3] = abi_list(items, json_array_size(params));
    err = abi_encode(a, &data, args, 4);
    if (err)
        return err;
    keccak_parts(inner, &data, 1);
    evmsig_message_hash(hash, BYTES_OF(inner));
    return ref_answer(out, data_and_hash(a, data, hash));
}

static enum err axl_classic_proof(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct bytes proof;
    uint8_t hash[32];
    const char *wrong;
    enum err err = msg_fixed(hash, sizeof hash, in, "message_hash", why);

    if (!err)
        err = msg_hex(a, &proof, in, "proof", why);
    if (!err)
        err = axelar_classic_proof(a, &wrong, hash, proof);
    return err ? err : msg_valid(out, wrong);
}

/* --- CCIP: leaves ---------------------------------------------------------------------- */

/* 1.5 and 1.6 name the fields of a token amount differently. */
static enum err read_tokens(struct arena *a, struct ccip_message *m,
                            const json_t *in, bool v16, struct error *why)
{
    const json_t *list, *item;
    struct ccip_token *tokens;
    uint64_t gas;
    size_t i;
    enum err err = json_get_array(&list, in, "tokenAmounts", why);

    if (err)
        return err;
    tokens = items_of(a, list, sizeof *tokens);
    if (!tokens)
        return ERR_MEMORY;
    json_array_foreach(list, i, item) {
        err = msg_fixed(tokens[i].token, 20, item,
                        v16 ? "destTokenAddress" : "token", why);
        if (!err)
            err = msg_number(&tokens[i].amount, item, "amount", 256, why);
        if (!err && v16)
            err = msg_hex(a, &tokens[i].source_pool, item, "sourcePoolAddress",
                          why);
        if (!err && v16)
            err = msg_hex(a, &tokens[i].extra_data, item, "extraData", why);
        if (!err && v16)
            err = msg_u64(&gas, item, "destGasAmount", 32, why);
        if (err)
            return err;
        tokens[i].dest_gas = v16 ? (uint32_t)gas : 0;
    }
    m->tokens = tokens;
    m->token_count = json_array_size(list);
    return ERR_OK;
}

static enum err read_v15(struct arena *a, struct ccip_message *m,
                         const json_t *in, struct error *why)
{
    struct bytes *token_data;
    enum err err = msg_u64(&m->sequence, in, "sequenceNumber", 64, why);

    if (!err)
        err = msg_u64(&m->nonce, in, "nonce", 64, why);
    if (!err)
        err = json_get_bool(&m->is_strict, in, "strict", why);
    if (!err)
        err = msg_fixed(m->fee_token, 20, in, "feeToken", why);
    if (!err)
        err = msg_number(&m->fee_amount, in, "feeTokenAmount", 256, why);
    if (!err)
        err = read_hex_list(a, &token_data, &m->token_data_count, in,
                            "sourceTokenData", why);
    if (!err)
        m->token_data = token_data;
    return err;
}

static enum err read_v16(struct ccip_message *m, const json_t *in,
                         struct error *why)
{
    const json_t *header;
    enum err err = json_get_object(&header, in, "header", why);

    if (!err)
        err = msg_fixed(m->message_id, 32, header, "messageId", why);
    if (!err)
        err = msg_u64(&m->source_chain, header, "sourceChainSelector", 64,
                      why);
    if (!err)
        err = msg_u64(&m->dest_chain, header, "destChainSelector", 64, why);
    if (!err)
        err = msg_u64(&m->sequence, header, "sequenceNumber", 64, why);
    return err ? err : msg_u64(&m->nonce, header, "nonce", 64, why);
}

static enum err read_ccip(struct arena *a, struct ccip_message *m,
                          const json_t *in, bool v16, struct error *why)
{
    const json_t *given;
    enum err err = json_get_object(&given, in, "message", why);

    memset(m, 0, sizeof *m);
    if (!err)
        err = v16 ? read_v16(m, given, why) : read_v15(a, m, given, why);
    if (!err)
        err = msg_hex(a, &m->on_ramp, in, "on_ramp", why);
    if (!err)
        err = msg_hex(a, &m->sender, given, "sender", why);
    if (!err)
        err = msg_hex(a, &m->data, given, "data", why);
    if (!err)
        err = msg_fixed(m->receiver, 20, given, "receiver", why);
    if (!err)
        err = msg_number(&m->gas_limit, given, "gasLimit", 256, why);
    return err ? err : read_tokens(a, m, given, v16, why);
}

static json_t *leaf_json(struct arena *a, const uint8_t metadata[32],
                         const uint8_t hash[32])
{
    return json_pack("{s:o, s:o}", "metadata_hash", msg_json_word(a, metadata),
                     "hash", msg_json_word(a, hash));
}

static enum err ccip_any2evm(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct ccip_message m;
    uint8_t metadata[32], hash[32];
    enum err err = read_ccip(a, &m, in, true, why);

    if (!err)
        err = ccip_any2evm_hash(a, metadata, hash, &m);
    return err ? err : ref_answer(out, leaf_json(a, metadata, hash));
}

static enum err ccip_evm2evm(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct ccip_message m;
    uint8_t metadata[32], hash[32];
    enum err err = read_ccip(a, &m, in, false, why);

    if (!err)
        err = msg_u64(&m.source_chain, in, "source_chain_selector", 64, why);
    if (!err)
        err = msg_u64(&m.dest_chain, in, "dest_chain_selector", 64, why);
    if (!err)
        err = ccip_evm2evm_hash(a, metadata, hash, &m);
    return err ? err : ref_answer(out, leaf_json(a, metadata, hash));
}

/* --- CCIP: trees, addresses, MessageV1 -------------------------------------------------- */

static enum err read_words(struct arena *a, struct bytes *out,
                           const json_t *in, const char *key,
                           struct error *why)
{
    uint8_t *words;
    size_t count;
    enum err err = msg_blocks(a, &words, &count, in, key, 32, why);

    if (!err)
        *out = bytes_make(words, 32 * count);
    return err;
}

static enum err ccip_multiproof_op(struct arena *a, json_t **out,
                                   const json_t *in, struct error *why)
{
    struct bytes leaves, proofs;
    struct u256 flags;
    uint8_t root[32];
    enum err err = read_words(a, &leaves, in, "leaves", why);

    if (!err)
        err = read_words(a, &proofs, in, "proofs", why);
    if (!err)
        err = msg_number(&flags, in, "flags", 256, why);
    if (!err)
        err = ccip_multiproof(a, root, &leaves, &proofs, flags);
    return err ? err : msg_answer_hex(a, out, "root", BYTES_OF(root));
}

static enum err ccip_tree(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes leaves;
    uint8_t root[32];
    enum err err = read_words(a, &leaves, in, "leaves", why);

    if (!err)
        err = ccip_tree_root(a, root, leaves);
    return err ? err : msg_answer_hex(a, out, "root", BYTES_OF(root));
}

static enum err ccip_address(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes encoded;
    enum err err = msg_hex(a, &encoded, in, "encoded", why);

    return err ? err : msg_valid(out, ccip_check_evm_address(encoded));
}

/* null stands for no transfer, whose bytes are empty. */
static enum err transfer_text(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    const json_t *transfer = json_object_get(in, "token_transfer");
    struct bytes encoded = BYTES_EMPTY;
    enum err err = ERR_OK;

    if (json_is_object(transfer))
        err = msg_layout_encode(a, &encoded, &ccip_token_transfer, transfer,
                                why);
    else if (!json_is_null(transfer))
        err = bad(why, "token_transfer");
    return err ? err : ref_answer(out, msg_json_hex(a, encoded));
}

static enum err ccip_encode(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct bytes message;
    uint8_t id[32];
    json_t *with, *transfer;
    enum err err = transfer_text(a, &transfer, in, why);

    if (err)
        return err;
    with = json_copy((json_t *)(uintptr_t)in);
    if (!with || json_object_set_new(with, "token_transfer", transfer))
        err = ERR_MEMORY;
    if (!err)
        err = msg_layout_encode(a, &message, &ccip_message_v1, with, why);
    json_decref(with);
    if (err)
        return err;
    keccak_parts(id, &message, 1);
    return ref_answer(out, json_pack("{s:o, s:o}", "message",
                                     msg_json_hex(a, message), "message_id",
                                     msg_json_word(a, id)));
}

static enum err ccip_decode(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct bytes values[LAYOUT_FIELDS_MAX], inner[LAYOUT_FIELDS_MAX], message;
    struct bytes transfer;
    json_t *map;
    enum err err = msg_hex(a, &message, in, "message", why);

    if (!err)
        err = layout_decode(a, values, &ccip_message_v1, message);
    if (err)
        return err == ERR_TYPE ? ERR_VERSION : err;
    transfer = layout_value(&ccip_message_v1, values, "token_transfer");
    if (transfer.len)
        err = layout_decode(a, inner, &ccip_token_transfer, transfer);
    if (err)
        return err == ERR_TYPE ? ERR_VERSION : err;
    map = msg_layout_out(a, &ccip_message_v1, values);
    if (!map ||
        json_object_set_new(map, "token_transfer",
                            transfer.len ? msg_layout_out(
                                               a, &ccip_token_transfer, inner)
                                         : json_null())) {
        json_decref(map);
        return ERR_MEMORY;
    }
    return ref_answer(out, map);
}

/* clang-format off */
static const struct ref_binding rows[] = {
    { "axelar.approve_messages_data_hash", axl_approve },
    { "axelar.classic_batch_hash", axl_batch },
    { "axelar.classic_command_selector", axl_selector },
    { "axelar.classic_validate_proof", axl_classic_proof },
    { "axelar.command_id", axl_command_id },
    { "axelar.message_hash", axl_message_hash },
    { "axelar.message_hash_to_sign", axl_to_sign },
    { "axelar.rotate_signers_data_hash", axl_rotate },
    { "axelar.signers_hash", axl_signers },
    { "axelar.validate_proof", axl_proof },
    { "axelar.validate_signer_set", axl_check_set },
    { "ccip.any2evm_leaf_hash", ccip_any2evm },
    { "ccip.evm2evm_leaf_hash", ccip_evm2evm },
    { "ccip.merkle_multiproof_root", ccip_multiproof_op },
    { "ccip.merkle_tree_root", ccip_tree },
    { "ccip.message_v1_decode", ccip_decode },
    { "ccip.message_v1_encode", ccip_encode },
    { "ccip.validate_evm_address", ccip_address },
};
/* clang-format on */

const struct ref_table ref_table_xchain_gateway = { rows, ARRAY_LEN(rows) };
