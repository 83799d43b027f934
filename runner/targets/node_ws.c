/* SPDX-License-Identifier: Apache-2.0 */
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>

#include "config.h"
#include "runner/targets/node_link.h"

/* WebSocket, by libwebsockets: a message is one JSON text. */

enum { HOST_SIZE = 300, PIECE = 64 * 1024, NAME_SIZE = 80 };

struct ws {
    struct lws_context *context;
    lws_sorted_usec_list_t alarm;
    const struct node_target *node;
    char host[HOST_SIZE], path[WIRE_URL_MAX];
    int port;
    bool tls;
};

/* What l->own points at. */
struct ws_link {
    struct lws *wsi;
};

static void on_alarm(lws_sorted_usec_list_t *alarm)
{
    (void)alarm; /* lws_service() returns, which is all that is wanted */
}

/* Writes what is left of the request; false: the connection is broken. */
static bool push(struct link *l, struct lws *wsi)
{
    size_t len = l->out.len - l->sent;
    unsigned char *frame;
    int written;

    if (!len || l->sent)
        return true;
    frame = malloc(LWS_PRE + len);
    if (!frame)
        return false;
    memcpy(frame + LWS_PRE, l->out.data, len);
    l->sent = l->out.len;
    written = lws_write(wsi, frame + LWS_PRE, len, LWS_WRITE_TEXT);
    free(frame);
    return written >= 0;
}

static bool add_field(struct lws *wsi, const char *line, unsigned char **at,
                      unsigned char *end)
{
    const char *colon = strchr(line, ':');
    char name[NAME_SIZE];

    if (!colon || (size_t)(colon - line) > sizeof name - 2)
        return false;
    snprintf(name, sizeof name, "%.*s:", (int)(colon - line), line);
    colon += 1 + strspn(colon + 1, " ");
    return !lws_add_http_header_by_name(wsi, (const unsigned char *)name,
                                        (const unsigned char *)colon,
                                        (int)strlen(colon), at, end);
}

/* The fields of access, and the one that says who asks. */
static bool add_fields(struct lws *wsi, const struct link *l,
                       unsigned char **at, size_t room)
{
    const struct access *a = l->node->options.access;
    unsigned char *end = *at + room;
    bool good = true;

    for (size_t i = 0; a && good && i < a->header_count; i++)
        good = add_field(wsi, a->headers[i], at, end);
    if (good && l->call && l->call->mark[0])
        good = add_field(wsi, l->call->mark, at, end);
    if (good && l->call && l->call->token[0])
        good = add_field(wsi, l->call->token, at, end);
    return good;
}

static void detach(struct link *l, const char *what)
{
    struct ws_link *own = l->own;

    l->own = NULL;
    free(own);
    link_ended(l, what);
}

static int receive(struct link *l, struct lws *wsi, const void *in, size_t len)
{
    bool fits = wire_body_add(&l->in, in, len);

    l->in.oversize |= !fits;
    if (fits && (!lws_is_final_fragment(wsi) ||
                 lws_remaining_packet_payload(wsi)))
        return 0;
    link_message(l);
    return fits ? 0 : -1;
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason,
                    void *user, void *in, size_t len)
{
    struct link *l = lws_get_opaque_user_data(wsi);

    (void)user;
    if (!l)
        return 0;
    if (reason == LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER)
        return add_fields(wsi, l, in, len) ? 0 : -1;
    if (reason == LWS_CALLBACK_CLIENT_ESTABLISHED)
        link_opened(l);
    else if (reason == LWS_CALLBACK_CLIENT_RECEIVE)
        return receive(l, wsi, in, len);
    else if (reason == LWS_CALLBACK_CLIENT_WRITEABLE)
        return push(l, wsi) ? 0 : -1;
    else if (reason == LWS_CALLBACK_CLIENT_CONNECTION_ERROR)
        detach(l, in ? (const char *)in : "no WebSocket there");
    else if (reason == LWS_CALLBACK_CLIENT_CLOSED)
        detach(l, "it ended");
    return 0;
}

static const struct lws_protocols protocols[] = {
    { .name = "etalon", .callback = on_event, .rx_buffer_size = PIECE },
    { .name = NULL },
};

static enum err read_address(struct ws *ws, const char *url,
                             struct error *why)
{
    const char *host = strstr(url, "://") + 3;
    size_t len = strcspn(host, "/?#");
    char *port, *end;

    ws->tls = strncmp(url, "wss:", 4) == 0;
    ws->port = ws->tls ? 443 : 80;
    if (memchr(host, '@', len))
        return error_set(why, ERR_USAGE, "user and password are no part of a "
                         "WebSocket address; use --header 'Authorization: "
                         "env:VAR'");
    if (!len || len >= sizeof ws->host)
        return error_set(why, ERR_USAGE, "the address has no host, or a very "
                                         "long one");
    snprintf(ws->host, sizeof ws->host, "%.*s", (int)len, host);
    snprintf(ws->path, sizeof ws->path, "%s%.2000s", host[len] == '/' ? "" : "/",
             host + len);
    port = strrchr(ws->host, ':');
    if (port && !strchr(port, ']')) {
        ws->port = (int)strtol(port + 1, &end, 10);
        *port = '\0';
        if (*end || ws->port < 1 || ws->port > 65535)
            return error_set(why, ERR_USAGE, "the address has no port that "
                                             "could be");
    }
    return ERR_OK;
}

static enum err ws_set_up(struct node_target *n, void **out,
                          struct error *why)
{
    const struct access *a = n->options.access;
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN,
        .protocols = protocols,
        .options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT,
        .gid = (gid_t)-1, .uid = (uid_t)-1,
    };
    struct ws *ws;
    enum err err;

    if (a && a->proxy)
        return error_set(why, ERR_USAGE, "--proxy does not go with WebSocket");
    ws = calloc(1, sizeof *ws);
    if (!ws)
        return error_set(why, ERR_MEMORY, "out of memory");
    ws->node = n;
    err = read_address(ws, n->url, why);
    if (!err && a) {
        info.client_ssl_ca_filepath = a->ca_file;
        info.client_ssl_cert_filepath = a->client_cert;
        info.client_ssl_private_key_filepath = a->client_key;
        info.client_ssl_private_key_password = a->key_password;
    }
    lws_set_log_level(0, NULL);
    if (!err)
        ws->context = lws_create_context(&info);
    if (!err && !ws->context)
        err = error_set(why, ERR_USAGE, "TLS: the certificates cannot be used");
    if (err) {
        free(ws);
        return err;
    }
    *out = ws;
    return ERR_OK;
}

static void ws_release(void *own)
{
    struct ws *ws = own;

    lws_context_destroy(ws->context);
    free(ws);
}

static bool ws_open(void *own, struct link *l, struct error *why)
{
    struct ws *ws = own;
    struct ws_link *mine = calloc(1, sizeof *mine);
    struct lws_client_connect_info info = {
        .context = ws->context,
        .address = ws->host,
        .port = ws->port,
        .path = ws->path,
        .host = ws->host,
        .ssl_connection = ws->tls ? LCCSCF_USE_SSL : 0,
        .local_protocol_name = protocols[0].name,
        .opaque_user_data = l,
    };

    if (!mine)
        return false;
    l->own = mine;
    info.pwsi = &mine->wsi;
    /* A failure within this call is told by the event, which frees `mine`. */
    if (!lws_client_connect_via_info(&info) && l->own) {
        l->own = NULL;
        free(mine);
        error_set(why, ERR_UNREACHABLE, "no connection");
        return false;
    }
    return true;
}

static void ws_wake(void *own, struct link *l)
{
    const struct ws_link *mine = l->own;

    (void)own;
    if (mine)
        lws_callback_on_writable(mine->wsi);
}

static void ws_close(void *own, struct link *l)
{
    struct ws_link *mine = l->own;

    (void)own;
    if (!mine)
        return;
    lws_set_opaque_user_data(mine->wsi, NULL);
    lws_set_timeout(mine->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
    l->own = NULL;
    free(mine);
}

static bool ws_turn(void *own, struct link **links, size_t count, int wait_ms)
{
    struct ws *ws = own;

    (void)links;
    (void)count;
    lws_sul_schedule(ws->context, 0, &ws->alarm, on_alarm,
                     (lws_usec_t)wait_ms * LWS_US_PER_MS);
    return lws_service(ws->context, 0) >= 0;
}

const struct link_kind link_kind_ws = {
    .set_up = ws_set_up, .release = ws_release, .open = ws_open,
    .wake = ws_wake,     .close = ws_close,     .turn = ws_turn,
};
