/* node: a chain with a pool, a clock and a lock - what the methods work on.
 *
 * Every call runs under the lock (node_lock); the chain is never seen half
 * changed. */
#ifndef ETALON_CHAIN_RPC_NODE_H
#define ETALON_CHAIN_RPC_NODE_H

#include <pthread.h>

#include "chain/eth/build.h"
#include "chain/eth/pool.h"
#include "chain/store/store.h"

enum {
    NODE_FILTERS_MAX = 1024,
    NODE_SNAPSHOTS_MAX = 1024,
    NODE_DEV_ACCOUNTS = 10,
    NODE_CHAIN_ID = 1337,
    NODE_GAS_CAP = 50000000,   /* of a call that is not mined */
    NODE_GAS_TARGET = 60000000, /* block gas limits move towards it */
};

struct rpc_call;

enum filter_kind { FILTER_FREE, FILTER_LOGS, FILTER_BLOCKS, FILTER_PENDING };

struct filter {
    enum filter_kind kind;
    uint64_t id;
    const struct chain_block *seen; /* the head when last asked */
    uint64_t seen_tx;               /* arrivals in the pool */
    json_t *query;                  /* FILTER_LOGS */
};

struct snapshot {
    const struct chain_block *head;
    int64_t time_shift;
};

struct node {
    struct chain chain;
    struct pool pool;
    struct arena arena; /* of the running call */
    pthread_mutex_t lock;
    bool dev;       /* development accounts and methods */
    bool automine;
    int64_t time_shift;     /* seconds ahead of the system clock */
    uint64_t next_time;     /* of the next block; 0: by the clock */
    uint64_t gas_target;
    uint8_t coinbase[20];
    struct filter filters[NODE_FILTERS_MAX];
    uint64_t filter_ids;
    struct snapshot snapshots[NODE_SNAPSHOTS_MAX];
    size_t snapshot_count;
    struct store *store; /* NULL: the chain is in memory only */
};

/* ERR_MEMORY */
MUST_CHECK enum err node_init(struct node *n);
void node_release(struct node *n);
void node_lock(struct node *n);
void node_unlock(struct node *n);

/* The chain is kept in this directory: what is there is loaded, so that
 * node_dev() or node_load() go on with it; else they begin it there.  To be
 * called before threads are started.  Errors: those of store_open() and
 * store_load(). */
MUST_CHECK enum err node_keep(struct node *n, const char *dir,
                              struct error *why);
/* The chain of node_keep() was there; *dev: it is node_dev()'s. */
bool node_was_kept(const struct node *n, bool *dev);
/* A chain of our own with all forks and funded development accounts, whose
 * blocks are made as transactions arrive; chain_id 0 takes NODE_CHAIN_ID, or
 * that of the chain that was kept.  ERR_MISMATCH (another chain is kept),
 * ERR_MEMORY and others. */
MUST_CHECK enum err node_dev(struct node *n, uint64_t chain_id,
                             struct error *why);
/* From files: the usual genesis form, then blocks, then a forkchoice.
 * Any path but the first may be NULL.  Errors name the place; ERR_MISMATCH:
 * another chain is kept. */
MUST_CHECK enum err node_load(struct node *n, const char *genesis,
                              const char *blocks, const char *forkchoice,
                              struct error *why);

uint64_t node_now(const struct node *n);
/* Makes one block of what waits; to be called under the lock. */
MUST_CHECK enum err node_mine(struct node *n, const struct chain_block **out);
/* Checks a transaction against the head and puts it into the pool; the call's
 * error is set on refusal. */
MUST_CHECK bool node_submit(struct rpc_call *c, struct bytes raw,
                            uint8_t hash[32]);

/* Development accounts; NULL when the address is none of them. */
const uint8_t *dev_secret(const uint8_t address[20]);
/* Account i below NODE_DEV_ACCOUNTS. */
void dev_address(uint8_t out[20], size_t i);

#endif
