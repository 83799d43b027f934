/* cfx_facts: bytes of a conflux-rust 3.0.2 development chain and of
 * js-conflux-sdk 2.6.0, for the tests of chain/conflux. */
#ifndef ETALON_TESTS_UNIT_CFX_FACTS_H
#define ETALON_TESTS_UNIT_CFX_FACTS_H

#include "tests/testkit.h"

/* Height 0x16, and its child that names a referee. */
#define CFX_PARENT                                                         \
    "f8f9a010e29d80c2589026b3bc9c68c47c4106439e9c782657abe6c4bb9c4c3329"    \
    "329716846b04f195940000000000000000000000000000000000000000a0c5d246"    \
    "0186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470a0cca587"    \
    "38aecaddeb6946f488329c852d63d5fa689f7be69b5462a34e9b2273dda009f870"    \
    "9ea9f344a810811a373b30861568f5686e649d6177fd92ea2db7477508a0d397b3"    \
    "b043d87fcd6fad1291ff0bfd16401c274896d8c63a923727f077b8e0b580048084"    \
    "03938700c088302de0ce4690b19de1a00000000000000000000000000000000000"    \
    "000000000000000000000000000000c3c2010104"
#define CFX_CHILD                                                          \
    "f9011aa0beb0422c08210a980bfa45afef07a43890a8065d6fe3632673a16f81fd"    \
    "1afa6c17846b04f195940000000000000000000000000000000000000000a0c5d2"    \
    "460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470a03580"    \
    "58375359022fd7d21bc73a31a9c134745cdacfd15ac320080d4c86606f0ea009f8"    \
    "709ea9f344a810811a373b30861568f5686e649d6177fd92ea2db7477508a0d397"    \
    "b3b043d87fcd6fad1291ff0bfd16401c274896d8c63a923727f077b8e0b5800480"    \
    "8403938700e1a0308f94165add34c917fde5953a24fa1e570b98650b59d5475bb1"    \
    "432591e0803488969d2c0f0b0a083de1a000000000000000000000000000000000"    \
    "00000000000000000000000000000000c3c2010104"
#define CFX_CHILD_HASH                                                     \
    "0bc286b1ca65f22f02fb61820fc06039a6463b1cb1a676390586755d7376b4c8"
#define CFX_TX_2                                                           \
    "63667802f867e3050114827530941bb2dbda99c27f47e6b20ac5c9bdcd40b82ad7"    \
    "c90780648204d280c080a0a4c264df95676f80c75a5183defb419a947d8d94ef4d"    \
    "e496f99535e2fdc18161a078f3a2ce372c5b392d03f3c784167e458ea5ca4dd81e"    \
    "2fe2a428ac3dbe173a02"
#define CFX_TX_0                                                           \
    "f865e10514827530941bb2dbda99c27f47e6b20ac5c9bdcd40b82ad7c907806482"    \
    "04d28080a0960507dfc09b810da64a37a1a04bafc56c5a5d23607385cea011d228"    \
    "ea43aad1a06b3b56c85490aa732b8bf6699b42531e940c1a14e2296c0dacd19cea"    \
    "212851f6"
#define ESPACE_TX_0                                                        \
    "f8610514827530941bb2dbda99c27f47e6b20ac5c9bdcd40b82ad7c90780820"       \
    "9caa077bbc552541080415164d83562b9d9827431dbc0ea74e862be15106389b2"     \
    "9488a02948c2a0a2a64378fb01a7989f485078625c8a18821d1731667ef38bdcb"     \
    "ff6b2"
#define CFX_SENDER "139fd6e51aad88f6f4ce6ab8827279cfffb92266"

#endif
