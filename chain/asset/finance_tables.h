/* finance_tables: registries as rows - IBAN structures, countries, coin types. */
#ifndef ETALON_CHAIN_ASSET_FINANCE_TABLES_H
#define ETALON_CHAIN_ASSET_FINANCE_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* structure: counts and kinds (n, a, c) of what follows the check digits. */
struct iban_row {
    const char *country, *structure;
};

struct slip44_row {
    uint32_t index;
    const char *symbol;
};

extern const struct iban_row IBAN_TABLE[];
extern const size_t IBAN_TABLE_SIZE;
/* ISO 3166-1 codes, and XK which SWIFT uses, a space after each. */
extern const char BIC_COUNTRIES[];
/* In order of the index; slip44_table.c. */
extern const struct slip44_row SLIP44_TABLE[];
extern const size_t SLIP44_TABLE_SIZE;

#endif
