/* runnerkit: a made-up suite, and folders with its files.
 *
 * A program that includes this brings its own table of suites, which takes the
 * place of suites/registry.c when it is linked. */
#ifndef ETALON_TESTS_RUNNERKIT_H
#define ETALON_TESTS_RUNNERKIT_H

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runner/engine.h"
#include "runner/result.h"
#include "tests/testkit.h"

static const struct op kit_ops[] = {
    { "echo", "{data:bytes}", "bytes", "length empty", "made up", NULL },
    { "add", "{a:int, b:int}", "{sum:quantity, note?:text}", "range",
      "made up", NULL },
    { "parse", "{text:text}", "map", "grammar length", "made up", NULL },
};
static const struct suite kit_suite = { "demo", "Demo", kit_ops,
                                        ARRAY_LEN(kit_ops) };

const struct suite *suite_at(size_t index)
{
    return index == 0 ? &kit_suite : NULL;
}

const struct suite *suite_find(const char *id)
{
    return strcmp(id, "demo") == 0 ? &kit_suite : NULL;
}

const struct op *op_find(const char *id)
{
    for (size_t i = 0; i < ARRAY_LEN(kit_ops); i++)
        if (strcmp(kit_ops[i].id, id) == 0)
            return &kit_ops[i];
    return NULL;
}

/* What mkdtemp(3) wants at the end of a name. */
#define KIT_TEMPLATE "etalon-test-" "XX" "XX" "XX"

/* --- folders -------------------------------------------------------------- */

struct kit {
    char dir[64];
    struct arena arena;
    struct catalogue catalogue;
    struct selection selection;
    struct plan plan;
    struct run run;
    struct error why;
    int records;
};

static inline char *kit_path(struct kit *k, const char *name)
{
    char *path = arena_printf(&k->arena, "%s/%s", k->dir, name);

    if (!path)
        exit(99);
    return path;
}

static inline void kit_write_bytes(struct kit *k, const char *name,
                                   const void *data, size_t len)
{
    char *path = kit_path(k, name);
    FILE *file;

    for (char *c = path + strlen(k->dir) + 1; (c = strchr(c, '/')); c++) {
        *c = '\0';
        (void)mkdir(path, 0755);
        *c = '/';
    }
    file = fopen(path, "wb");
    if (!file || fwrite(data, 1, len, file) != len || fclose(file))
        exit(99);
}

static inline void kit_write(struct kit *k, const char *name, const char *text)
{
    kit_write_bytes(k, name, text, strlen(text));
}

static inline char *kit_read(struct kit *k, const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *text;
    struct stat info;

    if (!file || fstat(fileno(file), &info))
        exit(99);
    *len = (size_t)info.st_size;
    text = (char *)arena_raw(&k->arena, *len + 1);
    if (!text || fread(text, 1, *len, file) != *len)
        exit(99);
    text[*len] = '\0';
    fclose(file);
    return text;
}

static inline void kit_open(struct kit *k)
{
    *k = (struct kit){ .records = 0 };
    /* Memory where there is some: a test syncs a thousand records. */
    snprintf(k->dir, sizeof k->dir, "%s/" KIT_TEMPLATE,
             access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
    if (!mkdtemp(k->dir))
        exit(99);
    arena_init(&k->arena, 0);
    kit_write(k, "suites/demo/requirements.yaml",
              "format: 1\nsuite: demo\nrequirements:\n"
              "- {id: DEMO-1, standard: Demo, clause: '1', level: MUST, "
              "area: one, text: First.}\n"
              "- {id: DEMO-2, standard: Demo, clause: '2', level: SHOULD, "
              "area: one, text: Second.}\n"
              "- {id: DEMO-3, standard: Demo, clause: '3', level: MUST, "
              "area: two, text: Third., feature: extra}\n");
    kit_write(k, "suites/demo/profiles/full.yaml",
              "format: 1\nid: full\ntitle: Everything\nsuites: [demo]\n"
              "reasons: For tests.\nrequires: [DEMO-1, DEMO-2, "
              "{id: DEMO-3, optional: true}]\n");
    kit_write(k, "suites/demo/profiles/strict.yaml",
              "format: 1\nid: strict\ntitle: Nothing optional\n"
              "suites: [demo]\nreasons: For tests.\nrequires: ['DEMO-*']\n");
}

static inline void kit_vectors(struct kit *k, const char *items)
{
    kit_write(k, "vectors/demo/a.yaml",
              arena_printf(&k->arena, "format: 1\nsuite: demo\n"
                           "standard: Demo\nvectors:\n%s", items));
}

static inline void kit_load(struct kit *k)
{
    if (catalogue_load(&k->catalogue, k->dir, NULL, &k->why))
        ck_abort_msg("%s:%d:%d: %s", k->why.source, k->why.line,
                     k->why.column, k->why.text);
}

static inline void kit_remove(const char *path, int depth)
{
    DIR *dir = opendir(path);
    struct dirent *entry;

    while (dir && depth > 0 && (entry = readdir(dir))) {
        char inner[512];

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(inner, sizeof inner, "%.250s/%.250s", path, entry->d_name);
        kit_remove(inner, depth - 1);
    }
    if (dir)
        closedir(dir);
    (void)remove(path);
}

static inline void kit_close(struct kit *k)
{
    if (k->run.keep)
        run_release(&k->run);
    if (k->catalogue.keep)
        catalogue_release(&k->catalogue);
    arena_release(&k->arena);
    kit_remove(k->dir, 8);
}

#endif
