/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/cli.h"

#include <stdlib.h>
#include <unistd.h>

#include "runner/compare.h"
#include "runner/target.h"
#include "runner/targets/ref.h"

const struct describer cli_describer = { .call = ref_describe,
                                         .name = "ref:" };

static enum exit_status status_of(enum err code)
{
    switch (code) {
    case ERR_INTERNAL:
    case ERR_MEMORY:
        return EXIT_INTERNAL;
    case ERR_UNREACHABLE:
    case ERR_TIMEOUT:
    case ERR_CRASHED:
    case ERR_PROTOCOL:
        return EXIT_INCONCLUSIVE;
    default:
        return EXIT_USAGE;
    }
}

int cli_fail(const struct error *why)
{
    char text[600];

    error_print(text, sizeof text, why);
    fputs("etalon: ", stderr);
    cli_print_safe(stderr, text);
    fputc('\n', stderr);
    return (int)status_of(why->code);
}

int cli_fail_masked(const struct error *why, const struct secrets *secrets)
{
    struct error masked = *why;

    secrets_mask(secrets, masked.text);
    secrets_mask(secrets, masked.source);
    return cli_fail(&masked);
}

static bool holds_data(const char *dir)
{
    char path[4200];

    snprintf(path, sizeof path, "%s/vectors/VERSION", dir);
    return access(path, R_OK) == 0;
}

/* The folder of the running program, "" when the kernel does not say. */
static void program_dir(char *out, size_t size)
{
    ssize_t len = readlink("/proc/self/exe", out, size - 1);
    char *slash;

    out[len > 0 ? len : 0] = '\0';
    slash = strrchr(out, '/');
    if (slash)
        *slash = '\0';
}

/* A build tree keeps config.status beside the program. */
static bool in_build_tree(const char *program)
{
    char path[4200];

    snprintf(path, sizeof path, "%s/config.status", program);
    return access(path, F_OK) == 0;
}

/* The path without ".." where the kernel can tell. */
static void resolve(char *out, size_t size, const char *path)
{
    char *real = realpath(path, NULL);

    snprintf(out, size, "%s", real ? real : path);
    free(real);
}

enum err cli_data_dir(char *out, size_t size, const struct args *args,
                      struct error *why)
{
    const char *given = args ? args_text(args, "--data", NULL) : NULL;
    char program[4096], beside[4096];

    if (!given)
        given = getenv("ETALON_DATA");
    if (given && given[0]) {
        if (!holds_data(given))
            return error_set(why, ERR_NOT_FOUND,
                             "%s: no vectors/VERSION there; name the folder "
                             "that holds suites/ and vectors/", given);
        snprintf(out, size, "%s", given);
        return ERR_OK;
    }
    program_dir(program, sizeof program);
    if (in_build_tree(program) && holds_data(ETALON_SRCDIR)) {
        resolve(out, size, ETALON_SRCDIR);
        return ERR_OK;
    }
    snprintf(beside, sizeof beside, "%.3000s/../share/etalon", program);
    if (holds_data(beside)) {
        resolve(out, size, beside);
        return ERR_OK;
    }
    snprintf(out, size, "%s", ETALON_DATADIR);
    if (holds_data(out))
        return ERR_OK;
    return error_set(why, ERR_NOT_FOUND,
                     "suites and vectors are neither in %s nor beside the "
                     "program; use --data DIR or ETALON_DATA", out);
}

bool cli_colour(FILE *out, const struct args *args)
{
    const char *term = getenv("TERM"), *no_colour = getenv("NO_COLOR");

    if (args && args_has(args, "--no-color"))
        return false;
    if (no_colour && no_colour[0])
        return false;
    if (!term || strcmp(term, "dumb") == 0)
        return false;
    return isatty(fileno(out)) == 1;
}

/* Length of the UTF-8 character at s, 0 when it is not one (or is a C1
 * control, U+0080 to U+009F, which terminals obey). */
static size_t character(const unsigned char *s)
{
    size_t more = s[0] >= 0xf0 && s[0] < 0xf5 ? 3
                  : s[0] >= 0xe0 && s[0] < 0xf0 ? 2
                  : s[0] >= 0xc2 && s[0] < 0xe0 ? 1
                                                : 0;

    if (s[0] < 0x80)
        return s[0] >= 0x20 && s[0] != 0x7f;
    if (!more || (s[0] == 0xc2 && s[1] < 0xa0))
        return 0;
    for (size_t i = 1; i <= more; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return more + 1;
}

void cli_print_safe(FILE *out, const char *text)
{
    const unsigned char *s = (const unsigned char *)text;

    while (*s) {
        size_t len = character(s);

        if (len) {
            fwrite(s, 1, len, out);
            s += len;
        } else {
            fprintf(out, "\\x%02x", *s++);
        }
    }
}

