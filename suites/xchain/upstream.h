/* upstream (xchain): the published vector sets that this suite can put. */
#ifndef ETALON_SUITES_XCHAIN_UPSTREAM_H
#define ETALON_SUITES_XCHAIN_UPSTREAM_H

#include "runner/upstream.h"

extern const struct upstream_source upstream_messages;

/* Reads hyperlane.jsonl and xcm-variant-tables.jsonl. */
MUST_CHECK enum err upstream_messages_file(struct upstream *u, const char *name,
                                           const json_t *file,
                                           struct error *why);

#endif
