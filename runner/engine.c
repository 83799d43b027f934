/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/engine.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

enum { WINDOW_MAX = 64, QUESTION_ID_SIZE = 160 };

/* One question under way. */
struct slot {
    const struct plan_item *item;   /* NULL: free */
    unsigned round;                 /* of repeat */
    char id[QUESTION_ID_SIZE];
    struct judgement judgement;     /* of the rounds so far */
    struct answer answer;           /* that the judgement is about */
    bool lives;                     /* a scenario is under way */
    struct scenario_run scenario;
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
    struct scenario_options scenario;
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

    set(j, gone                       ? CAUSE_UNREACHABLE
           : why->code == ERR_BUDGET ? CAUSE_STOPPED
                                     : CAUSE_ETALON, "%s",
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
    const struct target *oracle = v->scenario && answer ? o->scenario.oracle
                                                        : NULL;
    char repeat[2048] = "";
    struct record_result result = {
        .vector = v, .pulled = item->pulled, .judgement = j, .answer = answer,
        .blocked_by = blocked_by, .repeat = repeat,
        .nanoseconds = nanoseconds,
        .oracle = j->described ? o->describer->name
                  : oracle     ? oracle->text
                               : NULL,
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
    if (s->lives)
        scenario_drop(&s->scenario);
    s->lives = false;
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

/* What a scenario needs and the node does not have may be absent where the
 * profile says so; what the caller did not allow is only not tested. */
static bool need_unmet(const struct engine *e, const struct vector *v,
                       struct judgement *j)
{
    char why[200];
    bool hard = false;

    if (!v->scenario || e->hello->kind != TARGET_NODE ||
        !scenario_unmet(v, &e->scenario, why, sizeof why, &hard))
        return false;
    set(j, !hard && need_of(e, v) == PROFILE_OPTIONAL ? CAUSE_UNSUPPORTED
                                                      : CAUSE_NEEDS,
        "%s", why);
    return true;
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
    if (need_unmet(e, v, j))
        return SETTLED;
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

static bool runs_steps(const struct engine *e, const struct slot *s)
{
    return s->item->vector->scenario && e->hello->kind == TARGET_NODE;
}

/* Puts the question of the slot once more (or for the first time). */
static enum err ask(struct engine *e, struct slot *s, struct error *why)
{
    const struct target_driver *driver = e->target->driver;
    enum err err = ERR_OK;

    if (runs_steps(e, s)) {
        scenario_begin(&s->scenario, s->item->vector, &e->scenario);
        s->lives = true;
        e->result->asked++;
        return ERR_OK; /* advance() puts its questions */
    }
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

/* Ends a slot whose question could not be put. */
static enum err give_up(struct engine *e, struct slot *s,
                        const struct error *fault, struct error *why)
{
    set_fault(&s->judgement, fault);
    return finish_slot(e, s, why);
}

static enum err begin(struct engine *e, const struct plan_item *item,
                      struct error *why)
{
    struct slot *s = free_slot(e);
    struct error fault = { 0 };

    *s = (struct slot){ .item = item };
    e->under_way++;
    return ask(e, s, &fault) ? give_up(e, s, &fault, why) : ERR_OK;
}

/* Adds a round; rounds that disagree make the vector unstable. */
static void add_round(struct slot *s, struct judgement j,
                      struct answer *answer)
{
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

static void take(struct engine *e, struct slot *s, struct answer *answer)
{
    struct judgement j;

    judge(&j, s->item->vector, answer, e->hello->states_reasons,
          e->options->describer);
    if (j.cause == CAUSE_NOT_OFFERED)
        not_offered(e, s->item->vector, &j);
    s->nanoseconds += answer->nanoseconds;
    add_round(s, j, answer);
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

/* Another round, or the end of the slot. */
static enum err round_end(struct engine *e, struct slot *s, struct error *why)
{
    struct error fault = { 0 };

    s->id[0] = '\0';
    if (s->round >= e->plan->selection->repeat)
        return finish_slot(e, s, why);
    return ask(e, s, &fault) ? give_up(e, s, &fault, why) : ERR_OK;
}

static enum err receive(struct engine *e, struct error *why)
{
    struct answer answer = { .kind = ANSWER_UNREACHABLE };
    struct error fault = { 0 };
    struct judgement lost;
    const char *id = NULL;
    struct slot *s;

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
    if (s->lives) {
        s->id[0] = '\0';
        s->nanoseconds += answer.nanoseconds;
        scenario_take(&s->scenario, &answer);
        answer_release(&answer);
        return ERR_OK; /* advance() goes on */
    }
    take(e, s, &answer);
    answer_release(&answer);
    return round_end(e, s, why);
}

/* --- scenarios ---------------------------------------------------------------------------- */

static enum err put_step(struct engine *e, struct slot *s, const char *op,
                         const json_t *in, struct error *why)
{
    struct error fault = { 0 };

    snprintf(s->id, sizeof s->id, "%.120s.%u.%u", s->item->vector->id,
             s->round + 1, s->scenario.asks);
    if (!e->target->driver->send(e->target, s->id, op, in, &fault))
        return ERR_OK;
    return give_up(e, s, &fault, why);
}

static enum err scenario_end(struct engine *e, struct slot *s,
                             struct error *why)
{
    struct answer answer;
    struct judgement j;

    scenario_finish(&s->scenario, &j, &answer);
    s->lives = false;
    if (j.cause == CAUSE_NOT_OFFERED &&
        need_of(e, s->item->vector) == PROFILE_OPTIONAL) {
        j.cause = CAUSE_UNSUPPORTED;
        j.verdict = cause_verdict(j.cause);
    }
    add_round(s, j, &answer);
    answer_release(&answer);
    return round_end(e, s, why);
}

/* The peer is asked at once: nothing else is under way (engine_run). */
static void ask_peer(struct engine *e, struct slot *s, const char *op,
                     const json_t *in)
{
    struct answer answer = { .kind = ANSWER_UNREACHABLE };
    struct error fault = { 0 };

    if (!e->options->peer)
        snprintf(answer.text, sizeof answer.text, "there is no second node");
    else if (target_ask(e->options->peer, s->item->vector->id, op, in, &answer,
                        &fault))
        snprintf(answer.text, sizeof answer.text, "%.300s", fault.text);
    s->nanoseconds += answer.nanoseconds;
    scenario_take(&s->scenario, &answer);
    answer_release(&answer);
}

/* Takes every scenario as far as it goes without an answer.  *asked: questions
 * are under way; *wake_ns: when the first that waits goes on, 0: none does. */
static enum err advance(struct engine *e, size_t *asked, uint64_t *wake_ns,
                        struct error *why)
{
    enum err err = ERR_OK;

    *asked = 0;
    *wake_ns = 0;
    for (size_t i = 0; i < e->window && !err; i++) {
        struct slot *s = &e->slots[i];
        enum scenario_state state;
        const json_t *in;
        const char *op;

        if (!s->item || !s->lives || s->id[0]) {
            *asked += s->item != NULL;
            continue;
        }
        state = scenario_next(&s->scenario, &op, &in);
        if (state == SCENARIO_WAIT) {
            if (!*wake_ns || s->scenario.wait_until_ns < *wake_ns)
                *wake_ns = s->scenario.wait_until_ns;
        } else if (state == SCENARIO_ASK && s->scenario.at_peer) {
            ask_peer(e, s, op, in);
        } else if (state == SCENARIO_ASK) {
            err = put_step(e, s, op, in, why);
            *asked += s->item != NULL;
        } else {
            err = scenario_end(e, s, why);
            *asked += s->item && !s->lives;
        }
    }
    return err;
}

/* Sleeps in short spans, so that a signal is noticed. */
static void doze(uint64_t until_ns)
{
    enum { SPAN_MS = 50 };
    struct timespec now, span = { 0, SPAN_MS * 1000000L };
    uint64_t at;

    clock_gettime(CLOCK_MONOTONIC, &now);
    at = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    if (at >= until_ns)
        return;
    if (until_ns - at < SPAN_MS * 1000000u)
        span.tv_nsec = (long)(until_ns - at);
    nanosleep(&span, NULL);
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
    uint64_t wake_ns;
    size_t asked;

    while (!err && (e->next < e->plan->count || e->under_way)) {
        if (interrupted(e) || (enough_failures(e) && !e->under_way))
            return stop_rest(e, why);
        err = fill(e, why);
        if (!err)
            err = advance(e, &asked, &wake_ns, why);
        if (err || interrupted(e))
            continue;
        if (asked)
            err = receive(e, why);
        else if (wake_ns)
            doze(wake_ns);
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
    e->scenario = options->scenario;
    e->scenario.hello = e->hello;
    memset(e->seen, VERDICT_COUNT, plan->catalogue->vector_count + 1);
    e->window = e->hello->pipeline ? e->hello->pipeline : 1;
    e->window = e->window < most ? e->window : most;
    e->window = e->window < WINDOW_MAX ? e->window : WINDOW_MAX;
    /* While the peer is asked nothing is read from the target: an answer that
     * waits would look late. */
    if (options->peer)
        e->window = 1;
    err = loop(e, why);
    for (size_t i = 0; i < e->window; i++)
        if (e->slots[i].item) {
            answer_release(&e->slots[i].answer);
            if (e->slots[i].lives)
                scenario_drop(&e->slots[i].scenario);
        }
    arena_release(&a);
    if (err)
        return err;
    *out = result;
    return ERR_OK;
}

bool engine_fits(void *target, const struct vector *v)
{
    struct target *t = target;

    switch (t->driver->hello(t)->kind) {
    case TARGET_LIBRARY:
        return !v->scenario;
    case TARGET_NODE:
        return v->scenario || !t->driver->fits ||
               t->driver->fits(t, v->op_id, v->in, v->reject != NULL);
    case TARGET_RECORD:
        return true;
    }
    return false;
}
