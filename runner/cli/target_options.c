/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/cli.h"

/* From CLI_OPTIONS_TARGET to how a target is opened. */

static enum err read_numbers(struct target_options *out, struct access *access,
                             const struct args *args, struct error *why)
{
    enum { TIMEOUT, LINE, RESTARTS, MEMORY, JOBS, RATE, REQUESTS, REDIRECTS };
    static const struct {
        const char *name;
        uint64_t fallback, low, high;
    } rows[] = {
        [TIMEOUT] = { "--timeout", 10000, 1, 3600000 },
        [LINE] = { "--line-max", (uint64_t)32 << 20, 1024, (uint64_t)1 << 30 },
        [RESTARTS] = { "--restarts", 25, 0, 100000 },
        [MEMORY] = { "--adapter-memory", 0, 0, 1 << 20 },
        [JOBS] = { "--jobs", 8, 1, 64 },
        [RATE] = { "--rate", 0, 1, 1000000 },
        [REQUESTS] = { "--max-requests", 0, 1, UINT32_MAX },
        [REDIRECTS] = { "--redirects", 0, 0, ACCESS_REDIRECTS_MAX },
    };
    uint64_t value[ARRAY_LEN(rows)];

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        enum err err = args_number(&value[i], args, rows[i].name,
                                   rows[i].fallback, rows[i].low, rows[i].high,
                                   why);

        if (err)
            return err;
    }
    *out = (struct target_options){
        .jobs = (unsigned)value[JOBS],
        .timeout_ms = (unsigned)value[TIMEOUT],
        .line_max = value[LINE],
        .restarts_max = (unsigned)value[RESTARTS],
        .network = args_has(args, "--adapter-network"),
        .memory_max = value[MEMORY] << 20,
    };
    access->rate = (unsigned)value[RATE];
    access->requests_max = value[REQUESTS];
    access->redirects = (unsigned)value[REDIRECTS];
    return ERR_OK;
}

static enum err read_http(struct access *a, const struct args *args,
                          struct error *why)
{
    const char *version = args_text(args, "--http-version", NULL);

    a->http = ACCESS_HTTP_ANY;
    if (!version)
        return ERR_OK;
    if (strcmp(version, "1") != 0 && strcmp(version, "2") != 0)
        return error_set(why, ERR_USAGE, "--http-version is 1 or 2");
    a->http = *version == '1' ? ACCESS_HTTP_1 : ACCESS_HTTP_2;
    return ERR_OK;
}

static enum err read_secrets(struct access *a, const struct args *args,
                             struct error *why)
{
    static const struct {
        const char *name;
        enum err (*take)(struct access *a, const char *text,
                         struct error *why);
    } rows[] = {
        { "--header", access_header },   { "--bearer", access_bearer },
        { "--jwt-secret", access_jwt },  { "--key-password", access_key_password },
        { "--proxy", access_proxy },
    };
    const char *value;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        for (size_t k = 0; (value = args_nth(args, rows[i].name, k)); k++) {
            enum err err = rows[i].take(a, value, why);

            if (err) {
                char text[sizeof why->text];

                snprintf(text, sizeof text, "%s", why->text);
                return error_set(why, err, "%s: %.280s", rows[i].name, text);
            }
        }
    for (size_t k = 0; (value = args_nth(args, "--target", k)); k++) {
        enum err err = secrets_add_url(&a->secrets, a->arena, value, why);

        if (err)
            return err;
    }
    return ERR_OK;
}

static enum err read_environment(struct cli_target *out,
                                 const struct args *args, struct error *why)
{
    size_t count = args_count(args, "--adapter-env");

    if (count >= ARRAY_LEN(out->environment))
        return error_set(why, ERR_USAGE, "--adapter-env is given too often");
    for (size_t i = 0; i < count; i++) {
        const char *name = args_nth(args, "--adapter-env", i);

        if (!name[0] || strchr(name, '='))
            return error_set(why, ERR_USAGE, "--adapter-env takes the name of "
                             "a variable, without a value");
        out->environment[i] = name;
    }
    out->environment[count] = NULL;
    return ERR_OK;
}

enum err cli_target_options(struct cli_target *out, const struct args *args,
                            struct error *why)
{
    struct access *access = &out->access;
    enum err err;

    out->target = NULL;
    arena_init(&out->arena, 0);
    access_init(access, &out->arena);
    err = read_numbers(&out->options, access, args, why);
    if (!err)
        err = read_http(access, args, why);
    if (!err)
        err = read_secrets(access, args, why);
    if (!err)
        err = read_environment(out, args, why);
    if (err)
        return err;
    access->client_cert = args_text(args, "--client-cert", NULL);
    access->client_key = args_text(args, "--client-key", NULL);
    access->ca_file = args_text(args, "--ca", NULL);
    if (!access->client_cert != !access->client_key)
        return error_set(why, ERR_USAGE, "--client-cert and --client-key go "
                                         "together");
    out->options.environment = out->environment;
    out->options.access = access;
    return ERR_OK;
}

enum err cli_target_open(struct cli_target *out, const struct args *args,
                         const char *fallback, struct error *why)
{
    enum err err = cli_target_options(out, args, why);

    return err ? err : target_open(&out->target,
                                   args_text(args, "--target", fallback),
                                   &out->options, why);
}

int cli_target_done(struct cli_target *t, const struct error *why, int status)
{
    if (why->code)
        status = cli_fail_masked(why, &t->access.secrets);
    target_close(t->target);
    arena_release(&t->arena);
    return status;
}
