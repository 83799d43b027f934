/* result: the run as data - the only thing that reports see.
 *
 * A run is read from its record (append-only NDJSON, docs/report-format.md).
 * All strings are UTF-8, bounded, and may hold anything that a target sent:
 * every report must escape them for its format.  Pointers are owned by the run
 * and valid until run_release(). */
#ifndef ETALON_RUNNER_RESULT_H
#define ETALON_RUNNER_RESULT_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "runner/verdict.h"

struct result_requirement {
    const char *id, *standard, *clause, *text, *url, *area, *feature;
    enum level level;
    /* Derived when the run is loaded. */
    enum verdict verdict;    /* worst of its vectors; untested when none ran */
    unsigned count[VERDICT_COUNT];
    unsigned unseen, needs;  /* cases with these causes of being untested */
    bool outside;            /* not of the profile; a vector cites it too */
    bool optional;           /* the profile lets it be absent */
    const char *untestable;  /* why no vector can exist, or NULL */
};

struct result_case {
    const char *id, *title, *op, *suite, *standard, *file;
    int line;
    enum level level;
    const struct result_requirement **requires;
    size_t requires_count;
    const char *source, *risk;
    enum verdict verdict;
    enum cause cause;
    const char *message;     /* one sentence; "" for a pass */
    const char *path;        /* where expected and got differ first, or NULL */
    const json_t *in;        /* the question; NULL when it was cut for size */
    const json_t *expected;  /* out, or {"reject": reason} */
    const json_t *got;       /* {"out":…} {"reject":…} {"error":…} or NULL */
    const char *exchange;    /* raw answer as received, escaped; or NULL */
    const char *reason_stated; /* reason the target gave, "unknown", or NULL */
    const char *blocked_by;  /* id, when cause is blocked */
    const char *repeat;      /* shell line that repeats just this vector */
    uint64_t nanoseconds;
    const char *digest;      /* hex SHA-256 of the vector */
    const json_t *known;     /* baseline entry that excuses it, or NULL */
    const json_t *notes;     /* list of texts that decide nothing, or NULL */
    const char *oracle;      /* target that described the bytes, or NULL */
};

struct run {
    struct arena arena;
    json_t *keep;
    const char *id;          /* UUID-like */
    const char *etalon_version, *commit;
    const char *suite_version, *suite_digest;
    const char *profile, *profile_title;  /* NULL when none was named */
    const char *target;      /* the string, secrets masked */
    const char *target_name, *target_version, *target_vendor;
    const json_t *hello;     /* as sent */
    const json_t *statement; /* or NULL */
    const json_t *environment; /* os, arch, host, seed, … */
    const json_t *selection; /* filters, shard, shuffle, repeat; or NULL */
    const char *command;     /* the command line, secrets masked */
    const char *start, *end; /* RFC 3339, UTC, milliseconds */
    bool complete;           /* footer present and digests right */
    bool filtered;           /* something was left out by choice */
    struct result_requirement *requirements;
    size_t requirement_count;
    struct result_case *cases;  /* in id order */
    size_t case_count;
    struct tally tally;
    enum conformity conformity;
    const char *why;         /* one sentence: why this conformity */
    enum exit_status exit_status;
    const char *record_sha256;  /* of the record file, hex */
    unsigned shard, shards;  /* 1 of 1 when the run is whole */
    const char *torn;        /* what is wrong with an incomplete record */
};

/* Reads a record.  Errors: ERR_IO, ERR_SYNTAX, ERR_SCHEMA with the line.  An
 * incomplete record (killed run) loads with complete = false. */
MUST_CHECK enum err run_load(struct run *run, const char *path,
                             struct error *why);
void run_release(struct run *run);
/* The case with this id, or NULL. */
struct result_case *run_case(const struct run *run, const char *id);

#endif
