/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdio.h>

#include "runner/cli/cli.h"

static const struct option_row options[] = { CLI_OPTION_DATA };

static int run(const struct args *args)
{
    char dir[4096], version[64] = "unknown";
    struct error why = { 0 };
    FILE *file = NULL;

    if (!cli_data_dir(dir, sizeof dir, args, &why)) {
        char path[4200];

        snprintf(path, sizeof path, "%s/vectors/VERSION", dir);
        file = fopen(path, "r");
    }
    if (file && fgets(version, sizeof version, file))
        version[strcspn(version, "\r\n")] = '\0';
    if (file)
        fclose(file);
    printf("etalon %s, vectors %s\n", PACKAGE_VERSION, version);
    return 0;
}

const struct command command_version = {
    .name = "version",
    .words = "",
    .summary = "Print the versions of the program and of the vectors.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
