/* state_internal: what the files of the state module share - the journal. */
#ifndef ETALON_CHAIN_ETH_STATE_INTERNAL_H
#define ETALON_CHAIN_ETH_STATE_INTERNAL_H

#include "chain/eth/state.h"

enum change_kind {
    CHANGE_FLAGS,
    CHANGE_NONCE,
    CHANGE_BALANCE,
    CHANGE_CODE,
    CHANGE_STORAGE, /* the account's whole storage was replaced */
    CHANGE_SLOT,
    CHANGE_WARM_SLOT,
    CHANGE_TRANSIENT,
};

/* What a thing was before. */
struct state_change {
    enum change_kind kind;
    uint8_t flags;
    struct state_account *account;
    struct slot *slot;
    union {
        uint64_t nonce;
        struct u256 word; /* balance, slot, transient value */
        struct code *code;
        struct storage *storage;
    };
    size_t entry; /* transient */
};

/* Marks for the next root. */
void state_dirty(struct state *s, struct state_account *a);
void state_dirty_slot(struct state_account *a, struct slot *slot);
/* Makes room for one item more. */
MUST_CHECK bool state_room(void **array, size_t *room, size_t count,
                           size_t item);

#endif
