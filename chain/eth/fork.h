/* fork: the protocol versions of Ethereum, in order, and what changes by data.
 *
 * A fork name that is not final (Amsterdam) is marked so; its moving constants
 * are in its row, not in code. */
#ifndef ETALON_CHAIN_ETH_FORK_H
#define ETALON_CHAIN_ETH_FORK_H

#include "base/bytes.h"
#include "base/u256.h"

enum fork {
    FORK_FRONTIER,
    FORK_HOMESTEAD,
    FORK_DAO,              /* rules of Homestead */
    FORK_TANGERINE,        /* EIP-150 */
    FORK_SPURIOUS,         /* EIP-155, 158/161, 160, 170 */
    FORK_BYZANTIUM,
    FORK_CONSTANTINOPLE,
    FORK_PETERSBURG,       /* ConstantinopleFix */
    FORK_ISTANBUL,
    FORK_MUIR_GLACIER,
    FORK_BERLIN,
    FORK_LONDON,
    FORK_ARROW_GLACIER,
    FORK_GRAY_GLACIER,
    FORK_PARIS,
    FORK_SHANGHAI,
    FORK_CANCUN,
    FORK_PRAGUE,
    FORK_OSAKA,
    FORK_BPO1,
    FORK_BPO2,
    FORK_BPO3,             /* test schedules only */
    FORK_BPO4,
    FORK_AMSTERDAM,        /* not final */
    FORK_COUNT
};

struct blob_schedule {
    uint64_t target, max; /* blobs per block */
    uint64_t fraction;    /* base fee update fraction */
};

struct fork_rules {
    const char *name;        /* "frontier", "spurious-dragon", "bpo1" */
    const char *fixture_name;/* spelling in ethereum/tests: "EIP158" */
    bool final;
    unsigned header_fields;  /* 15, 16, 17, 20, 21, 23 */
    uint64_t bomb_delay;     /* blocks; UINT64_MAX where there is no bomb */
    struct blob_schedule blob; /* all zero before Cancun */
    uint64_t initcode_max;   /* bytes; 0: no limit */
    uint64_t tx_gas_max;     /* EIP-7825; 0: no limit */
};

/* What a transaction costs before it runs (Yellow Paper 6.2 and its EIPs).
 * The rows of Amsterdam follow EIP-2780, 7976, 7981, 8037 and 8038 as they
 * stood in devnet 8. */
struct tx_gas {
    enum fork since;
    uint64_t base, create;
    uint64_t to, value;        /* EIP-2780: another account called; paid */
    uint64_t data_zero, data_nonzero; /* a byte */
    uint64_t initcode_word;
    uint64_t access_address, access_key;
    uint64_t authorization;
    uint64_t floor_token;      /* EIP-7623; 0: no floor */
    uint64_t floor_zero;       /* tokens of a zero byte; other bytes have 4 */
    uint64_t floor_access;     /* tokens of an access-list byte, EIP-7981 */
    uint64_t cost_max;         /* EIP-8037: of intrinsic and floor; 0: none */
};

const struct fork_rules *fork_rules(enum fork f);
/* The schedule that a chain sets for the fork, or (NULL) the fork's own. */
const struct blob_schedule *fork_blobs(enum fork f,
                                       const struct blob_schedule *set);
const struct tx_gas *fork_tx_gas(enum fork f);
/* By our name or a fixture spelling ("EIP150", "ConstantinopleFix", "Merge",
 * "Paris"); false when unknown. */
MUST_CHECK bool fork_find(enum fork *out, const char *name);
/* Mainnet by number up to Paris, by timestamp from Shanghai (BLK-HDR-011). */
enum fork fork_at_mainnet(uint64_t number, uint64_t timestamp);

#endif
