/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdio.h>

#include "runner/cli/cli.h"
#include "runner/target.h"

static void print_overview(void)
{
    const struct command *command;

    printf("etalon %s: a conformance test suite for metaverse and Web3 "
           "standards\n\nUsage: etalon COMMAND [OPTION…] [WORD…]\n\n"
           "Commands:\n", PACKAGE_VERSION);
    for (size_t i = 0; (command = command_at(i)); i++)
        printf("  %-14s %s\n", command->name, command->summary);
    printf("\nTopics: etalon help exit-status | targets | verdicts\n"
           "Start here:\n"
           "  etalon run --target ref: --profile block-ethereum\n"
           "  etalon run --target 'stdio:node my-adapter.mjs'\n");
}

static void print_exit_status(void)
{
    printf("Exit status of 'etalon run', 'report', 'merge' and 'replay':\n\n"
           "  0  conformant, or partial with at least one pass and no fail\n"
           "  1  nonconformant, or partial with a fail at level MUST\n"
           "  2  inconclusive, or nothing ran\n"
           "  3  bad usage or input\n"
           "  4  regression against a baseline (unexpected pass or fail, "
           "expired or dead entry)\n"
           "  5  internal error\n\n"
           "A run that was filtered, or names no profile, is partial. 'diff' "
           "gives 4 when B is\nworse than A; 'lint', 'adapter check', "
           "'upstream' and 'known-answers' give 1 when\nsomething failed.\n");
}

static void print_targets(void)
{
    const struct target_driver *driver;

    printf("A target is one string:\n\n");
    for (size_t i = 0; (driver = target_driver_at(i)); i++)
        printf("  %-18s %s\n", driver->scheme, driver->help);
    fputs("\nHow a node (and an adapter over HTTP) is reached:\n\n"
          "  --header 'NAME: VALUE'      a field of every request\n"
          "  --bearer, --jwt-secret      Authorization; the HS256 secret in hex, "
          "as execution\n"
          "                              clients keep it, signs a token for each "
          "request\n"
          "  --client-cert, --client-key, --key-password, --ca   TLS\n"
          "  --proxy URL                 http, https, socks5; on this machine "
          "itself none is used\n"
          "                              unless given\n"
          "  --http-version 1|2          HTTP/2 is taken where TLS offers it\n"
          "  --redirects N               307 and 308 on the same server only; none "
          "by default\n"
          "  --jobs, --rate, --max-requests   at a time, a second, in all; what "
          "is not asked then\n"
          "                              is untested: stopped\n"
          "  --timeout, --line-max       of one answer; compressed ones are counted "
          "expanded\n\n"
          "A secret is given as env:NAME or file:PATH, never as a word of the "
          "command line, and is\nmasked by value in everything that is written. "
          "The vector's id is the JSON-RPC id and the\nfield X-Etalon-Vector, so "
          "that an operator finds it in a log. Only faults of the way there\n"
          "are tried again, and counted.\n", stdout);
}

static void print_verdicts(void)
{
    printf("Verdict        Causes\n");
    for (int v = 0; v < VERDICT_COUNT; v++) {
        printf("%-14s", verdict_name((enum verdict)v));
        for (int c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++)
            if (cause_verdict((enum cause)c) == (enum verdict)v)
                printf(" %s", cause_name((enum cause)c));
        printf("\n");
    }
    printf("\nLevel (MUST, SHOULD, MAY) is not a verdict: a failed SHOULD is a "
           "deviation and\nnever decides conformity.\n");
}

/* --- shell completion, from the same tables ----------------------------------- */

static void print_bash(void)
{
    const struct command *command;

    printf("# bash completion for etalon; made by 'etalon help completion-bash'\n"
           "_etalon() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} words\n"
           "    if [ \"$COMP_CWORD\" = 1 ]; then\n        words='");
    for (size_t i = 0; (command = command_at(i)); i++)
        printf("%s%s", i ? " " : "", command->name);
    printf("'\n    else\n        case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; (command = command_at(i)); i++) {
        printf("        %s) words='", command->name);
        for (size_t o = 0; o < command->option_count; o++)
            printf("%s%s", o ? " " : "", command->options[o].name);
        printf("' ;;\n");
    }
    printf("        esac\n    fi\n"
           "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
           "    case $word in\n        -*) ;;\n"
           "        *) [ \"$COMP_CWORD\" = 1 ] || "
           "COMPREPLY+=($(compgen -f -- \"$word\")) ;;\n"
           "    esac\n}\ncomplete -F _etalon etalon\n");
}

/* zsh: single quotes and brackets in help texts would end the description. */
static void print_zsh_text(const char *text)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", stdout);
        else if (*text == '[' || *text == ']' || *text == ':')
            printf("\\%c", *text);
        else
            putchar(*text);
    }
}

static void print_zsh(void)
{
    const struct command *command;

    printf("#compdef etalon\n"
           "# zsh completion for etalon; made by 'etalon help completion-zsh'\n"
           "_etalon() {\n    local -a commands\n    commands=(\n");
    for (size_t i = 0; (command = command_at(i)); i++) {
        printf("        '%s:", command->name);
        print_zsh_text(command->summary);
        printf("'\n");
    }
    printf("    )\n    if (( CURRENT == 2 )); then\n"
           "        _describe command commands\n        return\n    fi\n"
           "    case $words[2] in\n");
    for (size_t i = 0; (command = command_at(i)); i++) {
        printf("    %s) _arguments", command->name);
        for (size_t o = 0; o < command->option_count; o++) {
            const struct option_row *row = &command->options[o];

            printf(" '%s%s[", row->repeated ? "*" : "", row->name);
            print_zsh_text(row->help);
            printf("]%s'", row->value ? ":value:_files" : "");
        }
        printf(" '*:file:_files' ;;\n");
    }
    printf("    esac\n}\n_etalon \"$@\"\n");
}

/* --- the man page, from the same tables ------------------------------------------ */

/* roff: a leading dot or quote and every backslash and hyphen need care. */
static void print_roff(const char *text)
{
    bool line_start = true;

    for (; *text; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
        line_start = *text == '\n';
    }
}

static void print_man_command(const struct command *command)
{
    printf(".SS etalon %s", command->name);
    if (command->words[0]) {
        putchar(' ');
        print_roff(command->words);
    }
    printf("\n");
    print_roff(command->summary);
    printf("\n");
    if (command->text) {
        printf(".PP\n.nf\n");
        print_roff(command->text);
        printf("\n.fi\n");
    }
    for (size_t o = 0; o < command->option_count; o++) {
        const struct option_row *row = &command->options[o];

        printf(".TP\n.B ");
        print_roff(row->name);
        if (row->value) {
            putchar(' ');
            print_roff(row->value);
        }
        printf("\n");
        print_roff(row->help);
        printf("\n");
    }
}

static void print_man(void)
{
    const struct command *command;

    printf(".TH ETALON 1 \"\" \"etalon %s\" \"User commands\"\n"
           ".SH NAME\netalon \\- conformance test suite for metaverse and Web3 "
           "standards\n.SH SYNOPSIS\n.B etalon\n.I COMMAND\n[OPTION...] "
           "[WORD...]\n.SH DESCRIPTION\nPuts the vectors of a suite to a target "
           "(the bundled reference, an adapter, a node, a recorded run), judges the "
           "answers, writes an append\\-only record, and derives reports from "
           "it.\n.SH COMMANDS\n", PACKAGE_VERSION);
    for (size_t i = 0; (command = command_at(i)); i++)
        print_man_command(command);
    printf(".SH EXIT STATUS\n.nf\n"
           "0  conformant, or partial with at least one pass and no fail\n"
           "1  nonconformant, or partial with a fail at level MUST\n"
           "2  inconclusive, or nothing ran\n3  bad usage or input\n"
           "4  regression against a baseline\n5  internal error\n.fi\n"
           ".SH ENVIRONMENT\n.TP\n.B ETALON_DATA\nfolder with suites/ and "
           "vectors/\n.TP\n.B NO_COLOR\nno colours when set\n");
}

/* --- the command -------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*print)(void);
} topics[] = {
    { "exit-status", print_exit_status }, { "targets", print_targets },
    { "verdicts", print_verdicts },       { "completion-bash", print_bash },
    { "completion-zsh", print_zsh },      { "man", print_man },
};

static int run(const struct args *args)
{
    const struct command *command;

    if (args->word_count == 0) {
        print_overview();
        return 0;
    }
    for (size_t i = 0; i < ARRAY_LEN(topics); i++) {
        if (strcmp(topics[i].name, args->words[0]) == 0) {
            topics[i].print();
            return 0;
        }
    }
    command = command_find(args->words[0]);
    if (command) {
        options_print_help(stdout, command);
        return 0;
    }
    fputs("etalon: no help on '", stderr);
    cli_print_safe(stderr, args->words[0]);
    fputs("'; topics: the commands, exit-status, targets, verdicts, "
          "completion-bash, completion-zsh, man\n", stderr);
    return EXIT_USAGE;
}

const struct command command_help = {
    .name = "help",
    .words = "[COMMAND|TOPIC]",
    .words_max = 1,
    .summary = "Explain a command or a topic.",
    .run = run,
};
