/* record_internal: reading and building the lines of a record. */
#ifndef ETALON_RUNNER_RECORD_INTERNAL_H
#define ETALON_RUNNER_RECORD_INTERNAL_H

#include <stdio.h>

#include "runner/record.h"

enum { RECORD_TIME_SIZE = 32, RECORD_ID_SIZE = 40 };
enum { RECORD_RESULTS_MAX = 1000000 };

/* RFC 3339, UTC, milliseconds. */
void record_now(char out[RECORD_TIME_SIZE]);
/* New references; NULL when memory is short. */
json_t *record_header_json(const struct record_header *header,
                           struct error *why);
json_t *record_result_json(const struct record_result *result);
json_t *record_footer_json(const struct record *r);
/* One line, with one write(2) as far as the kernel goes. */
MUST_CHECK enum err record_write(struct record *r, const json_t *line,
                                 struct error *why);

/* Reads line by line.  getline's buffer is foreign memory, hence release. */
struct record_reader {
    FILE *file;
    const char *path;
    char *line;
    size_t room, number;
    uint64_t offset;           /* of what follows the last good line */
    struct sha256 hash;        /* of all good lines but the last one */
    struct bytes pending;      /* the last good line, not yet in hash */
    const char *torn;          /* why reading ended early, or NULL */
};

MUST_CHECK enum err record_reader_open(struct record_reader *out,
                                       const char *path, struct error *why);
/* The next line; *out NULL at the end, or where the record is torn. */
MUST_CHECK enum err record_reader_next(struct record_reader *r, json_t **out,
                                       struct error *why);
void record_reader_close(struct record_reader *r);
/* "header", "result" or "end"; "" for anything else. */
const char *record_kind(const json_t *line);
/* Do two headers belong to the same run?  Fills why with what differs. */
MUST_CHECK enum err record_same_run(const json_t *a, const json_t *b,
                                    bool shards_too, struct error *why);

#endif
