/* digest: what exactly was asked - digests of vectors and of the suite.
 *
 * A vector's digest is SHA-256 over the RFC 8785 text of a map with the keys
 * that carry meaning: id, suite, standard, title, op, in, out or reject,
 * requires, after, tags, features, source, risk, note - those that the file
 * gives, with $repeat and $concat as written.  File name, line and order
 * of keys do not count.  The suite's digest is the Merkle tree hash of RFC 6962
 * section 2.1 over those digests, as leaf data, in id order (bytewise). */
#ifndef ETALON_RUNNER_DIGEST_H
#define ETALON_RUNNER_DIGEST_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "runner/sha256.h"

enum { DIGEST_PATH_MAX = 64 };

/* An inclusion proof (RFC 6962, 2.1.1). */
struct digest_proof {
    size_t index, count;              /* of the leaf, of all leaves */
    uint8_t path[DIGEST_PATH_MAX][SHA256_SIZE];
    size_t path_len;
};

/* SHA-256 over canonical JSON. Errors: ERR_MEMORY, ERR_SCHEMA. */
MUST_CHECK enum err digest_json(uint8_t out[SHA256_SIZE], const json_t *value);
/* leaves: count digests in a row; count 0 gives the hash of nothing. */
void digest_root(uint8_t out[SHA256_SIZE], const uint8_t (*leaves)[SHA256_SIZE],
                 size_t count);
/* index must be below count. */
void digest_prove(struct digest_proof *out,
                  const uint8_t (*leaves)[SHA256_SIZE], size_t count,
                  size_t index);
/* Does leaf belong to the tree with this root? */
bool digest_verify(const struct digest_proof *proof,
                   const uint8_t leaf[SHA256_SIZE],
                   const uint8_t root[SHA256_SIZE]);

#endif
