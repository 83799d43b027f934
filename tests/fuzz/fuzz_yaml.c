/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "runner/yaml.h"

/* YAML allows a key of 1,024 characters on one line; JSON text is one line. */
enum { TEXT_MAX = 1000 };

/* What was read, written as JSON and read again, is the same value; and every
 * refusal has a place. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct yaml_doc doc, again;
    struct error why = { 0 };
    char *text;

    (void)a;
    if (yaml_load(&doc, in, "in", &why)) {
        if (!why.code || !why.text[0] ||
            (why.code != ERR_LIMIT && why.line < 1))
            abort();
        return;
    }
    text = json_dumps(doc.root, JSON_ENCODE_ANY | JSON_ENSURE_ASCII |
                                    JSON_COMPACT);
    if (!text)
        abort();
    /* YAML has no surrogate pairs. */
    if (strlen(text) < TEXT_MAX && !strstr(text, "\\u") &&
        json_is_object(doc.root)) {
        char *spaced = json_dumps(doc.root, JSON_ENSURE_ASCII);

        if (!spaced || yaml_load(&again, bytes_str(spaced), "again", NULL) ||
            !json_equal(doc.root, again.root))
            abort();
        yaml_release(&again);
        free(spaced);
    }
    free(text);
    yaml_release(&doc);
}
