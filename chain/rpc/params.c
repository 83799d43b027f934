/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/params.h"

#include <stdio.h>

#include "base/hex.h"
#include "chain/rpc/node.h"

enum { WHERE_SIZE = 48, KEY_DIGITS_MAX = 64 };

void decimal_text(char out[DECIMAL_SIZE], struct u256 v)
{
    char text[DECIMAL_SIZE];
    size_t at = sizeof text - 1;
    struct u256 digit;

    text[at] = '\0';
    do {
        u256_divmod(&v, &digit, v, u256_from(10));
        text[--at] = (char)('0' + digit.w[0]);
    } while (!u256_is_zero(v));
    memcpy(out, text + at, sizeof text - at);
}

const json_t *param(const struct rpc_call *c, size_t i)
{
    return json_array_get(c->params, i);
}

bool param_given(const struct rpc_call *c, size_t i)
{
    const json_t *v = param(c, i);

    return v && !json_is_null(v);
}

bool param_count(struct rpc_call *c, size_t least, size_t most)
{
    size_t count = json_array_size(c->params);

    if (count > most)
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "too many arguments, want at most %zu", most);
    for (size_t i = 0; i < least; i++)
        if (!param_given(c, i))
            return rpc_fail(c, RPC_INVALID_PARAMS,
                            "missing value for required argument %zu", i);
    return true;
}

static bool fail_at(struct rpc_call *c, const char *where, const char *what)
{
    return rpc_fail(c, RPC_INVALID_PARAMS, "invalid %s: %s", where, what);
}

static const char *number_reason(enum err err, const char *text)
{
    switch (err) {
    case ERR_PREFIX:
        return *text ? "hex string without 0x prefix" : "empty hex string";
    case ERR_EMPTY:
        return "hex string \"0x\"";
    case ERR_LEADING_ZERO:
        return "hex number with leading zero digits";
    case ERR_TOO_WIDE:
        return "hex number > 256 bits";
    case ERR_LENGTH:
        return "hex string of odd length";
    default:
        return "invalid hex string";
    }
}

bool read_quantity(struct rpc_call *c, struct u256 *out, const json_t *in,
                   const char *where)
{
    const char *text = json_string_value(in);
    enum err err;

    if (json_is_integer(in) && json_integer_value(in) >= 0) {
        *out = u256_from((uint64_t)json_integer_value(in));
        return true;
    }
    if (!text)
        return fail_at(c, where, "not a hex quantity");
    err = hex_quantity(out, text);
    return err ? fail_at(c, where, number_reason(err, text)) : true;
}

bool read_u64(struct rpc_call *c, uint64_t *out, const json_t *in,
              const char *where)
{
    struct u256 v;

    if (!read_quantity(c, &v, in, where))
        return false;
    if (!u256_is_u64(v))
        return fail_at(c, where, "hex number > 64 bits");
    *out = v.w[0];
    return true;
}

bool read_bytes(struct rpc_call *c, struct bytes *out, const json_t *in,
                const char *where)
{
    const char *text = json_string_value(in);
    enum err err;

    if (!text)
        return fail_at(c, where, "not a hex string");
    err = hex_bytes(c->arena, out, text);
    if (err == ERR_MEMORY)
        return rpc_fail_err(c, err);
    return err ? fail_at(c, where, number_reason(err, text)) : true;
}

bool read_fixed(struct rpc_call *c, uint8_t *out, size_t len, const json_t *in,
                const char *where, const char *type)
{
    const char *text = json_string_value(in);
    enum err err;

    if (!text)
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid %s: json: cannot unmarshal non-string into Go "
                        "value of type %s", where, type);
    err = hex_fixed(out, len, text);
    if (!err)
        return true;
    if (err == ERR_LENGTH && strlen(text) % 2 == 0)
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid %s: hex string has length %zu, want %zu for "
                        "%s", where, strlen(text) - 2, 2 * len, type);
    return rpc_fail(c, RPC_INVALID_PARAMS,
                    "invalid %s: json: cannot unmarshal %s into Go value of "
                    "type %s", where, number_reason(err, text), type);
}

bool read_slot_key(struct rpc_call *c, struct u256 *out, const json_t *in)
{
    const char *text = json_string_value(in), *digits = text;
    char padded[KEY_DIGITS_MAX + 1];
    uint8_t word[32];
    size_t len;

    if (!text)
        return rpc_fail(c, RPC_INVALID_PARAMS, "storage key is not a string");
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        digits += 2;
    len = strlen(digits);
    if (len > KEY_DIGITS_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "storage key too long (want at most 32 bytes): \"%s\"",
                        len > 2 * KEY_DIGITS_MAX ? "..." : text);
    memset(padded, '0', KEY_DIGITS_MAX - len);
    memcpy(padded + KEY_DIGITS_MAX - len, digits, len + 1);
    if (hex_read(word, padded, KEY_DIGITS_MAX))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid hex in storage key: \"%s\"", text);
    *out = u256_load(word);
    return true;
}

static const char *where_of(char out[WHERE_SIZE], size_t i)
{
    snprintf(out, WHERE_SIZE, "argument %zu", i);
    return out;
}

bool param_u64(struct rpc_call *c, size_t i, uint64_t *out)
{
    char where[WHERE_SIZE];

    return read_u64(c, out, param(c, i), where_of(where, i));
}

bool param_bytes(struct rpc_call *c, size_t i, struct bytes *out)
{
    char where[WHERE_SIZE];

    return read_bytes(c, out, param(c, i), where_of(where, i));
}

bool param_hash(struct rpc_call *c, size_t i, uint8_t out[32])
{
    char where[WHERE_SIZE];

    return read_fixed(c, out, 32, param(c, i), where_of(where, i),
                      "common.Hash");
}

bool param_address(struct rpc_call *c, size_t i, uint8_t out[20])
{
    char where[WHERE_SIZE];

    return read_fixed(c, out, 20, param(c, i), where_of(where, i),
                      "common.Address");
}

bool param_bool(struct rpc_call *c, size_t i, bool *out)
{
    if (!json_is_boolean(param(c, i)))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument %zu: json: cannot unmarshal into Go "
                        "value of type bool", i);
    *out = json_is_true(param(c, i));
    return true;
}

/* --- blocks --- */

static bool read_tag(const struct rpc_call *c, const char *text,
                     struct block_ref *out)
{
    const struct chain *chain = &c->node->chain;
    const struct {
        const char *name;
        enum block_kind kind;
        const struct chain_block *block;
    } tags[] = {
        { "latest", BLOCK_LATEST, NULL },
        { "pending", BLOCK_PENDING, NULL },
        { "earliest", BLOCK_AT_NUMBER, NULL },
        { "safe", BLOCK_AT_NUMBER, chain->safe },
        { "finalized", BLOCK_AT_NUMBER, chain->finalized },
    };

    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        if (strcmp(text, tags[i].name) == 0) {
            *out = (struct block_ref){ .kind = tags[i].kind };
            if (tags[i].block)
                out->number = tags[i].block->block.header.number;
            return true;
        }
    return false;
}

static bool read_block_object(struct rpc_call *c, const json_t *in,
                              const char *where, struct block_ref *out)
{
    const json_t *hash = json_object_get(in, "blockHash");
    const json_t *number = json_object_get(in, "blockNumber");

    if (hash && number)
        return fail_at(c, where, "cannot specify both BlockHash and "
                                 "BlockNumber, choose one or the other");
    if (number)
        return read_block_ref(c, number, where, out);
    if (!hash)
        return fail_at(c, where, "neither blockHash nor blockNumber");
    *out = (struct block_ref){
        .kind = BLOCK_AT_HASH,
        .canonical = json_is_true(json_object_get(in, "requireCanonical")),
    };
    return read_fixed(c, out->hash, 32, hash, where, "common.Hash");
}

bool read_block_ref(struct rpc_call *c, const json_t *in, const char *where,
                    struct block_ref *out)
{
    const char *text = json_string_value(in);

    if (json_is_object(in))
        return read_block_object(c, in, where, out);
    if (text && read_tag(c, text, out))
        return true;
    if (text && strlen(text) == 66) {
        *out = (struct block_ref){ .kind = BLOCK_AT_HASH };
        return read_fixed(c, out->hash, 32, in, where, "common.Hash");
    }
    *out = (struct block_ref){ .kind = BLOCK_AT_NUMBER };
    return read_u64(c, &out->number, in, where);
}

bool param_block(struct rpc_call *c, size_t i, bool optional,
                 struct block_ref *out)
{
    char where[WHERE_SIZE];

    if (!param_given(c, i) && optional) {
        *out = (struct block_ref){ .kind = BLOCK_LATEST };
        return true;
    }
    return read_block_ref(c, param(c, i), where_of(where, i), out);
}

const struct chain_block *block_of(const struct rpc_call *c,
                                   const struct block_ref *ref)
{
    const struct chain *chain = &c->node->chain;

    switch (ref->kind) {
    case BLOCK_AT_NUMBER:
        return chain_by_number(chain, ref->number);
    case BLOCK_AT_HASH:
        return chain_by_hash(chain, ref->hash);
    case BLOCK_LATEST:
    case BLOCK_PENDING:
        break;
    }
    return chain_head(chain);
}

bool block_needed(struct rpc_call *c, const struct block_ref *ref,
                  const struct chain_block **out)
{
    const struct chain_block *b = block_of(c, ref);

    if (!b)
        return rpc_fail(c, RPC_SERVER, "header not found");
    if (ref->canonical && !chain_is_canonical(&c->node->chain, b))
        return rpc_fail(c, RPC_SERVER, "hash is not currently canonical");
    *out = b;
    return true;
}
