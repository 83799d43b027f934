/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "runner/targets/upstream.h"

/* upstream-tests state|block PATH [JOBS [FILTER]]: the runners alone, for work
 * on the reference. */
int main(int argc, char **argv)
{
    struct upstream_options options = { .jobs = 0 };
    struct upstream_counts counts;
    enum err err;

    if (argc < 3) {
        fprintf(stderr, "usage: upstream-tests state|block PATH "
                        "[JOBS [FILTER]]\n");
        return 3;
    }
    if (argc > 3)
        options.jobs = (unsigned)strtoul(argv[3], NULL, 10);
    if (argc > 4)
        options.filter = argv[4];
    err = strcmp(argv[1], "state") == 0
              ? upstream_state_dir(argv[2], &options, &counts, stdout)
              : upstream_block_dir(argv[2], &options, &counts, stdout);
    if (err) {
        fprintf(stderr, "upstream-tests: %s\n", err_sentence(err));
        return 2;
    }
    return counts.failed ? 1 : 0;
}
