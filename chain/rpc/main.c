/* SPDX-License-Identifier: Apache-2.0 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "chain/rpc/fixture.h"
#include "chain/rpc/rpc.h"
#include "chain/rpc/server.h"
#include "config.h"

/* etalon-chain: the bundled reference chain as a node. */

enum { STATUS_OK = 0, STATUS_USAGE = 3, STATUS_FAILED = 5 };
enum { PORT_DEFAULT = 8545, BLOCK_TIME_MAX = 3600 };

struct settings {
    const char *genesis, *blocks, *forkchoice, *datadir, *host, *log;
    uint64_t chain_id, port, block_time, threads;
    bool dev, check_seals, help, version;
};

enum kind { KIND_TEXT, KIND_NUMBER, KIND_SWITCH };

/* Options and their help are one table. */
static const struct {
    const char *name, *value, *help;
    enum kind kind;
    size_t offset;
    uint64_t most;
} options[] = {
    { "genesis", "FILE", "chain from a genesis file (JSON)", KIND_TEXT,
      offsetof(struct settings, genesis), 0 },
    { "import", "FILE", "blocks to import after it (RLP, one after another)",
      KIND_TEXT, offsetof(struct settings, blocks), 0 },
    { "headfcu", "FILE", "forkchoice to apply then (engine_forkchoiceUpdated)",
      KIND_TEXT, offsetof(struct settings, forkchoice), 0 },
    { "check-seals", NULL, "verify proof of work (Ethash) of imported blocks",
      KIND_SWITCH, offsetof(struct settings, check_seals), 0 },
    { "dev", NULL, "a new chain with funded accounts; blocks on demand",
      KIND_SWITCH, offsetof(struct settings, dev), 0 },
    { "datadir", "DIR", "keep the chain in this directory, and go on with it",
      KIND_TEXT, offsetof(struct settings, datadir), 0 },
    { "chain-id", "N", "chain id of --dev (1337)", KIND_NUMBER,
      offsetof(struct settings, chain_id), UINT32_MAX },
    { "block-time", "SECONDS", "make a block at this interval instead",
      KIND_NUMBER, offsetof(struct settings, block_time), BLOCK_TIME_MAX },
    { "host", "ADDRESS", "IPv4 address to listen on (127.0.0.1)", KIND_TEXT,
      offsetof(struct settings, host), 0 },
    { "port", "N", "port to listen on (8545); 0 takes a free one", KIND_NUMBER,
      offsetof(struct settings, port), UINT16_MAX },
    { "threads", "N", "threads that serve (one per processor)", KIND_NUMBER,
      offsetof(struct settings, threads), SERVER_THREADS_MAX },
    { "log", "FILE", "a line per request, to a file (- for standard error)",
      KIND_TEXT, offsetof(struct settings, log), 0 },
    { "help", NULL, "this text", KIND_SWITCH, offsetof(struct settings, help),
      0 },
    { "version", NULL, "the version", KIND_SWITCH,
      offsetof(struct settings, version), 0 },
};

static void print_help(void)
{
    puts("usage: etalon-chain [option]...\n"
         "       etalon-chain methods     what the node answers\n"
         "       etalon-chain openrpc     the same as an OpenRPC document\n"
         "       etalon-chain fixtures DIR   a chain of our own for other nodes\n"
         "\nThe bundled reference chain as a JSON-RPC node.  Without --genesis "
         "it is --dev, or the\nchain that --datadir holds.\n");
    for (size_t i = 0; i < ARRAY_LEN(options); i++)
        printf("  --%-11s %-8s %s\n", options[i].name,
               options[i].value ? options[i].value : "", options[i].help);
}

static bool set_option(struct settings *s, size_t i, const char *value)
{
    char *field = (char *)s + options[i].offset, *end;
    unsigned long long number;

    switch (options[i].kind) {
    case KIND_TEXT:
        memcpy(field, &value, sizeof value);
        return true;
    case KIND_SWITCH:
        memcpy(field, &(bool){ true }, sizeof(bool));
        return true;
    case KIND_NUMBER:
        number = strtoull(value, &end, 10);
        if (value[0] >= '0' && value[0] <= '9' && !*end &&
            number <= options[i].most) {
            memcpy(field, &(uint64_t){ number }, sizeof(uint64_t));
            return true;
        }
        fprintf(stderr, "etalon-chain: --%s: %s is no number up to %llu\n",
                options[i].name, value, (unsigned long long)options[i].most);
    }
    return false;
}

static bool read_options(struct settings *s, int argc, char **argv)
{
    struct option list[ARRAY_LEN(options) + 1] = { { .name = NULL } };
    int at, found;

    for (size_t i = 0; i < ARRAY_LEN(options); i++) {
        list[i].name = options[i].name;
        list[i].has_arg =
            options[i].value ? required_argument : no_argument;
    }
    while ((found = getopt_long(argc, argv, "", list, &at)) != -1)
        if (found != 0 || !set_option(s, (size_t)at, optarg))
            return false;
    if (optind != argc) {
        fprintf(stderr, "etalon-chain: what is %s?\n", argv[optind]);
        return false;
    }
    if (s->dev && s->genesis) {
        fputs("etalon-chain: --dev and --genesis exclude each other\n",
              stderr);
        return false;
    }
    if (!s->genesis && (s->blocks || s->forkchoice || s->check_seals)) {
        fputs("etalon-chain: --import, --headfcu and --check-seals need "
              "--genesis\n", stderr);
        return false;
    }
    return true;
}

static int print_table(void (*write)(struct out *))
{
    struct out out = { .data = NULL };
    int status = STATUS_FAILED;

    write(&out);
    if (!out.failed && fwrite(out.data, 1, out.len, stdout) == out.len &&
        fflush(stdout) == 0)
        status = STATUS_OK;
    out_release(&out);
    return status;
}

/* --- serving --- */

static void mine_tick(struct node *node)
{
    const struct chain_block *b;
    enum err err;

    node_lock(node);
    err = node_mine(node, &b);
    arena_reset(&node->arena);
    node_unlock(node);
    if (err)
        fprintf(stderr, "etalon-chain: no block: %s\n", err_sentence(err));
}

/* Until SIGINT or SIGTERM. */
static void wait_for_end(struct node *node, const sigset_t *signals,
                         uint64_t block_time)
{
    struct timespec interval = { .tv_sec = (time_t)block_time };

    if (!block_time) {
        sigwaitinfo(signals, NULL);
        return;
    }
    while (sigtimedwait(signals, NULL, &interval) < 0)
        mine_tick(node);
}

static enum err make_chain(struct node *node, const struct settings *s,
                           struct error *why)
{
    enum err err = s->datadir ? node_keep(node, s->datadir, why) : ERR_OK;
    bool dev;

    if (err)
        return err;
    node->chain.check_seals = s->check_seals;
    if (s->genesis)
        return node_load(node, s->genesis, s->blocks, s->forkchoice, why);
    if (!s->dev && node_was_kept(node, &dev) && !dev)
        return ERR_OK;
    err = node_dev(node, s->chain_id, why);
    node->automine = !s->block_time;
    return err;
}

static int serve(struct node *node, const struct settings *s, FILE *log)
{
    const char *host = s->host ? s->host : "127.0.0.1";
    struct server_options listen_at = {
        .host = host, .port = (uint16_t)s->port,
        .threads = (unsigned)s->threads, .log = log,
    };
    struct error why = { .code = ERR_OK };
    struct server *server;
    sigset_t signals;
    char text[sizeof why.source + sizeof why.text + 32];

    /* Blocked here, so that the threads inherit it. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    if (make_chain(node, s, &why) ||
        server_start(&server, node, &listen_at, &why)) {
        error_print(text, sizeof text, &why);
        fprintf(stderr, "etalon-chain: %s\n", text);
        return STATUS_USAGE;
    }
    printf("listening on http://%s:%u\n", host, server_port(server));
    fflush(stdout);
    wait_for_end(node, &signals, s->block_time);
    server_stop(server);
    return STATUS_OK;
}

static int run(const struct settings *s)
{
    FILE *log = NULL;
    struct node *node = malloc(sizeof *node);
    int status = STATUS_FAILED;

    if (s->log)
        log = strcmp(s->log, "-") == 0 ? stderr : fopen(s->log, "a");
    if (s->log && !log)
        fprintf(stderr, "etalon-chain: %s cannot be written\n", s->log);
    else if (!node || node_init(node))
        fputs("etalon-chain: memory is short\n", stderr);
    else {
        status = serve(node, s, log);
        node_release(node);
    }
    free(node);
    if (log && log != stderr && fclose(log) != 0)
        status = STATUS_FAILED;
    return status;
}

static int export_fixtures(const char *folder)
{
    struct node *node = malloc(sizeof *node);
    struct error why = { .code = ERR_OK };
    char text[sizeof why.source + sizeof why.text + 32];
    int status = STATUS_OK;

    if (!node || node_init(node)) {
        free(node);
        fputs("etalon-chain: memory is short\n", stderr);
        return STATUS_FAILED;
    }
    if (fixture_export(node, folder, &why)) {
        error_print(text, sizeof text, &why);
        fprintf(stderr, "etalon-chain: %s\n", text);
        status = STATUS_USAGE;
    }
    node_release(node);
    free(node);
    return status;
}

int main(int argc, char **argv)
{
    struct settings s = { .port = PORT_DEFAULT };

    if (argc == 2 && strcmp(argv[1], "methods") == 0)
        return print_table(rpc_describe);
    if (argc == 2 && strcmp(argv[1], "openrpc") == 0)
        return print_table(rpc_openrpc);
    if (argc == 3 && strcmp(argv[1], "fixtures") == 0)
        return export_fixtures(argv[2]);
    if (!read_options(&s, argc, argv))
        return STATUS_USAGE;
    if (s.help)
        print_help();
    else if (s.version)
        puts("etalon-chain " PACKAGE_VERSION);
    else
        return run(&s);
    return STATUS_OK;
}
