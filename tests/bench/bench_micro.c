/* SPDX-License-Identifier: Apache-2.0 */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"

/* Micro measurements, each against a peer in the same run: prints
 * "name  ours  peer  ratio" lines.  Figures are the best of several rounds. */

enum { ROUNDS = 9, LONG_SIZE = 1 << 20, SHORT_SIZE = 64, RLP_ITEMS = 20000 };

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void row(const char *name, const char *unit, double ours, double peer,
                const char *peer_name)
{
    printf("%-34s %10.1f %-8s %-22s %10.1f  ratio %.2f\n", name, ours, unit,
           peer_name, peer, ours / peer);
}

/* Best rates of two pieces of work, measured in turns so that whatever else
 * the machine does meets both; in units per second. */
struct rates {
    double ours, peer;
};

static double rate_of(void (*work)(void *), void *context, double units)
{
    double start = now();

    work(context);
    return units / (now() - start);
}

static struct rates best(void (*ours)(void *), void (*peer)(void *),
                         void *context, double units)
{
    struct rates best = { 0, 0 };

    for (int i = 0; i < ROUNDS; i++) {
        double rate = rate_of(ours, context, units);

        best.ours = rate > best.ours ? rate : best.ours;
        rate = rate_of(peer, context, units);
        best.peer = rate > best.peer ? rate : best.peer;
    }
    return best;
}

struct hash_job {
    struct bytes in;
    int times;
    EVP_MD_CTX *context;
    uint8_t out[32];
};

static void ours_keccak(void *context)
{
    struct hash_job *job = context;

    for (int i = 0; i < job->times; i++)
        keccak256(job->out, job->in);
}

static void openssl_sha3(void *context)
{
    struct hash_job *job = context;

    for (int i = 0; i < job->times; i++) {
        if (!EVP_DigestInit_ex(job->context, NULL, NULL) ||
            !EVP_DigestUpdate(job->context, job->in.data, job->in.len) ||
            !EVP_DigestFinal_ex(job->context, job->out, NULL))
            exit(99);
    }
}

static void hashes(void)
{
    static uint8_t data[LONG_SIZE];
    struct hash_job job = { .in = bytes_make(data, LONG_SIZE), .times = 40 };
    double mega = 40.0 * LONG_SIZE / 1e6;
    struct rates rates;

    job.context = EVP_MD_CTX_new();
    if (!job.context ||
        !EVP_DigestInit_ex(job.context, EVP_sha3_256(), NULL))
        exit(99);
    rates = best(ours_keccak, openssl_sha3, &job, mega);
    row("keccak256, 1 MiB", "MB/s", rates.ours, rates.peer,
        "OpenSSL SHA3-256");
    job.in = bytes_make(data, SHORT_SIZE);
    job.times = 200000;
    rates = best(ours_keccak, openssl_sha3, &job, 200.0);
    row("keccak256, 64 bytes", "k/s", rates.ours, rates.peer,
        "OpenSSL SHA3-256");
    EVP_MD_CTX_free(job.context);
}

struct rlp_job {
    struct bytes encoded;
    uint8_t *copy;
    size_t items;
};

/* Every item down to the leaves, as a block's transactions are read. */
static void walk_rlp(void *context)
{
    struct rlp_job *job = context;
    struct bytes list, in = job->encoded;
    size_t items = 0;

    if (rlp_check(job->encoded) || rlp_read_list(&list, &in))
        exit(99);
    while (list.len) {
        struct bytes fields, field;

        if (rlp_read_list(&fields, &list))
            exit(99);
        while (fields.len) {
            if (rlp_read_string(&field, &fields))
                exit(99);
            items++;
        }
    }
    job->items = items;
}

static void copy_bytes(void *context)
{
    struct rlp_job *job = context;

    memcpy(job->copy, job->encoded.data, job->encoded.len);
    __asm__ volatile("" : : "r"(job->copy) : "memory");
}

/* A list of legacy-transaction-like lists. */
static void rlp(const char *file)
{
    static const uint8_t FIELD[100] = { 0xa5 };
    static const uint8_t SIZES[] = { 1, 5, 2, 20, 8, 68, 1, 32, 32 };
    struct rlp_job job = { 0 };
    struct rlp_out out;
    struct arena a;
    struct rates rates;
    size_t outer;
    FILE *dump;

    arena_init(&a, 0);
    rlp_out_init(&out, &a);
    outer = rlp_list_open(&out);
    for (int i = 0; i < RLP_ITEMS; i++) {
        size_t inner = rlp_list_open(&out);

        for (size_t f = 0; f < sizeof SIZES; f++)
            rlp_put_string(&out, bytes_make(FIELD, SIZES[f]));
        rlp_list_close(&out, inner);
    }
    rlp_list_close(&out, outer);
    if (rlp_finish(&job.encoded, &out))
        exit(99);
    job.copy = malloc(job.encoded.len);
    if (!job.copy)
        exit(99);
    rates = best(walk_rlp, copy_bytes, &job, (double)job.encoded.len / 1e6);
    row("RLP decode and check", "MB/s", rates.ours, rates.peer, "memcpy");
    dump = file ? fopen(file, "wb") : NULL;
    if (dump) {
        fwrite(job.encoded.data, 1, job.encoded.len, dump);
        fclose(dump);
    }
    free(job.copy);
    arena_release(&a);
}

int main(int argc, char **argv)
{
    hashes();
    rlp(argc > 1 ? argv[1] : NULL);
    return 0;
}
