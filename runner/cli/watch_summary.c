/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/watch_summary.h"

#include <errno.h>
#include <stdlib.h>

#include "runner/cli/cli.h"

enum { SHOWN_MAX = 20 };

static const char *text_in(const json_t *map, const char *key)
{
    const char *text = json_string_value(json_object_get(map, key));

    return text ? text : "";
}

static long long number_in(const json_t *map, const char *key)
{
    return (long long)json_integer_value(json_object_get(map, key));
}

/* --- text -------------------------------------------------------------------- */

static void text_changes(FILE *out, const json_t *since)
{
    static const char *const lists[] = { "worse", "better" };

    for (size_t l = 0; l < ARRAY_LEN(lists); l++) {
        json_t *list = json_object_get(since, lists[l]), *item;
        size_t i;

        json_array_foreach(list, i, item) {
            if (i == SHOWN_MAX) {
                fprintf(out, "    … and more in the JSON\n");
                break;
            }
            fprintf(out, "    %s: %s %s -> %s (%s)\n", lists[l],
                    text_in(item, "id"), text_in(item, "was"),
                    text_in(item, "is"), text_in(item, "cause"));
        }
    }
}

static void text_target(FILE *out, const json_t *t)
{
    const json_t *count = json_object_get(t, "count");
    const json_t *since = json_object_get(t, "since");
    json_t *trend = json_object_get(t, "trend"), *row;
    size_t i;

    fprintf(out, "%s: %s", text_in(t, "name"), text_in(t, "outcome"));
    if (strcmp(text_in(t, "policy"), "") != 0)
        fprintf(out, " [%s]", text_in(t, "policy"));
    if (count)
        fprintf(out, ", %lld passed, %lld failed, %lld inconclusive",
                number_in(count, "pass"), number_in(count, "fail"),
                number_in(count, "inconclusive"));
    fputc('\n', out);
    if (json_is_object(since)) {
        fprintf(out, "  since %s: %lld worse, %lld better\n",
                text_in(since, "start"), number_in(since, "worse_count"),
                number_in(since, "better_count"));
        text_changes(out, since);
    }
    if (json_array_size(trend) > 1) {
        fputs("  failed before:", out);
        json_array_foreach(trend, i, row)
            fprintf(out, " %lld", number_in(row, "fail"));
        fputc('\n', out);
    }
}

void watch_text(FILE *out, const json_t *summary)
{
    json_t *list = json_object_get(summary, "targets"), *item;
    char *text = NULL;
    size_t i, len = 0;
    FILE *page = open_memstream(&text, &len);

    if (!page)
        return;
    json_array_foreach(list, i, item)
        text_target(page, item);
    if (fclose(page) == 0)
        for (char *line = text, *end; line && *line; line = end + 1) {
            end = strchr(line, '\n');
            if (!end)
                break;
            *end = '\0';
            cli_print_safe(out, line);
            fputc('\n', out);
        }
    free(text);
}

/* --- Markdown ------------------------------------------------------------------ */

/* What a target says may hold marks of Markdown, HTML and lines. */
static void put_cell(FILE *out, const char *text)
{
    for (; *text; text++)
        if (strchr("\\`*_[]<>|#&", *text))
            fprintf(out, "&#%d;", *text);
        else
            fputc((unsigned char)*text < 0x20 ? ' ' : *text, out);
}

static void markdown_row(FILE *out, const json_t *t)
{
    const json_t *count = json_object_get(t, "count");
    const json_t *since = json_object_get(t, "since");
    static const char *const counts[] = { "pass", "fail", "inconclusive",
                                          "untested" };

    fputs("| ", out);
    put_cell(out, text_in(t, "name"));
    fputs(" | ", out);
    put_cell(out, text_in(t, "product"));
    fputc(' ', out);
    put_cell(out, text_in(t, "version"));
    fprintf(out, " | %s%s%s |", text_in(t, "outcome"),
            text_in(t, "policy")[0] ? ", " : "", text_in(t, "policy"));
    for (size_t i = 0; i < ARRAY_LEN(counts); i++)
        if (count)
            fprintf(out, " %lld |", number_in(count, counts[i]));
        else
            fputs(" |", out);
    if (json_is_object(since))
        fprintf(out, " %lld worse, %lld better since %s |\n",
                number_in(since, "worse_count"),
                number_in(since, "better_count"), text_in(since, "start"));
    else
        fputs(" |\n", out);
}

void watch_markdown(FILE *out, const json_t *summary)
{
    json_t *list = json_object_get(summary, "targets"), *item, *change;
    size_t i, k;

    fprintf(out, "# etalon watch, %s\n\nExit status %lld.\n\n"
            "| target | product | outcome | passed | failed | inconclusive | "
            "untested | changes |\n|---|---|---|---|---|---|---|---|\n",
            text_in(summary, "start"), number_in(summary, "exit_status"));
    json_array_foreach(list, i, item)
        markdown_row(out, item);
    json_array_foreach(list, i, item) {
        const json_t *since = json_object_get(item, "since");
        json_t *worse = json_object_get(since, "worse");

        if (!json_array_size(worse))
            continue;
        fputs("\n## ", out);
        put_cell(out, text_in(item, "name"));
        fputs(": worse\n\n", out);
        json_array_foreach(worse, k, change)
            fprintf(out, "- `%s`: %s, was %s (%s)\n", text_in(change, "id"),
                    text_in(change, "is"), text_in(change, "was"),
                    text_in(change, "cause"));
    }
}

/* --- files ----------------------------------------------------------------------- */

static void write_json(FILE *out, const json_t *summary)
{
    json_dumpf(summary, out, JSON_INDENT(2));
    fputc('\n', out);
}

enum err watch_write(const json_t *summary, const char *dir, struct error *why)
{
    static const struct {
        const char *name;
        void (*write)(FILE *out, const json_t *summary);
    } files[] = {
        { "summary.json", write_json },
        { "summary.md", watch_markdown },
        { "summary.txt", watch_text },
    };

    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        char path[4200];
        FILE *out;

        snprintf(path, sizeof path, "%.4000s/%s", dir, files[i].name);
        out = fopen(path, "we");
        if (out)
            files[i].write(out, summary);
        if (!out || fclose(out))
            return error_at(why, ERR_IO, path, 0, 0, "%s", strerror(errno));
    }
    return ERR_OK;
}
