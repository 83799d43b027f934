/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/fixture.h"

/* clang-format off */
#define LOGGER      "0x0000000000000000000000000000000000001001"
#define REVERTER    "0x0000000000000000000000000000000000001002"
#define INVALID     "0x0000000000000000000000000000000000001003"
#define LOOP        "0x0000000000000000000000000000000000001004"
#define STORE       "0x0000000000000000000000000000000000001005"
#define LEAVER_1    "0x0000000000000000000000000000000000001006"
#define LEAVER_2    "0x0000000000000000000000000000000000001007"
#define FACTORY     "0x0000000000000000000000000000000000001008"
#define BLOBS       "0x0000000000000000000000000000000000001009"
#define TRANSIENT   "0x000000000000000000000000000000000000100a"
#define CALLER_OF   "0x000000000000000000000000000000000000100c"
#define ZEROS       "0x000000000000000000000000000000000000100d"
#define DEPOSITS    "0x00000000219ab540356cbb839cbe05303d7705fa"
#define WITHDRAWALS "0x00000961ef480eb55e80d19ad83579a64c007002"
#define CONSOLIDATE "0x0000bbddc7ce488642fb579f8b00f3a590007251"
#define MODEXP      "0x0000000000000000000000000000000000000005"
#define P256VERIFY  "0x0000000000000000000000000000000000000100"
/* Development account 6, whose key signs the delegation. */
#define DELEGATED   "0x976ea74026e726554db657fa54763abd0c3a0aa9"
#define SOMEBODY    "0x00000000000000000000000000000000000dead1"
#define NEWCOMER    "0x00000000000000000000000000000000000dead2"

#define WORD_0      "0000000000000000000000000000000000000000000000000000000000000000"
#define WORD_1      "0000000000000000000000000000000000000000000000000000000000000001"
#define WORD_2      "0000000000000000000000000000000000000000000000000000000000000002"
#define TO_NEWCOMER "0x00000000000000000000000000000000000000000000000000000000000dead2"
#define KEY_A       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
                    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_C       "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" \
                    "cccccccccccccccccccccccccccccccc"

#define BLOCK { .kind = FIXTURE_BLOCK },
#define TX(from_, type_, to_, value_, data_, gas_, parts_, what_)                  \
    { .kind = FIXTURE_TX, .what = what_, .type = type_, .from = from_, .to = to_,  \
      .value = value_, .data = data_, .gas = gas_, .parts = parts_ },

/* Blocks 1 to 4 are Shanghai's, 5 to 9 Cancun's, 10 to 14 Prague's, 15 and on
 * Osaka's (fixture.c).  Each BLOCK ends the one before it. */
const struct fixture_row FIXTURE_ROWS[] = {
TX(0, TX_LEGACY,      SOMEBODY, "0x1", "0x", 21000, 0, "a payment")
TX(1, TX_LEGACY,      NULL, "0x0", "0x600a600c600039600a6000f3602a60005260206000f3", 120000, 0, "a contract is created")
TX(2, TX_ACCESS_LIST, STORE, "0x0", "0x" WORD_1 WORD_2, 80000, FIXTURE_ACCESS, "a slot is written, named by an access list")
TX(3, TX_DYNAMIC_FEE, LOGGER, "0x0", "0x", 80000, 0, "logs with none to four topics")
BLOCK
TX(0, TX_DYNAMIC_FEE, REVERTER, "0x0", "0x", 60000, 0, "a call that reverts")
TX(1, TX_DYNAMIC_FEE, INVALID, "0x0", "0x", 60000, 0, "a call that meets no instruction")
TX(2, TX_LEGACY,      LOOP, "0x0", "0x", 60000, 0, "a call that runs out of gas")
TX(3, TX_DYNAMIC_FEE, CALLER_OF, "0x0", "0x", 200000, 0, "a call that survives one that reverts")
TX(4, TX_LEGACY,      NULL, "0x0", "0xef", 80000, 0, "init code that is no code: the creation fails")
TX(5, TX_DYNAMIC_FEE, NULL, "0x0", "0x60ef60005360016000f3", 80000, 0, "code that starts with ef is refused (EIP-3541)")
BLOCK
TX(0, TX_DYNAMIC_FEE, FACTORY, "0x0", "0x600a600c600039600a6000f3602a60005260206000f3", 200000, 0, "a contract is created by CREATE2")
TX(1, TX_DYNAMIC_FEE, FACTORY, "0x0", "0x600a600c600039600a6000f3602a60005260206000f3", 200000, 0, "CREATE2 at a place that is taken")
TX(2, TX_DYNAMIC_FEE, STORE, "0x0", "0x" WORD_1 WORD_0, 80000, 0, "a slot is cleared, gas is refunded")
BLOCK
TX(0, TX_DYNAMIC_FEE, LEAVER_1, "0x7", TO_NEWCOMER, 80000, 0, "a contract leaves and is gone (before EIP-6780)")
TX(1, TX_LEGACY,      LEAVER_1, "0x1", "0x", 60000, 0, "a payment to where it was")
BLOCK
TX(0, TX_DYNAMIC_FEE, LEAVER_2, "0x7", TO_NEWCOMER, 80000, 0, "a contract leaves and stays, its balance goes (EIP-6780)")
TX(1, TX_DYNAMIC_FEE, NULL, "0x5", "0x33ff", 80000, 0, "a contract leaves in the transaction that created it")
TX(2, TX_DYNAMIC_FEE, TRANSIENT, "0x0", "0x", 100000, 0, "transient storage and MCOPY")
BLOCK
TX(3, TX_BLOB,        BLOBS, "0x0", "0x", 100000, FIXTURE_BLOB, "the blob of zeros")
TX(4, TX_BLOB,        SOMEBODY, "0x2", "0x", 30000, FIXTURE_BLOB | FIXTURE_ACCESS, "a payment with a blob and an access list")
BLOCK
BLOCK
TX(0, TX_LEGACY,      SOMEBODY, "0x3", "0x", 21000, 0, "a payment after an empty block")
BLOCK
TX(5, TX_BLOB,        REVERTER, "0x0", "0x", 60000, FIXTURE_BLOB, "a blob whose call reverts")
BLOCK
TX(0, TX_SET_CODE,    DELEGATED, "0x0", "0x", 200000, FIXTURE_DELEGATION, "an account delegates and is called; a second tuple is skipped")
TX(1, TX_DYNAMIC_FEE, DELEGATED, "0x0", "0x", 100000, 0, "a call of the account that delegates")
BLOCK
TX(2, TX_DYNAMIC_FEE, DEPOSITS, "0x0", "0x", 100000, 0, "a deposit request")
TX(3, TX_DYNAMIC_FEE, DEPOSITS, "0x0", "0x", 100000, 0, "a second deposit request")
BLOCK
TX(4, TX_DYNAMIC_FEE, WITHDRAWALS, "0x1", "0x" KEY_A "0000000000000001", 200000, 0, "a withdrawal request")
TX(5, TX_DYNAMIC_FEE, CONSOLIDATE, "0x1", "0x" KEY_A KEY_C, 300000, 0, "a consolidation request")
BLOCK
TX(0, TX_DYNAMIC_FEE, WITHDRAWALS, "0x0", "0x" KEY_A "0000000000000001", 200000, 0, "a withdrawal request that pays no fee reverts")
TX(1, TX_SET_CODE,    SOMEBODY, "0x1", "0x", 200000, FIXTURE_DELEGATION, "delegations that are both skipped: their nonces are used")
BLOCK
TX(2, TX_DYNAMIC_FEE, LOGGER, "0x0", "0x0000000000000000000000000000000000000000000000000000000000000001", 80000, 0, "logs, with calldata that costs the floor (EIP-7623)")
BLOCK
TX(0, TX_DYNAMIC_FEE, ZEROS, "0x0", "0x" WORD_1, 80000, 0, "CLZ (EIP-7939)")
TX(1, TX_DYNAMIC_FEE, P256VERIFY, "0x0", "0x", 60000, 0, "P256VERIFY without input (EIP-7951)")
TX(2, TX_LEGACY,      MODEXP, "0x0", "0x" WORD_1 WORD_1 WORD_1 "030205", 60000, 0, "MODEXP with the price of EIP-7883")
BLOCK
TX(3, TX_BLOB,        BLOBS, "0x0", "0x", 100000, FIXTURE_BLOB, "a blob in Osaka (its sidecar has cell proofs)")
BLOCK
TX(0, TX_LEGACY,      SOMEBODY, "0x9", "0x", 21000, 0, "a payment on the branch that won")
BLOCK
BLOCK
};
const size_t FIXTURE_ROW_COUNT = ARRAY_LEN(FIXTURE_ROWS);

#define CONTRACT(what, address, code) { what, address, code },
const struct fixture_contract FIXTURE_CONTRACTS[] = {
#include "chain/rpc/fixture_contracts.def"
};
const size_t FIXTURE_CONTRACT_COUNT = ARRAY_LEN(FIXTURE_CONTRACTS);

#define SYSTEM(address, code) { "a contract of the protocol", address, code },
const struct fixture_contract FIXTURE_SYSTEM[] = {
#include "chain/rpc/system.def"
};
const size_t FIXTURE_SYSTEM_COUNT = ARRAY_LEN(FIXTURE_SYSTEM);
/* clang-format on */
