/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/genesis.h"

#include "base/hex.h"
#include "chain/crypto/hash.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/basefee.h"

enum { NUMBER_DIGITS_MAX = 78, WORD_DIGITS = 64 };

static enum err bad(struct error *why, const char *place, const char *name)
{
    return error_set(why, ERR_BAD_INPUT, "%s%s is not what it must be", place,
                     name);
}

/* Decimal digits; false when it is no number below 2^256. */
static bool read_decimal(struct u256 *out, const char *text)
{
    struct u256 v = u256_from(0);
    size_t len = strlen(text);

    if (!len || len > NUMBER_DIGITS_MAX)
        return false;
    for (size_t i = 0; i < len; i++) {
        struct u256 ten;

        if (text[i] < '0' || text[i] > '9' ||
            u256_mul_overflow(&ten, v, u256_from(10)) ||
            u256_add_carry(&v, ten, u256_from((uint64_t)(text[i] - '0'))))
            return false;
    }
    *out = v;
    return true;
}

/* 0x digits of any number up to 64 (leading zeros are usual here). */
static bool read_word(struct u256 *out, const char *text)
{
    char padded[WORD_DIGITS + 1];
    uint8_t word[32];
    size_t len;

    if (text[0] != '0' || (text[1] != 'x' && text[1] != 'X'))
        return false;
    text += 2;
    len = strlen(text);
    if (len > WORD_DIGITS)
        return false;
    memset(padded, '0', WORD_DIGITS - len);
    memcpy(padded + WORD_DIGITS - len, text, len + 1);
    if (hex_read(word, padded, WORD_DIGITS))
        return false;
    *out = u256_load(word);
    return true;
}

static bool read_number(struct u256 *out, const json_t *in)
{
    const char *text = json_string_value(in);

    if (json_is_integer(in) && json_integer_value(in) >= 0) {
        *out = u256_from((uint64_t)json_integer_value(in));
        return true;
    }
    return text && (read_word(out, text) || read_decimal(out, text));
}

/* Absent leaves *out alone. */
static enum err get_number(struct u256 *out, const json_t *in,
                           const char *name, struct error *why)
{
    if (!json_has(in, name) || read_number(out, json_object_get(in, name)))
        return ERR_OK;
    return bad(why, "", name);
}

static enum err get_u64(uint64_t *out, const json_t *in, const char *name,
                        struct error *why)
{
    struct u256 v = u256_from(*out);
    enum err err = get_number(&v, in, name, why);

    if (!err && !u256_is_u64(v))
        err = bad(why, "", name);
    if (!err)
        *out = v.w[0];
    return err;
}

static enum err get_fixed(uint8_t *out, size_t len, const json_t *in,
                          const char *name, struct error *why)
{
    return json_has(in, name) ? json_get_fixed(out, len, in, name, why)
                              : ERR_OK;
}

/* --- accounts --- */

static bool read_address(uint8_t out[20], const char *text)
{
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        text += 2;
    return strlen(text) == 40 && !hex_read(out, text, 40);
}

static enum err read_storage(struct state *s, struct state_account *a,
                             const json_t *in, struct error *why)
{
    const char *key;
    json_t *value;

    if (json_object_size(in) > GENESIS_SLOTS_MAX)
        return error_set(why, ERR_LIMIT, "too many slots in one account");
    json_object_foreach((json_t *)(uintptr_t)in, key, value) {
        const char *text = json_string_value(value);
        struct u256 k, v;

        if (!text || !read_word(&k, key) || !read_word(&v, text))
            return bad(why, "alloc storage ", key);
        state_set_slot(s, a, state_slot(s, a, k), v);
    }
    return ERR_OK;
}

static enum err read_account(struct arena *a, struct state *s,
                             const char *address_text, const json_t *in,
                             struct error *why)
{
    struct u256 balance = u256_from(0);
    struct state_account *account;
    uint8_t address[20];
    uint64_t nonce = 0;
    struct bytes code = BYTES_EMPTY;
    enum err err;

    if (!read_address(address, address_text) || !json_is_object(in))
        return bad(why, "alloc ", address_text);
    account = state_get(s, address);
    if (account_has(account, ACCOUNT_EXISTS))
        return error_set(why, ERR_DUPLICATE, "alloc %s is there twice",
                         address_text);
    err = get_number(&balance, in, "balance", why);
    if (!err)
        err = get_u64(&nonce, in, "nonce", why);
    if (!err && json_has(in, "code"))
        err = json_get_hex(a, &code, in, "code", why);
    if (err)
        return err;
    state_set_balance(s, account, balance);
    if (nonce)
        state_set_nonce(s, account, nonce);
    if (code.len)
        state_set_code(s, account, code);
    if (json_has(in, "storage"))
        err = read_storage(s, account, json_object_get(in, "storage"), why);
    return err;
}

static enum err read_alloc(struct arena *a, struct state *s, const json_t *in,
                           struct error *why)
{
    const char *address;
    json_t *account;

    if (in && !json_is_object(in))
        return error_set(why, ERR_BAD_INPUT, "alloc must be a map");
    if (json_object_size(in) > GENESIS_ACCOUNTS_MAX)
        return error_set(why, ERR_LIMIT, "alloc has too many accounts");
    state_tx_begin(s);
    json_object_foreach((json_t *)(uintptr_t)in, address, account) {
        enum err err = read_account(a, s, address, account, why);

        if (err)
            return err;
    }
    state_commit(s);
    return s->failed ? ERR_MEMORY : ERR_OK;
}

/* --- header --- */

static enum err read_nonce(uint8_t out[8], const json_t *in, struct error *why)
{
    uint64_t nonce = 0;
    enum err err = get_u64(&nonce, in, "nonce", why);

    for (int i = 0; !err && i < 8; i++)
        out[i] = (uint8_t)(nonce >> (56 - 8 * i));
    return err;
}

static enum err read_header(struct arena *a, struct header *h, enum fork fork,
                            const json_t *in, struct error *why)
{
    enum err err = read_nonce(h->nonce, in, why);

    if (!err && json_has(in, "extraData"))
        err = json_get_hex(a, &h->extra, in, "extraData", why);
    if (!err)
        err = get_u64(&h->gas_limit, in, "gasLimit", why);
    if (!err)
        err = get_u64(&h->gas_used, in, "gasUsed", why);
    if (!err)
        err = get_number(&h->difficulty, in, "difficulty", why);
    if (!err)
        err = get_fixed(h->mix_hash, 32, in, "mixHash", why);
    if (!err)
        err = get_fixed(h->coinbase, 20, in, "coinbase", why);
    if (!err)
        err = get_fixed(h->parent_hash, 32, in, "parentHash", why);
    if (!err && fork >= FORK_LONDON) {
        h->base_fee = u256_from(BASE_FEE_INITIAL);
        err = get_number(&h->base_fee, in, "baseFeePerGas", why);
    }
    if (err || fork < FORK_CANCUN)
        return err;
    err = get_u64(&h->excess_blob_gas, in, "excessBlobGas", why);
    if (!err)
        err = get_u64(&h->blob_gas_used, in, "blobGasUsed", why);
    if (!err)
        err = get_fixed(h->parent_beacon_root, 32, in, "parentBeaconBlockRoot",
                        why);
    return err;
}

enum err genesis_seal(struct header *h, enum fork fork, struct state *s)
{
    h->fields = fork_rules(fork)->header_fields;
    memcpy(h->ommers_hash, EMPTY_OMMERS_HASH, 32);
    memcpy(h->transactions_root, EMPTY_TRIE_ROOT, 32);
    memcpy(h->receipts_root, EMPTY_TRIE_ROOT, 32);
    memcpy(h->withdrawals_root, EMPTY_TRIE_ROOT, 32);
    hash_sha256(h->requests_hash, BYTES_EMPTY);
    return state_settle(s, h->state_root);
}

enum err genesis_from_json(struct arena *a, struct chain_config *config,
                           struct header *header, struct state *s,
                           const json_t *in, struct error *why)
{
    struct header h = { .number = 0 };
    struct chain_config c;
    enum fork fork;
    enum err err;

    if (!json_is_object(in))
        return error_set(why, ERR_BAD_INPUT, "a genesis must be a map");
    err = config_from_json(&c, json_object_get(in, "config"), why);
    if (!err)
        err = get_u64(&h.number, in, "number", why);
    if (!err && h.number)
        err = error_set(why, ERR_BAD_INPUT, "number must be 0");
    if (!err)
        err = get_u64(&h.timestamp, in, "timestamp", why);
    if (err)
        return err;
    fork = config_fork(&c, 0, h.timestamp, u256_from(0));
    err = read_header(a, &h, fork, in, why);
    if (!err)
        err = read_alloc(a, s, json_object_get(in, "alloc"), why);
    if (!err)
        err = genesis_seal(&h, fork, s);
    if (err)
        return err;
    *header = h;
    *config = c;
    return ERR_OK;
}
