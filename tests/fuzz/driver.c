/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Built with libFuzzer this is its entry; built plainly it replays a corpus:
 *   fuzz_NAME [FILE|DIR …]      (default: tests/fuzz/corpus/NAME) */

enum { INPUT_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;

    arena_init(&a, (size_t)64 << 20);
    fuzz_one(&a, bytes_make(data, size));
    arena_release(&a);
    return 0;
}

#ifndef ETALON_LIBFUZZER

static int replay_file(const char *path)
{
    static uint8_t input[INPUT_MAX];
    FILE *file = fopen(path, "rb");
    uint8_t *copy;
    size_t len;

    if (!file) {
        fprintf(stderr, "%s: cannot be opened\n", path);
        return -1;
    }
    len = fread(input, 1, sizeof input, file);
    fclose(file);
    /* An exact copy, so that tools see a read past its end. */
    copy = malloc(len ? len : 1);
    if (!copy)
        return -1;
    memcpy(copy, input, len);
    LLVMFuzzerTestOneInput(copy, len);
    free(copy);
    return 1;
}

static int replay(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;
    int count = 0;

    if (!dir)
        return replay_file(path);
    while ((entry = readdir(dir))) {
        char name[4096];
        int n;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        n = replay(name);
        if (n < 0) {
            closedir(dir);
            return n;
        }
        count += n;
    }
    closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    const char *stem = strrchr(argv[0], '/');
    char folder[4096];
    int count = 0;

    stem = stem ? stem + 1 : argv[0];
    stem = strncmp(stem, "fuzz_", 5) == 0 ? stem + 5 : stem;
    snprintf(folder, sizeof folder, ETALON_SRCDIR "/tests/fuzz/corpus/%s", stem);
    if (argc < 2)
        count = replay(folder);
    for (int i = 1; i < argc && count >= 0; i++) {
        int n = replay(argv[i]);

        count = n < 0 ? n : count + n;
    }
    printf("%s: %d inputs replayed\n", stem, count);
    return count > 0 ? 0 : 1;
}

#endif
