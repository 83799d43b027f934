/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <openssl/evp.h>
#include <secp256k1_recovery.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/hex.h"
#include "chain/crypto/ecc.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/state.h"
#include "chain/evm/evm.h"
#include "chain/evm/precompile.h"

/* The execution engine against figures of the best engine known, evmone
 * v0.15.0-141, taken on a machine where OpenSSL hashed 2.32 million 64-byte
 * inputs a second with SHA3-256; they are scaled by what it does here and now.
 * Its loops were those of execution-spec-tests, ours are of the same kind.
 * secp256k1 is compared with its own library, in the same run. */

enum { ROUNDS = 5, LOOP_GAS = 50000000, BODY = 20000, SHA3_TIMES = 20000,
       RECOVER_TIMES = 500, CODE_SIZE = EVM_CODE_MAX };
static const double SHA3_ANCHOR = 2.32e6;

static double scale;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail(const char *what)
{
    fprintf(stderr, "bench_evm: %s\n", what);
    exit(99);
}

/* Taken again beside each row: the machine may be shared. */
static void measure_scale(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    uint8_t in[64] = { 1 }, out[32];
    double rate = 0;

    if (!context || !EVP_DigestInit_ex(context, EVP_sha3_256(), NULL))
        fail("no SHA3-256");
    for (int round = 0; round < ROUNDS; round++) {
        double start = now(), seconds;

        for (int i = 0; i < SHA3_TIMES; i++)
            if (!EVP_DigestInit_ex(context, NULL, NULL) ||
                !EVP_DigestUpdate(context, in, sizeof in) ||
                !EVP_DigestFinal_ex(context, out, NULL))
                fail("SHA3-256");
        seconds = now() - start;
        if (SHA3_TIMES / seconds > rate)
            rate = SHA3_TIMES / seconds;
    }
    EVP_MD_CTX_free(context);
    scale = rate / SHA3_ANCHOR;
}

/* anchor 0: no figure is known. */
static void row(const char *name, double ours, const char *unit, double anchor)
{
    printf("%-34s %10.1f %-8s", name, ours, unit);
    measure_scale();
    if (anchor > 0)
        printf(" %-22s %10.1f  ratio %.2f", "evmone, scaled", anchor * scale,
               ours / (anchor * scale));
    putchar('\n');
    fflush(stdout);
}

/* --- state roots ------------------------------------------------------------------ */

static void fill_state(struct state *s, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        uint8_t key[8], hash[32];
        struct state_account *a;

        for (int k = 0; k < 8; k++)
            key[k] = (uint8_t)(i >> (56 - 8 * k));
        keccak256(hash, BYTES_OF(key));
        a = state_get(s, hash + 12);
        state_set_nonce(s, a, i);
        state_set_balance(s, a, u256_from(i * 1000000000 + 1));
    }
    state_commit(s);
}

static void state_roots(uint64_t count, const char *name, const char *root,
                        double anchor)
{
    double best = 1e9;
    uint8_t got[32], want[32];

    if (hex_fixed(want, 32, root))
        fail("root");
    for (int round = 0; round < 3; round++) {
        struct state s;
        double start;

        state_init(&s, (size_t)1 << 31);
        fill_state(&s, count);
        start = now();
        if (state_settle(&s, got) || memcmp(got, want, 32) != 0)
            fail("another state root");
        if (now() - start < best)
            best = now() - start;
        state_release(&s);
    }
    row(name, (double)count / best / 1e3, "k/s", (double)count / anchor / 1e3);
}

/* --- sender recovery ---------------------------------------------------------------- */

static void recover(void)
{
    secp256k1_context *context = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
    uint8_t hash[32] = { 7 }, secret[32] = { [31] = 9 }, key[65], compact[64];
    secp256k1_ecdsa_recoverable_signature parsed;
    secp256k1_pubkey point;
    struct ecc_signature signature;
    double ours = 0, theirs = 0;

    if (!context || ecc_sign(&signature, hash, secret))
        fail("signature");
    u256_to_be(compact, signature.r);
    u256_to_be(compact + 32, signature.s);
    for (int round = 0; round < ROUNDS; round++) {
        double start = now(), rate;

        for (int i = 0; i < RECOVER_TIMES; i++)
            if (ecc_recover_address(key, hash, &signature, true))
                fail("recovery");
        rate = RECOVER_TIMES / (now() - start);
        ours = rate > ours ? rate : ours;
        start = now();
        for (int i = 0; i < RECOVER_TIMES; i++)
            if (!secp256k1_ecdsa_recoverable_signature_parse_compact(
                    context, &parsed, compact, (int)signature.y_parity) ||
                !secp256k1_ecdsa_recover(context, &point, &parsed, hash))
                fail("recovery of the library");
        rate = RECOVER_TIMES / (now() - start);
        theirs = rate > theirs ? rate : theirs;
    }
    printf("%-34s %10.1f %-8s %-22s %10.1f  ratio %.2f\n", "address of a signer",
           ours / 1e3, "k/s", "libsecp256k1", theirs / 1e3, ours / theirs);
    secp256k1_context_destroy(context);
}

/* --- the interpreter ------------------------------------------------------------------ */

/* JUMPDEST, before, body over and over, after, PUSH0, JUMP. */
static struct bytes make_loop(uint8_t out[CODE_SIZE], const char *before,
                              const char *body, size_t times, const char *after)
{
    struct arena a;
    struct bytes part;
    const char *const texts[] = { "0x5b", before, body, after, "0x5f56" };
    size_t len = 0;

    arena_init(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        if (hex_bytes(&a, &part, texts[i]))
            fail("code");
        for (size_t n = i == 2 ? times : 1; n > 0; n--) {
            if (len + part.len > CODE_SIZE)
                fail("code size");
            memcpy(out + len, part.data, part.len);
            len += part.len;
        }
    }
    arena_release(&a);
    return bytes_make(out, len);
}

/* Runs code out of LOOP_GAS and gives gas per microsecond. */
static double run_loop(struct bytes code)
{
    static const uint8_t SELF[20] = { 0xaa }, CALLER[20] = { 0xcc };
    struct evm_block block = { .gas_limit = LOOP_GAS };
    struct evm_tx tx = { .blob_count = 0 };
    struct state s;
    struct evm e;
    double best = 1e9;

    state_init(&s, 0);
    if (evm_init(&e))
        fail("memory");
    evm_setup(&e, &s, FORK_OSAKA, &block);
    state_set_code(&s, state_get(&s, SELF), code);
    for (int round = 0; round < ROUNDS; round++) {
        struct state_account *self = state_get(&s, SELF);
        struct evm_call c = { .sender = state_get(&s, CALLER), .to = self,
                              .gas = LOOP_GAS, .moves_value = true,
                              .code_address = SELF, .code = self->code };
        double start;

        state_tx_begin(&s);
        evm_tx_begin(&e, &tx);
        start = now();
        if (evm_call(&e, &c).status != EVM_FAILED || e.fault)
            fail("a loop that ends");
        if (now() - start < best)
            best = now() - start;
    }
    evm_release(&e);
    state_release(&s);
    return LOOP_GAS / best / 1e6;
}

static void loops(void)
{
    static const struct {
        const char *name, *before, *body, *after;
        size_t times;
        double anchor;
    } rows[] = {
        { "EVM: jumps", "0x", "0x", "0x", 0, 3700 },
        { "EVM: NOT", "0x5f", "0x19", "0x50", BODY, 1060 },
        { "EVM: SHL", "0x6001", "0x60031b", "0x50", BODY / 3, 320 },
        { "EVM: CLZ", "0x5f", "0x1e", "0x50", BODY, 1700 },
        { "EVM: GAS, POP", "0x", "0x5a50", "0x", BODY / 2, 1080 },
        { "EVM: warm SLOAD", "0x5f", "0x54", "0x50", BODY, 1006 },
        { "EVM: KECCAK256 of 16 KiB", "0x", "0x6140005f2050", "0x", 1000, 88 },
        { "EVM: ADD, MUL", "0x60036007", "0x80018002", "0x5050", BODY / 4, 0 },
    };
    static uint8_t code[CODE_SIZE];

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        row(rows[i].name,
            run_loop(make_loop(code, rows[i].before, rows[i].body,
                               rows[i].times, rows[i].after)),
            "Mgas/s", rows[i].anchor);
}

/* --- precompiles ---------------------------------------------------------------------- */

/* Runs one; its output goes to out (the arena's).  false: the call failed. */
static bool run_once(struct arena *a, unsigned address, struct bytes in,
                     struct bytes *out, int64_t *price)
{
    uint8_t bytes[20] = { [18] = (uint8_t)(address >> 8),
                          [19] = (uint8_t)address };
    const struct precompile *p = precompile_find(FORK_OSAKA, bytes);
    int64_t gas = INT64_MAX / 2, before = gas;
    bool ok = false;

    if (!p || precompile_run(p, FORK_OSAKA, a, in, &gas, out, &ok))
        fail("a precompile that cannot run");
    *price = before - gas;
    return ok;
}

static void precompile(const char *name, unsigned address, struct bytes in,
                       double anchor)
{
    double best = 1e9;
    int64_t price = 0;

    for (int round = 0; round < ROUNDS * 4; round++) {
        struct arena a;
        struct bytes out;
        double start;

        arena_init(&a, 0);
        start = now();
        (void)run_once(&a, address, in, &out, &price);
        if (now() - start < best)
            best = now() - start;
        arena_release(&a);
    }
    row(name, (double)price / best / 1e6, "Mgas/s", anchor);
}

#define G1 \
    "0000000000000000000000000000000000000000000000000000000000000001" \
    "0000000000000000000000000000000000000000000000000000000000000002"
#define MINUS_G1 \
    "0000000000000000000000000000000000000000000000000000000000000001" \
    "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd45"
#define G2 \
    "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2" \
    "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed" \
    "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b" \
    "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"
#define SCALAR \
    "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593efffffff"

static void bn254(struct arena *a)
{
    struct bytes in, out;
    int64_t price;

    if (hex_bytes(a, &in, "0x" G1 G1))
        fail("input");
    precompile("bn254 add", 6, in, 64);
    if (hex_bytes(a, &in, "0x" G1 SCALAR))
        fail("input");
    precompile("bn254 mul", 7, in, 28);
    if (hex_bytes(a, &in, "0x" G1 G2 MINUS_G1 G2) ||
        !run_once(a, 8, in, &out, &price) || out.data[31] != 1)
        fail("a pairing that is not one");
    precompile("bn254 pairing, 2 pairs", 8, in, 44);
}

/* A million rounds; and x^(2^256 - 2) for x and an odd modulus of 32 bytes:
 * all of its exponent counts. */
static void others(void)
{
    uint8_t rounds[213] = { 0, 0x0f, 0x42, 0x40, 1, 2, 3, 4, [212] = 1 };
    uint8_t power[192] = { [31] = 32, [63] = 32, [95] = 32 };
    uint8_t signature[128] = { 1 };
    struct ecc_signature s;
    uint8_t secret[32] = { [31] = 9 };

    precompile("blake2f, 10^6 rounds", 9, BYTES_OF(rounds), 53);
    memset(power + 96, 0xe5, 96);
    power[159] = 0xfe;
    power[191] = 0x43;
    precompile("modexp, 256 bits", 5, BYTES_OF(power), 148);
    if (ecc_sign(&s, signature, secret))
        fail("signature");
    signature[63] = (uint8_t)(27 + s.y_parity);
    u256_to_be(signature + 64, s.r);
    u256_to_be(signature + 96, s.s);
    precompile("ecrecover", 1, BYTES_OF(signature), 7);
}

#ifdef HAVE_BLST
/* A commitment that commits to something else: all the work of a check, which
 * then says no. */
static void kzg(struct arena *a)
{
    uint8_t in[192] = { 0 }, field[64] = { [63] = 1 };
    struct bytes point;
    unsigned len = 32;
    int64_t price;

    if (!run_once(a, 0x10, BYTES_OF(field), &point, &price))
        fail("a point of BLS12-381");
    memcpy(in + 96, point.data + 16, 48); /* compressed, either sign */
    in[96] |= 0x80;
    memcpy(in + 144, in + 96, 48);
    in[63] = in[95] = 1;
    if (EVP_Digest(in + 96, 48, in, &len, EVP_sha256(), NULL) != 1)
        fail("SHA-256");
    in[0] = 1;
    precompile("KZG point evaluation", 10, BYTES_OF(in), 37);
}
#endif

int main(void)
{
    struct arena a;

    arena_init(&a, 0);
    measure_scale();
    printf("%-34s %10.2f of the machine of the scaled figures\n",
           "OpenSSL SHA3-256, 64 bytes", scale);
    state_roots(10000, "root of 10^4 accounts",
                "0x326f8953701c38e91a1ca683e683637b6e33bc8ba76d742da409299ad7"
                "806e7b", 0.019);
    state_roots(100000, "root of 10^5 accounts",
                "0x81b759c0cfbf76fe7630c75def3a74279e11ee87798a6fa11476a7ae96"
                "0dd437", 0.166);
    state_roots(1000000, "root of 10^6 accounts",
                "0x3f21a3277a9b08c0f5c7a8c81b914c75a91713ceffe0c1d4d83c79a916"
                "194099", 2.20);
    recover();
    loops();
    bn254(&a);
    others();
#ifdef HAVE_BLST
    kzg(&a);
#else
    puts("(built without blst: no KZG row)");
#endif
    arena_release(&a);
    return 0;
}
