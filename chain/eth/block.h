/* block: a header and its body - codec, hash and the rules without state.
 *
 * Spec: Yellow Paper 4.3; EIP-2718 (typed transactions are strings in the
 * body), 4895 (withdrawals), 7934 (size).  Blob sidecars and block access lists
 * travel elsewhere.  Views in a decoded block point into the input. */
#ifndef ETALON_CHAIN_ETH_BLOCK_H
#define ETALON_CHAIN_ETH_BLOCK_H

#include "chain/eth/header.h"
#include "chain/eth/withdrawal.h"

enum {
    BLOCK_OMMERS_MAX = 2,
    BLOCK_OMMER_GENERATIONS = 7, /* ancestors whose children may be ommers */
    BLOCK_SIZE_MAX = 8388608,    /* bytes from Osaka on, EIP-7934 */
};

struct block {
    struct header header;
    uint8_t hash[32];
    const struct bytes *transactions; /* canonical bytes, without string prefix */
    size_t transaction_count;
    /* Of the transactions, as block_validate recovered them; NULL: not known. */
    const uint8_t (*senders)[20];
    const struct header *ommers;
    size_t ommer_count;
    bool has_withdrawals;
    const struct withdrawal *withdrawals;
    size_t withdrawal_count;
    size_t size; /* of the encoding; set by decoding */
};

/* Structure and encodings; fork NULL: the header decides.  Transactions are
 * decoded to see that they are ones.  Errors: those of header_decode,
 * tx_decode and withdrawal_decode, ERR_FIELD_COUNT, ERR_BLK_WITHDRAWALS,
 * ERR_BLK_SIZE, ERR_BLK_SIDECAR, ERR_MEMORY. */
MUST_CHECK enum err block_decode(struct arena *a, struct block *out,
                                 const enum fork *fork, struct bytes in);
/* Needs header, transactions, ommers and withdrawals.  ERR_MEMORY. */
MUST_CHECK enum err block_encode(struct arena *a, struct bytes *out,
                                 const struct block *b);

/* What a block is judged by.  Nothing but fork is needed; what is absent is
 * not checked. */
struct block_context {
    enum fork fork;
    const struct blob_schedule *blobs; /* NULL: the fork's */
    /* Nearest first, ancestors[0] being the parent; more than seven are of no
     * use. */
    const struct header *ancestors;
    size_t ancestor_count;
    const enum fork *ancestor_forks; /* NULL: all as fork */
    /* Hashes of the ommers that the ancestors named. */
    const uint8_t (*ancestor_ommers)[32];
    size_t ancestor_ommer_count;
    bool has_chain_id;
    uint64_t chain_id;
    struct ethash *seals; /* of block and ommers; NULL: unchecked */
    bool dao;
    uint64_t dao_block;
};

/* Everything that can be known without state: encodings, header against its
 * parent, roots, ommers, static validity and senders of the transactions.
 * Errors: those of block_decode, header_validate and tx_validate;
 * ERR_HDR_TX_ROOT, ERR_HDR_WD_ROOT, ERR_HDR_OMMERS, ERR_BLK_OMMER_COUNT,
 * ERR_BLK_OMMER, ERR_HDR_BLOB_GAS (other than the transactions name). */
MUST_CHECK enum err block_validate(struct arena *a, struct block *out,
                                   const struct block_context *c,
                                   struct bytes in);

#endif
