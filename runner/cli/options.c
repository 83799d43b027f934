/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/options.h"

#include <errno.h>
#include <stdlib.h>

/* Edit distance, bounded: names are short. */
static size_t distance(const char *a, const char *b)
{
    enum { NAME_MAX_LEN = 40 };
    size_t row[NAME_MAX_LEN + 1], la = strlen(a), lb = strlen(b);

    if (la > NAME_MAX_LEN || lb > NAME_MAX_LEN)
        return SIZE_MAX;
    for (size_t j = 0; j <= lb; j++)
        row[j] = j;
    for (size_t i = 1; i <= la; i++) {
        size_t corner = row[0];

        row[0] = i;
        for (size_t j = 1; j <= lb; j++) {
            size_t above = row[j], best = corner + (a[i - 1] != b[j - 1]);

            if (above + 1 < best)
                best = above + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            corner = above;
            row[j] = best;
        }
    }
    return row[lb];
}

static const struct option_row *nearest(const struct command *command,
                                        const char *name)
{
    const struct option_row *best = NULL;
    size_t best_distance = 4;

    for (size_t i = 0; i < command->option_count; i++) {
        size_t d = distance(command->options[i].name, name);

        if (d < best_distance) {
            best = &command->options[i];
            best_distance = d;
        }
    }
    return best;
}

static const struct option_row *find(const struct command *command,
                                     const char *name, size_t len)
{
    for (size_t i = 0; i < command->option_count; i++) {
        const char *known = command->options[i].name;

        if (strlen(known) == len && memcmp(known, name, len) == 0)
            return &command->options[i];
    }
    return NULL;
}

static enum err unknown(struct error *why, const struct command *command,
                        const char *word, size_t len)
{
    char name[64];
    const struct option_row *near;

    snprintf(name, sizeof name, "%.*s", (int)(len < 60 ? len : 60), word);
    near = nearest(command, name);
    if (near)
        return error_set(why, ERR_USAGE,
                         "unknown option %s; did you mean %s?", name,
                         near->name);
    return error_set(why, ERR_USAGE,
                     "unknown option %s; see 'etalon help %s'", name,
                     command->name);
}

/* Takes the option at argv[*i]; moves *i over a separate value. */
static enum err take_option(struct args *out, const struct command *command,
                            int *i, struct error *why)
{
    const char *word = out->argv[*i], *equals = strchr(word, '=');
    size_t len = equals ? (size_t)(equals - word) : strlen(word);
    const struct option_row *row = find(command, word, len);
    struct given_option *given = &out->given[out->given_count];

    if (!row)
        return unknown(why, command, word, len);
    if (out->given_count == OPTIONS_GIVEN_MAX)
        return error_set(why, ERR_USAGE, "more than %d options",
                         OPTIONS_GIVEN_MAX);
    if (!row->repeated && args_has(out, row->name))
        return error_set(why, ERR_USAGE, "%s is given twice", row->name);
    given->row = row;
    given->value = NULL;
    if (!row->value && equals)
        return error_set(why, ERR_USAGE, "%s takes no value", row->name);
    if (row->value && equals)
        given->value = equals + 1;
    else if (row->value && *i + 1 < out->argc)
        given->value = out->argv[++*i];
    if (row->value && !given->value)
        return error_set(why, ERR_USAGE, "%s needs a value: %s %s", row->name,
                         row->name, row->value);
    out->given_count++;
    return ERR_OK;
}

enum err options_parse(struct args *out, const char **words,
                       const struct command *command, int argc,
                       const char *const *argv, struct error *why)
{
    bool ended = false;

    *out = (struct args){ .words = words, .argc = argc, .argv = argv };
    for (int i = 2; i < argc; i++) {
        const char *word = argv[i];

        if (!ended && strcmp(word, "--") == 0) {
            ended = true;
        } else if (!ended && word[0] == '-' && word[1]) {
            enum err err = take_option(out, command, &i, why);

            if (err)
                return err;
        } else if (out->word_count == OPTIONS_WORDS_MAX) {
            return error_set(why, ERR_USAGE, "more than %d words",
                             OPTIONS_WORDS_MAX);
        } else {
            words[out->word_count++] = word;
        }
    }
    if (out->word_count < command->words_min)
        return error_set(why, ERR_USAGE, "something is missing: etalon %s %s",
                         command->name, command->words);
    if (out->word_count > command->words_max)
        return error_set(why, ERR_USAGE, "'%s' is one word too many",
                         words[command->words_max]);
    return ERR_OK;
}

bool args_has(const struct args *args, const char *name)
{
    return args_count(args, name) > 0;
}

size_t args_count(const struct args *args, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < args->given_count; i++)
        count += strcmp(args->given[i].row->name, name) == 0;
    return count;
}

const char *args_nth(const struct args *args, const char *name, size_t index)
{
    for (size_t i = 0; i < args->given_count; i++)
        if (strcmp(args->given[i].row->name, name) == 0 && index-- == 0)
            return args->given[i].value;
    return NULL;
}

const char *args_text(const struct args *args, const char *name,
                      const char *fallback)
{
    size_t count = args_count(args, name);

    return count ? args_nth(args, name, count - 1) : fallback;
}

enum err args_number(uint64_t *out, const struct args *args, const char *name,
                     uint64_t fallback, uint64_t low, uint64_t high,
                     struct error *why)
{
    const char *text = args_text(args, name, NULL);
    unsigned long long value;
    char *end;

    if (!text) {
        *out = fallback;
        return ERR_OK;
    }
    errno = 0;
    value = strtoull(text, &end, 10);
    if (errno || *end || end == text || text[0] < '0' || text[0] > '9' ||
        value < low || value > high)
        return error_set(why, ERR_USAGE,
                         "%s %s: a whole number from %llu to %llu is needed",
                         name, text, (unsigned long long)low,
                         (unsigned long long)high);
    *out = value;
    return ERR_OK;
}

void options_print_help(FILE *out, const struct command *command)
{
    fprintf(out, "Usage: etalon %s%s%s%s\n\n%s\n", command->name,
            command->option_count ? " [OPTION…]" : "",
            command->words[0] ? " " : "", command->words, command->summary);
    if (command->text)
        fprintf(out, "\n%s\n", command->text);
    if (!command->option_count)
        return;
    fprintf(out, "\nOptions:\n");
    for (size_t i = 0; i < command->option_count; i++) {
        const struct option_row *row = &command->options[i];
        char left[48];

        snprintf(left, sizeof left, "%s%s%s", row->name, row->value ? " " : "",
                 row->value ? row->value : "");
        if (strlen(left) > 23)
            fprintf(out, "  %s\n  %-23s %s\n", left, "", row->help);
        else
            fprintf(out, "  %-23s %s\n", left, row->help);
    }
}
