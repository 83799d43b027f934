/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/plan.h"

#include <stdlib.h>

#include "runner/digest.h"

/* The state of one vector of the catalogue while the plan is made. */
struct mark {
    const struct vector *vector;
    uint8_t key[SHA256_SIZE];   /* orders shards, then the shuffle */
    bool selected, left_out, mine, pulled, placed;
};

struct planning {
    struct plan *plan;
    struct mark *marks;         /* by index of the vector */
    struct mark **order;
    size_t count;
};

static void make_key(uint8_t out[SHA256_SIZE], const void *salt,
                     size_t salt_len, const char *id)
{
    struct sha256 s;

    if (!sha256_init(&s)) {
        memset(out, 0, SHA256_SIZE);
        return;
    }
    sha256_add(&s, bytes_make(salt, salt_len));
    sha256_add(&s, bytes_str(id));
    sha256_now(&s, out);
    sha256_release(&s);
}

static int by_key(const void *left, const void *right)
{
    const struct mark *a = *(struct mark *const *)left;
    const struct mark *b = *(struct mark *const *)right;
    int order = memcmp(a->key, b->key, SHA256_SIZE);

    return order ? order : strcmp(a->vector->id, b->vector->id);
}

static int by_id(const void *left, const void *right)
{
    const struct mark *a = *(struct mark *const *)left;
    const struct mark *b = *(struct mark *const *)right;

    return strcmp(a->vector->id, b->vector->id);
}

static bool in_profile(const struct selection *s, const struct vector *v)
{
    return !s->profile || profile_need_vector(s->profile, v) != PROFILE_OUT;
}

/* Marks with their prerequisites, in rounds until nothing is added: at most as
 * many rounds as there are vectors. */
static void close_over(struct planning *p, bool pull)
{
    const struct catalogue *c = p->plan->catalogue;
    bool moved = true;

    while (moved) {
        moved = false;
        for (size_t i = 0; i < p->count; i++) {
            const struct mark *m = &p->marks[i];

            if (!m->selected || (pull && !m->mine && !m->pulled))
                continue;
            for (size_t k = 0; k < m->vector->after_count; k++) {
                const struct vector *v =
                    catalogue_vector(c, m->vector->after[k]);
                struct mark *before = &p->marks[v->index];

                if (pull ? before->mine || before->pulled : before->selected)
                    continue;
                before->selected = true;
                before->pulled = pull;
                moved = true;
            }
        }
    }
}

static void select_marks(struct planning *p, const struct selection *s)
{
    for (size_t i = 0; i < p->count; i++) {
        struct mark *m = &p->marks[i];
        bool wanted = in_profile(s, m->vector);
        bool base = wanted && select_fits(s, m->vector);

        p->plan->elsewhere += wanted && !base && select_matches(s, m->vector);
        m->selected = base && select_matches(s, m->vector);
        m->left_out = base && !m->selected && s->profile;
    }
    close_over(p, false);
    for (size_t i = 0; i < p->count; i++) {
        p->marks[i].left_out &= !p->marks[i].selected;
        p->plan->selected += p->marks[i].selected;
        p->plan->left_out += p->marks[i].left_out;
    }
}

/* Deals the marks of one kind out to the shards. */
static void deal(struct planning *p, const struct selection *s, bool left_out)
{
    size_t n = 0;

    for (size_t i = 0; i < p->count; i++) {
        struct mark *m = &p->marks[i];

        if (left_out ? m->left_out : m->selected)
            p->order[n++] = m;
    }
    if (n)
        qsort(p->order, n, sizeof *p->order, s->shards > 1 ? by_key : by_id);
    for (size_t i = 0; i < n; i++)
        p->order[i]->mine =
            s->shards <= 1 || i % s->shards == (size_t)s->shard - 1;
}

static void place(struct planning *p, struct mark *m)
{
    m->placed = true;
    p->plan->items[p->plan->count++] = (struct plan_item){
        m->vector, m->pulled, m->left_out && !m->selected
    };
}

static bool ready(const struct planning *p, const struct mark *m)
{
    for (size_t k = 0; k < m->vector->after_count; k++) {
        const struct vector *v =
            catalogue_vector(p->plan->catalogue, m->vector->after[k]);

        if (!p->marks[v->index].placed)
            return false;
    }
    return true;
}

/* Places in the given order; what waits is taken up again in the next round. */
static enum err place_all(struct planning *p, size_t n, struct error *why)
{
    size_t left = n;

    while (left) {
        size_t before = left;

        for (size_t i = 0; i < n; i++) {
            struct mark *m = p->order[i];

            if (m->placed || (!m->left_out && !ready(p, m)))
                continue;
            place(p, m);
            left--;
        }
        if (left < before)
            continue;
        for (size_t i = 0; i < n; i++)
            if (!p->order[i]->placed)
                return error_at(why, ERR_SCHEMA, p->order[i]->vector->file,
                                p->order[i]->vector->line, 1,
                                "%s waits for itself through its "
                                "prerequisites", p->order[i]->vector->id);
    }
    return ERR_OK;
}

static enum err arrange(struct planning *p, const struct selection *s,
                        struct error *why)
{
    uint8_t seed[8];
    size_t n = 0;

    for (size_t i = 0; i < sizeof seed; i++)
        seed[i] = (uint8_t)(s->seed >> (56 - 8 * i));
    for (size_t i = 0; i < p->count; i++) {
        struct mark *m = &p->marks[i];

        if (!m->mine && !m->pulled)
            continue;
        if (s->shuffle)
            make_key(m->key, seed, sizeof seed, m->vector->id);
        p->order[n++] = m;
    }
    if (n)
        qsort(p->order, n, sizeof *p->order, s->shuffle ? by_key : by_id);
    return place_all(p, n, why);
}

enum err plan_make(struct plan *out, struct arena *a,
                   const struct catalogue *c, const struct selection *s,
                   struct error *why)
{
    struct plan plan = { .catalogue = c, .selection = s };
    struct planning p = { .plan = &plan, .count = c->vector_count };
    enum err err;

    plan.items = arena_array(a, p.count + 1, sizeof *plan.items);
    p.marks = arena_array(a, p.count + 1, sizeof *p.marks);
    p.order = arena_array(a, p.count + 1, sizeof *p.order);
    if (!plan.items || !p.marks || !p.order)
        return error_set(why, ERR_MEMORY, "memory is short");
    for (size_t i = 0; i < p.count; i++) {
        p.marks[i].vector = &c->vectors[i];
        if (s->shards > 1)
            make_key(p.marks[i].key, c->digest, sizeof c->digest,
                     c->vectors[i].id);
    }
    select_marks(&p, s);
    deal(&p, s, false);
    deal(&p, s, true);
    close_over(&p, true);
    err = arrange(&p, s, why);
    if (err)
        return err;
    *out = plan;
    return ERR_OK;
}
