/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/fixture.h"

/* clang-format off */
#define BLOCK() { .kind = FIXTURE_BLOCK },
#define TX(from_, type_, to_, value_, data_, gas_, parts_, what_)                  \
    { .kind = FIXTURE_TX, .what = what_, .type = type_, .from = from_, .to = to_,  \
      .value = value_, .data = data_, .gas = gas_, .parts = parts_ },

const struct fixture_row FIXTURE_ROWS[] = {
#include "chain/rpc/fixture_rows.def"
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
