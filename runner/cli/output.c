/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "reports/report.h"
#include "runner/baseline.h"

/* --- one report: FORMAT[:VARIANT][=FILE] ---------------------------------------- */

struct request {
    char format[32], variant[32];
    const char *file; /* NULL: standard output */
};

static enum err read_request(struct request *out, const char *text,
                             struct error *why)
{
    size_t name = strcspn(text, ":="), variant = 0;
    const char *rest = text + name;

    if (*rest == ':')
        variant = strcspn(++rest, "=");
    if (!name || name >= sizeof out->format ||
        variant >= sizeof out->variant)
        return error_set(why, ERR_USAGE,
                         "--report %.80s: FORMAT[:VARIANT][=FILE] is needed",
                         text);
    snprintf(out->format, sizeof out->format, "%.*s", (int)name, text);
    snprintf(out->variant, sizeof out->variant, "%.*s", (int)variant, rest);
    rest += variant;
    out->file = *rest == '=' ? rest + 1 : NULL;
    return ERR_OK;
}

/* Is word one of the space separated words? */
static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);

    while (words && *words) {
        size_t n = strcspn(words, " ");

        if (n == len && memcmp(words, word, n) == 0)
            return true;
        words += n + (words[n] == ' ');
    }
    return false;
}

static enum err write_request(const struct run *run, const char *text,
                              const struct report_options *base,
                              struct error *why)
{
    struct report_options options = *base;
    const struct report_format *format;
    struct request request;
    enum err err = read_request(&request, text, why);

    if (err)
        return err;
    format = report_find(request.format);
    if (!format)
        return error_set(why, ERR_USAGE,
                         "there is no report format %s; 'etalon list "
                         "--reports' shows all", request.format);
    if (request.variant[0] && !has_word(format->variants, request.variant))
        return error_set(why, ERR_USAGE, "%s has no variant %s; it has: %s",
                         request.format, request.variant,
                         format->variants ? format->variants : "none");
    options.variant = request.variant[0] ? request.variant : NULL;
    if (request.file && strcmp(request.file, "-") != 0)
        return report_write_file(format, run, request.file, &options, why);
    err = format->write(stdout, run, &options, why);
    if (!err && fflush(stdout))
        err = error_set(why, ERR_IO, "standard output: %s", strerror(errno));
    return err;
}

static enum err write_folder(const struct run *run, const char *dir,
                             const struct report_options *options,
                             struct error *why)
{
    const struct report_format *format;

    if (mkdir(dir, 0777) && errno != EEXIST)
        return error_at(why, ERR_IO, dir, 0, 0, "%s", strerror(errno));
    for (size_t i = 0; (format = report_at(i)); i++) {
        char path[4200];
        enum err err;

        snprintf(path, sizeof path, "%s/%s", dir, format->file);
        err = report_write_file(format, run, path, options, why);
        if (err)
            return err;
    }
    return ERR_OK;
}

/* --- GitHub ------------------------------------------------------------------------ */

static enum err write_github(const struct run *run,
                             const struct report_options *options,
                             struct error *why)
{
    const struct report_format *lines = report_find("github");
    const struct report_format *page = report_find("markdown");
    const char *summary = getenv("GITHUB_STEP_SUMMARY");
    enum err err = lines ? lines->write(stdout, run, options, why) : ERR_OK;
    FILE *file;

    if (err || !page || !summary || !summary[0])
        return err;
    file = fopen(summary, "a");
    if (!file)
        return error_at(why, ERR_IO, summary, 0, 0, "%s", strerror(errno));
    err = page->write(file, run, options, why);
    if (fclose(file) && !err)
        err = error_at(why, ERR_IO, summary, 0, 0, "%s", strerror(errno));
    return err;
}

/* --- baseline ---------------------------------------------------------------------- */

static void print_regression(void *user, const struct error *problem)
{
    char text[600];

    (void)user;
    error_print(text, sizeof text, problem);
    fputs("baseline: ", stderr);
    cli_print_safe(stderr, text);
    fputc('\n', stderr);
}

static void today(char out[11])
{
    time_t now = time(NULL);
    struct tm parts;

    if (!gmtime_r(&now, &parts) || !strftime(out, 11, "%Y-%m-%d", &parts))
        snprintf(out, 11, "9999-12-31");
}

/* --- all of it ---------------------------------------------------------------------- */

static enum err write_all(const struct run *run, const struct args *args,
                          bool *used_stdout, struct error *why)
{
    struct report_options options = {
        .language = args_text(args, "--language", "en"),
    };
    const char *dir = args_text(args, "--report-dir", NULL), *text;
    enum err err = ERR_OK;

    if (strcmp(options.language, "en") != 0 &&
        strcmp(options.language, "zh") != 0)
        return error_set(why, ERR_USAGE, "--language %.20s: en or zh",
                         options.language);
    for (size_t i = 0; !err && (text = args_nth(args, "--report", i)); i++) {
        *used_stdout = *used_stdout || !strchr(text, '=');
        err = write_request(run, text, &options, why);
    }
    if (!err && dir)
        err = write_folder(run, dir, &options, why);
    if (!err && args_has(args, "--github")) {
        *used_stdout = true;
        err = write_github(run, &options, why);
    }
    return err;
}

static void print_summary(const struct run *run, const struct args *args)
{
    const struct report_format *text = report_find("text");
    struct report_options options = {
        .language = args_text(args, "--language", "en"),
        .variant = cli_colour(stdout, args) ? "colour" : NULL,
    };
    struct error why = { 0 };

    if (text && text->write(stdout, run, &options, &why))
        (void)cli_fail(&why);
}

int output_record(const char *record, const struct args *args)
{
    const char *path = args_text(args, "--baseline", NULL);
    struct baseline baseline;
    struct error why = { 0 };
    struct run run;
    bool used_stdout = false;
    int status;
    enum err err;

    if (path && baseline_load(&baseline, path, &why))
        return cli_fail(&why);
    err = run_load(&run, record, &why);
    if (err) {
        if (path)
            baseline_release(&baseline);
        return cli_fail(&why);
    }
    if (path) {
        struct problem_sink sink = { .report = print_regression };
        char date[11];

        today(date);
        baseline_apply(&run, &baseline, date, &sink);
    }
    err = write_all(&run, args, &used_stdout, &why);
    if (!err && !used_stdout && !args_has(args, "--quiet"))
        print_summary(&run, args);
    status = err ? cli_fail(&why) : (int)run.exit_status;
    run_release(&run);
    if (path)
        baseline_release(&baseline);
    return status;
}
