/* finance: identifiers of legal entities, accounts, banks, digital tokens and
 * coin types.
 *
 * Specs: ISO 17442-1 (LEI), ISO 13616-1 with the SWIFT registry, release 101
 * (IBAN), ISO 9362:2022 (BIC), ISO 24165-1 (DTI; its check character is the
 * hybrid MOD 31,30 of ISO 7064), SLIP-0044.  All in the electronic form: no
 * spaces, capitals. */
#ifndef ETALON_CHAIN_ASSET_FINANCE_H
#define ETALON_CHAIN_ASSET_FINANCE_H

#include "base/err.h"

enum { LEI_BODY_SIZE = 18, LEI_SIZE = 20 };

bool lei_ok(struct bytes text);
/* Of the first 18 characters; out is terminated.  ERR_LENGTH, ERR_CHARACTER. */
MUST_CHECK enum err lei_check_digits(char out[3], struct bytes body);
bool iban_ok(struct bytes text);
bool bic_ok(struct bytes text);
bool dti_ok(struct bytes text);
/* The symbol of a coin type.  ERR_RANGE (no index of SLIP-0044), ERR_NOT_BUILT
 * (not among the entries that this build carries). */
MUST_CHECK enum err slip44_symbol(const char **out, int64_t index);

#endif
