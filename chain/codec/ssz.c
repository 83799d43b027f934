/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/ssz.h"

#include "chain/crypto/hash.h"

static void hash_pair(uint8_t out[32], const uint8_t left[32],
                      const uint8_t right[32])
{
    uint8_t pair[2 * SSZ_CHUNK];

    memcpy(pair, left, SSZ_CHUNK);
    memcpy(pair + SSZ_CHUNK, right, SSZ_CHUNK);
    hash_sha256(out, BYTES_OF(pair));
}

enum err ssz_merkle_branch(bool *valid, const uint8_t leaf[32],
                           const uint8_t (*branch)[32], size_t count,
                           size_t depth, uint64_t index,
                           const uint8_t root[32])
{
    uint8_t value[32];

    if (depth > SSZ_DEPTH_MAX)
        return ERR_LIMIT;
    if (count != depth)
        return ERR_LENGTH;
    memcpy(value, leaf, sizeof value);
    for (size_t i = 0; i < depth; i++) {
        if (index >> i & 1)
            hash_pair(value, branch[i], value);
        else
            hash_pair(value, value, branch[i]);
    }
    *valid = memcmp(value, root, sizeof value) == 0;
    return ERR_OK;
}

/* Levels above the chunks: the least d with 2^d >= limit. */
static unsigned levels(uint64_t limit)
{
    unsigned depth = 0;

    while (depth < SSZ_DEPTH_MAX && (limit - 1) >> depth != 0 && limit > 1)
        depth++;
    return depth;
}

enum err ssz_merkleize(uint8_t root[32], uint8_t (*chunks)[32], size_t count,
                       bool has_limit, uint64_t limit)
{
    uint8_t zero[32] = { 0 };
    unsigned depth;

    if (has_limit && count > limit)
        return ERR_TOO_LONG;
    depth = levels(has_limit ? limit : count);
    /* One level at a time in place; zero is the root of an empty subtree. */
    for (unsigned level = 0; level < depth; level++) {
        size_t pairs = count / 2;

        for (size_t i = 0; i < pairs; i++)
            hash_pair(chunks[i], chunks[2 * i], chunks[2 * i + 1]);
        if (count % 2)
            hash_pair(chunks[pairs], chunks[count - 1], zero);
        count = pairs + count % 2;
        hash_pair(zero, zero, zero);
    }
    memcpy(root, count ? chunks[0] : zero, 32);
    return ERR_OK;
}

void ssz_mix_in_length(uint8_t root[32], struct u256 length)
{
    uint8_t be[32], le[32];

    u256_to_be(be, length);
    for (int i = 0; i < 32; i++)
        le[i] = be[31 - i];
    hash_pair(root, root, le);
}

enum { CL_ALTAIR, CL_BELLATRIX, CL_CAPELLA, CL_DENEB, CL_ELECTRA, CL_FULU,
       CL_GLOAS, CL_FORKS };

static const char *const cl_forks[CL_FORKS] = {
    "altair", "bellatrix", "capella", "deneb", "electra", "fulu", "gloas",
};

/* clang-format off */
static const struct { const char *name; uint64_t at[CL_FORKS]; } gindices[] = {
    /* name                     alt bel cap  den  ele  ful  gloas */
    { "finalized_root",         { 105, 105, 105, 105, 169, 169, 735 } },
    { "current_sync_committee", { 54,  54,  54,  54,  86,  86,  2945 } },
    { "next_sync_committee",    { 55,  55,  55,  55,  87,  87,  2946 } },
    { "execution_payload",      { 0,   0,   25,  25,  25,  25,  0 } },
    { "execution_block_hash",   { 0,   0,   412, 812, 812, 812, 2856 } },
};
/* clang-format on */

enum err ssz_gindex(uint64_t *out, const char *fork, const char *name)
{
    for (size_t f = 0; f < CL_FORKS; f++)
        for (size_t i = 0; i < ARRAY_LEN(gindices); i++)
            if (strcmp(fork, cl_forks[f]) == 0 &&
                strcmp(name, gindices[i].name) == 0 && gindices[i].at[f]) {
                *out = gindices[i].at[f];
                return ERR_OK;
            }
    return ERR_VALUE;
}
