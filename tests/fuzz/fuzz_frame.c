/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "runner/targets/frame.h"

/* An answer that is taken is written again as one line, and that line is read
 * back as the same answer.  What is shown of any bytes is printable. */
static void check_answer(const json_t *object)
{
    const char *id = frame_id(object);
    json_t *body = NULL, *again = NULL, *second = NULL;
    enum answer_kind kind, kind_again;
    char *text;

    if (frame_answer_read(&kind, &body, object, NULL))
        return;
    text = frame_answer_text(id, kind, body);
    if (!text || strcspn(text, "\n") + 1 != strlen(text) ||
        frame_read(&again, bytes_make(text, strlen(text) - 1), NULL) ||
        frame_answer_read(&kind_again, &second, again, NULL) ||
        kind != kind_again || (body && !json_equal(body, second)) ||
        (id && strcmp(frame_id(again), id) != 0))
        abort();
    json_decref(second);
    json_decref(again);
    json_decref(body);
    free(text);
}

static void check_hello(json_t *object)
{
    struct hello hello;
    bool stateful;

    if (frame_hello_read(&hello, &stateful, object, NULL))
        return;
    if (hello.pipeline < 1 || hello.pipeline > FRAME_PIPELINE_MAX ||
        !json_is_array(hello.operations) || !*hello.name)
        abort();
}

void fuzz_one(struct arena *a, struct bytes in)
{
    struct frame_request r;
    json_t *object = NULL;
    char shown[64];

    (void)a;
    frame_show(shown, sizeof shown, in);
    for (const char *c = shown; *c; c++)
        if (*c < 0x20 || *c == 0x7f)
            abort();
    if (frame_read(&object, in, NULL))
        return;
    check_answer(object);
    check_hello(object);
    if (!frame_request_read(&r, object, NULL) && r.verb == FRAME_RUN &&
        (!*r.id || strlen(r.id) > FRAME_ID_MAX || !json_is_object(r.in)))
        abort();
    json_decref(object);
}
