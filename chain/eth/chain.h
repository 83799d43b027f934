/* chain: the blocks that a node knows, the state at its head, and what was asked
 * of either.
 *
 * Blocks live in one arena and are never moved: pointers stay good as long as
 * the chain.  The state is that after the head; older ones are had through undo
 * records, of which only so many bytes are kept (chain_limits): past that,
 * questions about old states and deep reorganisations are refused.  A keeper
 * makes the chain durable beside that.  Not safe for use by two threads at a
 * time. */
#ifndef ETALON_CHAIN_ETH_CHAIN_H
#define ETALON_CHAIN_ETH_CHAIN_H

#include "chain/eth/config.h"
#include "chain/eth/ethash.h"
#include "chain/eth/execute_block.h"
#include "chain/eth/genesis.h"
#include "chain/eth/state_undo.h"

struct chain_block {
    struct block block;
    struct bytes raw;
    enum fork fork;
    struct u256 total;      /* difficulty up to and with this block */
    struct u256 blob_fee;   /* per gas, zero before Cancun */
    struct chain_block *parent; /* NULL: genesis */
    bool executed;          /* what follows is known */
    bool bad;               /* execution refused it */
    const struct tx *txs;
    const uint8_t (*senders)[20];
    const struct receipt *receipts;
    const uint64_t *gas;    /* used by each transaction */
    struct state_undo *undo; /* NULL: the state before is no longer to be had */
    struct chain_block *next_hash; /* in the table */
};

struct chain_tx {
    const struct chain_block *block; /* NULL: a free place */
    size_t index;
};

struct chain_limits {
    size_t store_bytes; /* blocks and receipts; 0: a default */
    size_t state_bytes; /* each arena of the state; 0: a default */
    size_t undo_bytes;  /* 0: a default */
};

struct chain;

/* Who writes the chain down (chain/store).  The first three add to what the
 * next save() writes, all or nothing, with the head and the marks of c; drop()
 * forgets it.  The state of c is that after the block for forward(), that before
 * it for back().  An error of save() means that nothing was written. */
struct chain_keeper {
    void *context;
    void (*block)(void *context, const struct chain_block *b);
    void (*forward)(void *context, const struct chain *c,
                    const struct chain_block *b, const struct state_undo *u);
    void (*back)(void *context, const struct chain_block *b,
                 const struct state_undo *u);
    enum err (*save)(void *context, const struct chain *c);
    void (*drop)(void *context);
};

struct chain {
    struct chain_config config;
    struct chain_limits limits;
    struct state state;
    struct evm evm;
    bool check_seals; /* of blocks before Paris; set before they come */
    struct ethash ethash;
    struct arena store;
    struct arena scratch; /* of the current operation */
    struct chain_block **by_hash;
    size_t hash_size, block_count;
    struct chain_block **canonical; /* by number */
    size_t height, canonical_room;  /* numbers 0 … height - 1 */
    struct chain_tx *txs;           /* of canonical blocks */
    size_t tx_size, tx_count;
    size_t undo_bytes;
    uint64_t undo_from; /* undo records exist for higher numbers */
    const struct chain_block *safe, *finalized;
    const struct chain_keeper *keeper; /* NULL: memory only */
    bool moving; /* a reorganisation is under way: saved as a whole */
};

/* ERR_MEMORY */
MUST_CHECK enum err chain_init(struct chain *c,
                               const struct chain_limits *limits);
void chain_release(struct chain *c);

/* The first block and its state.  Errors: those of genesis_from_json. */
MUST_CHECK enum err chain_genesis_json(struct chain *c, const json_t *in,
                                       struct error *why);
/* As above, over c->state as the caller filled it; header without roots. */
MUST_CHECK enum err chain_genesis(struct chain *c,
                                  const struct chain_config *config,
                                  struct header *header);

/* Judges a block and takes it.  It becomes the head when it extends the head,
 * or is on a heavier branch before the merge; else it waits.  Known blocks are
 * taken again without effect.  Errors: those of block_validate, execute_block
 * and execute_block_check; ERR_HDR_PARENT (unknown); ERR_LIMIT (a branch whose
 * start is too old), ERR_MEMORY; those of the keeper's save(), the chain is then
 * as before. */
MUST_CHECK enum err chain_import(struct chain *c, struct bytes raw,
                                 const struct chain_block **out);
/* Blocks one after another; *count of them were taken. */
MUST_CHECK enum err chain_import_all(struct chain *c, struct bytes in,
                                     size_t *count, struct error *why);
/* Makes a known block the head, executing what was not.  The state is as it was
 * when this fails.  Errors as chain_import, ERR_NOT_FOUND. */
MUST_CHECK enum err chain_set_head(struct chain *c,
                                   const struct chain_block *b);

/* Safe and finalized, both canonical.  Errors: those of the keeper's save(),
 * the marks are then as before. */
MUST_CHECK enum err chain_mark(struct chain *c, const struct chain_block *safe,
                               const struct chain_block *finalized);

static inline const struct chain_block *chain_head(const struct chain *c)
{
    return c->canonical[c->height - 1];
}
/* NULL when there is none. */
const struct chain_block *chain_by_hash(const struct chain *c,
                                        const uint8_t hash[32]);
const struct chain_block *chain_by_number(const struct chain *c,
                                          uint64_t number);
/* Is b on the branch of the head? */
bool chain_is_canonical(const struct chain *c, const struct chain_block *b);
/* False when no canonical block holds it. */
bool chain_find_tx(const struct chain *c, const uint8_t hash[32],
                   struct chain_tx *out);

/* Moves c->state to that after b (canonical), to be taken back with
 * chain_leave(c, mark).  ERR_NOT_FOUND: it is no longer to be had; ERR_MEMORY. */
MUST_CHECK enum err chain_visit(struct chain *c, const struct chain_block *b,
                                struct state_mark *mark);
void chain_leave(struct chain *c, struct state_mark mark);
/* Hash of a canonical block, as struct evm_block wants it; the context is the
 * chain. */
bool chain_hash_of(const void *context, uint64_t number, uint8_t out[32]);
/* What running a block with this header on parent needs to know. */
void chain_context(const struct chain *c, struct execute_chain *out,
                   const struct chain_block *parent, uint64_t timestamp);

#endif
