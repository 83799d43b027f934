/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "chain/asset/caip.h"
#include "chain/asset/ens_normalize.h"
#include "chain/asset/gltf.h"
#include "chain/asset/jcs.h"
#include "chain/codec/base64.h"
#include "chain/codec/bech32.h"
#include "chain/codec/cid.h"

/* Identifiers and documents per second in the reference, one line "name rate"
 * each.  tests/bench/bench_asset.mjs asks libraries the same texts in the same
 * run; the texts stand in both.  Rates are the best of several rounds. */

enum { ROUNDS = 7 };
static const double ROUND_SECONDS = 0.12;

static const char CAIP19[] =
    "eip155:1/erc721:0x06012c8cf97BEaD5deAe237070F9587f8E7A266d/771769";
static const char CID[] =
    "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
static const char BECH32_TEXT[] = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
static const char NAME[] = "Avatar-Markt.Caf\xc3\xa9.eth";
static const char DOCUMENT[] =
    "{\"numbers\":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000"
    "001],\"string\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
    "\"literals\":[null,true,false],\"owner\":{\"name\":\"Visitor\",\"id\":7}}";
/* A container with its JSON chunk alone. */
static const char GLB_BASE64[] =
    "Z2xURgIAAABYAAAARAAAAEpTT057ImFzc2V0Ijp7InZlcnNpb24iOiIyLjAifSwic2NlbmVz"
    "IjpbeyJub2RlcyI6WzBdfV0sIm5vZGVzIjpbe31dfSAgIA==";

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct job {
    struct arena arena;
    struct bytes glb;
};

typedef enum err (*work_fn)(struct job *job);

static enum err caip_work(struct job *job)
{
    struct caip_asset asset;

    (void)job;
    return caip_asset_id_parse(&asset, bytes_str(CAIP19));
}

static enum err cid_work(struct job *job)
{
    struct cid cid;

    return cid_parse(&job->arena, &cid, bytes_str(CID));
}

static enum err bech32_work(struct job *job)
{
    struct bytes script;

    return segwit_script(&job->arena, &script, bytes_str(BECH32_TEXT));
}

static enum err name_work(struct job *job)
{
    struct bytes normal;

    return ens_normalize(&job->arena, &normal, bytes_str(NAME));
}

static enum err jcs_work(struct job *job)
{
    struct bytes text;

    return jcs_canonicalize(&job->arena, &text, bytes_str(DOCUMENT));
}

static enum err glb_work(struct job *job)
{
    struct gltf_report report;
    enum err err = glb_check(&job->arena, &report, job->glb, NULL);

    return err ? err : report.count ? ERR_VALUE : ERR_OK;
}

static double best_rate(struct job *job, work_fn work)
{
    double best = 0;

    for (int round = 0; round < ROUNDS; round++) {
        double start = now(), spent;
        unsigned long times = 0;

        do {
            for (int i = 0; i < 64; i++, times++) {
                arena_reset(&job->arena);
                job->arena.fail_at = 0;
                if (work(job)) {
                    fprintf(stderr, "bench_asset: a text is refused\n");
                    exit(1);
                }
            }
            spent = now() - start;
        } while (spent < ROUND_SECONDS);
        best = (double)times / spent > best ? (double)times / spent : best;
    }
    return best;
}

int main(void)
{
    static const struct {
        const char *name;
        work_fn work;
    } rows[] = {
        { "caip19", caip_work }, { "cid", cid_work },
        { "bech32", bech32_work }, { "ens", name_work },
        { "jcs", jcs_work },     { "glb", glb_work },
    };
    struct arena kept;
    struct job job = { 0 };

    arena_init(&kept, 0);
    arena_init(&job.arena, 0);
    if (base64_decode(&kept, &job.glb, bytes_str(GLB_BASE64)))
        return 1;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        printf("%s %.1f\n", rows[i].name, best_rate(&job, rows[i].work));
    arena_release(&job.arena);
    arena_release(&kept);
    return 0;
}
