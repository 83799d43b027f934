/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/runnerkit.h"

#include "runner/digest.h"
#include "runner/lint.h"

#define VECTOR(id, rest) "- {id: demo." id ", title: t, requires: [DEMO-1], " \
                         rest ", source: s}\n"
#define ECHO "op: echo, in: {data: '0x01'}, out: '0x01'"

/* Each file is broken once; the place and the sentence are what a person needs
 * to mend it. */
static const struct broken {
    const char *file, *text, *place, *said;
} broken_rows[] = {
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n- id: demo.a\n"
      "  titel: t\n  title: t\n  requires: [DEMO-1]\n  op: echo\n"
      "  in: {data: '0x'}\n  out: '0x'\n  source: s\n",
      "vectors/demo/a.yaml:6:3", "unknown key titel; did you mean title?" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n- id: demo.a\n"
      "  id: demo.b\n",
      "vectors/demo/a.yaml:6:3", "key id is there twice" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      "- {id: demo.a, title: t, requires: [DEMO-1], op: echo, "
      "in: {data: 0x01}, out: '0x', source: s}\n",
      "vectors/demo/a.yaml:5:67", "hex must be quoted" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      "- {id: demo.a, title: t, requires: [DEMO-9], op: echo, "
      "in: {data: '0x01'}, out: '0x01', source: s}\n",
      "vectors/demo/a.yaml:5:37", "there is no requirement DEMO-9" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      "- id: demo.a\n  title: t\n  requires: [DEMO-1]\n  op: ecco\n"
      "  in: {data: '0x01'}\n  out: '0x01'\n  source: s\n",
      "vectors/demo/a.yaml:8:7", "has no operation ecco; did you mean echo?" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      "- id: demo.a\n  title: t\n  requires: [DEMO-1]\n  op: echo\n"
      "  in: {data: '0x1'}\n  out: '0x01'\n  source: s\n",
      "vectors/demo/a.yaml:9:7", "in: data must be bytes" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      "- id: demo.a\n  title: t\n  requires: [DEMO-1]\n  op: echo\n"
      "  in: {data: '0x01'}\n  reject: trailing\n  source: s\n",
      "vectors/demo/a.yaml:10:11", "trailing is not a reason of echo" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      "- id: demo.a\n  title: t\n  requires: [DEMO-1]\n  op: echo\n"
      "  in: {data: '0x01'}\n  source: s\n",
      "vectors/demo/a.yaml:5:3", "exactly one of out and reject" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      "- id: demo.a\n  title: t\n  requires: [DEMO-1]\n  op: echo\n"
      "  in: {data: '0x01'}\n  out: {$mach: 'x'}\n  source: s\n",
      "vectors/demo/a.yaml:10:8", "unknown matcher $mach; did you mean "
                                  "$match?" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      "- &x {id: demo.a}\n- *x\n",
      "vectors/demo/a.yaml:5:3", "aliases, anchors and tags" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors: []\n---\nformat: 1\n",
      "vectors/demo/a.yaml:5:1", "only one document" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      "- {id: other.a, title: t, requires: [DEMO-1], " ECHO ", source: s}\n",
      "vectors/demo/a.yaml:5:8", "the id must start with \"demo.\"" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      VECTOR("b", ECHO) VECTOR("a", ECHO) VECTOR("b", ECHO),
      "vectors/demo/a.yaml:7:1",
      "id demo.b exists already: vectors/demo/a.yaml:5" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      VECTOR("a", ECHO ", after: [demo.b]")
      VECTOR("b", ECHO ", after: [demo.a]"),
      "vectors/demo/a.yaml:5:1", "demo.a waits for itself" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      VECTOR("gone", ECHO),
      "vectors/demo/a.yaml:5:8", "given up and is never used again: wrong" },
    { "vectors/demo/a.yaml", "format: 1\nsuite: demo\nstandard: D\nvectors:\n"
      "- {id: demo.a, title: no}\n",
      "vectors/demo/a.yaml:5:23", "quote it" },
    { "vectors/demo/a.yaml", "format: 1\nnote: \"\xff\"\n",
      "vectors/demo/a.yaml:2:8", "UTF-8" },
    { "vectors/demo/a.yaml",
      "format: 1\nsuite: demo\nstandard: D\nvectors: []\n",
      "vectors/demo/a.yaml:4:10", "must not be empty" },
    { "vectors/demo/a.yml", "format: 1\n", "vectors/demo/a.yml",
      "must end in .yaml" },
    { "suites/demo/requirements-2.yaml",
      "format: 1\nsuite: demo\nrequirements:\n"
      "- {id: DEMO-1, standard: D, clause: c, level: MUST, area: a, "
      "text: t}\n",
      "suites/demo/requirements.yaml:4:1", "DEMO-1 exists already" },
    { "suites/demo/requirements-2.yaml",
      "format: 1\nsuite: demo\nrequirements:\n"
      "- {id: DEMO-9, standard: D, clause: c, level: SHALL, area: a, "
      "text: t}\n",
      "suites/demo/requirements-2.yaml:4:47", "MUST, SHOULD or MAY" },
    { "suites/demo/profiles/typo.yaml",
      "format: 1\nid: typo\ntitle: t\nsuites: [demo]\nreasons: r\n"
      "requires:\n- DEMO-1\n- DMO-*\n",
      "suites/demo/profiles/typo.yaml:8:3", "DMO-* names no requirement" },
};

START_TEST(a_broken_file_is_located_exactly)
{
    const struct broken *row = &broken_rows[_i];
    struct kit k;
    struct catalogue c;
    char text[600];

    kit_open(&k);
    kit_write(&k, "vectors/TOMBSTONES", "# given up\ndemo.gone wrong\n");
    kit_write(&k, row->file, row->text);
    ck_assert_err(catalogue_load(&c, k.dir, NULL, &k.why), k.why.code);
    ck_assert_int_ne(k.why.code, ERR_OK);
    error_print(text, sizeof text, &k.why);
    ck_assert_msg(strncmp(text, row->place, strlen(row->place)) == 0 &&
                      text[strlen(row->place)] == ':',
                  "row %d: %s", _i, text);
    ck_assert_msg(strstr(text, row->said) != NULL, "row %d: %s", _i, text);
    kit_close(&k);
}
END_TEST

START_TEST(lint_shows_every_problem_and_the_uncovered)
{
    struct problem_sink errors = { .report = NULL }, warnings = errors;
    struct lint_result result;
    struct kit k;

    kit_open(&k);
    kit_vectors(&k, VECTOR("a", "op: nope, in: {}, out: 1")
                    VECTOR("b", "op: echo, in: {dta: '0x'}, out: '0x'")
                    VECTOR("c", ECHO));
    ck_assert_err(lint_run(&result, k.dir, &errors, &warnings, &k.why),
                  ERR_OK);
    /* two vectors, and DEMO-3 (MUST) without one */
    ck_assert_uint_eq(result.errors, 3);
    ck_assert_uint_eq(result.vectors, 1);
    ck_assert_uint_eq(result.must_uncovered, 1);
    ck_assert_uint_eq(result.other_uncovered, 1);
    /* DEMO-2, and the operations add and parse */
    ck_assert_uint_eq(warnings.errors, 3);
    kit_close(&k);
}
END_TEST

START_TEST(an_untestable_must_needs_no_vector)
{
    struct problem_sink errors = { .report = NULL }, warnings = errors;
    struct lint_result result;
    struct kit k;

    kit_open(&k);
    kit_write(&k, "suites/demo/requirements-u.yaml",
              "format: 1\nsuite: demo\nrequirements:\n"
              "- {id: DEMO-U, standard: D, clause: c, level: MUST, area: a, "
              "text: t, untestable: no input shows it}\n");
    ck_assert_err(lint_run(&result, k.dir, &errors, &warnings, &k.why),
                  ERR_OK);
    ck_assert_uint_eq(result.must_uncovered, 2); /* DEMO-1, DEMO-3 */
    kit_close(&k);
}
END_TEST

START_TEST(repeats_and_concatenations_are_expanded_and_digested_as_written)
{
    struct kit k;
    const struct vector *v, *w;
    char long_form[256];

    kit_open(&k);
    snprintf(long_form, sizeof long_form, "op: echo, in: {data: "
             "'0x01%s02'}, out: '0x01'", "abababababababababab");
    kit_write(&k, "vectors/demo/a.yaml",
              "format: 1\nsuite: demo\nstandard: Demo\nvectors:\n"
              VECTOR("a", "op: echo, in: {data: {$concat: ['0x01', {$repeat: "
                     "{bytes: '0xab', times: 10}}, '0x02']}}, out: '0x01'"));
    kit_load(&k);
    v = catalogue_vector(&k.catalogue, "demo.a");
    ck_assert_str_eq(json_string_value(json_object_get(v->in, "data")),
                     "0x01abababababababababab02");
    {
        struct kit other;

        kit_open(&other);
        kit_vectors(&other, arena_printf(&other.arena,
                    "- {source: s, requires: [DEMO-1], title: t, "
                    "id: demo.a, %s}\n", long_form));
        kit_load(&other);
        w = catalogue_vector(&other.catalogue, "demo.a");
        ck_assert(json_equal(v->in, w->in));
        ck_assert_mem_ne(v->digest, w->digest, SHA256_SIZE);
        ck_assert_mem_ne(k.catalogue.digest, other.catalogue.digest,
                         SHA256_SIZE);
        kit_close(&other);
    }
    kit_close(&k);
}
END_TEST

START_TEST(an_expansion_is_bounded)
{
    struct kit k;
    struct catalogue c;

    kit_open(&k);
    kit_vectors(&k, VECTOR("a", "op: echo, in: {data: {$repeat: {bytes: "
                           "'0x00', times: 16777217}}}, out: '0x01'"));
    ck_assert_err(catalogue_load(&c, k.dir, NULL, &k.why), ERR_SCHEMA);
    ck_assert_msg(strstr(k.why.text, "16 MiB") != NULL, "%s", k.why.text);
    kit_close(&k);
}
END_TEST

START_TEST(a_digest_covers_every_key_that_counts)
{
    static const char *const rows[] = {
        "- {id: demo.a, title: t, requires: [DEMO-1], " ECHO ", source: s}\n",
        "- {id: demo.b, title: t, requires: [DEMO-1], " ECHO ", source: s}\n",
        "- {id: demo.a, title: u, requires: [DEMO-1], " ECHO ", source: s}\n",
        "- {id: demo.a, title: t, requires: [DEMO-2], " ECHO ", source: s}\n",
        "- {id: demo.a, title: t, requires: [DEMO-1], " ECHO ", source: x}\n",
        "- {id: demo.a, title: t, requires: [DEMO-1], op: echo, "
        "in: {data: '0x02'}, out: '0x01', source: s}\n",
        "- {id: demo.a, title: t, requires: [DEMO-1], op: echo, "
        "in: {data: '0x01'}, out: '0x02', source: s}\n",
        "- {id: demo.a, title: t, requires: [DEMO-1], op: echo, "
        "in: {data: '0x01'}, reject: empty, source: s}\n",
        "- {id: demo.a, title: t, requires: [DEMO-1], " ECHO
        ", source: s, features: [f]}\n",
        "- {id: demo.a, title: t, requires: [DEMO-1], " ECHO
        ", source: s, tags: [f]}\n",
    };
    uint8_t seen[ARRAY_LEN(rows)][SHA256_SIZE];

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct kit k;

        kit_open(&k);
        kit_vectors(&k, rows[i]);
        kit_load(&k);
        memcpy(seen[i], k.catalogue.vectors[0].digest, SHA256_SIZE);
        kit_close(&k);
        for (size_t j = 0; j < i; j++)
            ck_assert_mem_ne(seen[i], seen[j], SHA256_SIZE);
    }
}
END_TEST

START_TEST(the_root_is_that_of_rfc_6962)
{
    /* RFC 6962, 2.1, written out for three leaves: leaf = H(00 || d),
     * node = H(01 || l || r), the left part the largest power of two. */
    uint8_t leaves[3][SHA256_SIZE] = { { 1 }, { 2 }, { 3 } }, root[32];
    uint8_t text[65] = { 0 }, l[3][32], left[32];
    char empty[SHA256_TEXT_SIZE];

    for (size_t i = 0; i < 3; i++) {
        text[0] = 0;
        memcpy(text + 1, leaves[i], 32);
        sha256(l[i], bytes_make(text, 33));
    }
    text[0] = 1;
    memcpy(text + 1, l[0], 32);
    memcpy(text + 33, l[1], 32);
    sha256(left, bytes_make(text, 65));
    memcpy(text + 1, left, 32);
    memcpy(text + 33, l[2], 32);
    sha256(left, bytes_make(text, 65));
    digest_root(root, (const uint8_t (*)[32])leaves, 3);
    ck_assert_mem_eq(root, left, 32);
    digest_root(root, (const uint8_t (*)[32])leaves, 1);
    ck_assert_mem_eq(root, l[0], 32);
    digest_root(root, NULL, 0);
    sha256_text(empty, root);
    /* FIPS 180-4: the digest of the empty message */
    ck_assert_str_eq(empty, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934c"
                            "a495991b7852b855");
}
END_TEST

START_TEST(inclusion_is_proven_and_nothing_else_is)
{
    uint8_t leaves[19][SHA256_SIZE] = { { 0 } }, root[32];

    for (size_t i = 0; i < 19; i++)
        leaves[i][0] = (uint8_t)(i + 1);
    for (size_t n = 1; n <= 19; n++) {
        digest_root(root, (const uint8_t (*)[32])leaves, n);
        for (size_t i = 0; i < n; i++) {
            struct digest_proof p;

            digest_prove(&p, (const uint8_t (*)[32])leaves, n, i);
            ck_assert(digest_verify(&p, leaves[i], root));
            ck_assert(!digest_verify(&p, leaves[(i + 1) % 19], root));
            p.index = (i + 1) % n;
            ck_assert(n == 1 || !digest_verify(&p, leaves[i], root));
            p.index = i;
            p.path_len++;
            ck_assert(!digest_verify(&p, leaves[i], root));
        }
    }
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, a_broken_file_is_located_exactly, 0,
                        ARRAY_LEN(broken_rows));
    tcase_add_test(tc, lint_shows_every_problem_and_the_uncovered);
    tcase_add_test(tc, an_untestable_must_needs_no_vector);
    tcase_add_test(tc, repeats_and_concatenations_are_expanded_and_digested_as_written);
    tcase_add_test(tc, an_expansion_is_bounded);
    tcase_add_test(tc, a_digest_covers_every_key_that_counts);
    tcase_add_test(tc, the_root_is_that_of_rfc_6962);
    tcase_add_test(tc, inclusion_is_proven_and_nothing_else_is);
}

TESTKIT_MAIN("catalogue", add_tests)
