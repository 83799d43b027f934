/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a fixture in every format and variant into a folder, as
 * FIXTURE.FORMAT[.VARIANT]; the scripts beside it hand them to validators. */
#include "reports/report.h"
#include "tests/unit/report_fixture.h"

#include <stdlib.h>

static void write_one(const struct run *run, const struct report_format *f,
                      const char *variant, const char *folder, const char *name)
{
    static const char *const languages[] = { "en", "zh" };
    struct error why = { 0 };
    char path[4096];

    /* Only the page speaks more than one language. */
    for (size_t i = 0; i < (strcmp(f->name, "html") ? 1 : 2); i++) {
        struct report_options options = { .language = languages[i],
                                          .variant = variant };
        const char *dot = strrchr(f->file, '.');

        (void)snprintf(path, sizeof path, "%s/%s.%s%s%s%s%s", folder, name,
                       f->name, variant ? "." : "", variant ? variant : "",
                       i ? ".zh" : "", dot);
        if (report_write_file(f, run, path, &options, &why)) {
            fprintf(stderr, "report_writer: %s: %s\n", path, why.text);
            exit(1);
        }
    }
}

int main(int argc, char **argv)
{
    const struct report_format *f;

    for (int i = 2; i < argc; i++) {
        struct run run;

        if (!fixture_find(&run, argv[i])) {
            fprintf(stderr, "report_writer: no fixture %s\n", argv[i]);
            return 3;
        }
        for (size_t k = 0; (f = report_at(k)) != NULL; k++) {
            char list[128] = "", *at = list, *one;

            if (f->variants)
                (void)snprintf(list, sizeof list, "%s", f->variants);
            write_one(&run, f, NULL, argv[1], argv[i]);
            while ((one = strtok_r(at, " ", &at)) != NULL)
                write_one(&run, f, one, argv[1], argv[i]);
        }
        fixture_release(&run);
    }
    return argc < 3 ? 3 : 0;
}
