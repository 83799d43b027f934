/* fixture: a chain of our own for nodes that can import one.
 *
 * Blocks from Shanghai to Osaka hold every type of transaction, calls that
 * fail in every way, logs, creations, self-destructs before and after EIP-6780,
 * withdrawals, blobs, requests of all kinds and a branch that lost.  The bytes
 * are the same on every machine: keys, times and gas are fixed, signatures
 * deterministic (RFC 6979). */
#ifndef ETALON_CHAIN_RPC_FIXTURE_H
#define ETALON_CHAIN_RPC_FIXTURE_H

#include "chain/rpc/node.h"

enum fixture_kind { FIXTURE_BLOCK, FIXTURE_TX };
enum fixture_part {
    FIXTURE_ACCESS = 1,     /* an access list */
    FIXTURE_BLOB = 2,       /* the blob of zeros */
    FIXTURE_DELEGATION = 4, /* one that counts and one that is skipped */
};

struct fixture_row {
    enum fixture_kind kind;
    const char *what; /* for people; of a transaction */
    enum tx_type type;
    unsigned from;    /* development account */
    const char *to;   /* NULL: creates */
    const char *value, *data; /* hex */
    uint64_t gas;
    unsigned parts;
};
struct fixture_contract {
    const char *name, *address, *code;
};

extern const struct fixture_row FIXTURE_ROWS[];
extern const size_t FIXTURE_ROW_COUNT;
extern const struct fixture_contract FIXTURE_CONTRACTS[];
extern const size_t FIXTURE_CONTRACT_COUNT;
/* Of the protocol: chain/rpc/system.def. */
extern const struct fixture_contract FIXTURE_SYSTEM[];
extern const size_t FIXTURE_SYSTEM_COUNT;

/* Writes genesis.json, chain.rlp, branch.rlp and facts.json into the folder,
 * which is made; a file that is there already is an error and stays as it is.
 * n is fresh from node_init.  Errors: ERR_IO with the path, ERR_MEMORY, faults
 * of the chain. */
MUST_CHECK enum err fixture_export(struct node *n, const char *folder,
                                   struct error *why);

#endif
