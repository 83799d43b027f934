/* cid: multihashes and content identifiers, binary and as text.
 *
 * Specs: multiformats/multihash, multiformats/cid.  A CIDv0 is 46 characters
 * beginning Qm (Base58, no multibase prefix), or 34 bytes 12 20 …; it means
 * codec dag-pb.  Versions 0, 2 and 3 are never written in a CIDv1. */
#ifndef ETALON_CHAIN_CODEC_CID_H
#define ETALON_CHAIN_CODEC_CID_H

#include "base/arena.h"
#include "base/err.h"

enum { CID_TEXT_MAX = 4096, CID_DAG_PB = 0x70, MULTIHASH_SHA2_256 = 0x12 };

/* digest is a view into what was decoded. */
struct multihash {
    uint64_t code;
    struct bytes digest, whole;
};

struct cid {
    unsigned version;
    uint64_t codec;
    struct multihash hash;
};

/* Takes one multihash off the front of *in.  ERR_EMPTY, ERR_TRUNCATED,
 * ERR_NOT_MINIMAL, ERR_TOO_WIDE. */
MUST_CHECK enum err multihash_next(struct multihash *out, struct bytes *in);
/* The whole of in is one multihash; as above, ERR_TRAILING. */
MUST_CHECK enum err multihash_decode(struct multihash *out, struct bytes in);
/* Binary.  As multihash_decode, ERR_VERSION. */
MUST_CHECK enum err cid_decode(struct cid *out, struct bytes in);
/* As text.  As cid_decode and multibase_decode; ERR_LENGTH (begins Qm but is
 * no CIDv0), ERR_VERSION (a CIDv0 behind a multibase prefix). */
MUST_CHECK enum err cid_parse(struct arena *a, struct cid *out,
                              struct bytes text);
/* Canonical text: Base58 for version 0, Base32 for version 1. */
MUST_CHECK enum err cid_format(struct arena *a, struct bytes *out,
                               const struct cid *in);

#endif
