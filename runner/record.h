/* record: the append-only NDJSON stream of a run, its only primary artifact.
 *
 * Header line, one line per result, footer line with counts and the SHA-256 of
 * all bytes before it (docs/report-format.md).  Each line is one write(2), so a
 * killed run loses at most the line being written, and resumes. */
#ifndef ETALON_RUNNER_RECORD_H
#define ETALON_RUNNER_RECORD_H

#include "runner/compare.h"
#include "runner/plan.h"
#include "runner/secret.h"
#include "runner/sha256.h"
#include "runner/statement.h"

enum {
    RECORD_VALUE_MAX = 64 * 1024,      /* bytes of one in, expected or got */
    RECORD_LINE_MAX = 1024 * 1024,     /* a result line */
    RECORD_HEADER_MAX = 64 * 1024 * 1024
};

/* What the header says beside the plan.  All may be NULL unless noted. */
struct record_header {
    const struct plan *plan;         /* required */
    const char *etalon_version;      /* required */
    const char *commit;
    const char *target;              /* required; masked here */
    const struct hello *hello;       /* required */
    const struct statement *statement;
    const json_t *environment;       /* os, arch, host, … */
    const char *command;             /* masked here */
    /* Values that no line may show; borrowed until record_close(), or NULL. */
    const struct secrets *secrets;
};

struct record_result {
    const struct vector *vector;
    bool pulled;
    const struct judgement *judgement;
    const struct answer *answer;     /* NULL when it was not asked */
    const char *blocked_by;          /* or NULL */
    const char *repeat;              /* or NULL */
    const char *oracle;              /* or NULL */
    uint64_t nanoseconds;
};

struct record {
    int file;
    struct sha256 hash;
    size_t results;
    unsigned count[VERDICT_COUNT];
    json_t *done;      /* id -> [verdict, cause] of the lines that exist */
    bool failed;
    const struct secrets *secrets;
};

/* Creates path; it must not exist (a record is never overwritten).
 * Errors: ERR_IO, ERR_DUPLICATE, ERR_MEMORY. */
MUST_CHECK enum err record_create(struct record *out, const char *path,
                                  const struct record_header *header,
                                  struct error *why);
/* Opens the record of a killed run, cuts a torn last line, and goes on.
 * Errors: as above; ERR_MISMATCH when suite digest, target, hello, statement,
 * profile, selection or shard are other ones, ERR_USAGE when it is complete. */
MUST_CHECK enum err record_resume(struct record *out, const char *path,
                                  const struct record_header *header,
                                  struct error *why);
/* True, and what came out, when the vector is already in the record. */
bool record_has(const struct record *r, const char *id, enum verdict *verdict);
/* Writes one line.  Errors: ERR_IO, ERR_MEMORY. */
MUST_CHECK enum err record_add(struct record *r,
                               const struct record_result *result,
                               struct error *why);
/* Writes the footer and syncs. */
MUST_CHECK enum err record_finish(struct record *r, struct error *why);
/* Closes the file; without record_finish the record stays incomplete. */
void record_close(struct record *r);

/* Copy of text with what looks like a secret replaced by ***: user info and
 * query values of URLs, values of --token, --key, --password, Authorization. */
MUST_CHECK char *record_mask(struct arena *a, const char *text);
/* {os, release, arch, host, locale, …} of this machine.  New reference. */
json_t *record_environment(void);

#endif
