/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runner/cli/cli.h"

int cli_become_chain(const char *const *more, size_t count)
{
    char path[4200], program[4096];
    const char **words = calloc(count + 2, sizeof *words);
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    struct error why = { 0 };
    char *slash;

    program[len > 0 ? len : 0] = '\0';
    slash = strrchr(program, '/');
    if (slash)
        *slash = '\0';
    snprintf(path, sizeof path, "%s/etalon-chain", program);
    if (words) {
        words[0] = "etalon-chain";
        for (size_t i = 0; i < count; i++)
            words[i + 1] = more[i];
        execv(path, (char *const *)(uintptr_t)words);
        free(words);
    }
    error_set(&why, ERR_NOT_FOUND, "%s: %s", path, strerror(errno));
    return cli_fail(&why);
}

static int run(const struct args *args)
{
    return cli_become_chain(args->argv + 2, (size_t)args->argc - 2);
}

const struct command command_chain = {
    .name = "chain",
    .words = "OPTION…",
    .words_max = OPTIONS_WORDS_MAX,
    .summary = "Start the bundled chain, a JSON-RPC node on loopback.",
    .text = "The same as the program etalon-chain: 'etalon chain --help' shows "
            "its options,\n'etalon chain methods' its methods.",
    .run = run,
};
