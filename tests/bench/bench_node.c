/* SPDX-License-Identifier: Apache-2.0 */

/* bench_node: how many questions a second the node driver puts.
 *
 *   bench_node TARGET CONNECTIONS SECONDS METHOD PARAMS
 *
 * Keeps as many questions under way as there are connections and prints
 * answers a second.  tests/bench/node.py puts wrk's figure beside it. */
#include <stdio.h>
#include <stdlib.h>

#include "runner/target.h"
#include "runner/targets/process.h"

static unsigned long failures;

static bool put(struct target *t, unsigned long number, const json_t *in)
{
    struct error why = { 0 };
    char id[32];

    snprintf(id, sizeof id, "bench-%lu", number);
    if (!t->driver->send(t, id, "rpc", in, &why))
        return true;
    fprintf(stderr, "bench_node: %s\n", why.text);
    return false;
}

static bool take(struct target *t)
{
    struct answer answer;
    struct error why = { 0 };
    const char *id;

    if (t->driver->receive(t, &id, &answer, &why))
        return false;
    failures += answer.kind != ANSWER_OUT;
    answer_release(&answer);
    return true;
}

static unsigned long keep_asking(struct target *t, unsigned connections,
                                 double seconds, const json_t *in)
{
    uint64_t end = process_now_ns() + (uint64_t)(seconds * 1e9);
    unsigned long asked = 0, taken = 0;

    for (unsigned i = 0; i < connections; i++)
        if (!put(t, asked++, in))
            return 0;
    while (process_now_ns() < end) {
        if (!take(t) || !put(t, asked++, in))
            return 0;
        taken++;
    }
    for (unsigned i = 0; i < connections; i++)
        if (!take(t))
            return 0;
    return taken;
}

int main(int argc, char **argv)
{
    struct target_options options = { .timeout_ms = 10000 };
    struct error why = { 0 };
    struct target *t = NULL;
    unsigned long taken;
    double seconds;
    json_t *in;

    if (argc != 6)
        return 3;
    options.jobs = (unsigned)strtoul(argv[2], NULL, 10);
    seconds = strtod(argv[3], NULL);
    in = json_pack("{s:s, s:o}", "method", argv[4], "params",
                   json_loads(argv[5], 0, NULL));
    if (!in || !options.jobs || target_open(&t, argv[1], &options, &why)) {
        fprintf(stderr, "bench_node: %s\n", why.text);
        return 2;
    }
    taken = keep_asking(t, options.jobs, seconds, in);
    printf("%.0f\n", (double)taken / seconds);
    target_close(t);
    json_decref(in);
    return taken && !failures ? 0 : 1;
}
