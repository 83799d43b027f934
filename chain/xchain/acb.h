/* acb: messages of AntChain Bridge, the reference code of IEEE 3205-2023.
 *
 * Spec: AuthMessage versions 1 and 2, SDP versions 1 to 3 and the TLV packets
 * of the public SDK.  Messages are built from their end: the last word names
 * the version, and "words" are 32-byte chunks in reverse order. */
#ifndef ETALON_CHAIN_XCHAIN_ACB_H
#define ETALON_CHAIN_XCHAIN_ACB_H

#include "base/arena.h"
#include "base/err.h"

enum { ACB_SDP_ERROR = 3, ACB_TLV_ITEMS_MAX = 64 };

struct acb_am {
    unsigned version; /* 1 or 2 */
    bool has_trust;   /* version 2 of the Java SDK; Solidity has no such byte */
    uint8_t identity[32], trust_level;
    uint32_t upper_protocol;
    struct bytes payload;
};

/* ERR_VERSION, ERR_MEMORY. */
MUST_CHECK enum err acb_am_encode(struct arena *a, struct bytes *out,
                                  const struct acb_am *m);
/* has_trust says which layout of version 2 is read.  As the SDK reads: from the
 * end, without a look at padding or at what stands before the message.
 * Errors: ERR_TRUNCATED, ERR_VERSION, ERR_MEMORY. */
MUST_CHECK enum err acb_am_decode(struct arena *a, struct acb_am *out,
                                  struct bytes raw, bool has_trust);

struct acb_sdp {
    unsigned version; /* 1, 2 or 3 */
    struct bytes domain, payload, error_msg;
    uint8_t identity[32], message_id[32];
    uint32_t sequence; /* 0xffffffff: without order */
    uint64_t nonce, timeout;
    uint8_t atomic_flag, timeout_measure;
};

/* error_msg is there when atomic_flag is ACB_SDP_ERROR.  ERR_VERSION,
 * ERR_MEMORY. */
MUST_CHECK enum err acb_sdp_encode(struct arena *a, struct bytes *out,
                                   const struct acb_sdp *m);
/* Errors as acb_am_decode, ERR_LENGTH (a timeout above 8 bytes). */
MUST_CHECK enum err acb_sdp_decode(struct arena *a, struct acb_sdp *out,
                                   struct bytes raw);
/* The low 24 bits of the last word when its top byte is ff, else 1.
 * ERR_TRUNCATED. */
MUST_CHECK enum err acb_sdp_version(unsigned *out, struct bytes raw);
/* As SDPLib.calcMessageId: the sender is written and then overwritten by the
 * hash of the local domain, so that the id does not depend on it. */
MUST_CHECK enum err acb_sdp_message_id(struct arena *a, uint8_t out[32],
                                       const struct acb_sdp *m,
                                       const uint8_t local_domain_hash[32]);

void acb_sending_seq_id(uint8_t out[32], struct bytes domain,
                        const uint8_t sender[20], const uint8_t receiver[32]);
void acb_receiving_seq_id(uint8_t out[32], struct bytes domain,
                          const uint8_t sender[32],
                          const uint8_t receiver[32]);
void acb_receiving_nonce_id(uint8_t out[32], struct bytes domain,
                            const uint8_t sender[32],
                            const uint8_t receiver[32], uint64_t nonce);

struct acb_item {
    uint16_t tag;
    struct bytes value;
};
MUST_CHECK enum err acb_tlv_encode(struct arena *a, struct bytes *out,
                                   const struct acb_item *items, size_t count);
/* Errors: ERR_TRUNCATED, ERR_VERSION (not 1), ERR_LENGTH (the header's length
 * is not what follows), ERR_OVERRUN, ERR_TOO_LONG (above
 * ACB_TLV_ITEMS_MAX). */
MUST_CHECK enum err acb_tlv_decode(struct acb_item items[ACB_TLV_ITEMS_MAX],
                                   size_t *count, struct bytes raw);

#endif
