/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/codec/abi.h"
#include "chain/crypto/ecc.h"
#include "chain/xchain/axelar.h"
#include "chain/xchain/hyperlane.h"
#include "chain/xchain/ktree.h"

/* Gateways whose validators sign: a proof made here is accepted; once a byte
 * of what was signed is changed, and whatever is done to the proof besides, it
 * is not.
 *
 * Input: which of the gateways, then pairs of a place and what is changed
 * there. */

enum {
    KEYS = 3, SIGNATURE = 65, MESSAGE = 77 + 4, ID_SIGNATURES = 68,
    ROOT_SIGNATURES = 1096, SIGNED = 2 * SIGNATURE
};

struct signers {
    uint8_t secrets[KEYS][32], addresses[KEYS][20];
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* In ascending order of their addresses. */
static void make_signers(struct signers *s)
{
    for (unsigned i = 0; i < KEYS; i++) {
        uint8_t secret[32] = { [31] = (uint8_t)(i + 1) }, key[ECC_KEY_SIZE];
        uint8_t address[20];
        unsigned at = i;

        must(!ecc_public(key, secret));
        ecc_address(address, key);
        for (; at > 0 && memcmp(s->addresses[at - 1], address, 20) > 0; at--) {
            memcpy(s->addresses[at], s->addresses[at - 1], 20);
            memcpy(s->secrets[at], s->secrets[at - 1], 32);
        }
        memcpy(s->addresses[at], address, 20);
        memcpy(s->secrets[at], secret, 32);
    }
}

static void sign(uint8_t out[SIGNATURE], const uint8_t digest[32],
                 const uint8_t secret[32])
{
    struct ecc_signature s;

    must(!ecc_sign(&s, digest, secret));
    u256_to_be(out, s.r);
    u256_to_be(out + 32, s.s);
    out[64] = (uint8_t)(27 + s.y_parity);
}

static void change(uint8_t *data, size_t len, struct bytes changes)
{
    for (size_t i = 0; i + 2 < changes.len; i += 3)
        data[(changes.data[i] << 8 | changes.data[i + 1]) % len] ^=
            changes.data[i + 2];
}

/* message and metadata stand one behind the other and are changed together:
 * another message must not be accepted, however the metadata look.  The
 * Merkle module may take another signed checkpoint, but never another root. */
static void fuzz_hyperlane(struct arena *a, const struct signers *s,
                           bool merkle, struct bytes changes)
{
    enum { SIZE_MAX_ = MESSAGE + ROOT_SIGNATURES + SIGNED };
    size_t head = merkle ? ROOT_SIGNATURES : ID_SIGNATURES;
    uint8_t whole[SIZE_MAX_] = { 3, [8] = 10 }, *metadata = whole + MESSAGE;
    uint8_t message[MESSAGE], digest[32];
    struct hyperlane_checkpoint c = { .origin = 10, .index = 0 };
    struct hyperlane_validators v = { s->addresses, KEYS, 2 };
    struct bytes said = bytes_make(whole, MESSAGE);
    struct bytes proof = bytes_make(metadata, head + SIGNED);
    const char *(*verify)(struct arena *, struct bytes, struct bytes,
                          const struct hyperlane_validators *) =
        merkle ? hyperlane_verify_merkle_root : hyperlane_verify_message_id;

    memset(metadata, 7, 32);
    memset(c.hook, 7, 32);
    keccak_parts(c.message_id, &said, 1);
    if (merkle) {
        ktree_branch_root(c.root, c.message_id,
                          (const uint8_t(*)[32])(metadata + 68), 0);
        memcpy(metadata + 36, c.message_id, 32);
    }
    hyperlane_checkpoint_digest(digest, &c, false);
    sign(metadata + head, digest, s->secrets[0]);
    sign(metadata + head + SIGNATURE, digest, s->secrets[2]);
    must(!verify(a, said, proof, &v));
    memcpy(message, whole, MESSAGE);
    change(whole, MESSAGE + head + SIGNED, changes);
    must(memcmp(message, whole, MESSAGE) == 0 ||
         verify(a, said, proof, &v) != NULL);
    memcpy(whole, message, MESSAGE);
    must(verify(a, said, bytes_head(proof, proof.len - 1), &v) != NULL);
}

/* Another batch is not approved by changed signatures, nor is this one by the
 * signatures in another order or with one fewer. */
static void fuzz_axelar(struct arena *a, const struct signers *s, bool strict,
                        struct bytes changes)
{
    struct axelar_signer items[KEYS];
    struct axelar_signers set = { items, KEYS, u256_from(3), { 0 } };
    uint8_t signatures[2][SIGNATURE], hash[32] = { 5 }, said[32];
    uint8_t joined[32 + SIGNED];
    struct bytes list[2] = { BYTES_OF(signatures[0]), BYTES_OF(signatures[1]) };
    struct bytes turned[2] = { list[1], list[0] };

    (void)a;
    for (size_t i = 0; i < KEYS; i++) {
        memcpy(items[i].address, s->addresses[i], 20);
        items[i].weight = u256_from(i + 1);
    }
    sign(signatures[0], hash, s->secrets[0]);
    sign(signatures[1], hash, s->secrets[1]);
    must(!axelar_check_signers(&set, false));
    must(!axelar_check_signatures(hash, &set, list, 2, strict));
    must(axelar_check_signatures(hash, &set, list, 1, strict) != NULL);
    must(axelar_check_signatures(hash, &set, turned, 2, strict) != NULL);
    memcpy(said, hash, sizeof said);
    memcpy(joined, hash, sizeof hash);
    memcpy(joined + 32, signatures, SIGNED);
    change(joined, sizeof joined, changes);
    memcpy(hash, joined, sizeof hash);
    memcpy(signatures, joined + 32, SIGNED);
    must(memcmp(said, hash, sizeof hash) == 0 ||
         axelar_check_signatures(hash, &set, list, 2, strict) != NULL);
}

/* The classic proof is one ABI text: any bytes are read to an end, and what is
 * accepted names a true signer of this hash. */
static void fuzz_classic(struct arena *a, const struct signers *s,
                         struct bytes changes)
{
    uint8_t hash[32] = { 6 }, signature[SIGNATURE], *text;
    struct abi operators[1] = { abi_right(BYTES_OF(s->addresses[0])) };
    struct abi weights[1] = { abi_u64(1) };
    struct abi signed_by[1], args[4];
    const char *wrong = "";
    struct bytes proof;

    sign(signature, hash, s->secrets[0]);
    signed_by[0] = abi_bytes(BYTES_OF(signature));
    args[0] = abi_list(operators, 1);
    args[1] = abi_list(weights, 1);
    args[2] = abi_u64(1);
    args[3] = abi_list(signed_by, 1);
    must(!abi_encode(a, &proof, args, 4));
    must(!axelar_classic_proof(a, &wrong, hash, proof) && !wrong);
    text = arena_raw(a, proof.len);
    must(text != NULL);
    memcpy(text, proof.data, proof.len);
    change(text, proof.len, changes);
    hash[31] = 1;
    must(!axelar_classic_proof(a, &wrong, hash, bytes_make(text, proof.len)));
    /* The recovered address of another hash would have to be guessed. */
    must(wrong != NULL);
}

void fuzz_one(struct arena *a, struct bytes in)
{
    struct signers s;
    struct bytes changes;

    if (!in.len)
        return;
    make_signers(&s);
    changes = bytes_tail(in, 1);
    switch (in.data[0] % 5) {
    case 0:
    case 1:
        fuzz_hyperlane(a, &s, in.data[0] % 5 == 1, changes);
        return;
    case 2:
    case 3:
        fuzz_axelar(a, &s, in.data[0] % 5 == 3, changes);
        return;
    default:
        fuzz_classic(a, &s, changes);
    }
}
