/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/axelar.h"

#include "chain/codec/abi.h"
#include "chain/xchain/evmsig.h"

void axelar_command_id(uint8_t out[32], struct bytes source_chain,
                       struct bytes message_id)
{
    struct bytes parts[] = { source_chain, bytes_str("_"), message_id };

    keccak_parts(out, parts, ARRAY_LEN(parts));
}

enum { MESSAGE_FIELDS = 5 };

static void message_fields(struct abi out[MESSAGE_FIELDS],
                           const struct axelar_message *m)
{
    out[0] = abi_bytes(m->source_chain);
    out[1] = abi_bytes(m->message_id);
    out[2] = abi_bytes(m->source_address);
    out[3] = abi_right(BYTES_OF(m->contract));
    out[4] = abi_right(BYTES_OF(m->payload_hash));
}

enum err axelar_approve_data(struct arena *a, struct bytes *out,
                             const struct axelar_message *messages,
                             size_t count)
{
    struct abi(*fields)[MESSAGE_FIELDS] =
        arena_array(a, count + 1, sizeof *fields);
    struct abi *tuples = arena_array(a, count + 1, sizeof *tuples), args[2];

    if (!fields || !tuples)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        message_fields(fields[i], &messages[i]);
        tuples[i] = abi_tuple(fields[i], MESSAGE_FIELDS);
    }
    args[0] = abi_u64(0); /* CommandType.ApproveMessages */
    args[1] = abi_list(tuples, count);
    return abi_encode(a, out, args, 2);
}

enum err axelar_message_hash(struct arena *a, uint8_t out[32],
                             const uint8_t command_id[32],
                             const struct axelar_message *m)
{
    struct abi items[] = {
        abi_right(bytes_make(command_id, 32)),
        abi_bytes(m->source_chain),
        abi_bytes(m->source_address),
        abi_right(BYTES_OF(m->contract)),
        abi_right(BYTES_OF(m->payload_hash)),
    };

    return abi_keccak(a, out, items, ARRAY_LEN(items));
}

/* WeightedSigners as one argument, after as many others as are there. */
static enum err hash_signers(struct arena *a, uint8_t out[32],
                             const struct axelar_signers *signers,
                             const struct abi *first)
{
    struct abi(*pairs)[2] = arena_array(a, signers->count + 1, sizeof *pairs);
    struct abi *tuples = arena_array(a, signers->count + 1, sizeof *tuples);
    struct abi fields[3], args[2];

    if (!pairs || !tuples)
        return ERR_MEMORY;
    for (size_t i = 0; i < signers->count; i++) {
        pairs[i][0] = abi_right(BYTES_OF(signers->items[i].address));
        pairs[i][1] = abi_u256(signers->items[i].weight);
        tuples[i] = abi_tuple(pairs[i], 2);
    }
    fields[0] = abi_list(tuples, signers->count);
    fields[1] = abi_u256(signers->threshold);
    fields[2] = abi_right(BYTES_OF(signers->nonce));
    args[first != NULL] = abi_tuple(fields, 3);
    if (first)
        args[0] = *first;
    return abi_keccak(a, out, args, first ? 2 : 1);
}

enum err axelar_signers_hash(struct arena *a, uint8_t out[32],
                             const struct axelar_signers *signers)
{
    return hash_signers(a, out, signers, NULL);
}

enum err axelar_rotate_hash(struct arena *a, uint8_t out[32],
                            const struct axelar_signers *signers)
{
    struct abi command = abi_u64(1); /* CommandType.RotateSigners */

    return hash_signers(a, out, signers, &command);
}

void axelar_hash_to_sign(uint8_t out[32], const uint8_t domain[32],
                         const uint8_t signers_hash[32],
                         const uint8_t data_hash[32])
{
    uint8_t words[3][32];

    memcpy(words[0], domain, 32);
    memcpy(words[1], signers_hash, 32);
    memcpy(words[2], data_hash, 32);
    evmsig_message_hash(out, bytes_make(words, sizeof words));
}

const char *axelar_check_signers(const struct axelar_signers *signers,
                                 bool previously_used)
{
    uint8_t last[20] = { 0 };
    struct u256 total = u256_from(0);

    if (!signers->count)
        return "invalid_signers";
    for (size_t i = 0; i < signers->count; i++) {
        const struct axelar_signer *s = &signers->items[i];

        if (memcmp(s->address, last, sizeof last) <= 0)
            return "invalid_signers";
        memcpy(last, s->address, sizeof last);
        if (u256_is_zero(s->weight))
            return "invalid_weights";
        total = u256_add(total, s->weight);
    }
    if (u256_is_zero(signers->threshold) ||
        u256_lt(total, signers->threshold))
        return "invalid_threshold";
    return previously_used ? "duplicate_signers" : NULL;
}

const char *axelar_check_signatures(const uint8_t hash[32],
                                    const struct axelar_signers *signers,
                                    const struct bytes *signatures,
                                    size_t count, bool strict)
{
    struct u256 weight = u256_from(0), more;
    uint8_t signer[20];
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        if (evmsig_signer(signer, hash, signatures[i]))
            return "invalid_signature";
        while (at < signers->count &&
               memcmp(signers->items[at].address, signer, 20) != 0)
            at++;
        if (at == signers->count)
            return strict ? "malformed_signatures" : "malformed_signers";
        /* Solidity 0.8 reverts where a sum does not fit; weights of the classic
         * gateway have 256 bits. */
        more = u256_add(weight, signers->items[at++].weight);
        if (u256_lt(more, weight))
            return "overflow";
        weight = more;
        if (!u256_lt(weight, signers->threshold))
            return strict && i + 1 != count ? "redundant_signatures" : NULL;
    }
    return "low_weight";
}

/* --- the classic gateway ------------------------------------------------------ */

static const char *const commands[] = {
    "deployToken", "mintToken", "approveContractCall",
    "approveContractCallWithMint", "burnToken", "transferOperatorship",
};

bool axelar_is_command(struct bytes name)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (bytes_eq(name, bytes_str(commands[i])))
            return true;
    return false;
}

static enum err read_operators(struct arena *a, struct axelar_signers *out,
                               struct bytes proof)
{
    struct bytes addresses, weights;
    struct axelar_signer *items;
    uint8_t word[32];
    size_t count, weight_count;
    enum err err = abi_read_list(&addresses, &count, proof, 0);

    if (!err)
        err = abi_read_list(&weights, &weight_count, proof, 1);
    if (!err)
        err = abi_read_word(word, proof, 2);
    if (!err && weight_count != count)
        err = ERR_LENGTH;
    if (err)
        return err;
    items = arena_array(a, count + 1, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    *out = (struct axelar_signers){ .items = items, .count = count };
    out->threshold = u256_load(word);
    for (size_t i = 0; i < count && !err; i++) {
        static const uint8_t zeros[12];

        err = abi_read_word(word, addresses, i);
        if (!err && memcmp(word, zeros, sizeof zeros) != 0)
            err = ERR_PADDING;
        if (err)
            return err;
        memcpy(items[i].address, word + 12, 20);
        err = abi_read_word(word, weights, i);
        if (!err)
            items[i].weight = u256_load(word);
    }
    return err;
}

static enum err read_signatures(struct arena *a, struct bytes **out,
                                size_t *count, struct bytes proof)
{
    struct bytes list, *found;
    enum err err = abi_read_list(&list, count, proof, 3);

    if (err)
        return err;
    found = arena_array(a, *count + 1, sizeof *found);
    if (!found)
        return ERR_MEMORY;
    for (size_t i = 0; i < *count && !err; i++)
        err = abi_read_bytes(&found[i], list, i);
    *out = found;
    return err;
}

enum err axelar_classic_proof(struct arena *a, const char **wrong,
                              const uint8_t hash[32], struct bytes proof)
{
    struct axelar_signers operators;
    struct bytes *signatures;
    size_t count;
    enum err err = read_operators(a, &operators, proof);

    if (!err)
        err = read_signatures(a, &signatures, &count, proof);
    if (err == ERR_MEMORY)
        return err;
    *wrong = err ? "malformed"
                 : axelar_check_signatures(hash, &operators, signatures, count,
                                           false);
    return ERR_OK;
}
