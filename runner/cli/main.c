/* SPDX-License-Identifier: Apache-2.0 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>

#include "runner/cli/cli.h"

static const struct command *const commands[] = {
    &command_run,     &command_list,    &command_show,
    &command_explain, &command_ask,     &command_lint,
    &command_digest,  &command_serve,   &command_adapter,
    &command_report,  &command_diff,    &command_merge,
    &command_replay,  &command_upstream, &command_known_answers,
    &command_chain,   &command_fixtures,
    &command_discover, &command_watch,  &command_demo,
    &command_doctor,  &command_version, &command_help,
};

const struct command *command_at(size_t index)
{
    return index < ARRAY_LEN(commands) ? commands[index] : NULL;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

/* "etalon --help" and the like are what people try first. */
static const char *alias(const char *word)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return "help";
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        return "version";
    return word;
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    static const char *words[OPTIONS_WORDS_MAX];
    static struct args args;
    const struct command *command;
    struct error why = { 0 };

    setlocale(LC_ALL, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN);
    if (argc < 2) {
        command_help.run(&(struct args){ 0 });
        return EXIT_USAGE;
    }
    command = command_find(alias(argv[1]));
    if (!command) {
        fputs("etalon: there is no command '", stderr);
        cli_print_safe(stderr, argv[1]);
        fputs("'; 'etalon help' lists them\n", stderr);
        return EXIT_USAGE;
    }
    if (command == &command_chain)
        return command->run(&(struct args){
            .argc = argc, .argv = (const char *const *)argv });
    if (wants_help(argc, argv)) {
        options_print_help(stdout, command);
        return 0;
    }
    if (options_parse(&args, words, command, argc,
                      (const char *const *)argv, &why))
        return cli_fail(&why);
    return command->run(&args);
}
