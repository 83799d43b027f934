/* db_internal: what the files of the db module share. */
#ifndef ETALON_CHAIN_STORE_DB_INTERNAL_H
#define ETALON_CHAIN_STORE_DB_INTERNAL_H

#include "base/bytes.h"

/* Is every page that the newest transaction can reach, and the list of free
 * ones, of the form that LMDB gives it?  What the entries mean is not looked
 * at. */
MUST_CHECK bool db_pages_are_whole(const char *path);

#endif
