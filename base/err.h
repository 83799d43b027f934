/* err: the one catalogue of everything that can go wrong or be refused.
 *
 * Two classes live in it.  A REASON says why an input is invalid by a standard:
 * it is what an operation answers, and its id is what a vector names after
 * `reject:`.  A FAULT says that we could not ask, read or understand: it never
 * counts as a subject's failure.  Ids are public, appended to, never renamed. */
#ifndef ETALON_BASE_ERR_H
#define ETALON_BASE_ERR_H

#include "base/bytes.h"

enum err {
    ERR_OK = 0,
#define FAULT(name, id, sentence) ERR_##name,
#define REASON(name, id, sentence) ERR_##name,
#include "base/err.def"
#undef FAULT
#undef REASON
    ERR_COUNT
};

/* Where and why, filled once, by whoever saw it first.  line and column are
 * 1-based, 0 when unknown. */
struct error {
    enum err code;
    int line, column;
    char source[160], text[320];
};

const char *err_id(enum err code);
const char *err_sentence(enum err code);
/* True for the reasons that an operation may answer. */
bool err_is_reason(enum err code);
/* The reason with this id, or ERR_OK when there is none. */
enum err err_find_reason(const char *id);

/* Fills *e unless it is NULL or already filled; returns code. */
enum err error_set(struct error *e, enum err code, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* As error_set, with the place; source may be NULL. */
enum err error_at(struct error *e, enum err code, const char *source, int line,
                  int column, const char *format, ...) PRINTF_LIKE(6, 7);
/* "source:line:column: text" into out (what is unknown is left out). */
void error_print(char *out, size_t size, const struct error *e);

#endif
