/* ics20: fungible and non-fungible token packets over IBC.
 *
 * Spec: ICS-20, ICS-721; ibc-go v11 for denomination traces and validity.
 * Amounts are decimal digits of a 256-bit number, as the standard's text says
 * (ibc-go also reads other bases, which is a divergence). */
#ifndef ETALON_CHAIN_XCHAIN_ICS20_H
#define ETALON_CHAIN_XCHAIN_ICS20_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

/* Above zero.  ERR_SYNTAX_RULE, ERR_TOO_WIDE, ERR_RANGE (zero). */
MUST_CHECK enum err ics20_amount(struct u256 *out, struct bytes text);

enum { ICS20_HOPS_MAX = 1024 };

struct ics20_hop {
    struct bytes port, channel;
};

/* Views into the path. */
struct ics20_denom {
    struct ics20_hop *hops; /* the last one first */
    size_t count;
    struct bytes base;
};

/* ERR_TOO_LONG, ERR_MEMORY. */
MUST_CHECK enum err ics20_denom(struct arena *a, struct ics20_denom *out,
                                struct bytes path);
/* Does the path begin with this hop and a slash? */
bool ics20_has_prefix(struct bytes path, struct bytes port,
                      struct bytes channel);
/* "ibc/" and the hash in upper-case hex, or the base when there is no hop. */
MUST_CHECK enum err ics20_ibc_denom(struct arena *a, struct bytes *out,
                                    struct bytes path);
/* ERR_SYNTAX_RULE, ERR_LENGTH (of the hash). */
MUST_CHECK enum err ics20_check_ibc_denom(struct bytes denom);
/* The first 20 bytes of SHA-256("ics20-1" 00 port "/" channel). */
MUST_CHECK enum err ics20_escrow(struct arena *a, uint8_t out[20],
                                 struct bytes port, struct bytes channel);

struct ics20_packet {
    struct bytes denom, amount, sender, receiver, memo;
};

/* ERR_EMPTY (blank denomination, sender or receiver), ERR_VALUE (a hop's
 * identifiers), those of ics20_amount. */
MUST_CHECK enum err ics20_check(struct arena *a,
                                const struct ics20_packet *in);
/* The JSON that ibc-go writes; the contract ABI.  ERR_MEMORY, and for the
 * ABI those of ics20_amount. */
MUST_CHECK enum err ics20_json(struct arena *a, struct bytes *out,
                               const struct ics20_packet *in);
MUST_CHECK enum err ics20_abi(struct arena *a, struct bytes *out,
                              const struct ics20_packet *in);
/* FungibleTokenPacketData as protobuf; views into in.  A field that the message
 * does not have is refused, as ibc-go does: it could carry what another
 * version obeys.  Of a field that occurs twice the last one counts.
 * ERR_TRUNCATED, ERR_TOO_WIDE, ERR_RANGE, ERR_TYPE, ERR_FIELD_EXTRA,
 * ERR_CHARACTER (not UTF-8). */
MUST_CHECK enum err ics20_decode_protobuf(struct ics20_packet *out,
                                          struct bytes in);

enum ics20_app { ICS20_APP, ICS721_APP };

/* May a channel of the application open with this order and version?
 * ERR_NEGOTIATION, ERR_VERSION. */
MUST_CHECK enum err ics20_check_channel(enum ics20_app app,
                                        struct bytes ordering,
                                        struct bytes version);

struct ics721_packet {
    struct bytes class_id, class_data, sender, receiver;
    const struct bytes *ids, *uris, *data;
    size_t id_count, uri_count, data_count;
};

/* ERR_EMPTY (an id, URI, datum, sender or receiver), ERR_ITEM_COUNT,
 * ERR_CHARACTER (no Base64). */
MUST_CHECK enum err ics721_check(struct arena *a,
                                 const struct ics721_packet *in);

#endif
