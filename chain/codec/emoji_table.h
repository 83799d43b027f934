/* emoji_table: the 256 code points of base256emoji, in the order of the bytes.
 *
 * Spec: multiformats/multibase, rfcs/Base256Emoji. */
#ifndef ETALON_CHAIN_CODEC_EMOJI_TABLE_H
#define ETALON_CHAIN_CODEC_EMOJI_TABLE_H

#include <stdint.h>

extern const uint32_t EMOJI_TABLE[256];

#endif
