/* ibc: identifiers, heights, paths, commitments and stored objects of IBC.
 *
 * Spec: ICS-02, ICS-03, ICS-04 (v1 and v2), ICS-24; where the text is silent,
 * ibc-go v11.  Text is bytes with a length: an identifier may hold anything. */
#ifndef ETALON_CHAIN_XCHAIN_IBC_H
#define ETALON_CHAIN_XCHAIN_IBC_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

/* --- identifiers (ibc_id.c) ---------------------------------------------------- */

/* Whose minimal lengths: the profile's name starts with "ics24-v1", "ics24-v2",
 * "ibc-go" or "ibc-rs"; kinds are client, connection, channel, port.
 * ERR_NOT_FOUND (kind or profile), ERR_EMPTY (blank), ERR_SYNTAX_RULE (a
 * slash), ERR_LENGTH, ERR_CHARACTER; in this order. */
MUST_CHECK enum err ibc_id_check(const char *kind, const char *profile,
                                 struct bytes id);
/* Nothing but white space? */
bool ibc_blank(struct bytes text);
/* Decimal digits only, at least one.  ERR_SYNTAX_RULE, ERR_RANGE. */
MUST_CHECK enum err ibc_decimal(uint64_t *out, struct bytes digits);
/* "channel-7" with prefix "channel-": 1 to 20 digits that fit 64 bits.
 * ERR_SYNTAX_RULE, ERR_RANGE. */
MUST_CHECK enum err ibc_id_sequence(uint64_t *out, const char *prefix,
                                    struct bytes id);
/* "07-tendermint-0" and its kin, or 09-localhost. */
bool ibc_is_client_id(struct bytes id);

struct ibc_height {
    uint64_t revision, height;
};

/* "1-34".  ERR_SYNTAX_RULE, ERR_RANGE. */
MUST_CHECK enum err ibc_height_read(struct ibc_height *out, struct bytes text);
int ibc_height_cmp(struct ibc_height a, struct ibc_height b);
/* The revision in a chain id, 0 when it has none; *format: does it end like
 * one that has? */
uint64_t ibc_chain_revision(bool *format, struct bytes chain_id);

/* --- commitments (ibc_commit.c) -------------------------------------------------- */

struct ibc_timeout {
    struct ibc_height height;
    uint64_t timestamp;
};

/* A zero part does not count; both bounds belong to the elapsed time. */
bool ibc_timeout_elapsed(struct ibc_timeout timeout, struct ibc_timeout now);
void ibc_v1_commitment(uint8_t out[32], struct ibc_timeout timeout,
                       struct bytes data);

struct ibc_payload {
    struct bytes source_port, destination_port, version, encoding, value;
};

struct ibc_packet {
    uint64_t sequence, timeout;
    struct bytes source_client, destination_client;
    const struct ibc_payload *payloads;
    size_t count;
};

enum { IBC_PAYLOAD_MAX = 262144 };

/* ERR_MEMORY. */
MUST_CHECK enum err ibc_v2_commitment(struct arena *a, uint8_t out[32],
                                      const struct ibc_packet *packet);
MUST_CHECK enum err ibc_v2_ack_commitment(struct arena *a, uint8_t out[32],
                                          const struct bytes *acks,
                                          size_t count);
/* What Eureka's contract stores for a received packet. */
MUST_CHECK enum err ibc_v2_receipt(struct arena *a, uint8_t out[32],
                                   const struct ibc_packet *packet);
/* separator: 1 commitment, 2 receipt, 3 acknowledgement.  ERR_MEMORY. */
MUST_CHECK enum err ibc_v2_path(struct arena *a, struct bytes *out,
                                struct bytes client, uint8_t separator,
                                uint64_t sequence);
/* The acknowledgement that stands for any failure. */
void ibc_v2_error_ack(uint8_t out[32]);
/* ERR_EMPTY (no payload, version, encoding, value), ERR_VALUE (identifiers),
 * ERR_TOO_LONG, ERR_SEQUENCE (0), ERR_RANGE (timeout 0). */
MUST_CHECK enum err ibc_v2_check_packet(const struct ibc_packet *packet);
/* ERR_EMPTY (list, entry), ERR_VALUE (the error among others). */
MUST_CHECK enum err ibc_v2_check_ack(bool *success, const struct bytes *acks,
                                     size_t count);
/* The text of a v1 path; names of what it needs are those of the question:
 * kind, client, height, connection, port, channel, sequence.
 * ERR_NOT_FOUND (kind), ERR_MEMORY. */
MUST_CHECK enum err ibc_v1_path(struct arena *a, struct bytes *out,
                                const json_t *in);

/* {"result":…} or {"error":…} as ibc-go writes it; key names the member.
 * ERR_MEMORY. */
MUST_CHECK enum err ibc_ack_json(struct arena *a, struct bytes *out,
                                 const char *key, struct bytes value,
                                 bool base64);
/* text with the escapes of Go's JSON writer, quotes around it.  ERR_MEMORY. */
MUST_CHECK enum err ibc_json_string(struct arena *a, struct bytes *out,
                                    struct bytes text);
/* May a chain take these acknowledgement bytes?  Those that read as the
 * envelope must be its canonical text.  ERR_NOT_CANONICAL, ERR_MEMORY. */
MUST_CHECK enum err ibc_ack_check(struct arena *a, struct bytes ack);

/* --- stored objects (ibc_proto.c) -------------------------------------------------- */

/* The protobuf bytes of an object: channel_end, connection_end, packet_v1,
 * packet_v2, acknowledgement_v1, acknowledgement_v2, tm_client_state,
 * tm_consensus_state.  Members carry the names of the .proto files; bytes are
 * hex, periods nanoseconds.  *any: in its Any, empty when it has none.
 * ERR_NOT_FOUND, ERR_BAD_INPUT, ERR_MEMORY. */
MUST_CHECK enum err ibc_proto_encode(struct arena *a, struct bytes *out,
                                     struct bytes *any, const char *object,
                                     const json_t *in);

/* --- steps of the state machines (ibc_steps.c) --------------------------------------- */

/* step: "v1.channel_step", "v2.recv_packet", …; in and *out carry the state,
 * explicit, under the names of the operation.  A member that is absent puts no
 * condition.  Reasons as each step's rule says; ERR_NOT_FOUND, ERR_MEMORY. */
MUST_CHECK enum err ibc_step(json_t **out, const char *step,
                             const json_t *in);

#endif
