/* htlc: hash time-locked contracts - the BIP-199 script and the life of a lock.
 *
 * Spec: BIP-199.  The states are a profile of this project, after the swaps of
 * BOLT and of EVM contracts: a claim needs the preimage before the time, a
 * refund the time; what is settled stays so. */
#ifndef ETALON_CHAIN_XCHAIN_HTLC_H
#define ETALON_CHAIN_XCHAIN_HTLC_H

#include "base/bytes.h"
#include "base/err.h"

enum { HTLC_SCRIPT_MAX = 112 };

struct htlc_script {
    uint8_t hash[32], recipient[20], sender[20];
    uint32_t timeout;
    bool relative; /* CSV, else CLTV */
};

/* Returns the number of bytes written. */
size_t htlc_script(uint8_t out[HTLC_SCRIPT_MAX], const struct htlc_script *in);

enum htlc_state { HTLC_NONE, HTLC_LOCKED, HTLC_CLAIMED, HTLC_REFUNDED };
enum htlc_event { HTLC_LOCK, HTLC_CLAIM, HTLC_REFUND };

struct htlc_step {
    enum htlc_state state;
    enum htlc_event event;
    bool preimage; /* the right one */
    uint64_t now, timelock;
};

/* ERR_UNKNOWN_OBJECT, ERR_EXISTS, ERR_SETTLED, ERR_EXPIRED, ERR_PREIMAGE,
 * ERR_NOT_EXPIRED. */
MUST_CHECK enum err htlc_step(enum htlc_state *out,
                              const struct htlc_step *in);
/* Does the initiator's lock outlast the participant's by the margin? */
bool htlc_timelocks_safe(uint64_t initiator, uint64_t participant,
                         uint64_t margin);

#endif
