/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "runner/targets/ref.h"

/* Scaffold until the command table lands: etalon ask OP < input.json */
int main(int argc, char **argv)
{
    const struct ref_binding *row = argc == 3 ? ref_find(argv[2]) : NULL;
    json_t *in = NULL, *out = NULL;
    struct error why = { 0 };
    struct arena a;
    enum err err;

    if (!row || json_read_file(&in, "/dev/stdin", 0, &why)) {
        fprintf(stderr, "no such operation, or bad JSON: %s\n", why.text);
        return 3;
    }
    arena_init(&a, 0);
    err = row->call(&a, &out, in, &why);
    if (err) {
        printf("{\"%s\": \"%s\", \"message\": \"%s\"}\n",
               err_is_reason(err) ? "reject" : "error", err_id(err), why.text);
    } else {
        json_dumpf(out, stdout, JSON_ENCODE_ANY | JSON_SORT_KEYS);
        putchar('\n');
    }
    return err ? 1 : 0;
}
