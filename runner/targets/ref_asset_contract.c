/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/asset/abi.h"
#include "chain/asset/address.h"
#include "chain/asset/ens.h"
#include "chain/asset/ens_normalize.h"
#include "chain/codec/decimal.h"
#include "chain/crypto/keccak.h"
#include "runner/targets/ref_asset_util.h"

static enum err signature_hash(uint8_t hash[32], const json_t *in,
                               struct error *why)
{
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = abi_signature_check(text);
    if (!err)
        keccak256(hash, text);
    return err;
}

static enum err selector_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    uint8_t hash[32];
    enum err err = signature_hash(hash, in, why);

    (void)a;
    return err ? err : ref_answer(out, json_hex(bytes_make(hash, 4)));
}

static enum err topic_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    uint8_t hash[32];
    enum err err = signature_hash(hash, in, why);

    (void)a;
    return err ? err : ref_answer(out, json_hex(BYTES_OF(hash)));
}

/* ERC-165: the XOR of all selectors. */
static enum err interface_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    uint8_t hash[32], id[4] = { 0 };

    (void)a;
    if (!json_is_array(in))
        return error_set(why, ERR_BAD_INPUT, "the input is no list");
    for (size_t i = 0; i < json_array_size(in); i++) {
        enum err err = signature_hash(hash, json_array_get(in, i), why);

        if (err)
            return err;
        for (size_t k = 0; k < sizeof id; k++)
            id[k] ^= hash[k];
    }
    return ref_answer(out, json_hex(BYTES_OF(id)));
}

static enum err personal_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    uint8_t hash[32];
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (err)
        return err;
    eip191_hash(hash, text);
    return ref_answer(out, json_hex(BYTES_OF(hash)));
}

static enum err answer_address(json_t **out, const uint8_t address[20])
{
    char text[ADDRESS_TEXT_SIZE];

    address_write(text, address, 0);
    return ref_answer(out, json_string(text));
}

static enum err create2_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    uint8_t deployer[20], salt[32], hash[32], address[20];
    enum err err = json_get_fixed(deployer, 20, in, "deployer", why);

    (void)a;
    if (!err)
        err = json_get_fixed(salt, 32, in, "salt", why);
    if (!err)
        err = json_get_fixed(hash, 32, in, "init_code_hash", why);
    if (err)
        return err;
    create2_address(address, deployer, salt, hash);
    return answer_address(out, address);
}

/* Decimal digits: what is no number of 256 bits is out of range. */
static enum err get_decimal(struct u256 *out, const json_t *in, const char *key,
                            struct error *why)
{
    uint8_t word[32];
    struct bytes text;
    enum err err = ref_member_text(&text, in, key, why);

    if (err)
        return err;
    err = decimal_read(word, sizeof word, text);
    if (err == ERR_TOO_WIDE)
        return ERR_RANGE;
    if (err)
        return error_set(why, ERR_BAD_INPUT, "%s is no decimal number", key);
    *out = u256_from_be(word, sizeof word);
    return ERR_OK;
}

static enum err erc6551_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct erc6551 account;
    uint8_t address[20];
    enum err err =
        json_get_fixed(account.implementation, 20, in, "implementation", why);

    (void)a;
    if (!err)
        err = json_get_fixed(account.salt, 32, in, "salt", why);
    if (!err)
        err = json_get_quantity(&account.chain_id, in, "chainId", why);
    if (!err)
        err = json_get_fixed(account.token_contract, 20, in, "tokenContract",
                             why);
    if (!err)
        err = get_decimal(&account.token_id, in, "tokenId", why);
    if (err)
        return err;
    erc6551_account(address, &account);
    return answer_address(out, address);
}

static enum err erc6492_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes data;
    enum err err = ref_bytes(a, &data, in, why);

    return err ? err : ref_answer(out, json_boolean(erc6492_is_wrapped(data)));
}

static enum err uri_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    struct bytes uri, text;
    struct u256 id;
    enum err err = ref_member_text(&uri, in, "uri", why);

    if (!err)
        err = get_decimal(&id, in, "id", why);
    if (!err)
        err = erc1155_uri(a, &text, uri, id);
    return err ? err : ref_answer(out, ref_new_text(text));
}

/* --- names ---------------------------------------------------------------- */

static enum err namehash_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    uint8_t hash[32];
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (!err)
        err = ens_namehash(hash, text);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(hash)));
}

static enum err normalize_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes text, normal;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = ens_normalize(a, &normal, text);
    return err ? err : ref_answer(out, ref_new_text(normal));
}

static enum err labelhash_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    uint8_t hash[32];
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (err)
        return err;
    keccak256(hash, text);
    return ref_answer(out, json_hex(BYTES_OF(hash)));
}

static enum err dns_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    struct bytes text, data;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = ens_dns_encode(a, &data, text);
    return err ? err : ref_answer(out, json_hex(data));
}

static enum err coin_type_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    uint64_t type = 0;
    enum err err;

    (void)a;
    if (!json_is_integer(in))
        return error_set(why, ERR_BAD_INPUT, "the input is no integer");
    err = ens_evm_coin_type(&type, json_integer_value(in));
    return err ? err : ref_answer(out, json_integer((json_int_t)type));
}

static enum err contenthash_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    const char *codec = NULL;
    struct bytes data, value;
    enum err err = ref_bytes(a, &data, in, why);

    if (!err)
        err = ens_contenthash(a, &codec, &value, data);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:s, s:o}", "codec", codec, "value",
                                     ref_new_text(value)));
}

static const struct ref_binding rows[] = {
    { "abi.selector", selector_op },
    { "abi.event_topic", topic_op },
    { "erc165.interface_id", interface_op },
    { "eip191.personal_hash", personal_op },
    { "eip712.type_hash", labelhash_op },
    { "create2.address", create2_op },
    { "erc6551.account_address", erc6551_op },
    { "erc6492.detect", erc6492_op },
    { "erc1155.uri_substitute", uri_op },
    { "ens.namehash", namehash_op },
    { "ens.normalize", normalize_op },
    { "ens.labelhash", labelhash_op },
    { "ens.dns_encode", dns_op },
    { "ens.evm_coin_type", coin_type_op },
    { "ens.contenthash_decode", contenthash_op },
};

const struct ref_table ref_table_asset_contract = { rows, ARRAY_LEN(rows) };
