/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/node_internal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runner/targets/process.h"

enum { START_MS = 10000, STOP_MS = 3000, LINES_MAX = 100, PATH_ROOM = 4096 };

static const char SAYS[] = "listening on ";

static void beside_us(char *out, size_t size)
{
    char self[PATH_ROOM];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    char *slash;

    self[len > 0 ? len : 0] = '\0';
    slash = strrchr(self, '/');
    if (slash)
        *slash = '\0';
    snprintf(out, size, "%s/etalon-chain", self);
}

/* The command: what follows "chain:" are options of the program. */
static enum err command(struct process_words *words, const char *text,
                        const struct target_options *options,
                        struct error *why)
{
    const char *given = getenv("ETALON_CHAIN");
    const char *more = text + strlen(node_chain_driver.scheme);
    char path[PATH_ROOM + 64], line[2 * PATH_ROOM];

    if (given && *given)
        snprintf(path, sizeof path, "%.4000s", given);
    else if (options->program_dir)
        snprintf(path, sizeof path, "%.4000s/etalon-chain",
                 options->program_dir);
    else
        beside_us(path, sizeof path);
    if (access(path, X_OK))
        return error_set(why, ERR_NOT_BUILT, "%.200s: the bundled chain is not "
                         "there; ref: asks the same code in process", path);
    snprintf(line, sizeof line, "\"%s\" --port 0 %.2000s", path,
             *more ? more : "--dev");
    return process_split(words, line, why);
}

/* Waits for the line that names the address. */
static enum err address(struct process *p, char *url, size_t size,
                        struct error *why)
{
    uint64_t deadline = process_now_ns() + START_MS * 1000000ull;
    char obituary[200];

    for (int i = 0; i < LINES_MAX; i++) {
        struct bytes line = BYTES_EMPTY;

        if (process_next(p, &line, deadline) != PROCESS_LINE)
            break;
        if (line.len > sizeof SAYS - 1 && line.len < size &&
            memcmp(line.data, SAYS, sizeof SAYS - 1) == 0) {
            snprintf(url, size, "%.*s", (int)(line.len - sizeof SAYS + 1),
                     (const char *)line.data + sizeof SAYS - 1);
            return ERR_OK;
        }
    }
    process_settle(p, 200);
    process_obituary(p, obituary, sizeof obituary);
    return error_set(why, ERR_UNREACHABLE, "etalon-chain did not say where it "
                     "listens: it %s", obituary);
}

enum err node_chain_open(struct target **out, const char *text,
                         const struct target_options *options,
                         struct error *why)
{
    struct target_options own = { .network = true };
    struct process_words *words = calloc(1, sizeof *words);
    struct process *child = calloc(1, sizeof *child);
    char url[WIRE_URL_MAX];
    enum err err = ERR_MEMORY;

    if (words && child)
        err = command(words, text, options, why);
    else
        error_set(why, err, "out of memory");
    if (!err)
        err = process_start(child, words, &own, why);
    free(words);
    if (err) {
        free(child);
        return err;
    }
    err = address(child, url, sizeof url, why);
    if (!err)
        err = node_open(out, url, &node_chain_driver, options, why);
    if (err) {
        process_kill(child);
        free(child);
        return err;
    }
    ((struct node_target *)*out)->child = child;
    snprintf((*out)->text, sizeof (*out)->text, "%.255s", text);
    if (text[strlen(node_chain_driver.scheme)] == '\0') {
        err = node_seed((struct node_target *)*out, why);
        if (!err)
            err = node_meet((struct node_target *)*out, why);
        if (err)
            target_close(*out);
    }
    return err;
}

void node_chain_stop(struct process *child)
{
    unsigned took;

    if (!child)
        return;
    /* A server does not end with its input. */
    if (child->pid > 0)
        (void)kill(child->pid, SIGTERM);
    (void)process_finish(child, STOP_MS, &took);
    process_kill(child);
    free(child);
}
