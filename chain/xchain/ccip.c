/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ccip.h"

#include "chain/codec/abi.h"

static const struct layout_field message_fields[] = {
    { "version", LAYOUT_ID, 1 },
    { "source_chain_selector", LAYOUT_NUMBER, 8 },
    { "dest_chain_selector", LAYOUT_NUMBER, 8 },
    { "message_number", LAYOUT_NUMBER, 8 },
    { "execution_gas_limit", LAYOUT_NUMBER, 4 },
    { "ccip_receive_gas_limit", LAYOUT_NUMBER, 4 },
    { "finality", LAYOUT_BYTES, 4 },
    { "ccv_and_executor_hash", LAYOUT_BYTES, 32 },
    { "on_ramp", LAYOUT_LEN_BE, 1 },
    { "off_ramp", LAYOUT_LEN_BE, 1 },
    { "sender", LAYOUT_LEN_BE, 1 },
    { "receiver", LAYOUT_LEN_BE, 1 },
    { "dest_blob", LAYOUT_LEN_BE, 2 },
    { "token_transfer", LAYOUT_LEN_BE, 2 },
    { "data", LAYOUT_LEN_BE, 2 },
};
const struct layout ccip_message_v1 = LAYOUT_OF(message_fields);

static const struct layout_field token_fields[] = {
    { "version", LAYOUT_ID, 1 },
    { "amount", LAYOUT_NUMBER, 32 },
    { "source_pool", LAYOUT_LEN_BE, 1 },
    { "source_token", LAYOUT_LEN_BE, 1 },
    { "dest_token", LAYOUT_LEN_BE, 1 },
    { "token_receiver", LAYOUT_LEN_BE, 1 },
    { "extra_data", LAYOUT_LEN_BE, 2 },
};
const struct layout ccip_token_transfer = LAYOUT_OF(token_fields);

/* --- leaves ------------------------------------------------------------------ */

static void keccak_of(uint8_t out[32], struct bytes in)
{
    keccak_parts(out, &in, 1);
}

/* K(prefix hash ‖ source ‖ destination ‖ on ramp) */
static enum err metadata_hash(struct arena *a, uint8_t out[32],
                              const char *prefix,
                              const struct ccip_message *m,
                              const uint8_t on_ramp[32])
{
    uint8_t hash[32];
    struct pack p;

    keccak_of(hash, bytes_str(prefix));
    pack_init(&p, a);
    pack_bytes(&p, BYTES_OF(hash));
    pack_u256(&p, u256_from(m->source_chain));
    pack_u256(&p, u256_from(m->dest_chain));
    pack_bytes(&p, bytes_make(on_ramp, 32));
    return pack_keccak(out, &p);
}

enum { PARTS_MAX = 4 };

/* The leaf domain separator is a word of zeros. */
static void leaf_hash(uint8_t out[32], const uint8_t metadata[32],
                      const uint8_t (*parts)[32], size_t count)
{
    static const uint8_t separator[32];
    struct bytes all[PARTS_MAX + 2];

    all[0] = BYTES_OF(separator);
    all[1] = bytes_make(metadata, 32);
    for (size_t i = 0; i < count; i++)
        all[2 + i] = bytes_make(parts[i], 32);
    keccak_parts(out, all, 2 + count);
}

static enum err hash_tokens_v15(struct arena *a, uint8_t out[32],
                                const struct ccip_message *m)
{
    struct abi(*pairs)[2] = arena_array(a, m->token_count + 1, sizeof *pairs);
    struct abi *tuples = arena_array(a, m->token_count + 1, sizeof *tuples);
    struct abi list;

    if (!pairs || !tuples)
        return ERR_MEMORY;
    for (size_t i = 0; i < m->token_count; i++) {
        pairs[i][0] = abi_right(BYTES_OF(m->tokens[i].token));
        pairs[i][1] = abi_u256(m->tokens[i].amount);
        tuples[i] = abi_tuple(pairs[i], 2);
    }
    list = abi_list(tuples, m->token_count);
    return abi_keccak(a, out, &list, 1);
}

static enum err hash_token_data(struct arena *a, uint8_t out[32],
                                const struct ccip_message *m)
{
    struct abi *items = arena_array(a, m->token_data_count + 1, sizeof *items);
    struct abi list;

    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < m->token_data_count; i++)
        items[i] = abi_bytes(m->token_data[i]);
    list = abi_list(items, m->token_data_count);
    return abi_keccak(a, out, &list, 1);
}

enum err ccip_evm2evm_hash(struct arena *a, uint8_t metadata[32],
                           uint8_t out[32], const struct ccip_message *m)
{
    struct abi fixed[] = {
        abi_right(bytes_head(m->sender, m->sender.len > 32 ? 32
                                                           : m->sender.len)),
        abi_right(BYTES_OF(m->receiver)),
        abi_u64(m->sequence),
        abi_u256(m->gas_limit),
        abi_u64(m->is_strict),
        abi_u64(m->nonce),
        abi_right(BYTES_OF(m->fee_token)),
        abi_u256(m->fee_amount),
    };
    uint8_t parts[4][32], ramp[32] = { 0 }, found[32];
    enum err err;

    if (m->sender.len != 20 || m->on_ramp.len != 20)
        return ERR_LENGTH;
    memcpy(ramp + 12, m->on_ramp.data, 20);
    err = metadata_hash(a, found, "EVM2EVMMessageHashV2", m, ramp);
    if (!err)
        err = abi_keccak(a, parts[0], fixed, ARRAY_LEN(fixed));
    keccak_of(parts[1], m->data);
    if (!err)
        err = hash_tokens_v15(a, parts[2], m);
    if (!err)
        err = hash_token_data(a, parts[3], m);
    if (err)
        return err;
    memcpy(metadata, found, 32);
    leaf_hash(out, found, (const uint8_t(*)[32])parts, 4);
    return ERR_OK;
}

/* EVM addresses travel as words; other chains' as they are. */
static enum err as_source_bytes(struct arena *a, struct bytes *out,
                                struct bytes address)
{
    struct pack p;

    pack_init(&p, a);
    if (address.len == 20)
        pack_word(&p, address);
    else
        pack_bytes(&p, address);
    return pack_finish(out, &p);
}

enum { TOKEN_FIELDS = 5 };

static enum err hash_tokens_v16(struct arena *a, uint8_t out[32],
                                const struct ccip_message *m)
{
    struct abi(*fields)[TOKEN_FIELDS] =
        arena_array(a, m->token_count + 1, sizeof *fields);
    struct abi *tuples = arena_array(a, m->token_count + 1, sizeof *tuples);
    struct abi list;
    enum err err = ERR_OK;

    if (!fields || !tuples)
        return ERR_MEMORY;
    for (size_t i = 0; i < m->token_count && !err; i++) {
        const struct ccip_token *t = &m->tokens[i];
        struct bytes pool;

        err = as_source_bytes(a, &pool, t->source_pool);
        if (err)
            return err;
        fields[i][0] = abi_bytes(pool);
        fields[i][1] = abi_right(BYTES_OF(t->token));
        fields[i][2] = abi_u64(t->dest_gas);
        fields[i][3] = abi_bytes(t->extra_data);
        fields[i][4] = abi_u256(t->amount);
        tuples[i] = abi_tuple(fields[i], TOKEN_FIELDS);
    }
    list = abi_list(tuples, m->token_count);
    return abi_keccak(a, out, &list, 1);
}

enum err ccip_any2evm_hash(struct arena *a, uint8_t metadata[32],
                           uint8_t out[32], const struct ccip_message *m)
{
    struct abi fixed[] = {
        abi_right(BYTES_OF(m->message_id)), abi_right(BYTES_OF(m->receiver)),
        abi_u64(m->sequence),               abi_u256(m->gas_limit),
        abi_u64(m->nonce),
    };
    uint8_t parts[4][32], ramp_hash[32], found[32];
    struct bytes ramp, sender;
    enum err err = as_source_bytes(a, &ramp, m->on_ramp);

    if (!err)
        err = as_source_bytes(a, &sender, m->sender);
    if (err)
        return err;
    keccak_of(ramp_hash, ramp);
    err = metadata_hash(a, found, "Any2EVMMessageHashV1", m, ramp_hash);
    if (!err)
        err = abi_keccak(a, parts[0], fixed, ARRAY_LEN(fixed));
    keccak_of(parts[1], sender);
    keccak_of(parts[2], m->data);
    if (!err)
        err = hash_tokens_v16(a, parts[3], m);
    if (err)
        return err;
    memcpy(metadata, found, 32);
    leaf_hash(out, found, (const uint8_t(*)[32])parts, 4);
    return ERR_OK;
}

/* --- the tree ----------------------------------------------------------------- */

/* The separator of inner nodes is the word 1; the smaller child is first. */
static void hash_pair(uint8_t out[32], const uint8_t *a, const uint8_t *b)
{
    static const uint8_t separator[32] = { [31] = 1 };
    bool swap = memcmp(a, b, 32) > 0;
    struct bytes parts[] = { BYTES_OF(separator),
                             bytes_make(swap ? b : a, 32),
                             bytes_make(swap ? a : b, 32) };

    keccak_parts(out, parts, 3);
}

/* Words are taken from the leaves first, then from the hashes made so far. */
struct supply {
    struct bytes leaves;
    const uint8_t (*hashes)[32];
    size_t leaf, hash, made;
};

static const uint8_t *take(struct supply *s)
{
    if (s->leaf < s->leaves.len / 32)
        return s->leaves.data + 32 * s->leaf++;
    return s->hash < s->made ? s->hashes[s->hash++] : NULL;
}

enum err ccip_multiproof(struct arena *a, uint8_t out[32],
                         const struct bytes *leaves,
                         const struct bytes *proofs, struct u256 flags)
{
    enum { HASHES_MAX = 256 };
    size_t proof_count = proofs->len / 32, proof = 0, total;
    struct supply s = { .leaves = *leaves };
    uint8_t(*hashes)[32];

    if (leaves->len < 32)
        return ERR_EMPTY;
    total = leaves->len / 32 + proof_count - 1;
    if (total > HASHES_MAX)
        return ERR_TOO_LONG;
    if (!total) {
        memcpy(out, leaves->data, 32);
        return ERR_OK;
    }
    hashes = arena_array(a, total, sizeof *hashes);
    if (!hashes)
        return ERR_MEMORY;
    s.hashes = (const uint8_t(*)[32])hashes;
    for (s.made = 0; s.made < total; s.made++) {
        bool own = flags.w[s.made / 64] >> (s.made % 64) & 1;
        const uint8_t *x, *y;

        if (!own && proof == proof_count)
            return ERR_PROOF_MISSING;
        x = own ? take(&s) : proofs->data + 32 * proof++;
        y = take(&s);
        if (!x || !y)
            return ERR_PROOF_MISSING;
        hash_pair(hashes[s.made], x, y);
    }
    if (s.hash != total - 1 || s.leaf != leaves->len / 32 ||
        proof != proof_count)
        return ERR_PROOF_EXTRA;
    memcpy(out, hashes[total - 1], 32);
    return ERR_OK;
}

enum err ccip_tree_root(struct arena *a, uint8_t out[32], struct bytes leaves)
{
    size_t count = leaves.len / 32;
    uint8_t(*row)[32];

    if (!count)
        return ERR_EMPTY;
    row = arena_array(a, count + 1, sizeof *row);
    if (!row)
        return ERR_MEMORY;
    memcpy(row, leaves.data, count * sizeof *row);
    while (count > 1) {
        if (count % 2)
            memset(row[count++], 0xff, 32);
        for (size_t i = 0; i < count / 2; i++)
            hash_pair(row[i], row[2 * i], row[2 * i + 1]);
        count /= 2;
    }
    memcpy(out, row[0], 32);
    return ERR_OK;
}

const char *ccip_check_evm_address(struct bytes encoded)
{
    enum { PRECOMPILES = 1024 };
    struct u256 value;

    if (encoded.len != 32)
        return "length";
    value = u256_load(encoded.data);
    if (u256_bits(value) > 160)
        return "range";
    return u256_lt(value, u256_from(PRECOMPILES)) ? "precompile" : NULL;
}
