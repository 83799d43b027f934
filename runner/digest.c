/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/digest.h"

#include <assert.h>
#include <stdlib.h>

#include "base/json.h"

enum err digest_json(uint8_t out[SHA256_SIZE], const json_t *value)
{
    char *text = json_canonical(value);

    if (!text)
        return ERR_MEMORY;
    sha256(out, bytes_str(text));
    free(text);
    return ERR_OK;
}

static void hash_leaf(uint8_t out[SHA256_SIZE],
                      const uint8_t leaf[SHA256_SIZE])
{
    uint8_t text[1 + SHA256_SIZE] = { 0x00 };

    memcpy(text + 1, leaf, SHA256_SIZE);
    sha256(out, BYTES_OF(text));
}

static void hash_node(uint8_t out[SHA256_SIZE],
                      const uint8_t left[SHA256_SIZE],
                      const uint8_t right[SHA256_SIZE])
{
    uint8_t text[1 + 2 * SHA256_SIZE] = { 0x01 };

    memcpy(text + 1, left, SHA256_SIZE);
    memcpy(text + 1 + SHA256_SIZE, right, SHA256_SIZE);
    sha256(out, BYTES_OF(text));
}

/* The largest power of two below count; count is at least 2. */
static size_t split(size_t count)
{
    size_t k = 1;

    while (k < count - k)
        k *= 2;
    return k;
}

void digest_root(uint8_t out[SHA256_SIZE], const uint8_t (*leaves)[SHA256_SIZE],
                 size_t count)
{
    uint8_t left[SHA256_SIZE], right[SHA256_SIZE];
    size_t k;

    if (count == 0) {
        sha256(out, BYTES_EMPTY);
        return;
    }
    if (count == 1) {
        hash_leaf(out, leaves[0]);
        return;
    }
    k = split(count);
    digest_root(left, leaves, k);
    digest_root(right, leaves + k, count - k);
    hash_node(out, left, right);
}

static void prove(struct digest_proof *out,
                  const uint8_t (*leaves)[SHA256_SIZE], size_t count,
                  size_t index)
{
    size_t k;

    if (count <= 1)
        return;
    k = split(count);
    if (index < k) {
        prove(out, leaves, k, index);
        digest_root(out->path[out->path_len++], leaves + k, count - k);
    } else {
        prove(out, leaves + k, count - k, index - k);
        digest_root(out->path[out->path_len++], leaves, k);
    }
    assert(out->path_len <= DIGEST_PATH_MAX);
}

void digest_prove(struct digest_proof *out,
                  const uint8_t (*leaves)[SHA256_SIZE], size_t count,
                  size_t index)
{
    assert(index < count);
    *out = (struct digest_proof){ .index = index, .count = count };
    prove(out, leaves, count, index);
}

/* RFC 9162, 2.1.3.2: the same tree as RFC 6962, with the check spelt out. */
bool digest_verify(const struct digest_proof *proof,
                   const uint8_t leaf[SHA256_SIZE],
                   const uint8_t root[SHA256_SIZE])
{
    uint8_t hash[SHA256_SIZE];
    size_t fn = proof->index, sn = proof->count;

    if (fn >= sn || proof->path_len > DIGEST_PATH_MAX)
        return false;
    sn--;
    hash_leaf(hash, leaf);
    for (size_t i = 0; i < proof->path_len; i++) {
        if (sn == 0)
            return false;
        if (fn & 1 || fn == sn) {
            hash_node(hash, proof->path[i], hash);
            while (!(fn & 1) && fn) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            hash_node(hash, hash, proof->path[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && memcmp(hash, root, SHA256_SIZE) == 0;
}
