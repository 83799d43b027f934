/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/process_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    ENVIRONMENT_MAX = 64, /* variables handed to an adapter */
    FD_FIRST_OTHER = 3
};

/* --- words -------------------------------------------------------------------- */

struct splitter {
    struct process_words *out;
    const char *at;
    size_t n;
};

/* Copies one word; false when a quote is not closed. */
static bool split_word(struct splitter *s)
{
    char quote = 0;

    for (; *s->at; s->at++) {
        char c = *s->at;

        if (!quote && (c == ' ' || c == '\t' || c == '\n'))
            break;
        if (c == quote) {
            quote = 0;
            continue;
        }
        if (!quote && (c == '\'' || c == '"')) {
            quote = c;
            continue;
        }
        if (c == '\\' && s->at[1] &&
            (!quote || (quote == '"' && strchr("\"\\", s->at[1]))))
            c = *++s->at;
        s->out->text[s->n++] = c;
    }
    s->out->text[s->n++] = '\0';
    return !quote;
}

enum err process_split(struct process_words *out, const char *command,
                       struct error *why)
{
    struct splitter s = { .out = out, .at = command };

    /* A word is never longer than its spelling and one terminator, and each
     * word but the last is followed by a blank. */
    if (strlen(command) + 2 > sizeof out->text)
        return error_set(why, ERR_USAGE,
                         "the command is longer than %d bytes",
                         PROCESS_COMMAND_MAX - 2);
    out->count = 0;
    for (;;) {
        s.at += strspn(s.at, " \t\n");
        if (!*s.at)
            break;
        if (out->count == PROCESS_WORDS_MAX)
            return error_set(why, ERR_USAGE,
                             "the command has more than %d words",
                             PROCESS_WORDS_MAX);
        out->word[out->count++] = out->text + s.n;
        if (!split_word(&s))
            return error_set(why, ERR_USAGE,
                             "a quote in the command is not closed");
    }
    out->word[out->count] = NULL;
    if (!out->count || !*out->word[0])
        return error_set(why, ERR_USAGE,
                         "the command is empty: write stdio:PROGRAM ARGS");
    return ERR_OK;
}

/* --- what the child gets -------------------------------------------------------- */

/* Everything the child needs is made before fork: between fork and exec only
 * system calls are safe. */
struct plan {
    char *environment[ENVIRONMENT_MAX + 1];
    size_t environment_count;
    char uid_map[64], gid_map[64];
    const struct target_options *options;
    const struct process_words *words;
    int in, out, err, status;
    pid_t parent;
};

/* What the child says before exec, and again when exec fails. */
struct status {
    int network;
    int exec_errno;
};

static bool add_variable(struct plan *p, const char *name, const char *value)
{
    size_t len = strlen(name) + strlen(value) + 2;
    char *text;

    if (p->environment_count == ENVIRONMENT_MAX)
        return false;
    text = malloc(len);
    if (!text)
        return false;
    snprintf(text, len, "%s=%s", name, value);
    p->environment[p->environment_count++] = text;
    return true;
}

static void release_environment(struct plan *p)
{
    while (p->environment_count)
        free(p->environment[--p->environment_count]);
}

static enum err make_environment(struct plan *p, struct error *why)
{
    const char *path = getenv("PATH");
    bool ok = add_variable(p, "PATH",
                           path ? path : "/usr/local/bin:/usr/bin:/bin") &&
              add_variable(p, "LANG", "C.UTF-8");

    for (const char *const *name = p->options->environment; ok && name && *name;
         name++) {
        const char *value = getenv(*name);

        if (value)
            ok = add_variable(p, *name, value);
    }
    if (!ok) {
        release_environment(p);
        return error_set(why, ERR_LIMIT,
                         "more than %d environment variables for the adapter",
                         ENVIRONMENT_MAX);
    }
    return ERR_OK;
}

/* --- in the child ------------------------------------------------------------------ */

static bool write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

    if (fd >= 0)
        close(fd);
    return ok;
}

/* A network namespace in which no interface is up; as an ordinary user it
 * takes a user namespace, in which the user keeps its own ids. */
static int isolate(const struct plan *p)
{
    if (p->options->network)
        return NETWORK_ALLOWED;
    if (unshare(CLONE_NEWNET) == 0)
        return NETWORK_NONE;
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return NETWORK_NOT_ISOLATED;
    (void)write_file("/proc/self/setgroups", "deny");
    (void)write_file("/proc/self/uid_map", p->uid_map);
    (void)write_file("/proc/self/gid_map", p->gid_map);
    return NETWORK_NONE;
}

static void limit(const struct plan *p)
{
    struct rlimit none = { 0, 0 };
    struct rlimit memory = { p->options->memory_max, p->options->memory_max };

    (void)setrlimit(RLIMIT_CORE, &none);
    if (p->options->memory_max)
        (void)setrlimit(RLIMIT_AS, &memory);
}

static void plain_signals(void)
{
    sigset_t empty;

    sigemptyset(&empty);
    for (int s = 1; s < NSIG; s++)
        signal(s, SIG_DFL);
    sigprocmask(SIG_SETMASK, &empty, NULL);
}

static _Noreturn void child(const struct plan *p)
{
    struct status status = { 0, 0 };

    setpgid(0, 0);
    plain_signals();
    if (dup2(p->in, 0) < 0 || dup2(p->out, 1) < 0 || dup2(p->err, 2) < 0)
        _exit(127);
    status.network = isolate(p);
    /* After isolate(): a change of credentials clears it. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != p->parent)
        _exit(127);
    limit(p);
    syscall(SYS_close_range, FD_FIRST_OTHER, ~0u, 4 /* CLOSE_RANGE_CLOEXEC */);
    (void)!write(p->status, &status, sizeof status);
    execvpe(p->words->word[0], p->words->word, p->environment);
    status.exec_errno = errno;
    (void)!write(p->status, &status, sizeof status);
    _exit(127);
}

/* --- in the parent ------------------------------------------------------------------- */

/* A close-on-exec pipe whose ends are never 0, 1 or 2. */
static bool pipe_above(int ends[2])
{
    int raw[2];

    if (pipe2(raw, O_CLOEXEC))
        return false;
    ends[0] = fcntl(raw[0], F_DUPFD_CLOEXEC, FD_FIRST_OTHER);
    ends[1] = fcntl(raw[1], F_DUPFD_CLOEXEC, FD_FIRST_OTHER);
    close(raw[0]);
    close(raw[1]);
    return ends[0] >= 0 && ends[1] >= 0;
}

enum { PIPE_IN, PIPE_OUT, PIPE_ERR, PIPE_STATUS, PIPE_COUNT };

static void close_all(int pipes[PIPE_COUNT][2])
{
    for (int i = 0; i < PIPE_COUNT; i++)
        for (int end = 0; end < 2; end++) {
            if (pipes[i][end] >= 0)
                close(pipes[i][end]);
            pipes[i][end] = -1;
        }
}

/* Reads what the child says until exec closes the pipe. */
static void read_status(struct status *last, int fd)
{
    struct status s;
    ssize_t n;

    for (int i = 0; i < 3; i++) {
        do
            n = read(fd, &s, sizeof s);
        while (n < 0 && errno == EINTR);
        if (n != (ssize_t)sizeof s)
            break;
        *last = s;
    }
}

static enum err fork_child(struct process_spawn *out, struct plan *p,
                           int pipes[PIPE_COUNT][2], struct error *why)
{
    struct status status = { NETWORK_NOT_ISOLATED, 0 };
    pid_t pid = fork();

    if (pid < 0)
        return error_set(why, ERR_UNREACHABLE, "fork: %s", strerror(errno));
    if (pid == 0)
        child(p);
    setpgid(pid, pid);
    close(pipes[PIPE_STATUS][1]);
    pipes[PIPE_STATUS][1] = -1;
    read_status(&status, pipes[PIPE_STATUS][0]);
    if (status.exec_errno) {
        waitpid(pid, NULL, 0);
        return error_set(why, ERR_UNREACHABLE, "%.120s cannot be started: %s",
                         p->words->word[0], strerror(status.exec_errno));
    }
    *out = (struct process_spawn){
        .pid = pid,
        .in = pipes[PIPE_IN][1],
        .out = pipes[PIPE_OUT][0],
        .err = pipes[PIPE_ERR][0],
        .network = (enum process_network)status.network,
    };
    pipes[PIPE_IN][1] = pipes[PIPE_OUT][0] = pipes[PIPE_ERR][0] = -1;
    return ERR_OK;
}

enum err process_spawn(struct process_spawn *out,
                       const struct process_words *words,
                       const struct target_options *options, struct error *why)
{
    struct plan plan = { .options = options, .words = words,
                         .parent = getpid() };
    int pipes[PIPE_COUNT][2];
    enum err err = make_environment(&plan, why);
    bool ok = true;

    if (err)
        return err;
    memset(pipes, -1, sizeof pipes);
    for (int i = 0; ok && i < PIPE_COUNT; i++)
        ok = pipe_above(pipes[i]);
    if (!ok)
        err = error_set(why, ERR_UNREACHABLE, "pipe: %s", strerror(errno));
    snprintf(plan.uid_map, sizeof plan.uid_map, "%u %u 1", getuid(), getuid());
    snprintf(plan.gid_map, sizeof plan.gid_map, "%u %u 1", getgid(), getgid());
    if (!err) {
        plan.in = pipes[PIPE_IN][0];
        plan.out = pipes[PIPE_OUT][1];
        plan.err = pipes[PIPE_ERR][1];
        plan.status = pipes[PIPE_STATUS][1];
        fcntl(pipes[PIPE_IN][1], F_SETFL, O_NONBLOCK);
        fcntl(pipes[PIPE_OUT][0], F_SETFL, O_NONBLOCK);
        fcntl(pipes[PIPE_ERR][0], F_SETFL, O_NONBLOCK);
        err = fork_child(out, &plan, pipes, why);
    }
    close_all(pipes);
    release_environment(&plan);
    return err;
}
