/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "chain/crypto/ecc.h"
#include "chain/crypto/keccak.h"
#include "chain/xchain/cctp.h"
#include "chain/xchain/wormhole.h"
#include "tests/fuzz/fuzz.h"

enum { BODY = 51, VAA_SIZE = 6 + VAA_SIGNATURE_SIZE + BODY };

/* A VAA of one guardian with key 1 over a body of the byte 7. */
static void make_vaa(uint8_t vaa[VAA_SIZE], uint8_t guardian[20])
{
    uint8_t secret[32] = { [31] = 1 }, key[ECC_KEY_SIZE], digest[32];
    struct ecc_signature s;

    memset(vaa, 0, VAA_SIZE);
    vaa[0] = 1;
    vaa[5] = 1;
    memset(vaa + VAA_SIZE - BODY, 7, BODY);
    vaa_digest(digest, bytes_make(vaa + VAA_SIZE - BODY, BODY));
    if (ecc_public(key, secret) || ecc_sign(&s, digest, secret))
        exit(99);
    ecc_address(guardian, key);
    u256_to_be(vaa + 7, s.r);
    u256_to_be(vaa + 39, s.s);
    vaa[71] = (uint8_t)s.y_parity;
}

/* Whatever bytes of a valid VAA are changed, no other body verifies; nor does
 * the same signature attest another message of CCTP. */
void fuzz_one(struct arena *a, struct bytes in)
{
    uint8_t vaa[VAA_SIZE], guardian[1][20], signature[65], message[32];
    struct guardian_set set = { 0, NULL, 1, false };
    struct cctp_attesters attesters = { NULL, 1, 1 };
    bool body_changed = false;

    (void)a;
    make_vaa(vaa, guardian[0]);
    set.keys = (const uint8_t(*)[20])guardian;
    attesters.keys = set.keys;
    if (vaa_verify(BYTES_OF(vaa), &set))
        abort();
    /* Pairs of a place and what is changed there. */
    for (size_t i = 0; i + 1 < in.len; i += 2) {
        vaa[in.data[i] % VAA_SIZE] ^= in.data[i + 1];
    }
    for (size_t i = VAA_SIZE - BODY; i < VAA_SIZE; i++)
        body_changed |= vaa[i] != 7;
    if (body_changed && !vaa_verify(BYTES_OF(vaa), &set))
        abort();
    keccak256(message, bytes_make(vaa + VAA_SIZE - BODY, BODY));
    memcpy(signature, vaa + 7, 64);
    signature[64] = (uint8_t)(vaa[71] + 27);
    /* CCTP signs the hash of a message; K of K(body) is what guardians sign. */
    if (body_changed &&
        !cctp_attestation(BYTES_OF(message), BYTES_OF(signature), &attesters))
        abort();
}
