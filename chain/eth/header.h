/* header: the block header of Ethereum - structure, codec, hash and rules.
 *
 * Spec: Ethereum Yellow Paper 4.3; EIP-1559, 4895, 4844, 4788, 7685, 7928,
 * 7843.  A header is a list of 15 fields to which forks appended; which fork's
 * form it has is the number of its fields, and no gaps are possible.  Decoding
 * is strict.  Structures own nothing: `extra` is a view into what was decoded. */
#ifndef ETALON_CHAIN_ETH_HEADER_H
#define ETALON_CHAIN_ETH_HEADER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"
#include "chain/eth/fork.h"

enum {
    HEADER_EXTRA_MAX = 32, /* bytes, outside genesis */
    BLOOM_SIZE = 256,
    /* Field counts that occur: the index of the first field of the next form. */
    HEADER_FIELDS_FRONTIER = 15,
    HEADER_FIELDS_LONDON = 16,
    HEADER_FIELDS_SHANGHAI = 17,
    HEADER_FIELDS_CANCUN = 20,
    HEADER_FIELDS_PRAGUE = 21,
    HEADER_FIELDS_AMSTERDAM = 23,
};

struct header {
    unsigned fields; /* how many of the following there are */
    uint8_t parent_hash[32], ommers_hash[32], coinbase[20];
    uint8_t state_root[32], transactions_root[32], receipts_root[32];
    uint8_t logs_bloom[BLOOM_SIZE];
    struct u256 difficulty;
    uint64_t number, gas_limit, gas_used, timestamp;
    struct bytes extra;
    uint8_t mix_hash[32], nonce[8];
    struct u256 base_fee;              /* London */
    uint8_t withdrawals_root[32];      /* Shanghai */
    uint64_t blob_gas_used, excess_blob_gas; /* Cancun */
    uint8_t parent_beacon_root[32];    /* Cancun */
    uint8_t requests_hash[32];         /* Prague */
    uint8_t access_list_hash[32];      /* Amsterdam */
    uint64_t slot_number;              /* Amsterdam */
};

/* fork NULL: any of the six forms is taken.  Errors: those of rlp_decode and
 * the readers of rlp.h; ERR_FIELD_COUNT when the count is none of the forms, or
 * another one than the fork's; ERR_HDR_EXTRA outside genesis. */
MUST_CHECK enum err header_decode(struct header *out, const enum fork *fork,
                                  struct bytes in);
/* The first h->fields fields.  ERR_MEMORY. */
MUST_CHECK enum err header_encode(struct arena *a, struct bytes *out,
                                  const struct header *h);
/* Keccak-256 of the encoding: the block's hash.  ERR_MEMORY. */
MUST_CHECK enum err header_hash(struct arena *a, uint8_t out[32],
                                const struct header *h);
/* Keccak-256 of the encoding without mixHash and nonce, which is what a seal of
 * proof of work is over.  ERR_MEMORY. */
MUST_CHECK enum err header_seal_hash(struct arena *a, uint8_t out[32],
                                     const struct header *h);
/* Keccak-256 of the list of headers: what ommersHash holds.  ERR_MEMORY. */
MUST_CHECK enum err header_list_hash(struct arena *a, uint8_t out[32],
                                     const struct header *list, size_t count);

enum {
    DAO_BLOCKS = 10,          /* headers that must carry DAO_EXTRA */
    FUTURE_SECONDS_MAX = 15,  /* node policy of proof of work */
};
static const uint64_t DAO_BLOCK_MAINNET = 1920000;

struct ethash;

/* What a header is judged by. */
struct header_context {
    enum fork fork;              /* of the header itself */
    const struct blob_schedule *blobs; /* NULL: the fork's */
    const struct header *parent; /* NULL: only the rules that need none */
    struct ethash *seals; /* verifies those of proof of work; NULL: unchecked */
    bool dao;                    /* chain that took the DAO fork ... */
    uint64_t dao_block;          /* ... at this number */
    bool has_now;
    uint64_t now;                /* local time, seconds */
};

/* All rules that need no state: Yellow Paper 4.3.4, EIP-1559, 3675, 4844,
 * 4895, 7685, 7918.  Errors: ERR_FIELD_MISSING, ERR_FIELD_EXTRA, ERR_HDR_* as
 * named in err.def, ERR_MEMORY. */
MUST_CHECK enum err header_validate(struct arena *a,
                                    const struct header_context *c,
                                    const struct header *h);

#endif
