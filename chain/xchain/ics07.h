/* ics07: the Tendermint client of IBC - its state, its status, its updates.
 *
 * Spec: ICS-07 and ibc-go v11, 07-tendermint.  Periods are nanoseconds. */
#ifndef ETALON_CHAIN_XCHAIN_ICS07_H
#define ETALON_CHAIN_XCHAIN_ICS07_H

#include "chain/xchain/comet.h"
#include "chain/xchain/ibc.h"

enum { ICS07_CHAIN_ID_MAX = 50 };

struct ics07_state {
    struct bytes chain_id;
    int64_t trust_numerator, trust_denominator;
    int64_t trusting_period, unbonding_period, max_clock_drift;
    struct ibc_height frozen, latest;
    bool has_specs, spec_missing; /* a list, and a hole in it */
    const struct bytes *upgrade_path;
    size_t upgrade_count;
};

/* ERR_EMPTY (blank chain id or path element), ERR_TOO_LONG, ERR_RANGE (trust
 * level, periods), ERR_VALUE (revision), ERR_HEIGHT_ZERO, ERR_ORDER (trusting
 * period), ERR_FIELD_MISSING (proof specifications). */
MUST_CHECK enum err ics07_check_state(const struct ics07_state *in);

struct ics07_update {
    struct ics07_state state;
    struct rfc3339 trusted_time;
    struct bytes trusted_next_hash;
    struct bytes header; /* protobuf Header of 07-tendermint */
    const struct rfc3339 *now; /* NULL: time is not looked at */
};

struct ics07_outcome {
    struct comet_outcome comet;
    struct ibc_height height, trusted;
};

/* The protobuf ClientState and ConsensusState.  Those of protobuf_next,
 * ERR_TYPE, ERR_MEMORY. */
MUST_CHECK enum err ics07_decode_state(struct ics07_state *out,
                                       struct bytes in);
MUST_CHECK enum err ics07_decode_consensus(struct rfc3339 *time,
                                           struct bytes *next_hash,
                                           struct bytes in);
/* And those of comet_verify; ERR_HEIGHT_ZERO (revision or order of heights),
 * ERR_KEY (trusted validators are not the stored ones), ERR_CLIENT_INACTIVE. */
MUST_CHECK enum err ics07_update(struct arena *a, struct ics07_outcome *out,
                                 const struct ics07_update *in);

#endif
