/* store: a chain in a directory, beside the one in memory.
 *
 * Everything is still worked on in memory; the store holds what is needed to
 * have it again: blocks with receipts, the state at the head, undo records, and
 * the marks.  Each block and each reorganisation is one transaction, so that a
 * kill at any moment leaves the chain as it was after one of its blocks.  What
 * only waits (the pool, filters, snapshots) is not kept.
 *
 * Files: chain.mdb (LMDB), lock.  Records are RLP; what no root or hash vouches
 * for ends in eight bytes of its Keccak-256. */
#ifndef ETALON_CHAIN_STORE_STORE_H
#define ETALON_CHAIN_STORE_STORE_H

#include "chain/eth/chain.h"

struct store;

/* Makes the directory when there is none, and keeps others out until
 * store_close().  To be called before threads are started.  ERR_IO (in use by
 * another process, damaged, not to be read), ERR_MEMORY, ERR_NOT_BUILT. */
MUST_CHECK enum err store_open(struct store **out, const char *dir,
                               struct error *why);
void store_close(struct store *s);
/* No chain was begun in it. */
bool store_is_empty(const struct store *s);
const char *store_dir(const struct store *s);
/* The text that was given to store_begin(). */
const char *store_note(const struct store *s);

/* Writes c, which has but its genesis block, and is its keeper from now on.
 * note (at most STORE_NOTE_MAX bytes) is kept with it.  ERR_IO, ERR_MEMORY. */
enum { STORE_NOTE_MAX = 32 };
MUST_CHECK enum err store_begin(struct store *s, struct chain *c,
                                const char *note, struct error *why);
/* Fills c, which is as after chain_init(), and is its keeper from now on.
 * ERR_IO (damaged: the place and the mend are named), ERR_MEMORY.  On error c
 * is only good for chain_release(). */
MUST_CHECK enum err store_load(struct store *s, struct chain *c,
                               struct error *why);

#endif
