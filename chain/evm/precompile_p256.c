/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/signature.h"
#include "chain/evm/precompile_internal.h"

/* EIP-7951: hash, r, s, x, y of 32 bytes each. */
enum { P256_INPUT_SIZE = 160 };

enum err body_p256(struct arena *a, struct bytes in, struct bytes *out,
                   bool *ok)
{
    uint8_t key[65] = { 4 }, *word;
    struct signature_question q = { .curve = CURVE_P256,
                                    .key = BYTES_OF(key) };
    bool valid = false;
    enum err err;

    *ok = true;
    if (in.len != P256_INPUT_SIZE)
        return ERR_OK;
    memcpy(key + 1, in.data + 96, 64);
    q.digest = bytes_make(in.data, 32);
    q.signature = bytes_make(in.data + 32, 64);
    err = signature_verify(&valid, &q);
    if (err && !err_is_reason(err))
        return err;
    if (err || !valid)
        return ERR_OK;
    word = arena_alloc(a, 32);
    if (!word)
        return ERR_MEMORY;
    word[31] = 1;
    *out = bytes_make(word, 32);
    return ERR_OK;
}
