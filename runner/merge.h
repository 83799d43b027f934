/* merge: the records of all shards of a run to the record of the whole. */
#ifndef ETALON_RUNNER_MERGE_H
#define ETALON_RUNNER_MERGE_H

#include "runner/record.h"
#include "runner/result.h"

enum { MERGE_SHARDS_MAX = 4096 };

/* Writes out_path (which must not exist).  Refuses with ERR_MISMATCH and a
 * sentence: a missing or doubled shard, an incomplete record, another suite,
 * target, statement, profile, selection or total, a case twice, a sum that is
 * not the selection. */
MUST_CHECK enum err merge_records(const char *out_path,
                                  const char *const *paths, size_t count,
                                  struct error *why);

#endif
