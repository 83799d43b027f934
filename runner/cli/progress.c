/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/progress.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    BAR_WIDTH = 28,
    FAIL_LINES_MAX = 40, /* the rest is in the reports */
};
static const uint64_t REDRAW_NS = 80 * 1000 * 1000;

static uint64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void progress_start(struct progress *p, const struct args *args)
{
    const char *term = getenv("TERM");

    *p = (struct progress){
        .quiet = args_has(args, "--quiet"),
        .bar = isatty(STDERR_FILENO) == 1 && term && strcmp(term, "dumb") != 0,
        .colour = cli_colour(stderr, args),
        .started_ns = now_ns(),
        .next_tenth = 1,
    };
}

static void clear_bar(const struct progress *p)
{
    if (p->bar)
        fputs("\r\033[K", stderr);
}

static void draw_bar(struct progress *p, uint64_t now)
{
    double seconds = (double)(now - p->started_ns) / 1e9;
    double rate = seconds > 0 ? (double)p->done / seconds : 0;
    size_t filled = p->all ? p->done * BAR_WIDTH / p->all : 0;

    fputs("\r[", stderr);
    for (size_t i = 0; i < BAR_WIDTH; i++)
        fputc(i < filled ? '#' : '.', stderr);
    fprintf(stderr, "] %zu/%zu  %.0f/s  ", p->done, p->all, rate);
    if (rate > 0 && p->done < p->all)
        fprintf(stderr, "%.0f s left  ", (double)(p->all - p->done) / rate);
    fprintf(stderr, "%zu failed\033[K", p->fails);
    fflush(stderr);
    p->shown_ns = now;
}

static void print_fail(struct progress *p, const struct vector *v,
                       const struct judgement *j)
{
    if (p->lines++ >= FAIL_LINES_MAX)
        return;
    clear_bar(p);
    if (p->lines == FAIL_LINES_MAX) {
        fputs("(more of these are in the record and the reports)\n", stderr);
        return;
    }
    fprintf(stderr, "%s%s%s %s (%s, %s)", p->colour ? "\033[31m" : "",
            verdict_name(j->verdict), p->colour ? "\033[0m" : "", v->id,
            level_name(v->level), cause_name(j->cause));
    if (j->difference.text[0]) {
        fputs(": ", stderr);
        cli_print_safe(stderr, j->difference.text);
    }
    fputc('\n', stderr);
}

void progress_step(void *user, const struct vector *v,
                   const struct judgement *j, size_t done, size_t all)
{
    struct progress *p = user;
    uint64_t now;

    p->done = done;
    p->all = all;
    p->fails += j->verdict == VERDICT_FAIL;
    if (p->quiet)
        return;
    if (j->verdict == VERDICT_FAIL || j->verdict == VERDICT_ERROR ||
        j->verdict == VERDICT_INCONCLUSIVE)
        print_fail(p, v, j);
    if (!p->bar) {
        while (p->next_tenth <= 10 && done * 10 >= all * p->next_tenth) {
            if (all >= 1000 || p->next_tenth == 10)
                fprintf(stderr, "%zu of %zu judged, %zu failed\n", done, all,
                        p->fails);
            p->next_tenth++;
        }
        return;
    }
    now = now_ns();
    if (now - p->shown_ns >= REDRAW_NS)
        draw_bar(p, now);
}

void progress_end(struct progress *p)
{
    if (!p->quiet)
        clear_bar(p);
}
