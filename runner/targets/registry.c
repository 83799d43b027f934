/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/target.h"

#include <assert.h>
#include <stdio.h>

#include "runner/targets/http.h"
#include "runner/targets/node.h"
#include "runner/targets/ref.h"
#include "runner/targets/replay.h"
#include "runner/targets/stdio.h"

#ifndef HAVE_LIBWEBSOCKETS
static enum err socket_open(struct target **out, const char *text,
                            const struct target_options *options,
                            struct error *why)
{
    (void)out;
    (void)text;
    (void)options;
    return error_set(why, ERR_NOT_BUILT,
                     "this build has no libwebsockets and cannot ask a node "
                     "over WebSocket; use its http://, https:// or ipc: "
                     "address");
}

#define ABSENT(name, prefix, what) \
    static const struct target_driver name = { \
        .scheme = prefix, .help = what, .open = socket_open \
    }

ABSENT(node_ws_driver, "ws://", "ws://…   a node (not in this build)");
ABSENT(node_wss_driver, "wss://", "wss://…   a node (not in this build)");
#endif

static const struct target_driver *const drivers[] = {
    &ref_driver,        &stdio_driver,     &http_driver,
    &https_driver,      &replay_driver,    &node_chain_driver,
    &node_http_driver,  &node_https_driver, &node_ipc_driver,
    &node_ws_driver,    &node_wss_driver,
};

const struct target_driver *target_driver_at(size_t index)
{
    return index < ARRAY_LEN(drivers) ? drivers[index] : NULL;
}

enum err target_open(struct target **out, const char *text,
                     const struct target_options *options, struct error *why)
{
    static const struct target_options defaults = { 0 };
    char list[200] = "";
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_LEN(drivers); i++) {
        const char *scheme = drivers[i]->scheme;

        if (strncmp(text, scheme, strlen(scheme)) == 0)
            return drivers[i]->open(out, text, options ? options : &defaults,
                                    why);
        n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "",
                              scheme);
        assert(n < sizeof list);
    }
    return error_set(why, ERR_USAGE,
                     "\"%.60s\" is not a target; one begins with %s", text,
                     list);
}
