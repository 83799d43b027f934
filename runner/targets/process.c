/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runner/targets/frame.h"
#include "runner/targets/process_internal.h"

enum {
    READ_CHUNK = 64 * 1024,
    POLL_SLICE_MS = 20,        /* how often death is looked for without pidfd */
    TERM_GRACE_MS = 500,       /* between SIGTERM and SIGKILL */
    DRAIN_ROUNDS_MAX = 64      /* reads of stderr in one go */
};

uint64_t process_now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* --- life and death ------------------------------------------------------------ */

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void release(struct process *p)
{
    close_fd(&p->in);
    close_fd(&p->out);
    close_fd(&p->err);
    close_fd(&p->watch);
    free(p->queue);
    free(p->buffer);
    p->queue = p->buffer = NULL;
    p->queue_len = p->queue_room = p->start = p->end = p->scanned = p->room = 0;
    p->pid = 0;
}

/* Learns of the exit; keeps the status.  Does not block. */
static bool reap(struct process *p)
{
    int status;

    if (p->exited || p->pid <= 0)
        return true;
    if (waitpid(p->pid, &status, WNOHANG) != p->pid)
        return false;
    p->exited = true;
    p->status = status;
    /* What it forked may hold the pipes; nobody may outlive the adapter. */
    kill(-p->pid, SIGKILL);
    return true;
}

enum err process_start(struct process *p, const struct process_words *words,
                       const struct target_options *options, struct error *why)
{
    struct process_spawn s;
    enum err err;

    memset(p, 0, sizeof *p);
    p->in = p->out = p->err = p->watch = -1;
    p->line_max = options->line_max ? options->line_max : FRAME_LINE_MAX;
    p->room = READ_CHUNK;
    p->buffer = malloc(p->room);
    if (!p->buffer)
        return error_set(why, ERR_MEMORY, "out of memory");
    err = process_spawn(&s, words, options, why);
    if (err) {
        release(p);
        return err;
    }
    p->pid = s.pid;
    p->in = s.in;
    p->out = s.out;
    p->err = s.err;
    p->network = s.network;
    p->watch = (int)syscall(SYS_pidfd_open, p->pid, 0);
    return ERR_OK;
}

static void reap_killed(struct process *p)
{
    if (!p->exited && p->pid > 0) {
        kill(-p->pid, SIGKILL);
        kill(p->pid, SIGKILL);
        /* SIGKILL cannot be refused, so this wait is short. */
        while (waitpid(p->pid, &p->status, 0) < 0 && errno == EINTR)
            ;
        p->exited = true;
    }
}

void process_kill(struct process *p)
{
    reap_killed(p);
    release(p);
}

/* --- stdin ---------------------------------------------------------------------- */

/* write() without SIGPIPE, whatever the program's disposition is. */
static ssize_t write_quietly(int fd, const char *data, size_t len)
{
    const struct timespec at_once = { 0, 0 };
    sigset_t pipe_set, old, pending;
    ssize_t n;
    int saved;

    sigemptyset(&pipe_set);
    sigaddset(&pipe_set, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &pipe_set, &old);
    n = write(fd, data, len);
    saved = errno;
    if (n < 0 && saved == EPIPE && !sigismember(&pending, SIGPIPE))
        sigtimedwait(&pipe_set, NULL, &at_once);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    errno = saved;
    return n;
}

static void flush_queue(struct process *p)
{
    size_t done = 0;

    while (!p->in_broken && p->in >= 0 && done < p->queue_len) {
        ssize_t n = write_quietly(p->in, p->queue + done, p->queue_len - done);

        if (n > 0)
            done += (size_t)n;
        else if (n < 0 && errno == EINTR)
            continue;
        else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            break;
        else
            p->in_broken = true;
    }
    if (done) {
        memmove(p->queue, p->queue + done, p->queue_len - done);
        p->queue_len -= done;
    }
}

enum err process_write(struct process *p, struct bytes bytes)
{
    if (p->queue_len + bytes.len > p->queue_room) {
        size_t room = 2 * p->queue_room + bytes.len;
        char *more = realloc(p->queue, room);

        if (!more)
            return ERR_MEMORY;
        p->queue = more;
        p->queue_room = room;
    }
    memcpy(p->queue + p->queue_len, bytes.data, bytes.len);
    p->queue_len += bytes.len;
    p->queued += bytes.len;
    flush_queue(p);
    return ERR_OK;
}

uint64_t process_consumed(const struct process *p)
{
    int unread = 0;

    if (p->in < 0 || ioctl(p->in, FIONREAD, &unread) < 0 || unread < 0)
        unread = 0;
    return p->queued - p->queue_len - (uint64_t)unread;
}

/* --- stderr ----------------------------------------------------------------------- */

static void drain_stderr(struct process *p)
{
    uint8_t chunk[4096];

    for (int round = 0; p->err >= 0 && round < DRAIN_ROUNDS_MAX; round++) {
        ssize_t n = read(p->err, chunk, sizeof chunk);

        if (n < 0)
            break;
        if (n == 0) {
            close_fd(&p->err);
            break;
        }
        for (ssize_t i = 0; i < n; i++)
            p->tail[p->tail_total++ % PROCESS_STDERR_KEPT] = chunk[i];
    }
}

void process_obituary(const struct process *p, char *out, size_t size)
{
    uint8_t last[240];
    size_t n = p->tail_total < sizeof last ? (size_t)p->tail_total
                                           : sizeof last;
    char shown[4 * sizeof last + 1];
    const char *name;

    for (size_t i = 0; i < n; i++)
        last[i] = p->tail[(p->tail_total - n + i) % PROCESS_STDERR_KEPT];
    while (n && (last[n - 1] == '\n' || last[n - 1] == '\r'))
        n--;
    frame_show(shown, sizeof shown, bytes_make(last, n));
    if (!p->exited) {
        snprintf(out, size, "it is running%s%s", n ? "; stderr: " : "", shown);
    } else if (WIFSIGNALED(p->status)) {
        name = strsignal(WTERMSIG(p->status));
        snprintf(out, size, "it was killed by signal %d (%s)%s%s",
                 WTERMSIG(p->status), name ? name : "?",
                 n ? "; stderr: " : "", shown);
    } else {
        snprintf(out, size, "it exited with status %d%s%s",
                 WEXITSTATUS(p->status), n ? "; stderr: " : "", shown);
    }
}

/* --- stdout ------------------------------------------------------------------------ */

/* Room for one more chunk, within line_max and one chunk; false: no room. */
static bool make_room(struct process *p)
{
    size_t used;

    if (p->start) {
        memmove(p->buffer, p->buffer + p->start, p->end - p->start);
        p->end -= p->start;
        p->scanned -= p->start;
        p->start = 0;
    }
    used = p->end;
    if (p->room - used >= READ_CHUNK / 2)
        return true;
    if (p->room < p->line_max + READ_CHUNK) {
        size_t room = p->room * 2;
        char *more = realloc(p->buffer, room);

        if (!more)
            return p->room > used;
        p->buffer = more;
        p->room = room;
    }
    return p->room > used;
}

static void read_stdout(struct process *p)
{
    ssize_t n;

    if (p->out < 0 || !make_room(p))
        return;
    n = read(p->out, p->buffer + p->end, p->room - p->end);
    if (n > 0)
        p->end += (size_t)n;
    else if (n == 0)
        close_fd(&p->out);
}

/* The next whole line; takes it only when told to. */
static bool find_line(struct process *p, struct bytes *line, bool take)
{
    char *newline;

    if (p->scanned < p->start)
        p->scanned = p->start;
    newline = p->scanned < p->end
                  ? memchr(p->buffer + p->scanned, '\n', p->end - p->scanned)
                  : NULL;
    p->scanned = newline ? (size_t)(newline - p->buffer) : p->end;
    if (!newline)
        return false;
    if (line)
        *line = bytes_make(p->buffer + p->start, p->scanned - p->start);
    if (take)
        p->start = ++p->scanned;
    return true;
}

/* One round: waits at most ms, then moves what can be moved. */
static void turn(struct process *p, int ms)
{
    struct pollfd fds[4];
    nfds_t n = 0, in = ARRAY_LEN(fds);
    bool gone;

    if (p->out >= 0)
        fds[n++] = (struct pollfd){ p->out, POLLIN, 0 };
    if (p->err >= 0)
        fds[n++] = (struct pollfd){ p->err, POLLIN, 0 };
    if (p->in >= 0 && !p->in_broken) {
        /* POLLERR comes unasked when the other end is closed. */
        in = n;
        fds[n++] = (struct pollfd){ p->in, p->queue_len ? POLLOUT : 0, 0 };
    }
    if (p->watch >= 0 && !p->exited)
        fds[n++] = (struct pollfd){ p->watch, POLLIN, 0 };
    else if (!p->exited && ms > POLL_SLICE_MS)
        ms = POLL_SLICE_MS;
    if (poll(fds, n, ms) > 0 && in < n && fds[in].revents & POLLERR)
        p->in_broken = true;
    flush_queue(p);
    drain_stderr(p);
    /* Death is looked for before reading, so that what it wrote last is seen:
     * after the exit, a read that finds nothing proves that nothing is left. */
    gone = reap(p);
    if (p->out >= 0) {
        size_t before = p->end - p->start;

        read_stdout(p);
        if (gone && p->out >= 0 && p->end - p->start == before)
            close_fd(&p->out);
    }
}

enum process_event process_next(struct process *p, struct bytes *line,
                                uint64_t deadline_ns)
{
    for (bool looked = false;; looked = true) {
        uint64_t now;

        if (find_line(p, line, true))
            return line->len > p->line_max ? PROCESS_OVERSIZE : PROCESS_LINE;
        if (p->end - p->start > p->line_max)
            return PROCESS_OVERSIZE;
        if (p->out < 0)
            return PROCESS_ENDED;
        now = process_now_ns();
        if (now >= deadline_ns && looked)
            return PROCESS_TIMEOUT;
        turn(p, now >= deadline_ns ? 0
                                   : (int)((deadline_ns - now) / 1000000u %
                                           INT32_MAX) + 1);
    }
}

bool process_pending(struct process *p, struct bytes *line)
{
    if (find_line(p, line, false))
        return true;
    if (p->out >= 0)
        turn(p, 0);
    return find_line(p, line, false);
}

/* --- the end ---------------------------------------------------------------------- */

/* Waits for the exit, throwing away what it still writes unless keep. */
static bool wait_exit(struct process *p, unsigned ms, bool keep)
{
    uint64_t deadline = process_now_ns() + (uint64_t)ms * 1000000u;

    while (!reap(p)) {
        uint64_t now = process_now_ns();
        int left;

        if (now >= deadline)
            return false;
        left = (int)((deadline - now) / 1000000u) + 1;
        if (!keep)
            p->start = p->end = p->scanned = 0;
        turn(p, left < POLL_SLICE_MS ? left : POLL_SLICE_MS);
    }
    return true;
}

void process_settle(struct process *p, unsigned ms)
{
    (void)wait_exit(p, ms, true);
    drain_stderr(p);
}

bool process_finish(struct process *p, unsigned grace_ms, unsigned *took_ms)
{
    uint64_t begin = process_now_ns();
    bool by_itself;

    if (p->pid <= 0) {
        release(p);
        return false;
    }
    flush_queue(p);
    close_fd(&p->in);
    by_itself = wait_exit(p, grace_ms, false);
    if (took_ms)
        *took_ms = (unsigned)((process_now_ns() - begin) / 1000000u);
    if (!by_itself) {
        kill(-p->pid, SIGTERM);
        if (!wait_exit(p, TERM_GRACE_MS, false))
            reap_killed(p);
    }
    by_itself = by_itself && WIFEXITED(p->status) && !WEXITSTATUS(p->status);
    release(p);
    return by_itself;
}
