/* access: how a node or an adapter is reached - header fields, credentials,
 * TLS, proxy, pace and budget.
 *
 * A secret is never a word of the command line: it is named by where it lies,
 * env:NAME or file:PATH (its first line), and known to `secrets` from then on.
 * All texts live in the arena. */
#ifndef ETALON_RUNNER_ACCESS_H
#define ETALON_RUNNER_ACCESS_H

#include "runner/secret.h"

enum {
    ACCESS_HEADERS_MAX = 32,
    ACCESS_JWT_MAX = 256,      /* bytes of a secret */
    ACCESS_REDIRECTS_MAX = 10
};

enum access_http {
    ACCESS_HTTP_ANY, /* HTTP/2 where TLS negotiates it, else HTTP/1.1 */
    ACCESS_HTTP_1,   /* HTTP/1.1 only */
    ACCESS_HTTP_2    /* HTTP/2, also without TLS */
};

struct access {
    struct arena *arena;       /* not owned */
    struct secrets secrets;
    const char *headers[ACCESS_HEADERS_MAX]; /* "Name: value" */
    size_t header_count;
    uint8_t jwt_secret[ACCESS_JWT_MAX];
    size_t jwt_len;            /* 0: none */
    const char *client_cert, *client_key, *key_password; /* PEM; or NULL */
    const char *ca_file;       /* PEM; in place of the system's; or NULL */
    const char *proxy;         /* or NULL */
    const char *feed;          /* ws://… or ipc:… for subscriptions; or NULL */
    unsigned rate;             /* requests a second; 0: any */
    unsigned redirects;        /* followed, on the same server; 0: none */
    uint64_t requests_max;     /* of the whole run; 0: any */
    enum access_http http;
};

void access_init(struct access *a, struct arena *arena);

/* What text names: env:NAME or file:PATH.  The value becomes a secret.
 * Errors: ERR_USAGE (another form, an empty value), ERR_IO, ERR_MEMORY; none
 * of them shows text that has another form, as it may be the secret itself. */
MUST_CHECK enum err access_source(struct access *a, const char **out,
                                  const char *text, struct error *why);
/* "NAME: VALUE", where VALUE may be env:… or file:…; a literal value is
 * refused when the name speaks of a secret.  Errors: ERR_USAGE, … */
MUST_CHECK enum err access_header(struct access *a, const char *text,
                                  struct error *why);
/* Sent as `Authorization: Bearer …`; text as in access_source(). */
MUST_CHECK enum err access_bearer(struct access *a, const char *text,
                                  struct error *why);
/* The HS256 secret in hex, as execution clients keep it (jwt.hex). */
MUST_CHECK enum err access_jwt(struct access *a, const char *text,
                               struct error *why);
MUST_CHECK enum err access_key_password(struct access *a, const char *text,
                                        struct error *why);
MUST_CHECK enum err access_proxy(struct access *a, const char *url,
                                 struct error *why);

#endif
