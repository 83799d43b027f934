/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "base/json.h"
#include "chain/asset/gltf.h"

/* The codes of a document are those of the same document written otherwise:
 * order of members, white space and spelling of numbers mean nothing. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct gltf_report first, again;
    json_t *document = NULL;
    struct error why = { 0 };
    char *text;

    if (in.len > 65536 || json_read(&document, in, NULL, &why))
        return;
    text = json_canonical(document);
    json_decref(document);
    if (!text)
        return;
    if (!gltf_check(a, &first, in, NULL) &&
        !gltf_check(a, &again, bytes_str(text), NULL)) {
        if (first.count != again.count)
            abort();
        for (size_t i = 0; i < first.count; i++)
            if (strcmp(first.codes[i], again.codes[i]) != 0 ||
                (i && strcmp(first.codes[i - 1], first.codes[i]) >= 0))
                abort();
    }
    free(text);
}
