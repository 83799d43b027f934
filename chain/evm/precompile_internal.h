/* precompile_internal: the row of a precompile, and the bodies by family. */
#ifndef ETALON_CHAIN_EVM_PRECOMPILE_INTERNAL_H
#define ETALON_CHAIN_EVM_PRECOMPILE_INTERNAL_H

#include "chain/evm/precompile.h"

/* A price that no gas covers. */
#define PRICE_TOO_HIGH INT64_MAX

typedef int64_t (*precompile_price_fn)(enum fork f, struct bytes in);
/* *ok false: the call fails.  out from the arena, empty by default. */
typedef enum err (*precompile_body_fn)(struct arena *a, struct bytes in,
                                       struct bytes *out, bool *ok);

struct precompile {
    unsigned address;
    enum fork since;
    const char *name;
    precompile_price_fn price;
    precompile_body_fn body;
};

/* size bytes of in from `at` on, zeros past its end. */
void precompile_read(uint8_t *out, struct bytes in, uint64_t at, size_t size);

int64_t price_modexp(enum fork f, struct bytes in);
enum err body_modexp(struct arena *a, struct bytes in, struct bytes *out,
                     bool *ok);
enum err body_bn254_add(struct arena *a, struct bytes in, struct bytes *out,
                        bool *ok);
enum err body_bn254_mul(struct arena *a, struct bytes in, struct bytes *out,
                        bool *ok);
enum err body_bn254_pairing(struct arena *a, struct bytes in,
                            struct bytes *out, bool *ok);
enum err body_p256(struct arena *a, struct bytes in, struct bytes *out,
                   bool *ok);
enum err body_kzg_point(struct arena *a, struct bytes in, struct bytes *out,
                        bool *ok);
enum err body_bls_g1_add(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok);
enum err body_bls_g1_msm(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok);
enum err body_bls_g2_add(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok);
enum err body_bls_g2_msm(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok);
enum err body_bls_pairing(struct arena *a, struct bytes in, struct bytes *out,
                          bool *ok);
enum err body_bls_map_g1(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok);
enum err body_bls_map_g2(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok);

#endif
