/* layerzero: packets, options and OFT messages of LayerZero v2.
 *
 * Spec: PacketV1Codec, GUID, UlnOptions, ExecutorOptions, DVNOptions,
 * OFTMsgCodec of the v2 contracts.  All integers are big-endian. */
#ifndef ETALON_CHAIN_XCHAIN_LAYERZERO_H
#define ETALON_CHAIN_XCHAIN_LAYERZERO_H

#include "chain/xchain/layout.h"

/* packet: version 1 to message; guid: what a GUID hashes; the OFT ones:
 * message without and with a composed call, and what a composer gets. */
extern const struct layout layerzero_packet, layerzero_guid, layerzero_oft,
    layerzero_oft_composed, layerzero_oft_compose;

enum {
    LZ_PACKET_MIN = 113,
    LZ_HEADER_SIZE = 81,
    LZ_WORKER_EXECUTOR = 1,
    LZ_WORKER_DVN = 2,
    LZ_EXECUTOR_FIELDS_MAX = 3
};

/* The options of both workers, with the worker id before each, as UlnOptions
 * splits them; legacy types become executor options.  Errors: ERR_TRUNCATED
 * (no type, or an option runs over the end), ERR_TYPE (unknown type or
 * worker), ERR_LENGTH (size 0, legacy sizes), ERR_TOO_WIDE (legacy gas above
 * 128 bits), ERR_MEMORY. */
MUST_CHECK enum err lz_options_split(struct arena *a, struct bytes *executor,
                                     struct bytes *dvn, struct bytes options);

/* The numbers of an executor option of this type: gas and value, amount and
 * receiver, index, gas and value, nothing, gas, size and value; an absent
 * value is zero.  Errors: ERR_TYPE, ERR_LENGTH. */
MUST_CHECK enum err lz_executor_decode(
    struct bytes fields[LZ_EXECUTOR_FIELDS_MAX], size_t *count, unsigned type,
    struct bytes option);

struct lz_dvn_group {
    uint8_t index;
    struct bytes options;
};
/* DVN options by index, in order of first appearance.  At most 255 groups.
 * Errors: ERR_TRUNCATED, ERR_TYPE (no DVN option), ERR_LENGTH (size below
 * 2), ERR_VALUE (index 255), ERR_MEMORY. */
MUST_CHECK enum err lz_dvn_group(struct arena *a, struct lz_dvn_group *groups,
                                 size_t *count, struct bytes options);
enum { LZ_DVN_GROUPS_MAX = 255 };

#endif
