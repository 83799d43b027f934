/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/engine.h"

#include <stdarg.h>
#include <stdio.h>

enum { WINDOW_MAX = 64, QUESTION_ID_SIZE = 160 };

/* One question under way. */
struct slot {
    const struct plan_item *item;   /* NULL: free */
    unsigned round;                 /* of repeat */
    char id[QUESTION_ID_SIZE];
    struct judgement judgement;     /* of the rounds so far */
    struct answer answer;           /* that the judgement is about */
    uint64_t nanoseconds;
};

struct engine {
    const struct plan *plan;
    struct target *target;
    struct record *record;
    const struct engine_options *options;
    const struct hello *hello;
    struct engine_result *result;
    struct slot slots[WINDOW_MAX];
    size_t window, under_way, next, done;
    unsigned failures;
    uint8_t *seen;                  /* verdict by index; VERDICT_COUNT: none */
};

static void set(struct judgement *j, enum cause cause, const char *format, ...)
    PRINTF_LIKE(3, 4);

static void set(struct judgement *j, enum cause cause, const char *format, ...)
{
    va_list args;

    *j = (struct judgement){ .verdict = cause_verdict(cause), .cause = cause };
    va_start(args, format);
    vsnprintf(j->difference.text, sizeof j->difference.text, format, args);
    va_end(args);
}

/* A fault of asking is never the subject's failure. */
static void set_fault(struct judgement *j, const struct error *why)
{
    bool gone = why->code == ERR_UNREACHABLE || why->code == ERR_TIMEOUT ||
                why->code == ERR_CRASHED;

    set(j, gone ? CAUSE_UNREACHABLE : CAUSE_ETALON, "%s",
        why->text[0] ? why->text : err_sentence(why->code));
}

/* --- results -------------------------------------------------------------- */

static enum err finish(struct engine *e, const struct plan_item *item,
                       const struct judgement *j, const struct answer *answer,
                       uint64_t nanoseconds, const char *blocked_by,
                       struct error *why)
{
    const struct engine_options *o = e->options;
    const struct vector *v = item->vector;
    char repeat[2048] = "";
    struct record_result result = {
        .vector = v, .pulled = item->pulled, .judgement = j, .answer = answer,
        .blocked_by = blocked_by, .repeat = repeat,
        .nanoseconds = nanoseconds,
        .oracle = j->described ? o->describer->name : NULL,
    };
    enum err err;

    if (o->repeat_line && j->verdict != VERDICT_PASS)
        o->repeat_line(o->user, repeat, sizeof repeat, v);
    err = record_add(e->record, &result, why);
    if (err)
        return err;
    e->seen[v->index] = (uint8_t)j->verdict;
    e->failures += j->verdict == VERDICT_FAIL;
    e->done++;
    if (!item->pulled)
        tally_add(&e->result->tally, v->level, j->verdict);
    if (o->progress)
        o->progress(o->user, v, j, e->done, e->plan->count);
    return ERR_OK;
}

static enum err finish_slot(struct engine *e, struct slot *s,
                            struct error *why)
{
    enum err err = finish(e, s->item, &s->judgement, &s->answer,
                          s->nanoseconds, NULL, why);

    answer_release(&s->answer);
    s->item = NULL;
    e->under_way--;
    return err;
}

/* --- before asking -------------------------------------------------------- */

static enum profile_need need_of(const struct engine *e,
                                 const struct vector *v)
{
    const struct profile *p = e->plan->selection->profile;

    return p ? profile_need_vector(p, v) : PROFILE_REQUIRED;
}

/* The first optional feature of v that is in this state, or NULL. */
static const char *feature_in(const struct engine *e, const struct vector *v,
                              enum feature_state state)
{
    const struct statement *s = e->options->statement;

    for (size_t i = 0; i < v->features_count; i++)
        if (feature_state(s, e->hello->features, v->features[i]) == state)
            return v->features[i];
    for (size_t i = 0; i < v->requires_count; i++) {
        const char *name = v->requires[i]->feature;

        if (name && feature_state(s, e->hello->features, name) == state)
            return name;
    }
    return NULL;
}

/* Does hello leave this operation out of the list that it gave? */
static bool declared_missing(const struct engine *e, const char *op)
{
    const json_t *list = e->hello->operations;

    if (!json_is_array(list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *id = json_string_value(json_array_get(list, i));

        if (id && strcmp(id, op) == 0)
            return false;
    }
    return true;
}

/* An operation that was not offered may be absent only where the profile says
 * so, hello said so before any question, and no feature that the product claims
 * needs it.  A target that offers an operation and then declines single
 * questions is never excused. */
static void not_offered(const struct engine *e, const struct vector *v,
                        struct judgement *j)
{
    const char *claimed = feature_in(e, v, FEATURE_PRESENT);
    bool missing = declared_missing(e, v->op_id);

    if (missing && !claimed && need_of(e, v) == PROFILE_OPTIONAL)
        set(j, CAUSE_UNSUPPORTED, "%s is not offered, and the profile lets it "
            "be absent", v->op_id);
    else if (claimed)
        set(j, CAUSE_NOT_OFFERED, "%s is not offered, although feature %s is "
            "declared", v->op_id, claimed);
    else
        set(j, CAUSE_NOT_OFFERED, "%s is not offered%s", v->op_id,
            missing ? "" : " for this question");
}

enum readiness { READY, WAIT, SETTLED };

/* Settled: *j is the verdict and nothing is asked. */
static enum readiness readiness(const struct engine *e,
                                const struct plan_item *item,
                                struct judgement *j, const char **blocked_by)
{
    const struct vector *v = item->vector;
    const char *absent;

    if (item->left_out) {
        set(j, CAUSE_FILTERED, "left out by the selection");
        return SETTLED;
    }
    for (size_t i = 0; i < v->after_count; i++) {
        const struct vector *first =
            catalogue_vector(e->plan->catalogue, v->after[i]);
        uint8_t seen = e->seen[first->index];

        if (seen == VERDICT_COUNT && e->under_way)
            return WAIT;
        if (seen != VERDICT_PASS) {
            *blocked_by = first->id;
            set(j, CAUSE_BLOCKED, "its prerequisite %s did not pass",
                first->id);
            return SETTLED;
        }
    }
    absent = feature_in(e, v, FEATURE_ABSENT);
    if (absent && need_of(e, v) == PROFILE_OPTIONAL) {
        set(j, CAUSE_FEATURE, "feature %s is declared absent, and the profile "
            "lets it be absent", absent);
        return SETTLED;
    }
    if (declared_missing(e, v->op_id)) {
        not_offered(e, v, j);
        return SETTLED;
    }
    return READY;
}

/* --- asking --------------------------------------------------------------- */

static struct slot *free_slot(struct engine *e)
{
    for (size_t i = 0; i < e->window; i++)
        if (!e->slots[i].item)
            return &e->slots[i];
    return NULL;
}

/* Puts the question of the slot once more (or for the first time). */
static enum err ask(struct engine *e, struct slot *s, struct error *why)
{
    const struct target_driver *driver = e->target->driver;
    enum err err = ERR_OK;

    if (s->round == 0)
        snprintf(s->id, sizeof s->id, "%s", s->item->vector->id);
    else
        snprintf(s->id, sizeof s->id, "%s#%u", s->item->vector->id,
                 s->round + 1);
    if (driver->reset && e->window == 1)
        err = driver->reset(e->target, why);
    if (!err)
        err = driver->send(e->target, s->id, s->item->vector->op_id,
                           s->item->vector->in, why);
    e->result->asked++;
    return err;
}

static enum err begin(struct engine *e, const struct plan_item *item,
                      struct error *why)
{
    struct slot *s = free_slot(e);
    struct error fault = { 0 };

    *s = (struct slot){ .item = item };
    e->under_way++;
    if (!ask(e, s, &fault))
        return ERR_OK;
    set_fault(&s->judgement, &fault);
    return finish_slot(e, s, why);
}

/* Judges one round; rounds that disagree make the vector unstable. */
static void take(struct engine *e, struct slot *s, struct answer *answer)
{
    struct judgement j;

    judge(&j, s->item->vector, answer, e->hello->states_reasons,
          e->options->describer);
    if (j.cause == CAUSE_NOT_OFFERED)
        not_offered(e, s->item->vector, &j);
    s->nanoseconds += answer->nanoseconds;
    s->round++;
    if (s->round == 1) {
        s->judgement = j;
        s->answer = *answer;
        *answer = (struct answer){ .kind = ANSWER_UNREACHABLE };
        return;
    }
    if (s->judgement.cause == j.cause ||
        s->judgement.cause == CAUSE_UNSTABLE)
        return;
    if (s->judgement.cause == CAUSE_NONE) {
        struct answer better = s->answer;

        s->answer = *answer;
        *answer = better;
    }
    set(&s->judgement, CAUSE_UNSTABLE, "round %u gives %s (%s), the rounds "
        "before gave %s (%s)", s->round, verdict_name(j.verdict),
        cause_name(j.cause), verdict_name(s->judgement.verdict),
        cause_name(s->judgement.cause));
}

static struct slot *find_slot(struct engine *e, const char *id)
{
    for (size_t i = 0; id && i < e->window; i++)
        if (e->slots[i].item && strcmp(e->slots[i].id, id) == 0)
            return &e->slots[i];
    return NULL;
}

/* Whatever is under way ends with the same verdict. */
static enum err abandon(struct engine *e, const struct judgement *j,
                        struct error *why)
{
    for (size_t i = 0; i < e->window; i++) {
        struct slot *s = &e->slots[i];
        enum err err;

        if (!s->item)
            continue;
        s->judgement = *j;
        err = finish_slot(e, s, why);
        if (err)
            return err;
    }
    return ERR_OK;
}

static enum err receive(struct engine *e, struct error *why)
{
    struct answer answer = { .kind = ANSWER_UNREACHABLE };
    struct error fault = { 0 };
    struct judgement lost;
    const char *id = NULL;
    struct slot *s;
    unsigned repeat = e->plan->selection->repeat;

    if (e->target->driver->receive(e->target, &id, &answer, &fault)) {
        set_fault(&lost, &fault);
        return abandon(e, &lost, why);
    }
    s = find_slot(e, id);
    if (!s) {
        set(&lost, CAUSE_ETALON, "the driver answered a question that was "
            "not asked");
        answer_release(&answer);
        return abandon(e, &lost, why);
    }
    take(e, s, &answer);
    answer_release(&answer);
    if (s->round >= repeat)
        return finish_slot(e, s, why);
    if (!ask(e, s, &fault))
        return ERR_OK;
    set_fault(&s->judgement, &fault);
    return finish_slot(e, s, why);
}

/* --- the loop ------------------------------------------------------------- */

static bool interrupted(const struct engine *e)
{
    return e->options->stop && *e->options->stop;
}

static bool enough_failures(const struct engine *e)
{
    return e->options->max_failures &&
           e->failures >= e->options->max_failures;
}

/* Puts questions until the window is full or the next one must wait. */
static enum err fill(struct engine *e, struct error *why)
{
    while (e->next < e->plan->count && e->under_way < e->window &&
           !interrupted(e) && !enough_failures(e)) {
        const struct plan_item *item = &e->plan->items[e->next];
        const char *blocked_by = NULL;
        enum verdict before = VERDICT_UNTESTED;
        struct judgement j;
        enum readiness state;
        enum err err;

        if (record_has(e->record, item->vector->id, &before)) {
            e->seen[item->vector->index] = (uint8_t)before;
            if (!item->pulled)
                tally_add(&e->result->tally, item->vector->level, before);
            e->failures += before == VERDICT_FAIL;
            e->done++;
            e->next++;
            continue;
        }
        state = readiness(e, item, &j, &blocked_by);
        if (state == WAIT)
            return ERR_OK;
        e->next++;
        err = state == READY
                  ? begin(e, item, why)
                  : finish(e, item, &j, NULL, 0, blocked_by, why);
        if (err)
            return err;
    }
    return ERR_OK;
}

static enum err stop_rest(struct engine *e, struct error *why)
{
    struct judgement stopped;
    enum err err;

    set(&stopped, CAUSE_STOPPED, "%s", interrupted(e)
            ? "the run was interrupted"
            : "the run was stopped after as many failures as were allowed");
    e->result->stopped = true;
    err = abandon(e, &stopped, why);
    for (; !err && e->next < e->plan->count; e->next++) {
        const struct plan_item *item = &e->plan->items[e->next];

        if (!record_has(e->record, item->vector->id, NULL))
            err = finish(e, item, &stopped, NULL, 0, NULL, why);
    }
    return err;
}

static enum err loop(struct engine *e, struct error *why)
{
    enum err err = ERR_OK;

    while (!err && (e->next < e->plan->count || e->under_way)) {
        if (interrupted(e) || (enough_failures(e) && !e->under_way))
            return stop_rest(e, why);
        err = fill(e, why);
        if (!err && e->under_way && !interrupted(e))
            err = receive(e, why);
    }
    return err;
}

enum err engine_run(struct engine_result *out, const struct plan *plan,
                    struct target *target, struct record *record,
                    const struct engine_options *options, struct error *why)
{
    size_t most = options->pipeline_max ? options->pipeline_max : WINDOW_MAX;
    struct engine_result result = { .asked = 0 };
    struct engine *e;
    struct arena a;
    enum err err;

    arena_init(&a, 0);
    e = arena_alloc(&a, sizeof *e);
    if (e)
        e->seen = arena_raw(&a, plan->catalogue->vector_count + 1);
    if (!e || !e->seen) {
        arena_release(&a);
        return error_set(why, ERR_MEMORY, "memory is short");
    }
    e->plan = plan;
    e->target = target;
    e->record = record;
    e->options = options;
    e->result = &result;
    e->hello = target->driver->hello(target);
    memset(e->seen, VERDICT_COUNT, plan->catalogue->vector_count + 1);
    e->window = e->hello->pipeline ? e->hello->pipeline : 1;
    e->window = e->window < most ? e->window : most;
    e->window = e->window < WINDOW_MAX ? e->window : WINDOW_MAX;
    err = loop(e, why);
    for (size_t i = 0; i < e->window; i++)
        if (e->slots[i].item)
            answer_release(&e->slots[i].answer);
    arena_release(&a);
    if (err)
        return err;
    *out = result;
    return ERR_OK;
}
