/* process: one adapter process on three pipes, bounded in every direction.
 *
 * The command is split into words here and executed without a shell.  The
 * child gets an empty environment but for PATH, LANG=C.UTF-8 and the names
 * that the caller lists, its own process group, no core file, an optional
 * memory limit, no inherited descriptor, and, unless allowed, a network
 * namespace of its own without any interface up.  It dies with the thread that
 * started it (PR_SET_PDEATHSIG), so a process is used by the thread that
 * opened it.  Its stdout is read into lines of at most line_max bytes; its
 * stderr is always drained and only its tail is kept. */
#ifndef ETALON_RUNNER_TARGETS_PROCESS_H
#define ETALON_RUNNER_TARGETS_PROCESS_H

#include <sys/types.h>

#include "base/err.h"
#include "runner/target.h"

enum {
    PROCESS_WORDS_MAX = 64,
    PROCESS_COMMAND_MAX = 64 * 1024,
    PROCESS_STDERR_KEPT = 8 * 1024
};

/* The words of a command, in one buffer. */
struct process_words {
    char text[PROCESS_COMMAND_MAX];
    char *word[PROCESS_WORDS_MAX + 1]; /* NULL-terminated */
    size_t count;
};

/* Splits as a shell would without expanding anything: blanks separate words;
 * '…' is literal; in "…" a backslash keeps the next " or \; outside quotes a
 * backslash keeps the next character.  Error: ERR_USAGE. */
MUST_CHECK enum err process_split(struct process_words *out,
                                  const char *command, struct error *why);

enum process_network { NETWORK_ALLOWED, NETWORK_NONE, NETWORK_NOT_ISOLATED };

struct process {
    pid_t pid;                 /* 0 when none runs */
    int in, out, err, watch;   /* watch: pidfd, or -1 */
    enum process_network network;
    /* stdin: bytes queued and not yet taken by the kernel */
    char *queue;
    size_t queue_len, queue_room;
    uint64_t queued;           /* bytes queued since the start */
    /* stdout: what was read and not yet handed out */
    char *buffer;
    size_t start, end, scanned, room, line_max;
    bool out_ended;            /* end of file, or the process is gone */
    bool in_broken;            /* the other side closed its stdin */
    bool exited;
    int status;                /* of waitpid, when exited */
    uint8_t tail[PROCESS_STDERR_KEPT];
    uint64_t tail_total;       /* bytes of stderr seen */
};

/* Starts the command.  Errors: ERR_UNREACHABLE (cannot be executed: says why),
 * ERR_MEMORY.  On error nothing runs and *p is released. */
MUST_CHECK enum err process_start(struct process *p,
                                  const struct process_words *words,
                                  const struct target_options *options,
                                  struct error *why);
/* Queues bytes for stdin and writes what fits at once. */
MUST_CHECK enum err process_write(struct process *p, struct bytes bytes);
/* Bytes of stdin that the process has taken out of the pipe so far. */
uint64_t process_consumed(const struct process *p);

enum process_event {
    PROCESS_LINE,     /* *line is a view, valid until the next call */
    PROCESS_OVERSIZE, /* more than line_max bytes without a newline */
    PROCESS_ENDED,    /* exited or closed stdout, and nothing is left to read */
    PROCESS_TIMEOUT
};

/* The next line (without newline), waiting until deadline_ns at the latest. */
enum process_event process_next(struct process *p, struct bytes *line,
                                uint64_t deadline_ns);
/* Looks at what is there already, without waiting; true when a whole line is
 * waiting to be handed out, *line (may be NULL) then is a view of it. */
bool process_pending(struct process *p, struct bytes *line);
/* Gives a process that closed a pipe up to ms to exit, so that its obituary
 * can tell how. */
void process_settle(struct process *p, unsigned ms);
/* Kills the whole group and takes everything back. */
void process_kill(struct process *p);
/* Closes stdin, waits up to grace_ms for the exit, then SIGTERM, then SIGKILL.
 * True when it exited with status 0 by itself; *took_ms may be NULL. */
bool process_finish(struct process *p, unsigned grace_ms, unsigned *took_ms);
/* "was killed by signal 11 (Segmentation fault)", "exited with status 3", "is
 * running", and the tail of stderr when there is any. */
void process_obituary(const struct process *p, char *out, size_t size);

uint64_t process_now_ns(void); /* monotonic */

#endif
