/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/choose.h"

enum err choose_catalogue(struct catalogue *out, char *dir, size_t dir_size,
                          const struct args *args, struct error *why)
{
    enum err err = cli_data_dir(dir, dir_size, args, why);

    return err ? err : catalogue_load(out, dir, NULL, why);
}

/* Adds every value of a repeated option; commas separate values where no glob
 * or id can hold one. */
static enum err add_values(struct select_list *list, struct arena *a,
                           const struct args *args, const char *name,
                           struct error *why)
{
    const char *value;

    for (size_t i = 0; (value = args_nth(args, name, i)); i++) {
        char *copy = arena_strdup(a, value), *next = copy;

        while (next) {
            char *comma = strchr(next, ',');

            if (comma)
                *comma = '\0';
            if (!next[0])
                return error_set(why, ERR_USAGE, "%s %s: an empty value", name,
                                 value);
            if (!select_add(list, next))
                return error_set(why, ERR_USAGE, "%s is given too often",
                                 name);
            next = comma ? comma + 1 : NULL;
        }
        if (!copy)
            return error_set(why, ERR_MEMORY, "memory is short");
    }
    return ERR_OK;
}

enum err choose_selection(struct selection *out, struct arena *a,
                          const struct catalogue *c, const struct args *args,
                          struct error *why)
{
    struct selection s = { 0 };
    const struct {
        const char *name;
        struct select_list *list;
    } lists[] = {
        { "--suite", &s.suites },       { "--standard", &s.standards },
        { "--requirement", &s.requirements }, { "--id", &s.ids },
        { "--op", &s.ops },             { "--level", &s.levels },
        { "--tag", &s.tags },
    };
    const char *profile = args_text(args, "--profile", NULL);
    const char *shard = args_text(args, "--shard", NULL);
    enum err err;

    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        err = add_values(lists[i].list, a, args, lists[i].name, why);
        if (err)
            return err;
    }
    if (profile) {
        s.profile = profile_find(c, profile);
        if (!s.profile)
            return error_set(why, ERR_USAGE,
                             "there is no profile %.60s; 'etalon list "
                             "--profiles' shows all", profile);
    }
    if (shard) {
        err = select_shard(&s, shard, why);
        if (err)
            return err;
    }
    err = select_check(&s, c, why);
    if (err)
        return err;
    *out = s;
    return ERR_OK;
}
