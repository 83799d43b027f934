/* bridge: two bundled chains, a mailbox on each, and the verifier between.
 *
 * A step of the walk says what is done, shows the bytes, and ends as it must
 * or not: bridge_done() where it must succeed, bridge_refused() where a named
 * check must refuse.  Chains are asked over JSON-RPC only; what they answer is
 * judged by operations of the reference.  The first fault (a chain that is
 * gone, time that is up) stays in `why`, and everything after it does nothing:
 * values are NULL then, and functions take NULL.  All values belong to the
 * pool and live as long as the bridge. */
#ifndef ETALON_RUNNER_CLI_BRIDGE_H
#define ETALON_RUNNER_CLI_BRIDGE_H

#include <signal.h>

#include "runner/target.h"

enum {
    BRIDGE_WITHIN_MS = 120000, /* for the whole walk */
    BRIDGE_ASKS_MAX = 2000,
    BRIDGE_WORD = 64           /* digits of a word */
};

struct bridge_side {
    const char *name;          /* "A" or "B" */
    struct target *node;
    uint64_t chain_id;
    const char *verifier, *user, *mailbox; /* accounts; NULL: none yet */
};

struct bridge {
    struct bridge_side a, b;
    struct target *oracle;
    json_t *pool;              /* list that owns every value */
    json_t *steps, *step;      /* what was done; the step under way, borrowed */
    bool quiet;                /* nothing is printed as it happens */
    const volatile sig_atomic_t *stop;
    uint64_t deadline_ns;
    unsigned asks, succeeded, refused, wrong;
    struct error why;
};

/* --- asking (bridge_ask.c) ---------------------------------------------------- */

/* Opens both chains and the reference.  why holds the fault, if any. */
void bridge_open(struct bridge *b);
/* In any case: stops the chains, releases what *b owns but `steps`. */
void bridge_close(struct bridge *b);
/* Text or value into the pool. */
const char *bridge_text(struct bridge *b, const char *format, ...)
    PRINTF_LIKE(2, 3);
json_t *bridge_keep(struct bridge *b, json_t *value);
/* The result; takes params.  An error is a fault. */
json_t *bridge_rpc(struct bridge *b, const struct bridge_side *side,
                   const char *method, json_t *params);
/* Applies an operation of the reference; takes in.  NULL: it refuses, and
 * *reason (may be NULL: then a refusal is a fault) says why. */
json_t *bridge_op(struct bridge *b, const char *op, json_t *in,
                  const char **reason);
/* Sends a transaction of one of the side's accounts to the mailbox, or to make
 * it where there is none yet: its hash; "" with the fault. */
const char *bridge_submit(struct bridge *b, const struct bridge_side *side,
                          const char *from, const char *data, uint64_t value);
/* Waits for a receipt. */
json_t *bridge_receipt(struct bridge *b, const struct bridge_side *side,
                       const char *hash);
/* Both, one after the other. */
json_t *bridge_send(struct bridge *b, const struct bridge_side *side,
                    const char *from, const char *data, uint64_t value);
/* Why the mailbox would refuse this call, in its own words; NULL: it would
 * not. */
const char *bridge_refusal(struct bridge *b, const struct bridge_side *side,
                           const char *from, const char *data);

/* --- words of the mailbox ------------------------------------------------------ */

const char *bridge_number(struct bridge *b, uint64_t value); /* 64 digits */
/* Text of a member; "" when it is none. */
const char *bridge_member(const json_t *value, const char *key);
uint64_t bridge_quantity(const json_t *value); /* 0 for anything else */
/* keccak256 of hex text; the slot of a key (64 digits) in a mapping. */
const char *bridge_hash(struct bridge *b, const char *data);
const char *bridge_slot(struct bridge *b, unsigned mapping, const char *key);
/* Equal as numbers: leading zeros and case of digits do not count. */
bool bridge_same(const char *left, const char *right);

/* --- telling (bridge_tell.c) ---------------------------------------------------- */

void bridge_step(struct bridge *b, const char *format, ...) PRINTF_LIKE(2, 3);
void bridge_show(struct bridge *b, const char *label, const char *text);
void bridge_done(struct bridge *b, bool good, const char *what);
/* by: the check that refused, "CHECK" or "CHECK: why", or NULL; due: the one
 * that must have. */
void bridge_refused(struct bridge *b, const char *by, const char *due);

/* --- the verifier (bridge_verify.c) ----------------------------------------------- */

/* What is shown to the verifier of one chain about a slot of the other. */
struct bridge_evidence {
    json_t *header;   /* a block of eth_getBlockByNumber */
    json_t *proof;    /* of eth_getProof */
};
/* The same about a receipt. */
struct bridge_inclusion {
    json_t *header, *proof; /* nodes of the trie */
    const char *key;        /* index of the transaction, as RLP */
    const char *packet;     /* found in the log; filled in */
};

/* Evidence of the slot in the mailbox of `of` at that height. */
struct bridge_evidence bridge_fetch(struct bridge *b,
                                    const struct bridge_side *of,
                                    const char *slot, uint64_t height);
struct bridge_inclusion bridge_fetch_receipt(struct bridge *b,
                                             const struct bridge_side *of,
                                             const json_t *receipt);
/* NULL when `on` may believe that the slot holds value; else which check
 * refused. */
const char *bridge_verify(struct bridge *b, const struct bridge_side *on,
                          const struct bridge_side *of,
                          const struct bridge_evidence *e, const char *slot,
                          const char *value);
/* The same for a message that the mailbox of `of` sent; fills i->packet. */
const char *bridge_verify_receipt(struct bridge *b,
                                  const struct bridge_side *on,
                                  const struct bridge_side *of,
                                  struct bridge_inclusion *i);
/* A copy of value in which one byte of the text at this path ("/a/0/b") is
 * another: the one at that offset, or the last one.  NULL with the fault:
 * there is no text of at least one byte. */
json_t *bridge_forge(struct bridge *b, const json_t *value, const char *path,
                     size_t offset);

/* --- the walk (bridge_walk.c) -------------------------------------------------------- */

void bridge_walk(struct bridge *b);

#endif
