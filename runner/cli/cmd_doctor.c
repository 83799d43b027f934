/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runner/cli/cli.h"
#include "runner/op.h"
#include "runner/target.h"

static const struct option_row options[] = { CLI_OPTION_DATA };

/* Tools that some commands or tests use; none is needed to judge a target. */
static const struct {
    const char *program, *purpose;
} tools[] = {
    { "node", "adapters and report checks in JavaScript" },
    { "npm", "real libraries as subjects, BLS12-381 sources at set-up" },
    { "python3", "the Python adapter and the lying target of the tests" },
    { "chromium", "the browser check of the HTML report" },
    { "valgrind", "memory checks of the unit tests" },
    { "clang", "fuzzing and the second compiler of the CI" },
    { "zstd", "unpacking published vector sets" },
    { "curl", "repeat lines of HTTP targets" },
};

static bool on_path(const char *program, char *found, size_t size)
{
    const char *path = getenv("PATH");

    while (path && *path) {
        size_t len = strcspn(path, ":");
        struct stat info;

        snprintf(found, size, "%.*s/%s", (int)len, path, program);
        if (stat(found, &info) == 0 && S_ISREG(info.st_mode) &&
            access(found, X_OK) == 0)
            return true;
        path += len + (path[len] == ':');
    }
    return false;
}

static void print_tools(void)
{
    printf("Programs that some commands and tests use:\n");
    for (size_t i = 0; i < ARRAY_LEN(tools); i++) {
        char found[4096];
        bool there = on_path(tools[i].program, found, sizeof found);

        printf("  %-10s %-8s %s\n", tools[i].program,
               there ? "found" : "missing", tools[i].purpose);
    }
}

static void print_suites(void)
{
    const struct suite *suite;

    printf("Suites:\n");
    for (size_t i = 0; (suite = suite_at(i)); i++)
        printf("  %-10s %zu operations (%s)\n", suite->id, suite->op_count,
               suite->title);
}

static bool print_target(const char *text)
{
    struct target_options target_options = { 0 };
    struct target *target = NULL;
    struct error why = { 0 };
    const struct hello *hello;

    if (target_open(&target, text, &target_options, &why)) {
        printf("  %-10s cannot be opened: %s\n", text, why.text);
        return false;
    }
    hello = target->driver->hello(target);
    printf("  %-10s %s %s, %zu operations\n", text, hello->name,
           hello->version, json_array_size(hello->operations));
    target_close(target);
    return true;
}

static int run(const struct args *args)
{
    struct error why = { 0 };
    char dir[4096];
    bool well = true;

    printf("etalon %s\n", PACKAGE_VERSION);
    if (cli_data_dir(dir, sizeof dir, args, &why)) {
        printf("Data:    MISSING: %s\n", why.text);
        well = false;
    } else {
        printf("Data:    %s\n", dir);
    }
#ifdef HAVE_BLST
    printf("BLS12-381: built in (blst)\n");
#else
    printf("BLS12-381: not built; install npm and run ./bootstrap build again\n");
#endif
    print_suites();
    printf("Targets:\n");
    well = print_target("ref:") && well;
    print_tools();
    printf(well ? "All that judging needs is here.\n"
                : "Something that judging needs is missing.\n");
    return well ? 0 : EXIT_USAGE;
}

const struct command command_doctor = {
    .name = "doctor",
    .words = "",
    .summary = "Say what is installed, what is missing and what it is for.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
