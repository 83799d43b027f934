/* jsonw: JSON written straight to a sink, one member a line or all on one.
 *
 * Commas and indentation are kept here; the caller opens and closes in pairs
 * (asserted), at most JSONW_DEPTH_MAX deep.  Strings are escaped and always
 * come out as valid UTF-8. */
#ifndef ETALON_REPORTS_JSONW_H
#define ETALON_REPORTS_JSONW_H

#include "reports/escape.h"

enum { JSONW_DEPTH_MAX = 16 };

struct jsonw {
    struct sink *sink;
    unsigned depth, flat; /* flat: depth from which all is on one line; 0 off */
    bool filled[JSONW_DEPTH_MAX];
};

void jsonw_init(struct jsonw *w, struct sink *sink);
/* key is NULL inside an array and for the outermost value. */
void jsonw_object(struct jsonw *w, const char *key);
void jsonw_array(struct jsonw *w, const char *key);
/* As jsonw_object, with everything in it on one line. */
void jsonw_flat_object(struct jsonw *w, const char *key);
void jsonw_end_object(struct jsonw *w);
void jsonw_end_array(struct jsonw *w);
void jsonw_string(struct jsonw *w, const char *key, const char *text);
/* Nothing at all when text is NULL. */
void jsonw_optional(struct jsonw *w, const char *key, const char *text);
/* Cut after max bytes of text. */
void jsonw_head(struct jsonw *w, const char *key, const char *text, size_t max);
void jsonw_integer(struct jsonw *w, const char *key, uint64_t value);
void jsonw_bool(struct jsonw *w, const char *key, bool value);

#endif
