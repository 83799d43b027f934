/* code: contract code with what the interpreter wants to know about it, kept
 * once per code hash.
 *
 * data is followed by CODE_PADDING zero bytes, so that a PUSH at the end reads
 * zeros and running off the end meets STOP, as the Yellow Paper (9.4) has it.
 * Jump destinations are found at first use. */
#ifndef ETALON_CHAIN_EVM_CODE_H
#define ETALON_CHAIN_EVM_CODE_H

#include "base/arena.h"
#include "base/err.h"

enum { CODE_PADDING = 40, CODE_DELEGATION_SIZE = 23 };

struct code {
    uint8_t hash[32];
    const uint8_t *data;
    size_t len;
    uint8_t *dests; /* bit i: a JUMPDEST that is not push data; or NULL */
};

/* Owns its codes until reset; a code's address is stable until then. */
struct code_set {
    struct arena arena;
    struct code **table;
    size_t size, count;
};

/* The code of an account without code. */
struct code code_empty(void);

void code_set_init(struct code_set *s, size_t cap_bytes);
void code_set_reset(struct code_set *s);
void code_set_release(struct code_set *s);
/* The code with these bytes (copied); NULL when memory is short. */
MUST_CHECK struct code *code_intern(struct code_set *s, struct bytes code);
/* The code with this hash, or NULL. */
struct code *code_find(const struct code_set *s, const uint8_t hash[32]);

/* Fills c->dests from a; false when memory is short. */
MUST_CHECK bool code_analyse(struct arena *a, struct code *c);
/* c must be analysed. */
static inline bool code_is_dest(const struct code *c, uint64_t at)
{
    return at < c->len && (c->dests[at / 8] >> (at % 8) & 1);
}

/* The delegate's address of a delegation designator (EIP-7702), or NULL. */
static inline const uint8_t *code_delegate(const struct code *c)
{
    return c->len == CODE_DELEGATION_SIZE && c->data[0] == 0xef &&
                   c->data[1] == 0x01 && c->data[2] == 0x00
               ? c->data + 3
               : NULL;
}

#endif
