/* out: JSON text written straight into a growing buffer, commas included.
 *
 * The answers of a node are large and of known form: text is written once and
 * never built as a tree.  When memory is short the failed flag is set and what
 * follows is dropped; out_release() frees.  The caller balances open and close. */
#ifndef ETALON_CHAIN_RPC_OUT_H
#define ETALON_CHAIN_RPC_OUT_H

#include <jansson.h>

#include "base/u256.h"

struct out {
    char *data;
    size_t len, room;
    bool comma; /* the next value or key needs one */
    bool failed;
};

void out_release(struct out *o);
/* Text as it is. */
void out_raw(struct out *o, const char *text, size_t len);
void out_object(struct out *o);
void out_object_end(struct out *o);
void out_array(struct out *o);
void out_array_end(struct out *o);
/* name needs no escaping. */
void out_key(struct out *o, const char *name);

/* Values. */
void out_text(struct out *o, const char *text);
void out_bytes(struct out *o, struct bytes in);
void out_u64(struct out *o, uint64_t v);
void out_u256(struct out *o, struct u256 v);
void out_word(struct out *o, struct u256 v); /* 32 bytes */
void out_number(struct out *o, uint64_t v);  /* a JSON integer */
void out_integer(struct out *o, long v);
void out_real(struct out *o, double v);
void out_bool(struct out *o, bool v);
void out_null(struct out *o);
void out_json(struct out *o, const json_t *v);
/* Text that is a value already. */
void out_value(struct out *o, const char *text, size_t len);

/* Key and value. */
void out_key_text(struct out *o, const char *name, const char *text);
void out_key_bytes(struct out *o, const char *name, struct bytes in);
void out_key_u64(struct out *o, const char *name, uint64_t v);
void out_key_u256(struct out *o, const char *name, struct u256 v);

#endif
