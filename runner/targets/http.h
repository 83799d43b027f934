/* http: a library adapter over HTTP(S), the same objects as POST bodies.
 *
 * Spec: docs/adapter-protocol.md.  Redirects are not followed, only http and
 * https are spoken, bodies are capped, each request has a deadline.  What is
 * the network's fault is ANSWER_UNREACHABLE and says whether the name, the
 * connection or TLS failed; only such faults are tried again, and counted. */
#ifndef ETALON_RUNNER_TARGETS_HTTP_H
#define ETALON_RUNNER_TARGETS_HTTP_H

#include "runner/target.h"

extern const struct target_driver http_driver;  /* adapter+http:// */
extern const struct target_driver https_driver; /* adapter+https:// */

#endif
