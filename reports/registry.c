/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* clang-format off */
static const struct report_format formats[] = {
    { "text",        "summary.txt",    "text/plain",
      "what a person reads in a terminal",                NULL,                report_text },
    { "html",        "report.html",    "text/html",
      "one self-contained page, with every detail",       NULL,                report_html },
    { "json",        "summary.json",   "application/json",
      "summary JSON (docs/schema/run.schema.json)",       NULL,                report_json },
    { "junit",       "junit.xml",      "application/xml",
      "JUnit XML for CI servers",                         "rich portable",     report_junit },
    { "tap",         "run.tap",        "text/plain",
      "Test Anything Protocol",                           "13 14 14-nested",   report_tap },
    { "earl-turtle", "earl.ttl",       "text/turtle",
      "W3C EARL 1.0 in Turtle",                           NULL,                report_earl_turtle },
    { "earl-jsonld", "earl.jsonld",    "application/ld+json",
      "W3C EARL 1.0 in JSON-LD, the same graph",          NULL,                report_earl_jsonld },
    { "markdown",    "summary.md",     "text/markdown",
      "GitHub step summary, at most 900 KiB",             NULL,                report_markdown },
    { "csv",         "clauses.csv",    "text/csv",
      "clause matrix, or one row per case",               "clauses cases",     report_csv },
    { "ctrf",        "ctrf.json",      "application/json",
      "Common Test Report Format",                        NULL,                report_ctrf },
    { "badge-svg",   "badge.svg",      "image/svg+xml",
      "badge with the count of MUST requirements",        NULL,                report_badge_svg },
    { "badge-json",  "badge.json",     "application/json",
      "the same badge for a badge server",                NULL,                report_badge_json },
    { "github-annotations", "annotations.txt", "text/plain",
      "GitHub workflow commands, 10 of a kind",           NULL,                report_github },
};
/* clang-format on */

const struct report_format *report_at(size_t index)
{
    return index < ARRAY_LEN(formats) ? &formats[index] : NULL;
}

const struct report_format *report_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    }
    return NULL;
}

bool report_is_variant(const struct report_options *options, const char *name)
{
    const char *chosen = options ? options->variant : NULL;

    return chosen && strcmp(chosen, name) == 0;
}

static enum err io_error(struct error *why, const char *path)
{
    return error_set(why, ERR_IO, "%s: %s", path, strerror(errno));
}

/* A device, a pipe or a socket is written to, never replaced by a file. */
static enum err write_in_place(const struct report_format *format,
                               const struct run *run, const char *path,
                               const struct report_options *options,
                               struct error *why)
{
    FILE *out = fopen(path, "w");
    enum err err;

    if (!out)
        return io_error(why, path);
    err = format->write(out, run, options, why);
    if (fclose(out) != 0 && !err)
        err = io_error(why, path);
    return err;
}

enum err report_write_file(const struct report_format *format,
                           const struct run *run, const char *path,
                           const struct report_options *options,
                           struct error *why)
{
    struct stat info;
    struct arena a;
    enum err err = ERR_MEMORY;
    char *temporary;
    FILE *out;
    int fd;

    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
        return write_in_place(format, run, path, options, why);
    arena_init(&a, 0);
    temporary = arena_printf(&a, "%s." "XX" "XX" "XX", path);
    if (!temporary) {
        (void)error_set(why, err, "no memory for a file name");
        goto arena;
    }
    err = ERR_IO;
    fd = mkstemp(temporary);
    if (fd < 0) {
        (void)io_error(why, path);
        goto arena;
    }
    /* mkstemp makes private files; a report is for others to read. */
    (void)fchmod(fd, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
    out = fdopen(fd, "w");
    if (!out) {
        (void)io_error(why, path);
        (void)close(fd);
        goto temporary;
    }
    err = format->write(out, run, options, why);
    if (fclose(out) != 0 && !err)
        err = io_error(why, path);
    if (!err && rename(temporary, path) != 0)
        err = io_error(why, path);
temporary:
    if (err)
        (void)unlink(temporary);
arena:
    arena_release(&a);
    return err;
}
