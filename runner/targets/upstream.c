/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/upstream.h"

#include "runner/targets/upstream_internal.h"

#include <dirent.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "runner/profile.h"

enum {
    JOBS_MAX = 256,
    DEPTH_MAX = 32,
    FILES_MAX = 1000000,
    PATH_SIZE = 4096,
};
/* 1,024 nested calls, each a few frames of C. */
static const size_t WORKER_STACK = (size_t)64 << 20;
static const size_t WORKER_STATE_CAP = (size_t)2 << 30;

struct upstream_pool {
    struct upstream *u; /* under the lock once threads run */
    const struct upstream_execution *execution;
    char **paths;
    size_t count, room;
    size_t root_len; /* what of each path is no part of an id */
    atomic_size_t next;
    pthread_mutex_t lock;
};

/* --- finding files ------------------------------------------------------------ */

static enum err add_path(struct upstream_pool *p, const char *path)
{
    size_t room = p->room ? 2 * p->room : 256;
    char **bigger;

    if (p->count == FILES_MAX)
        return ERR_LIMIT;
    if (p->count == p->room) {
        bigger = realloc(p->paths, room * sizeof *bigger);
        if (!bigger)
            return ERR_MEMORY;
        p->paths = bigger;
        p->room = room;
    }
    p->paths[p->count] = strdup(path);
    return p->paths[p->count++] ? ERR_OK : ERR_MEMORY;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

static enum err find_files(struct upstream_pool *p, const char *path,
                           int depth)
{
    bool (*choose)(const char *path) = p->execution->choose;
    char below[PATH_SIZE];
    struct dirent *entry;
    struct stat info;
    enum err err = ERR_OK;
    DIR *dir;

    if (depth > DEPTH_MAX || stat(path, &info) != 0)
        return ERR_IO;
    if (!S_ISDIR(info.st_mode)) {
        if (!ends_with(path, ".json") || (choose && !choose(path)))
            return ERR_OK;
        return add_path(p, path);
    }
    dir = opendir(path);
    if (!dir)
        return ERR_IO;
    while (!err && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(below, sizeof below, "%s/%s", path, entry->d_name) >=
            (int)sizeof below)
            err = ERR_LIMIT;
        else
            err = find_files(p, below, depth + 1);
    }
    closedir(dir);
    return err;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* --- telling ------------------------------------------------------------------- */

bool upstream_wanted(const struct upstream_worker *w, const char *id)
{
    const char *only = w->pool->u->only;

    return !only || profile_glob(only, id);
}

void upstream_pass(struct upstream_worker *w, const char *id)
{
    struct upstream *u = w->pool->u;

    pthread_mutex_lock(&w->pool->lock);
    u->passed++;
    if (u->verbose)
        fprintf(u->out, "pass %s\n", id);
    pthread_mutex_unlock(&w->pool->lock);
}

void upstream_fail(struct upstream_worker *w, const char *id,
                   const char *format, ...)
{
    struct upstream *u = w->pool->u;
    va_list args;

    pthread_mutex_lock(&w->pool->lock);
    u->failed++;
    fprintf(u->out, "FAIL %s: ", id);
    va_start(args, format);
    vfprintf(u->out, format, args);
    va_end(args);
    fputc('\n', u->out);
    fflush(u->out);
    pthread_mutex_unlock(&w->pool->lock);
}

void upstream_leave_out(struct upstream_worker *w, const char *id,
                        size_t count, const char *format, ...)
{
    char why[128];
    va_list args;

    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    pthread_mutex_lock(&w->pool->lock);
    for (size_t i = 0; i < count; i++)
        upstream_skip(w->pool->u, id, why);
    pthread_mutex_unlock(&w->pool->lock);
}

void upstream_fault(struct upstream_worker *w, const char *id, enum err err)
{
    if (err == ERR_NOT_BUILT)
        upstream_leave_out(w, id, 1, "this build lacks BLS12-381 and KZG (see "
                                     "tools/fetch-blst.sh)");
    else
        upstream_fail(w, id, "%s", err_sentence(err));
}

/* --- workers ------------------------------------------------------------------- */

static json_t *read_json(const char *path)
{
    FILE *file = fopen(path, "rb");
    json_t *root = NULL;
    char *text = NULL;
    long size;

    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 &&
        fseek(file, 0, SEEK_SET) == 0 && (text = malloc((size_t)size + 1)) &&
        fread(text, 1, (size_t)size, file) == (size_t)size)
        root = json_loadb(text, (size_t)size, 0, NULL);
    free(text);
    fclose(file);
    return root;
}

static void run_tests(struct upstream_worker *w, const char *name,
                      json_t *root)
{
    unsigned kinds = w->execution->kinds;
    const char *key;
    json_t *test;

    json_object_foreach(root, key, test) {
        char id[UPSTREAM_ID_SIZE];

        if (strcmp(key, "_info") == 0)
            continue;
        snprintf(id, sizeof id, "%s/%s", name, key);
        if (json_object_get(test, "blocks") && (kinds & UPSTREAM_BLOCK))
            upstream_block_test(w, id, test);
        else if (json_object_get(test, "post") && (kinds & UPSTREAM_STATE))
            upstream_state_test(w, id, test);
        else
            upstream_leave_out(w, id, 1, "tests of another kind");
        arena_reset(&w->arena);
    }
}

/* Whether an id that begins with name can fit the pattern: as far as the
 * pattern is plain text. */
static bool may_fit(const char *only, const char *name)
{
    size_t plain = only ? strcspn(only, "*?") : 0, len = strlen(name);

    return !only || strncmp(only, name, plain < len ? plain : len) == 0;
}

static void *work(void *context)
{
    struct upstream_worker *w = context;
    struct upstream_pool *p = w->pool;
    size_t at;

    while ((at = atomic_fetch_add(&p->next, 1)) < p->count) {
        const char *name = p->paths[at] + p->root_len;
        json_t *root;

        if (!may_fit(p->u->only, name))
            continue;
        root = read_json(p->paths[at]);
        if (!json_is_object(root))
            upstream_leave_out(w, name, 1, "the file is no JSON (a pointer to "
                               "large-file storage, or damaged)");
        else
            run_tests(w, name, root);
        json_decref(root);
    }
    return NULL;
}

static enum err worker_init(struct upstream_worker *w, struct upstream_pool *p,
                            struct upstream_trace *trace)
{
    enum err err;

    *w = (struct upstream_worker){ .execution = p->execution, .pool = p,
                                   .trace = trace };
    state_init(&w->state, WORKER_STATE_CAP);
    arena_init(&w->arena, WORKER_STATE_CAP);
    ethash_init(&w->ethash);
    err = evm_init(&w->evm);
    if (!err && trace)
        w->evm.hooks = &trace->hooks;
    return err;
}

static void worker_release(struct upstream_worker *w)
{
    evm_release(&w->evm);
    ethash_release(&w->ethash);
    state_release(&w->state);
    arena_release(&w->arena);
}

static enum err start(struct upstream_worker *workers, pthread_t *threads,
                      unsigned jobs)
{
    pthread_attr_t attr;
    unsigned started = 0;

    if (pthread_attr_init(&attr) != 0)
        return ERR_MEMORY;
    pthread_attr_setstacksize(&attr, WORKER_STACK);
    while (started < jobs && pthread_create(&threads[started], &attr, work,
                                            &workers[started]) == 0)
        started++;
    pthread_attr_destroy(&attr);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return started == jobs ? ERR_OK : ERR_MEMORY;
}

static enum err run_pool(struct upstream_pool *p, unsigned jobs)
{
    struct upstream_worker *workers = calloc(jobs, sizeof *workers);
    struct upstream_trace trace = { .out = NULL };
    pthread_t threads[JOBS_MAX];
    enum err err = workers ? ERR_OK : ERR_MEMORY;
    unsigned made = 0;

    if (!err && p->execution->trace)
        err = upstream_trace_init(&trace, p->execution->trace);
    while (!err && made < jobs)
        err = worker_init(&workers[made++], p,
                          p->execution->trace ? &trace : NULL);
    if (!err)
        err = start(workers, threads, jobs);
    for (unsigned i = 0; i < made; i++)
        worker_release(&workers[i]);
    free(workers);
    upstream_trace_release(&trace);
    return err;
}

static unsigned thread_count(const struct upstream_execution *x)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned jobs = x->jobs;

    if (x->trace)
        return 1;
    if (jobs == 0)
        jobs = online > 0 ? (unsigned)online : 1;
    return jobs < JOBS_MAX ? jobs : JOBS_MAX;
}

/* An id begins below the folder; of a single file it is the path as given. */
static size_t root_length(const char *path)
{
    size_t len = strlen(path);
    struct stat info;

    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
        return 0;
    while (len > 1 && path[len - 1] == '/')
        len--;
    return len + 1;
}

enum err upstream_execute(struct upstream *u, const char *path,
                          const struct upstream_execution *x, struct error *why)
{
    struct upstream_pool p = { .u = u, .execution = x,
                               .lock = PTHREAD_MUTEX_INITIALIZER };
    size_t len = root_length(path);
    char root[PATH_SIZE];
    enum err err;

    if (snprintf(root, sizeof root, "%.*s", len ? (int)len - 1 : PATH_SIZE,
                 path) >= PATH_SIZE)
        return error_set(why, ERR_LIMIT, "%.200s: the path is too long", path);
    p.root_len = len;
    err = find_files(&p, root, 0);
    if (!err && p.count == 0)
        err = ERR_NOT_FOUND;
    if (!err) {
        qsort(p.paths, p.count, sizeof *p.paths, by_name);
        u->files += p.count;
        err = run_pool(&p, thread_count(x));
    }
    for (size_t i = 0; i < p.count; i++)
        free(p.paths[i]);
    free(p.paths);
    if (err)
        return error_at(why, err, path, 0, 0, "%s", err_sentence(err));
    return ERR_OK;
}

/* --- values -------------------------------------------------------------------- */

static bool word_of_text(struct u256 *out, const char *text)
{
    uint8_t data[32];
    char digits[64];
    struct u256 v = u256_from(0);
    size_t len;

    if (strncmp(text, "0x", 2) != 0 && strncmp(text, "0X", 2) != 0) {
        if (!*text)
            return false;
        for (; *text; text++) {
            if (*text < '0' || *text > '9')
                return false;
            if (u256_mul_overflow(&v, v, u256_from(10)) ||
                u256_add_carry(&v, v, u256_from((uint64_t)(*text - '0'))))
                return false;
        }
        *out = v;
        return true;
    }
    text += 2;
    while (*text == '0')
        text++;
    len = strlen(text);
    if (len > sizeof digits)
        return false;
    memset(digits, '0', sizeof digits);
    memcpy(digits + sizeof digits - len, text, len);
    if (hex_read(data, digits, sizeof digits))
        return false;
    *out = u256_load(data);
    return true;
}

bool upstream_word_of(struct u256 *out, const json_t *value)
{
    const char *text = json_string_value(value);

    return text && word_of_text(out, text);
}

bool upstream_word(struct u256 *out, const json_t *in, const char *key)
{
    return upstream_word_of(out, json_object_get(in, key));
}

bool upstream_u64(uint64_t *out, const json_t *in, const char *key)
{
    struct u256 v;

    if (!upstream_word(&v, in, key) || !u256_is_u64(v))
        return false;
    *out = v.w[0];
    return true;
}

bool upstream_fixed(uint8_t *out, size_t len, const json_t *in, const char *key)
{
    const char *text = json_string_value(json_object_get(in, key));

    return text && hex_fixed(out, len, text) == ERR_OK;
}

bool upstream_bytes(struct arena *a, struct bytes *out, const json_t *in,
                    const char *key)
{
    const char *text = json_string_value(json_object_get(in, key));

    if (text && !*text) {
        *out = BYTES_EMPTY;
        return true;
    }
    return text && hex_bytes(a, out, text) == ERR_OK;
}

static enum err load_storage(struct state *s, struct state_account *a,
                             json_t *storage)
{
    const char *key;
    json_t *value;

    json_object_foreach(storage, key, value) {
        struct u256 k, v;

        if (!word_of_text(&k, key) || !json_is_string(value) ||
            !word_of_text(&v, json_string_value(value)))
            return ERR_BAD_INPUT;
        state_set_slot(s, a, state_slot(s, a, k), v);
    }
    return ERR_OK;
}

enum err upstream_load_state(struct upstream_worker *w, const json_t *pre)
{
    struct state *s = &w->state;
    const char *key;
    json_t *entry;

    state_reset(s);
    state_tx_begin(s);
    json_object_foreach((json_t *)(uintptr_t)pre, key, entry) {
        struct state_account *a;
        struct u256 balance;
        struct bytes code;
        uint8_t address[20];
        uint64_t nonce;
        enum err err;

        if (hex_fixed(address, sizeof address, key) ||
            !upstream_word(&balance, entry, "balance") ||
            !upstream_u64(&nonce, entry, "nonce") ||
            !upstream_bytes(&w->arena, &code, entry, "code"))
            return ERR_BAD_INPUT;
        a = state_get(s, address);
        state_set_balance(s, a, balance);
        state_set_nonce(s, a, nonce);
        state_set_code(s, a, code);
        err = load_storage(s, a, json_object_get(entry, "storage"));
        if (err)
            return err;
    }
    state_commit(s);
    return s->failed ? ERR_MEMORY : ERR_OK;
}
