/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/hex.h"
#include "chain/codec/scale.h"
#include "chain/xchain/ics07.h"
#include "chain/xchain/ics23.h"
#include "chain/xchain/merkle_log.h"
#include "chain/xchain/wormhole.h"
#include "chain/xchain/xcm.h"

/* Proofs and light client headers per second in the reference, one line "name
 * rate" each.  tests/bench/bench_proofs.mjs makes them (it signs the commits of
 * a hundred validators), writes them to the file named here, and asks libraries
 * about the same ones in the same run. */

enum { ROUNDS = 7, CASE_MAX = 1 << 20, PATH_MAX = 64, HASH = 32 };
static const double ROUND_SECONDS = 0.12;

struct job {
    struct arena arena, kept;
    struct ics23_claim claim;
    struct bytes proof, leaf, root, state, consensus, header;
    struct bytes path[PATH_MAX];
    struct bytes vaa, compacts, program;
    uint8_t guardians[GUARDIANS_MAX][20];
    size_t depth, guardian_count;
    uint64_t index, size;
};

typedef enum err (*work_fn)(struct job *job);

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static enum err ics23_work(struct job *job)
{
    struct ics23_proof proof;
    enum err err = ics23_decode(&job->arena, &proof, job->proof);

    return err ? err
               : ics23_verify(&job->arena, &job->claim, &proof, ICS23_EXIST,
                              false);
}

static enum err inclusion_work(struct job *job)
{
    struct merkle_path path = { job->path, job->depth };

    return merkle_log_included(job->index, job->size, job->leaf, path,
                               job->root);
}

static enum err header_work(struct job *job)
{
    struct ics07_outcome outcome;
    struct ics07_update update = { .header = job->header, .now = NULL };
    enum err err = ics07_decode_state(&update.state, job->state);

    if (!err)
        err = ics07_decode_consensus(&update.trusted_time,
                                     &update.trusted_next_hash,
                                     job->consensus);
    return err ? err : ics07_update(&job->arena, &outcome, &update);
}

static enum err vaa_work(struct job *job)
{
    struct guardian_set set = { 0, (const uint8_t(*)[20])job->guardians,
                                job->guardian_count, false };

    return vaa_verify(job->vaa, &set) ? ERR_VALUE : ERR_OK;
}

static enum err compact_work(struct job *job)
{
    uint8_t be[SCALE_COMPACT_WIDTH];
    struct bytes rest = job->compacts;
    enum err err = ERR_OK;

    while (rest.len && !err)
        err = scale_next_compact(be, &rest);
    return err;
}

static enum err program_work(struct job *job)
{
    unsigned version;
    json_t *program;
    enum err err = xcm_decode(&job->arena, &version, &program, job->program);

    if (!err)
        json_decref(program);
    return err;
}

static double best_rate(struct job *job, work_fn work, const char *name)
{
    double best = 0;

    for (int round = 0; round < ROUNDS; round++) {
        double start = now(), spent;
        unsigned long times = 0;

        do {
            arena_reset(&job->arena);
            if (work(job)) {
                fprintf(stderr, "bench_proofs: %s is refused\n", name);
                exit(1);
            }
            times++;
            spent = now() - start;
        } while (spent < ROUND_SECONDS);
        best = (double)times / spent > best ? (double)times / spent : best;
    }
    return best;
}

/* "name hex" lines; a path is many lines "path hex". */
static void put(struct job *job, const char *name, struct bytes value)
{
    const struct {
        const char *name;
        struct bytes *to;
    } places[] = {
        { "root23", &job->claim.root }, { "key23", &job->claim.key },
        { "value23", &job->claim.value }, { "proof23", &job->proof },
        { "leaf", &job->leaf }, { "root", &job->root },
        { "state", &job->state }, { "consensus", &job->consensus },
        { "header", &job->header }, { "vaa", &job->vaa },
        { "compacts", &job->compacts }, { "program", &job->program },
    };

    for (size_t i = 0; i < ARRAY_LEN(places); i++)
        if (strcmp(places[i].name, name) == 0)
            *places[i].to = value;
    if (strcmp(name, "path") == 0 && job->depth < PATH_MAX)
        job->path[job->depth++] = value;
    if (strcmp(name, "guardian") == 0 && value.len == 20 &&
        job->guardian_count < GUARDIANS_MAX)
        memcpy(job->guardians[job->guardian_count++], value.data, 20);
}

static int load(struct job *job, const char *file)
{
    FILE *in = fopen(file, "r");
    char *line = arena_alloc(&job->kept, CASE_MAX);

    if (!in || !line)
        return 1;
    while (fgets(line, CASE_MAX, in)) {
        char *space = strchr(line, ' ');
        size_t len = strcspn(line, "\n");
        uint8_t *data;

        if (!space)
            continue;
        line[len] = *space = '\0';
        len = strlen(space + 1);
        data = arena_raw(&job->kept, len / 2 + 1);
        if (!data || hex_read(data, space + 1, len))
            return 1;
        put(job, line, bytes_make(data, len / 2));
    }
    fclose(in);
    return 0;
}

int main(int argc, char **argv)
{
    struct job *job = calloc(1, sizeof *job);
    /* A row whose question was not made is left out. */
    const struct {
        const char *name;
        work_fn work;
        const struct bytes *asked;
    } rows[] = {
        { "ics23", ics23_work, &job->proof },
        { "inclusion", inclusion_work, &job->leaf },
        { "header", header_work, &job->header },
        { "vaa", vaa_work, &job->vaa },
        { "compact", compact_work, &job->compacts },
        { "xcm", program_work, &job->program },
    };

    if (!job || argc < 2)
        return 1;
    arena_init(&job->arena, 0);
    arena_init(&job->kept, 0);
    job->claim.spec = ics23_spec_find("tendermint");
    if (load(job, argv[1]))
        return 1;
    job->size = (uint64_t)1 << job->depth;
    job->index = 0x5a5a5a5a % job->size;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (rows[i].asked->len)
            printf("%s %.1f\n", rows[i].name,
                   best_rate(job, rows[i].work, rows[i].name));
    arena_release(&job->arena);
    arena_release(&job->kept);
    free(job);
    return 0;
}
