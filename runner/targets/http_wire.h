/* http_wire: what the drivers over HTTP share - one POST by libcurl, bounded,
 * and what came of it in words.
 *
 * Only http and https are spoken, redirects are not followed, heads and bodies
 * are capped (an announced length above the cap ends the request at once, a
 * compressed body is counted as it expands), each request has a deadline.  What
 * is the way's fault is told apart from what is the server's. */
#ifndef ETALON_RUNNER_TARGETS_HTTP_WIRE_H
#define ETALON_RUNNER_TARGETS_HTTP_WIRE_H

#include <curl/curl.h>

#include "runner/access.h"
#include "runner/target.h"

enum {
    WIRE_TIMEOUT_MS = 10000,
    WIRE_URL_MAX = 2048,
    WIRE_ATTEMPTS_MAX = 3, /* of one request, for transport faults only */
    WIRE_ASKED_MAX = 2     /* of one question that the server dropped */
};

enum wire_outcome {
    WIRE_BODY,     /* status 200 and a body within the cap */
    WIRE_NO_WAY,   /* the network, TLS or the way to the server failed */
    WIRE_DROPPED,  /* the connection ended without an answer */
    WIRE_SILENT,   /* connected, and no answer in time */
    WIRE_NONSENSE, /* an answer, but not one of this protocol */
    WIRE_REFUSED,  /* it says that it cannot take this request */
    WIRE_FAILED    /* its handler broke: status 500 */
};

/* What a request came to; text is a sentence. */
struct wire_result {
    enum wire_outcome outcome;
    bool again;    /* worth another attempt */
    long status;   /* of HTTP; 0 when there was none */
    char text[300];
};

/* The body of the last response, terminated; data is freed by the owner. */
struct wire_body {
    char *data;
    size_t len, room, max, head_len;
    bool oversize;
};

/* Once in a process, before any other call. */
void wire_init(void);
/* The header fields of a JSON body and those of access (or NULL); NULL when
 * memory is short. */
struct curl_slist *wire_headers(const struct access *access);
/* Everything but the body of the request.  url, headers and what options hold
 * must outlive curl. */
void wire_set_up(CURL *curl, const char *url, struct curl_slist *headers,
                 const struct target_options *options,
                 struct wire_body *body);
/* What a finished request came to.  detail is curl's error buffer. */
void wire_judge(struct wire_result *out, CURL *curl, CURLcode code,
                const struct wire_body *body, const char *detail);
/* The same for a response that was read without libcurl. */
void wire_judge_status(struct wire_result *out, long status);
/* Adds to the body; false: above its cap, or memory is short. */
MUST_CHECK bool wire_body_add(struct wire_body *b, const char *data,
                              size_t len);
void wire_body_clear(struct wire_body *b);
/* Milliseconds to wait after this many failed attempts. */
long wire_pause_ms(unsigned attempts);
/* Is the address one of this machine itself? */
bool wire_is_loopback(const char *url);

#endif
