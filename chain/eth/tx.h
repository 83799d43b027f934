/* tx: transactions of every type - bytes, hashes, sender, cost, validity.
 *
 * Specs: Ethereum Yellow Paper 4.3, 6.2 and appendix F; EIP-2718; EIP-155,
 * 2930, 1559, 4844, 7702.  Decoding checks what bytes alone can tell; rules of
 * a fork or of a chain are tx_validate's.  Views in a decoded transaction
 * point into the input or the arena and live as long as both. */
#ifndef ETALON_CHAIN_ETH_TX_H
#define ETALON_CHAIN_ETH_TX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"
#include "chain/crypto/ecc.h"
#include "chain/eth/fork.h"

enum tx_type {
    TX_LEGACY,
    TX_ACCESS_LIST, /* EIP-2930 */
    TX_DYNAMIC_FEE, /* EIP-1559 */
    TX_BLOB,        /* EIP-4844 */
    TX_SET_CODE,    /* EIP-7702 */
    TX_TYPE_COUNT
};

struct tx_access {
    uint8_t address[20];
    const uint8_t (*keys)[32];
    size_t key_count;
};

struct tx_authorization {
    struct u256 chain_id;
    uint8_t address[20];
    uint64_t nonce;
    uint8_t y_parity;
    struct u256 r, s;
};

struct tx {
    enum tx_type type;
    bool has_chain_id; /* false: a legacy transaction without EIP-155 */
    bool has_to;       /* false: creates a contract */
    struct u256 chain_id;
    uint64_t nonce, gas;
    /* Fee cap: gasPrice of types 0 and 1; the priority fee then equals it. */
    struct u256 max_fee, max_priority, max_blob_fee;
    uint8_t to[20];
    struct u256 value;
    struct bytes data;
    const struct tx_access *access;
    size_t access_count;
    const uint8_t (*blob_hashes)[32];
    size_t blob_count;
    const struct tx_authorization *authorizations;
    size_t authorization_count;
    struct u256 v; /* as written: v of a legacy transaction, else yParity */
    struct u256 r, s;
    unsigned y_parity; /* derived from v */
    uint8_t hash[32];
};

/* --- the fields of a type, in the order of its list --------------------- */

enum tx_kind {
    TX_KIND_U64,
    TX_KIND_U256,
    TX_KIND_TO,
    TX_KIND_DATA,
    TX_KIND_ACCESS,
    TX_KIND_HASHES,
    TX_KIND_AUTHORIZATIONS
};

struct tx_field {
    const char *json;
    enum tx_kind kind;
    size_t offset; /* of a TX_KIND_U64 or TX_KIND_U256 member of struct tx */
};

enum { TX_SIGNATURE_FIELDS = 3 }; /* the last three of every type */

const struct tx_field *tx_fields(size_t *count, enum tx_type type);

/* --- bytes -------------------------------------------------------------- */

/* Reads canonical bytes.  Errors: those of chain/codec/rlp.h; ERR_TYPE (first
 * byte 0x80 to 0xbf, or a type that no fork knows), ERR_FIELD_COUNT, ERR_TX_TO,
 * ERR_SIG_V (a v or yParity that no fork takes), ERR_MEMORY. */
MUST_CHECK enum err tx_decode(struct arena *a, struct tx *out, struct bytes in);
MUST_CHECK enum err tx_encode(struct arena *a, struct bytes *out,
                              const struct tx *tx);
MUST_CHECK enum err tx_signing_hash(struct arena *a, uint8_t out[32],
                                    const struct tx *tx);
/* Signs for tx->chain_id (EIP-155 for legacy ones) with a low s, RFC 6979; *raw
 * is the arena's.  ERR_KEY, ERR_MEMORY. */
MUST_CHECK enum err tx_sign(struct arena *a, struct bytes *raw, struct tx *tx,
                            const uint8_t secret[32]);
/* Derives has_chain_id, chain_id and y_parity from v.  ERR_SIG_V. */
MUST_CHECK enum err tx_derive_parity(struct tx *tx);

/* The network form of a blob transaction. */
struct tx_network {
    struct tx tx;
    struct bytes canonical;
    unsigned version; /* 0: EIP-4844, 1: EIP-7594 */
    size_t blobs, commitments, proofs;
};

/* Takes the form of the fork.  Errors: as tx_decode; ERR_TYPE (no blob
 * transaction), ERR_TX_TYPE, ERR_VERSION (the other form, or an unknown
 * version), ERR_LENGTH, ERR_TX_BLOB_COUNT (lists that do not belong together),
 * ERR_VALUE (a hash is not that of its commitment).  KZG is not computed. */
MUST_CHECK enum err tx_decode_network(struct arena *a, struct tx_network *out,
                                      struct bytes in, enum fork fork);

/* --- rules -------------------------------------------------------------- */

/* ERR_TX_TYPE when the fork does not have the type yet. */
MUST_CHECK enum err tx_check_type(const struct tx *tx, enum fork fork);
/* v, r and s by the fork's rules: ERR_SIG_V, ERR_SIG_R, ERR_SIG_S,
 * ERR_SIG_HIGH_S. */
MUST_CHECK enum err tx_check_signature(const struct tx *tx, enum fork fork);
/* Errors: as tx_check_signature, ERR_SIG_RECOVER, ERR_MEMORY. */
MUST_CHECK enum err tx_sender(struct arena *a, uint8_t sender[20],
                              const struct tx *tx, enum fork fork);

struct tx_cost {
    uint64_t intrinsic, floor; /* floor 0: the fork has none */
};

/* sender is needed from Amsterdam (a transfer to oneself); NULL: unknown. */
void tx_cost(struct tx_cost *out, const struct tx *tx, enum fork fork,
             const uint8_t *sender);

/* What the transaction is held to; the block's part is optional. */
struct tx_rules {
    enum fork fork;
    const struct blob_schedule *blobs; /* NULL: the fork's */
    struct u256 chain_id;
    bool has_base_fee, has_blob_base_fee, has_gas_left;
    struct u256 base_fee, blob_base_fee;
    uint64_t gas_left;
    const uint8_t *sender; /* known already; NULL: is to be recovered */
};

struct tx_summary {
    uint8_t sender[20];
    struct tx_cost cost;
};

/* Validity without state, in this order: type, field ranges, signature ranges,
 * chain id, fees, gas, recovery.  *out is untouched when refused. */
MUST_CHECK enum err tx_validate(struct arena *a, struct tx_summary *out,
                                const struct tx *tx,
                                const struct tx_rules *rules);

#endif
