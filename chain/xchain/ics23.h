/* ics23: proofs that a key is in a committed tree, or is not.
 *
 * Spec: ICS-23 as cosmos/ics23 (Go) verifies: proofs fold from a leaf operation
 * over inner operations to a root, and a specification says which operations a
 * kind of tree may use.  Batches and compressed batches, which that code has
 * dropped, are read for those who keep them.  Everything decoded is a view into
 * the proof's bytes. */
#ifndef ETALON_CHAIN_XCHAIN_ICS23_H
#define ETALON_CHAIN_XCHAIN_ICS23_H

#include "base/arena.h"
#include "base/err.h"

/* Numbers of the protobuf enumerations. */
enum ics23_hash {
    ICS23_NO_HASH,
    ICS23_SHA256,
    ICS23_SHA512,
    ICS23_KECCAK256,
    ICS23_RIPEMD160,
    ICS23_BITCOIN,
    ICS23_SHA512_256,
    ICS23_BLAKE2B_512,
    ICS23_BLAKE2S_256,
    ICS23_BLAKE3,
};

enum { ICS23_DIGEST_MAX = 64, ICS23_CHILDREN_MAX = 64, ICS23_DEPTH = 128 };

struct ics23_leaf {
    int32_t hash, prehash_key, prehash_value, length;
    struct bytes prefix;
};

struct ics23_inner {
    int32_t hash;
    struct bytes prefix, suffix;
};

struct ics23_exist {
    struct bytes key, value;
    bool has_leaf;
    struct ics23_leaf leaf;
    struct ics23_inner *path;
    size_t path_count;
};

struct ics23_absent {
    struct bytes key;
    bool has_left, has_right;
    struct ics23_exist left, right;
};

enum ics23_kind { ICS23_NOTHING, ICS23_EXIST, ICS23_ABSENT };

struct ics23_entry {
    enum ics23_kind kind;
    struct ics23_exist exist;
    struct ics23_absent absent;
};

/* One entry, or a batch of them. */
struct ics23_proof {
    bool batch, compressed;
    struct ics23_entry *entries;
    size_t count;
};

struct ics23_spec {
    struct ics23_leaf leaf;
    int32_t order[ICS23_CHILDREN_MAX]; /* of the children */
    size_t children;
    int32_t child_size, prefix_min, prefix_max, hash;
    struct bytes empty_child;
    int32_t depth_min, depth_max; /* 0: none, and ICS23_DEPTH */
    bool prehash_key;             /* keys compare by their hashes */
};

/* "iavl", "tendermint", "smt"; NULL when there is none. */
const struct ics23_spec *ics23_spec_find(const char *name);

/* --- wire ------------------------------------------------------------------ */

/* CommitmentProof and ExistenceProof.  Unknown fields are passed over.
 * Errors: those of protobuf_next, ERR_TYPE (another wire type than the
 * field's), ERR_RANGE (an index into the lookup table), ERR_MEMORY.  A
 * compressed batch comes out unpacked. */
MUST_CHECK enum err ics23_decode(struct arena *a, struct ics23_proof *out,
                                 struct bytes in);
MUST_CHECK enum err ics23_decode_exist(struct arena *a,
                                       struct ics23_exist *out,
                                       struct bytes in);
/* The CommitmentProof again; compress packs a batch's inner operations in the
 * order of their first use.  ERR_TYPE (compressing what is no batch),
 * ERR_MEMORY. */
MUST_CHECK enum err ics23_encode(struct arena *a, struct bytes *out,
                                 const struct ics23_proof *in, bool compress);
/* ProofSpec.  ERR_TYPE, ERR_TOO_LONG (children), protobuf's. */
MUST_CHECK enum err ics23_encode_spec(struct arena *a, struct bytes *out,
                                      const struct ics23_spec *spec);
MUST_CHECK enum err ics23_decode_spec(struct ics23_spec *out,
                                      struct bytes in);

/* --- operations ------------------------------------------------------------- */

struct ics23_digest {
    uint8_t data[ICS23_DIGEST_MAX];
    size_t len;
};

/* Errors of these: ERR_TYPE (an operation that is not supported), ERR_EMPTY (key,
 * value or child), ERR_LENGTH (a length operation's demand), ERR_NO_LEAF,
 * ERR_TOO_LONG (an inner hash that is longer than a child), faults. */
MUST_CHECK enum err ics23_hash(struct ics23_digest *out, int32_t op,
                               struct bytes in);
MUST_CHECK enum err ics23_apply_leaf(struct arena *a, struct ics23_digest *out,
                                     const struct ics23_leaf *op,
                                     struct bytes key, struct bytes value);
MUST_CHECK enum err ics23_apply_inner(struct arena *a,
                                      struct ics23_digest *out,
                                      const struct ics23_inner *op,
                                      struct bytes child);
/* spec may be NULL. */
MUST_CHECK enum err ics23_root(struct arena *a, struct ics23_digest *out,
                               const struct ics23_exist *proof,
                               const struct ics23_spec *spec);

/* --- rules ------------------------------------------------------------------- */

/* ERR_TYPE, ERR_PREFIX, ERR_LENGTH, ERR_RANGE. */
MUST_CHECK enum err ics23_check_leaf(const struct ics23_leaf *op,
                                     const struct ics23_spec *spec);
/* And ERR_NO_LEAF, ERR_TOO_DEEP, ERR_TRUNCATED (too shallow), ERR_VALUE (the
 * specification itself). */
MUST_CHECK enum err ics23_check_exist(const struct ics23_exist *proof,
                                      const struct ics23_spec *spec);
/* Are all children left, or right, of this step's the empty one? */
bool ics23_left_empty(const struct ics23_inner *op,
                      const struct ics23_spec *spec);
bool ics23_right_empty(const struct ics23_inner *op,
                       const struct ics23_spec *spec);

/* What is claimed: value is not looked at for absence. */
struct ics23_claim {
    const struct ics23_spec *spec;
    struct bytes root, key, value;
};

/* Errors: the above; ERR_PROOF_VALUE (another key or value), ERR_ROOT_MISMATCH;
 * for absence ERR_PROOF_MISSING (no neighbour), ERR_ORDER (key outside), and
 * ERR_PROOF_NODE (the neighbours are not next to each other). */
MUST_CHECK enum err ics23_verify_exist(struct arena *a,
                                       const struct ics23_claim *claim,
                                       const struct ics23_exist *proof);
MUST_CHECK enum err ics23_verify_absent(struct arena *a,
                                        const struct ics23_claim *claim,
                                        const struct ics23_absent *proof);
/* As above on any proof, ERR_TYPE when it is of another kind.  batches: may it
 * be a batch, in which the entry is looked up? */
MUST_CHECK enum err ics23_verify(struct arena *a,
                                 const struct ics23_claim *claim,
                                 const struct ics23_proof *proof,
                                 enum ics23_kind kind, bool batches);

/* ibc's MerkleProof: one proof per tree, the lowest first; the value of each
 * is the root of the one below.  path has the outermost key first. */
struct ics23_chain {
    const struct ics23_spec *const *specs;
    size_t spec_count;
    const struct bytes *path;
    size_t path_count;
    struct bytes root, value, proof; /* proof: the encoded MerkleProof */
};

enum { ICS23_CHAIN_MAX = 16 };

/* And ERR_ITEM_COUNT (specs, keys and proofs), ERR_EMPTY (value). */
MUST_CHECK enum err ics23_verify_chain(struct arena *a,
                                       const struct ics23_chain *in,
                                       enum ics23_kind kind);

#endif
