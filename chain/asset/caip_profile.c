/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/caip_profile.h"

#include "base/hex.h"
#include "chain/asset/address.h"
#include "chain/asset/caip.h"
#include "chain/codec/ascii.h"
#include "chain/codec/bech32.h"
#include "chain/codec/bitgroup.h"
#include "chain/codec/radix.h"
#include "chain/crypto/hash.h"

/* --- texts that several namespaces share --------------------------------------- */

static bool digits_ok(struct bytes text, size_t max, bool zero_ok)
{
    if (text.len == 0 || text.len > max)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_digit(text.data[i]))
            return false;
    return text.data[0] != '0' || (zero_ok && text.len == 1);
}

static bool lower_hex(struct bytes text, size_t len)
{
    if (text.len != len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (!ascii_hex(text.data[i]) || ascii_upper(text.data[i]))
            return false;
    return true;
}

static bool one_of(struct bytes text, const char *values)
{
    while (*values) {
        size_t len = strcspn(values, " ");

        if (text.len == len && memcmp(text.data, values, len) == 0)
            return true;
        values += len + (values[len] == ' ');
    }
    return false;
}

static bool number_up_to(struct bytes text, uint64_t max)
{
    uint64_t n;

    return digits_ok(text, 10, true) && ascii_number(&n, text) && n <= max;
}

static bool base58_bytes(struct arena *a, struct bytes text, size_t len)
{
    struct bytes data;

    return radix_decode(a, &data, &RADIX_BASE58, text) == ERR_OK &&
           data.len == len;
}

/* --- chains ---------------------------------------------------------------------- */

static bool eip155_chain(struct arena *a, struct bytes ref)
{
    (void)a;
    return digits_ok(ref, 32, false);
}

static bool hex32_chain(struct arena *a, struct bytes ref)
{
    (void)a;
    return lower_hex(ref, 32);
}

static bool cosmos_chain(struct arena *a, struct bytes ref)
{
    (void)a;
    if (ascii_begins(ref, "hashed-"))
        return lower_hex(bytes_tail(ref, 7), 16);
    return ascii_count(ref, '_') == 0;
}

static bool solana_chain(struct arena *a, struct bytes ref)
{
    struct bytes data;

    return ref.len == 32 &&
           radix_decode(a, &data, &RADIX_BASE58, ref) == ERR_OK;
}

static bool tezos_chain(struct arena *a, struct bytes ref)
{
    static const uint8_t NET[] = { 0x57, 0x52, 0x00 };
    struct bytes data;

    return base58check_decode(a, &data, ref) == ERR_OK &&
           data.len == sizeof NET + 4 &&
           memcmp(data.data, NET, sizeof NET) == 0;
}

static bool conflux_chain(struct arena *a, struct bytes ref)
{
    (void)a;
    if (one_of(ref, "cfx cfxtest"))
        return true;
    return ascii_begins(ref, "net") && !ascii_is(ref, "net0") &&
           number_up_to(bytes_tail(ref, 3), UINT32_MAX);
}

static bool hedera_chain(struct arena *a, struct bytes ref)
{
    (void)a;
    return one_of(ref, "mainnet testnet previewnet devnet");
}

static bool stellar_chain(struct arena *a, struct bytes ref)
{
    (void)a;
    return one_of(ref, "pubnet testnet");
}

static bool xrpl_chain(struct arena *a, struct bytes ref)
{
    (void)a;
    return number_up_to(ref, UINT32_MAX);
}

static bool starknet_chain(struct arena *a, struct bytes ref)
{
    (void)a;
    return one_of(ref, "SN_MAIN SN_GOERLI");
}

static bool swift_chain(struct arena *a, struct bytes ref)
{
    (void)a;
    return ascii_is(ref, "0");
}

/* CAIP-2: a namespace is 3 to 8 of [-a-z0-9]. */
static bool wallet_chain(struct arena *a, struct bytes ref)
{
    (void)a;
    for (size_t i = 0; i < ref.len; i++)
        if (!ascii_lower(ref.data[i]) && !ascii_digit(ref.data[i]) &&
            ref.data[i] != '-')
            return false;
    return ref.len >= 3 && ref.len <= 8;
}

/* --- accounts --------------------------------------------------------------------- */

static bool eip155_account(struct arena *a, struct bytes ref,
                           struct bytes address)
{
    (void)a;
    (void)ref;
    return address_checksum_ok(address);
}

/* Witness version and program, whatever the prefix of the network. */
static bool segwit_ok(struct arena *a, struct bytes text)
{
    struct bech32 b;
    struct bytes program;
    uint8_t version;

    if (bech32_decode(a, &b, text) || b.words.len == 0)
        return false;
    version = b.words.data[0];
    if (version > 16 || (b.kind == BECH32) != (version == 0) ||
        bech32_to_bytes(a, &program, bytes_tail(b.words, 1)))
        return false;
    return program.len >= 2 && program.len <= 40 &&
           (version || program.len == 20 || program.len == 32);
}

static bool bip122_account(struct arena *a, struct bytes ref,
                           struct bytes address)
{
    /* Script hashes of Bitcoin and its test nets, Litecoin, Dogecoin, Dash. */
    static const uint8_t SCRIPT_HASH[] = { 0x05, 0xc4, 0x32, 0x3a, 0x16, 0x10,
                                           0x13 };
    struct bytes data;

    (void)ref;
    if (base58check_decode(a, &data, address))
        return segwit_ok(a, address);
    return data.len == 21 &&
           memchr(SCRIPT_HASH, data.data[0], sizeof SCRIPT_HASH) != NULL;
}

static bool cosmos_account(struct arena *a, struct bytes ref,
                           struct bytes address)
{
    struct bech32 b;
    struct bytes data;

    (void)ref;
    return !bech32_decode(a, &b, address) && b.kind == BECH32 &&
           !bech32_to_bytes(a, &data, b.words) && data.len == 20;
}

static bool solana_account(struct arena *a, struct bytes ref,
                           struct bytes address)
{
    (void)ref;
    return address.len >= 32 && address.len <= 44 &&
           base58_bytes(a, address, 32);
}

static bool polkadot_account(struct arena *a, struct bytes ref,
                             struct bytes address)
{
    struct bytes key;
    uint32_t prefix;

    (void)ref;
    return address.len >= 47 && address.len <= 49 &&
           !ss58_decode(a, &prefix, &key, address) && key.len == 32;
}

static bool tezos_account(struct arena *a, struct bytes ref,
                          struct bytes address)
{
    static const uint8_t KINDS[][3] = { { 0x06, 0xa1, 0x9f },
                                        { 0x06, 0xa1, 0xa1 },
                                        { 0x06, 0xa1, 0xa4 },
                                        { 0x06, 0xa1, 0xa6 } };
    struct bytes data;

    (void)ref;
    if (base58check_decode(a, &data, address) || data.len != 23)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(KINDS); i++)
        if (memcmp(data.data, KINDS[i], sizeof KINDS[i]) == 0)
            return true;
    return false;
}

static bool conflux_account(struct arena *a, struct bytes ref,
                            struct bytes address)
{
    char *text = arena_printf(a, "%.*s:%.*s", (int)ref.len,
                              (const char *)ref.data, (int)address.len,
                              (const char *)address.data);
    struct cip37 out;

    return text && !cip37_decode(a, &out, bytes_str(text));
}

/* shard.realm.num, each of 1 to 19 digits; *rest is what follows. */
static bool entity_next(struct bytes *entity, struct bytes *rest,
                        struct bytes text)
{
    size_t len = ascii_find(text, '-'), at = 0;
    struct bytes part;

    *entity = bytes_head(text, len);
    *rest = bytes_tail(text, len);
    if (ascii_count(*entity, '.') != 2)
        return false;
    for (int i = 0; i < 3; i++) {
        struct bytes tail = bytes_tail(*entity, at);

        part = bytes_head(tail, ascii_find(tail, '.'));
        if (!digits_ok(part, 19, true))
            return false;
        at += part.len + 1;
        at = at < entity->len ? at : entity->len;
    }
    return true;
}

static bool hedera_entity(struct bytes ref, struct bytes text)
{
    char wanted[HIP15_SIZE + 1];
    struct bytes entity, rest;

    if (!entity_next(&entity, &rest, text))
        return false;
    if (rest.len == 0)
        return true;
    return rest.len == HIP15_SIZE + 1 &&
           !hip15_checksum(wanted, ref, entity) &&
           memcmp(rest.data + 1, wanted, HIP15_SIZE) == 0;
}

static bool hedera_account(struct arena *a, struct bytes ref,
                           struct bytes address)
{
    (void)a;
    return hedera_entity(ref, address);
}

/* SEP-23: version byte, payload, CRC-16/XMODEM in little-endian order. */
static bool strkey_ok(struct arena *a, struct bytes text, uint8_t version,
                      size_t payload)
{
    struct bitgroup upper = { "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, false,
                              false };
    struct bytes data;
    uint16_t crc = 0;

    if (bitgroup_decode(a, &data, &upper, text) || data.len != payload + 3 ||
        data.data[0] != version)
        return false;
    for (size_t i = 0; i + 2 < data.len; i++) {
        crc = (uint16_t)(crc ^ data.data[i] << 8);
        for (int k = 0; k < 8; k++)
            crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
    }
    return data.data[data.len - 2] == (crc & 0xff) &&
           data.data[data.len - 1] == crc >> 8;
}

enum { STRKEY_ACCOUNT = 6 << 3, STRKEY_MUXED = 12 << 3, STRKEY_CONTRACT = 2 << 3 };

static bool stellar_account(struct arena *a, struct bytes ref,
                            struct bytes address)
{
    (void)ref;
    return strkey_ok(a, address, STRKEY_ACCOUNT, 32) ||
           strkey_ok(a, address, STRKEY_MUXED, 40);
}

static bool ripple_address(struct arena *a, struct bytes text)
{
    static const struct radix RIPPLE = {
        "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz", false
    };
    uint8_t once[32], twice[32];
    struct bytes data;

    if (radix_decode(a, &data, &RIPPLE, text) || data.len != 25 ||
        data.data[0] != 0)
        return false;
    hash_sha256(once, bytes_head(data, 21));
    hash_sha256(twice, BYTES_OF(once));
    return memcmp(twice, data.data + 21, 4) == 0;
}

static bool xrpl_account(struct arena *a, struct bytes ref,
                         struct bytes address)
{
    (void)ref;
    return ripple_address(a, address);
}

static bool starknet_account(struct arena *a, struct bytes ref,
                             struct bytes address)
{
    (void)a;
    (void)ref;
    if (address.len != 66 || !ascii_begins(address, "0x"))
        return false;
    for (size_t i = 2; i < address.len; i++)
        if (!ascii_hex(address.data[i]))
            return false;
    return true;
}

/* --- assets -------------------------------------------------------------------------- */

static bool slip44_ok(const struct caip_asset *x)
{
    return !x->token.data && number_up_to(x->reference, INT32_MAX);
}

static bool is_asset(const struct caip_asset *x, const char *namespace)
{
    return ascii_is(x->namespace, namespace);
}

static bool eip155_asset(struct arena *a, const struct caip_asset *x)
{
    (void)a;
    return x->namespace.len >= 5 && ascii_begins(x->namespace, "erc") &&
           ascii_count(x->namespace, '-') == 0 &&
           address_checksum_ok(x->reference) &&
           (!x->token.data || digits_ok(x->token, 78, true));
}

static bool solana_asset(struct arena *a, const struct caip_asset *x)
{
    return (is_asset(x, "nft") || (is_asset(x, "token") && !x->token.data)) &&
           solana_account(a, x->chain.reference, x->reference);
}

static bool hedera_asset(struct arena *a, const struct caip_asset *x)
{
    (void)a;
    if (is_asset(x, "token") ? x->token.data != NULL : !is_asset(x, "nft"))
        return false;
    return hedera_entity(x->chain.reference, x->reference) &&
           (!x->token.data || digits_ok(x->token, 19, true));
}

/* CODE-ISSUER: 1 to 12 letters and digits, then an account. */
static bool stellar_asset(struct arena *a, const struct caip_asset *x)
{
    size_t dash = ascii_find(x->reference, '-');

    if (x->token.data)
        return false;
    if (is_asset(x, "cap38"))
        return lower_hex(x->reference, 64);
    if (is_asset(x, "sep41"))
        return strkey_ok(a, x->reference, STRKEY_CONTRACT, 32);
    if (!is_asset(x, "asset") || dash == 0 || dash > 12 ||
        dash == x->reference.len)
        return false;
    for (size_t i = 0; i < dash; i++)
        if (!ascii_alnum(x->reference.data[i]))
            return false;
    return strkey_ok(a, bytes_tail(x->reference, dash + 1), STRKEY_ACCOUNT, 32);
}

/* CUR.r…: three characters or forty hexadecimal digits. */
static bool xrpl_asset(struct arena *a, const struct caip_asset *x)
{
    size_t dot = ascii_find(x->reference, '.');

    if (x->token.data)
        return false;
    if (is_asset(x, "xls20")) {
        for (size_t i = 0; i < x->reference.len; i++)
            if (!ascii_hex(x->reference.data[i]) ||
                ascii_lower(x->reference.data[i]))
                return false;
        return x->reference.len == 64;
    }
    return is_asset(x, "token") && (dot == 3 || dot == 40) &&
           dot < x->reference.len &&
           ripple_address(a, bytes_tail(x->reference, dot + 1));
}

static bool swift_asset(struct arena *a, const struct caip_asset *x)
{
    (void)a;
    if (!is_asset(x, "iso4217") || x->token.data || x->reference.len != 3)
        return false;
    for (size_t i = 0; i < 3; i++)
        if (!ascii_upper(x->reference.data[i]))
            return false;
    return true;
}

/* --- the namespaces ------------------------------------------------------------------- */

/* coin: the only SLIP-0044 index where the document names one, or 0. */
static const struct profile_row {
    const char *namespace;
    bool (*chain)(struct arena *a, struct bytes ref);
    bool (*account)(struct arena *a, struct bytes ref, struct bytes address);
    bool (*asset)(struct arena *a, const struct caip_asset *x);
    bool has_slip44;
    unsigned coin;
} profiles[] = {
    { "eip155", eip155_chain, eip155_account, eip155_asset, true, 0 },
    { "bip122", hex32_chain, bip122_account, NULL, true, 0 },
    { "cosmos", cosmos_chain, cosmos_account, NULL, true, 0 },
    { "solana", solana_chain, solana_account, solana_asset, true, 0 },
    { "polkadot", hex32_chain, polkadot_account, NULL, true, 0 },
    { "tezos", tezos_chain, tezos_account, NULL, true, 0 },
    { "conflux", conflux_chain, conflux_account, NULL, true, 503 },
    { "hedera", hedera_chain, hedera_account, hedera_asset, true, 0 },
    { "stellar", stellar_chain, stellar_account, stellar_asset, true, 148 },
    { "xrpl", xrpl_chain, xrpl_account, xrpl_asset, true, 144 },
    { "starknet", starknet_chain, starknet_account, NULL, true, 0 },
    { "swift", swift_chain, NULL, swift_asset, false, 0 },
    { "wallet", wallet_chain, NULL, NULL, false, 0 },
};

static const struct profile_row *profile_find(struct bytes namespace)
{
    for (size_t i = 0; i < ARRAY_LEN(profiles); i++)
        if (ascii_is(namespace, profiles[i].namespace))
            return &profiles[i];
    return NULL;
}

enum err caip_chain_valid(struct arena *a, bool *ok, struct bytes text)
{
    const struct profile_row *row;
    struct caip_chain chain;
    enum err err = caip_chain_parse(&chain, text);

    if (err)
        return err;
    row = profile_find(chain.namespace);
    if (!row)
        return ERR_TYPE;
    *ok = row->chain(a, chain.reference);
    return ERR_OK;
}

/* eip155:0 is an account of no chain (caip10 of eip155). */
static bool account_chain_ok(struct arena *a, const struct profile_row *row,
                             struct bytes ref)
{
    return row->chain(a, ref) ||
           (row->chain == eip155_chain && ascii_is(ref, "0"));
}

enum err caip_account_valid(struct arena *a, bool *ok, struct bytes text)
{
    const struct profile_row *row;
    struct caip_account account;
    enum err err = caip_account_parse(&account, text);

    if (err)
        return err;
    row = profile_find(account.chain.namespace);
    if (!row)
        return ERR_TYPE;
    *ok = row->account && account_chain_ok(a, row, account.chain.reference) &&
          row->account(a, account.chain.reference, account.address);
    return ERR_OK;
}

enum err caip_asset_valid(struct arena *a, bool *ok, struct bytes text)
{
    const struct profile_row *row;
    struct caip_asset asset = { 0 };
    uint64_t coin = 0;
    enum err err = ascii_count(text, '/') == 2
                       ? caip_asset_id_parse(&asset, text)
                       : caip_asset_type_parse(&asset, text);

    if (err)
        return err;
    row = profile_find(asset.chain.namespace);
    if (!row)
        return ERR_TYPE;
    if (is_asset(&asset, "slip44") && row->has_slip44)
        *ok = slip44_ok(&asset) && ascii_number(&coin, asset.reference) &&
              (!row->coin || coin == row->coin);
    else
        *ok = row->asset && row->asset(a, &asset);
    *ok = *ok && row->chain(a, asset.chain.reference);
    return ERR_OK;
}

/* --- what namespaces compute -------------------------------------------------------------- */

enum err cosmos_reference(struct arena *a, struct bytes *out,
                          struct bytes chain_id)
{
    static const char HEAD[] = "hashed-";
    uint8_t hash[32];
    char *text;
    bool plain = chain_id.len > 0 && chain_id.len <= COSMOS_REFERENCE_MAX &&
                 !ascii_begins(chain_id, HEAD);

    if (chain_id.len == 0)
        return ERR_EMPTY;
    for (size_t i = 0; i < chain_id.len; i++)
        plain &= ascii_alnum(chain_id.data[i]) || chain_id.data[i] == '-';
    if (plain) {
        *out = chain_id;
        return ERR_OK;
    }
    text = arena_alloc(a, sizeof HEAD + 17);
    if (!text)
        return ERR_MEMORY;
    hash_sha256(hash, chain_id);
    memcpy(text, HEAD, sizeof HEAD - 1);
    hex_write(text + sizeof HEAD - 1, bytes_make(hash, 8));
    *out = bytes_make(text, sizeof HEAD - 1 + 16);
    return ERR_OK;
}

enum err hip15_checksum(char out[HIP15_SIZE + 1], struct bytes ledger,
                        struct bytes entity)
{
    enum { WEIGHT = 31, P3 = 26 * 26 * 26, P5 = P3 * 26 * 26, M = 1000003 };
    static const char *const LEDGERS[] = { "mainnet", "testnet", "previewnet",
                                           "devnet" };
    uint64_t even = 0, odd = 0, sum = 0, id = 0, c;
    struct bytes whole, rest;
    size_t which = 0;

    while (which < ARRAY_LEN(LEDGERS) && !ascii_is(ledger, LEDGERS[which]))
        which++;
    if (which == ARRAY_LEN(LEDGERS))
        return ERR_TYPE;
    if (!entity_next(&whole, &rest, entity) || rest.len)
        return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < whole.len; i++) {
        uint64_t d =
            whole.data[i] == '.' ? 10u : (uint64_t)(whole.data[i] - '0');

        even = i % 2 ? even : (even + d) % 11;
        odd = i % 2 ? (odd + d) % 11 : odd;
        sum = (WEIGHT * sum + d) % P3;
    }
    /* The ledger's one byte, then six zeros. */
    for (int i = 0; i < 7; i++)
        id = (WEIGHT * id + (i == 0 ? which : 0)) % P5;
    c = ((((whole.len % 5) * 11 + even) * 11 + odd) * P3 + sum + id) % P5;
    c = c * M % P5;
    for (int i = HIP15_SIZE - 1; i >= 0; i--, c /= 26)
        out[i] = (char)('a' + c % 26);
    out[HIP15_SIZE] = '\0';
    return ERR_OK;
}
