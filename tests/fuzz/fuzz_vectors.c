/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memfd_create */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runner/compare.h"
#include "runner/vector_internal.h"

static const struct op ops[] = {
    { "echo", "{data:bytes}", "bytes", "length empty", "made up", NULL },
    { "add", "{a:int, b:int}", "{sum:quantity, note?:text}", "range",
      "made up", NULL },
};
static const struct suite demo = { "demo", "Demo", ops, ARRAY_LEN(ops) };

const struct suite *suite_at(size_t index)
{
    return index == 0 ? &demo : NULL;
}

const struct suite *suite_find(const char *id)
{
    return strcmp(id, "demo") == 0 ? &demo : NULL;
}

const struct op *op_find(const char *id)
{
    for (size_t i = 0; i < ARRAY_LEN(ops); i++)
        if (strcmp(ops[i].id, id) == 0)
            return &ops[i];
    return NULL;
}

static void check(const struct vector *v)
{
    if (v->scenario)
        return;
    if (!v->out == !v->reject || !v->op || !v->requires_count)
        abort();
    if (shape_check(v->op->in, v->in, NULL))
        abort();
    if (v->reject ? !op_has_reason(v->op, v->reject)
                  : compare_check(v->out, NULL) != ERR_OK)
        abort();
}

/* Whatever a file holds, a vector that was accepted is a whole question. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct requirement known = { .id = "D-1", .suite = "demo" };
    struct catalogue c = { .keep = json_array(), .requirements = &known,
                           .requirement_count = 1 };
    struct problem_sink sink = { .report = NULL };
    struct loader l = { .c = &c, .sink = &sink, .all = true,
                        .tombstones = json_object() };
    int file = memfd_create("vectors", MFD_CLOEXEC);
    char path[64];

    (void)a;
    if (file < 0 || write(file, in.data, in.len) != (ssize_t)in.len)
        exit(99);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    arena_init(&c.arena, 0);
    load_vector_file(&l, path, "vectors/demo/in.yaml");
    load_finish(&l);
    for (size_t i = 0; i < c.vector_count; i++)
        check(&c.vectors[i]);
    close(file);
    json_decref(l.tombstones);
    catalogue_release(&c);
}
