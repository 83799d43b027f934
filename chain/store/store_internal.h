/* store_internal: what the files of the store module share. */
#ifndef ETALON_CHAIN_STORE_STORE_INTERNAL_H
#define ETALON_CHAIN_STORE_STORE_INTERNAL_H

#include "chain/store/db.h"
#include "chain/store/store.h"

enum {
    STORE_FORMAT = 1,
    STORE_SEAL = 8, /* bytes of Keccak-256 */
    STORE_PATH_MAX = 4096,
    STORE_BLOCK_KEY = 8 + 32,
    STORE_SLOT_KEY = 20 + 32,
    STORE_ACCOUNT_SIZE = 8 + 32 + 32, /* nonce, balance, code hash */
    STORE_ALL_MAX = 1 << 30, /* records of one table */
};

#define STORE_MEND "; mend: put back a copy of the directory, or move it " \
    "away and begin anew"

struct store {
    struct db *db;    /* NULL: no chain yet */
    char dir[STORE_PATH_MAX], path[STORE_PATH_MAX];
    int lock;
    char note[STORE_NOTE_MAX + 1];
    struct chain_keeper keeper;
    /* the batch that the next save writes */
    struct arena batch;
    struct db_op *first, **last;
    bool failed; /* memory was short for it */
    /* Undo records on disk begin at undo_low; undo_next is what it is after the
     * batch. */
    uint64_t undo_low, undo_next;
};

void store_path(char out[STORE_PATH_MAX], const struct store *s,
                const char *name);
/* Of the table, the key and what is to be sealed. */
void store_seal(uint8_t out[STORE_SEAL], enum db_table table, struct bytes key,
                struct bytes body);

/* Sets s->keeper up. */
void store_keeper(struct store *s);
/* The whole chain, which has but its genesis block, into the batch. */
void store_put_all(struct store *s, const struct chain *c);
/* Writes the batch to db and empties it. */
MUST_CHECK enum err store_flush(struct store *s, struct db *db,
                                const struct chain *c, struct error *why);

#endif
