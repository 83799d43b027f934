/* payment: identifiers and data types of ISO 20022 payment messages.
 *
 * Specs: ISO 13616 (IBAN), ISO 17442 (LEI), ISO 9362 (BIC, the pattern of
 * December 2014), ISO 4217 (minor units), ISO 20022 (UETR, Max35Text,
 * ActiveCurrencyAndAmount).  The profile is strict: no white space, no lower
 * case, every digit of an amount counts. */
#ifndef ETALON_CHAIN_XCHAIN_PAYMENT_H
#define ETALON_CHAIN_XCHAIN_PAYMENT_H

#include "base/bytes.h"

/* NULL when valid, else the class of what is wrong. */
const char *payment_iban(struct bytes text);
const char *payment_lei(struct bytes text);
/* *fraction, unless NULL, is the number of digits behind the point. */
const char *payment_amount(struct bytes text, unsigned *fraction);
bool payment_bic(struct bytes text);
bool payment_uetr(struct bytes text);
/* False when the currency is not one with minor units. */
bool payment_minor_units(unsigned *out, struct bytes currency);
/* The most characters that an element of pacs.008 may have, 0 when it is not
 * known here. */
unsigned payment_text_max(struct bytes element);
/* Characters of UTF-8 text. */
size_t payment_characters(struct bytes text);

#endif
