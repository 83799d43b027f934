/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/report_fixture.h"

#include <stdio.h>
#include <stdlib.h>

/* Set-up code that cannot go on exits 99. */
static void *need(void *p)
{
    if (!p)
        exit(99);
    return p;
}

static const json_t *keep(struct run *run, json_t *value)
{
    if (!value || json_array_append_new(run->keep, value))
        exit(99);
    return value;
}

static const json_t *parse(struct run *run, const char *text)
{
    return keep(run, json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL));
}

static void begin(struct run *run, size_t requirements, size_t cases)
{
    *run = (struct run){ .complete = true };
    arena_init(&run->arena, (size_t)1 << 30);
    run->keep = need(json_array());
    run->requirement_count = requirements;
    run->case_count = cases;
    run->requirements =
        need(arena_array(&run->arena, requirements + 1,
                         sizeof *run->requirements));
    run->cases = need(arena_array(&run->arena, cases + 1, sizeof *run->cases));
}

void fixture_release(struct run *run)
{
    json_decref(run->keep);
    arena_release(&run->arena);
}

static void identify(struct run *run)
{
    run->id = "5f0c1a52-8d0e-4f3b-9a61-2f6f1c7b0d11";
    run->etalon_version = "0.9.0";
    run->commit = "4b825dc642cb";
    run->suite_version = "2026.1";
    run->suite_digest =
        "9f2c1d5e8b7a60413c2f1e0d9b8a7c6d5e4f30211203f4e5d6c7b8a90c1d2e3f";
    run->profile = "evm-node";
    run->profile_title = "Ethereum-compatible node";
    run->target = "http://127.0.0.1:18545/";
    run->target_name = "meridian-node";
    run->target_version = "2.4.1";
    run->target_vendor = "Meridian Works";
    run->command = "etalon run --profile evm-node http://127.0.0.1:18545/";
    run->start = "2026-11-23T02:00:00.000Z";
    run->end = "2026-11-23T02:00:07.412Z";
    run->record_sha256 =
        "1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014";
    run->environment = parse(run,
        "{\"os\":\"Linux 6.1\",\"arch\":\"x86_64\",\"host\":\"lab-7\","
        "\"seed\":424242,\"timeZone\":\"UTC\"}");
    run->hello = parse(run,
        "{\"name\":\"meridian-node\",\"version\":\"2.4.1\",\"pipeline\":8,"
        "\"features\":[\"blobs\",\"set-code\"]}");
}

/* Worst of the cases that cite it, and counts, as run_load() derives them. */
static void derive(struct run *run)
{
    static const unsigned rank[VERDICT_COUNT] = {
        [VERDICT_FAIL] = 5,     [VERDICT_ERROR] = 4,
        [VERDICT_INCONCLUSIVE] = 3, [VERDICT_UNTESTED] = 2,
        [VERDICT_PASS] = 1,     [VERDICT_INAPPLICABLE] = 0,
    };

    for (size_t r = 0; r < run->requirement_count; r++) {
        struct result_requirement *q = &run->requirements[r];
        bool any = false;

        q->verdict = VERDICT_UNTESTED;
        for (size_t i = 0; i < run->case_count; i++) {
            const struct result_case *c = &run->cases[i];

            for (size_t k = 0; k < c->requires_count; k++) {
                if (c->requires[k] != q)
                    continue;
                q->count[c->verdict]++;
                if (!any || rank[c->verdict] > rank[q->verdict])
                    q->verdict = c->verdict;
                any = true;
            }
        }
    }
    for (size_t i = 0; i < run->case_count; i++)
        tally_add(&run->tally, run->cases[i].level, run->cases[i].verdict);
}

struct requirement_row {
    const char *id, *area, *standard, *clause, *text, *url;
    enum level level;
};

static const struct requirement_row requirement_rows[] = {
    { "BLK-RLP-004", "rlp", "Yellow Paper", "appendix B, (180)",
      "A length prefix is the shortest one that can say the length.",
      "https://ethereum.github.io/yellowpaper/paper.pdf", LEVEL_MUST },
    { "BLK-RLP-009", "rlp", "Yellow Paper", "appendix B, (182)",
      "A list is the concatenation of its encoded items.", NULL, LEVEL_MUST },
    { "BLK-HDR-012", "header", "EIP-1559", "Specification, base fee",
      "The base fee follows from the parent's gas use.",
      "https://eips.ethereum.org/EIPS/eip-1559", LEVEL_MUST },
    { "BLK-HDR-020", "header", "EIP-4844", "Header extension",
      "The excess blob gas follows from the parent's.",
      "https://eips.ethereum.org/EIPS/eip-4844", LEVEL_MUST },
    { "AST-CAIP-003", "caip", "CAIP-19", "Syntax",
      "A token id has at most 78 characters.",
      "https://chainagnostic.org/CAIPs/caip-19", LEVEL_MUST },
    { "AST-DID-007", "did", "DID Core 1.0", "5.3.2",
      "A document names a key for assertions.", NULL, LEVEL_SHOULD },
    { "XCH-ICS20-002", "ics20", "ICS-20", "onTimeoutPacket",
      "A transfer that timed out is refunded.", NULL, LEVEL_MUST },
    { "XCH-ICS20-011", "ics20", "ICS-20", "memo",
      "A memo is passed on unchanged.", NULL, LEVEL_MAY },
    { "XCH-CCTP-001", "cctp", "CCTP", "Message format",
      "A message carries its version first.", NULL, LEVEL_MUST },
};

struct case_row {
    const char *id, *title, *op, *message, *path, *in, *expected, *got;
    size_t requirement;
    enum verdict verdict;
    enum cause cause;
    uint64_t microseconds;
    const char *risk;
};

#define HEX32 "9a1f3c5e7b2d4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8"
#define HEX32B \
    "9a1f3c5e7b2d4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7ff"

static const struct case_row case_rows[] = {
    { "asset.caip19.token-id.longest", "a token id of 78 characters is taken",
      "caip19.parse", "", NULL, "{\"text\":\"eip155:1/erc721:0x06/78\"}",
      "{\"tokenId\":\"78\"}", "{\"out\":{\"tokenId\":\"78\"}}", 4,
      VERDICT_PASS, CAUSE_NONE, 184, NULL },
    { "asset.did.assertion", "a document names a key for assertions",
      "did.check", "assertionMethod is absent", "$.assertionMethod",
      "{\"did\":\"did:web:example.org\"}",
      "{\"assertionMethod\":[\"#key-1\"],\"id\":\"did:web:example.org\"}",
      "{\"out\":{\"id\":\"did:web:example.org\"}}", 5, VERDICT_FAIL,
      CAUSE_WRONG_ANSWER, 41210, NULL },
    { "block.header.base-fee.falls", "the base fee falls after an empty block",
      "header.base_fee", "", NULL, "{\"parent\":\"0xf9\"}", "\"0x7\"",
      "{\"out\":\"0x7\"}", 2, VERDICT_PASS, CAUSE_NONE, 3120, NULL },
    { "block.header.hash.cancun", "a header of Cancun hashes to its hash",
      "header.hash", "the answer differs at $.hash, byte 31 of 32",
      "$.hash", "{\"header\":\"0xf90243\"}",
      "{\"hash\":\"0x" HEX32 "\",\"number\":\"0x13f1\",\"rlp\":\"0xf90243a0" HEX32
      HEX32 "\"}",
      "{\"out\":{\"hash\":\"0x" HEX32B
      "\",\"number\":\"0x13f1\",\"rlp\":\"0xf90243a0" HEX32 HEX32B "00\"}}",
      3, VERDICT_FAIL, CAUSE_WRONG_ANSWER, 11630,
      "two nodes name one block by two hashes and part ways" },
    { "block.rlp.decode.long-form-55", "55 bytes behind a long-form prefix "
      "are refused", "rlp.decode", "accepted what must be refused (not-minimal)",
      NULL, "{\"data\":\"0xb83768656c6c6f20776f726c64\"}",
      "{\"reject\":\"not-minimal\"}",
      "{\"out\":{\"item\":\"0x68656c6c6f20776f726c64\"}}", 0, VERDICT_FAIL,
      CAUSE_ACCEPTED, 10980,
      "one transaction gets two encodings, and with them two hashes" },
    { "block.rlp.encode.list", "a list of two strings", "rlp.encode", "", NULL,
      "{\"item\":[\"0x63\",\"0x64\"]}", "\"0xc26364\"",
      "{\"out\":\"0xc26364\"}", 1, VERDICT_PASS, CAUSE_NONE, 902, NULL },
    { "block.rlp.encode.nested", "lists within lists", "rlp.encode", "", NULL,
      "{\"item\":[[],[[]]]}", "\"0xc3c0c1c0\"", "{\"out\":\"0xc3c0c1c0\"}", 1,
      VERDICT_PASS, CAUSE_NONE, 877, NULL },
    { "xchain.cctp.version", "a message of version 0", "cctp.decode",
      "the target does not declare the feature cctp", NULL, "{}", "{}", NULL,
      8, VERDICT_INAPPLICABLE, CAUSE_FEATURE, 0, NULL },
    { "xchain.ics20.memo", "a memo of 32 KiB is passed on", "ics20.relay",
      "left out by --level MUST,SHOULD", NULL, "{}", "{}", NULL, 7,
      VERDICT_UNTESTED, CAUSE_FILTERED, 0, NULL },
    { "xchain.ics20.refund", "a refund reaches the sender", "ics20.timeout",
      "the chain reorganised while the receipt was read", NULL,
      "{\"sequence\":\"0x3\"}", "{\"refunded\":true}", NULL, 6,
      VERDICT_INCONCLUSIVE, CAUSE_MOVED, 2210441, NULL },
    { "xchain.ics20.timeout", "a late packet is refused", "ics20.timeout",
      "the target says that it has no light client", NULL,
      "{\"sequence\":\"0x4\"}", "{\"reject\":\"order\"}",
      "{\"error\":\"no light client\"}", 6, VERDICT_ERROR, CAUSE_TARGET_ERROR,
      5003000, NULL },
};

static void fill_requirement(struct result_requirement *r,
                             const struct requirement_row *row)
{
    r->id = row->id;
    r->standard = row->standard;
    r->clause = row->clause;
    r->text = row->text;
    r->url = row->url;
    r->area = row->area;
    r->level = row->level;
}

static void fill_case(struct run *run, size_t i, const struct case_row *row)
{
    struct result_case *c = &run->cases[i];
    const struct result_requirement **cited =
        need(arena_array(&run->arena, 1, sizeof *cited));

    cited[0] = &run->requirements[row->requirement];
    c->id = row->id;
    c->title = row->title;
    c->op = row->op;
    c->suite = "block";
    c->standard = cited[0]->standard;
    c->file = "vectors/block/example.yaml";
    c->line = (int)(12 + 9 * i);
    c->level = cited[0]->level;
    c->requires = cited;
    c->requires_count = 1;
    c->source = "the standard's own example";
    c->risk = row->risk;
    c->verdict = row->verdict;
    c->cause = row->cause;
    c->message = row->message;
    c->path = row->path;
    c->in = parse(run, row->in);
    c->expected = parse(run, row->expected);
    if (!json_object_get(c->expected, "reject"))
        c->expected = keep(run, json_pack("{s:O}", "out", c->expected));
    c->got = row->got ? parse(run, row->got) : NULL;
    c->exchange = row->got;
    c->nanoseconds = row->microseconds * 1000;
    c->digest = run->suite_digest;
    c->repeat = need(arena_printf(
        &run->arena, "etalon run --vector %s http://127.0.0.1:18545/",
        row->id));
}

void fixture_plausible(struct run *run)
{
    begin(run, ARRAY_LEN(requirement_rows), ARRAY_LEN(case_rows));
    identify(run);
    for (size_t i = 0; i < ARRAY_LEN(requirement_rows); i++)
        fill_requirement(&run->requirements[i], &requirement_rows[i]);
    for (size_t i = 0; i < ARRAY_LEN(case_rows); i++)
        fill_case(run, i, &case_rows[i]);
    run->conformity = RUN_NONCONFORMANT;
    run->exit_status = EXIT_NONCONFORMANT;
    run->why = "2 of 6 MUST requirements failed: BLK-HDR-020, BLK-RLP-004";
    run->filtered = true;
    run->selection = parse(run, "{\"levels\":[\"MUST\",\"SHOULD\"]}");
    derive(run);
}

void fixture_text(struct run *run, const char *text)
{
    json_t *string = json_stringn_nocheck(text, strlen(text));
    const json_t *value;

    fixture_plausible(run);
    value = keep(run, json_pack("{s:O, s:[O]}", "a", need(string), "b",
                                string));
    json_decref(string);
    run->target = run->target_name = run->target_version = text;
    run->target_vendor = run->command = run->why = text;
    run->hello = run->statement = run->environment = run->selection = value;
    for (size_t i = 0; i < run->requirement_count; i++)
        run->requirements[i].text = run->requirements[i].clause = text;
    for (size_t i = 0; i < run->case_count; i++) {
        struct result_case *c = &run->cases[i];

        c->title = c->message = c->path = c->exchange = c->repeat = text;
        c->source = c->risk = c->file = text;
        c->in = value;
        c->got = keep(run, json_pack("{s:O}", "out", value));
        c->notes = keep(run, json_pack("[O]", json_object_get(value, "a")));
    }
}

/* What a format's own marks are, controls, directions, half characters. */
#define HOSTILE                                                               \
    "=cmd|'/C calc'!A1 </script><script>alert(1)</script>]]>--> \x1b[31mred " \
    "\n::error::x\r\n# SKIP # TO" "DO \\# \"quoted\" 'single' | `code` "         \
    "\xe2\x80\xae" "evil\xe2\x80\xac \xf3\xa0\x80\x81 & &amp; %0A "          \
    "$(id) {{x}} https://evil.example @all #1 \x7f \xc2\x85 "                \
    "\xef\xbf\xbe \xe4\xb8\xad\xe6\x96\x87 1..3\nnot ok 9\n...\n---\nBail out!"

enum { HUGE = 1000 * 1000 };

void fixture_hostile(struct run *run)
{
    char *huge;

    fixture_text(run, HOSTILE);
    run->requirements[0].url = "javascript:alert(1)";
    huge = need(arena_alloc(&run->arena, HUGE + sizeof HOSTILE));
    for (size_t i = 0; i < HUGE; i += sizeof HOSTILE - 1)
        memcpy(huge + i, HOSTILE, sizeof HOSTILE - 1);
    huge[HUGE - HUGE % (sizeof HOSTILE - 1)] = '\0';
    for (size_t i = 0; i < run->case_count; i += 3) {
        struct result_case *c = &run->cases[i];

        c->message = c->exchange = c->title = huge;
        c->got = keep(run, json_pack("{s:s}", "out", huge));
        c->expected = keep(run, json_pack("{s:s}", "out", huge));
    }
}

static char *digits(struct run *run, size_t len, unsigned seed)
{
    char *text = need(arena_alloc(&run->arena, len + 3));

    text[0] = '0';
    text[1] = 'x';
    for (size_t i = 0; i < len; i++)
        text[2 + i] = "0123456789abcdef"[(i * 7 + seed * (i > len / 2)) % 16];
    return text;
}

void fixture_many(struct run *run, size_t count, enum verdict v,
                  size_t answer_len)
{
    static const enum cause causes[VERDICT_COUNT] = {
        [VERDICT_FAIL] = CAUSE_WRONG_ANSWER,
        [VERDICT_UNTESTED] = CAUSE_FILTERED,
    };
    size_t requirements = count / 8 + 1;
    const json_t *want, *got;

    begin(run, requirements, count);
    identify(run);
    want = keep(run, json_pack("{s:{s:s}}", "out", "data",
                               digits(run, answer_len, 0)));
    got = keep(run, json_pack("{s:{s:s}}", "out", "data",
                              digits(run, answer_len, 3)));
    for (size_t i = 0; i < requirements; i++) {
        struct result_requirement *r = &run->requirements[i];

        fill_requirement(r, &requirement_rows[i % ARRAY_LEN(requirement_rows)]);
        r->id = need(arena_printf(&run->arena, "BLK-GEN-%05zu", i));
    }
    for (size_t i = 0; i < count; i++) {
        struct result_case *c = &run->cases[i];

        fill_case(run, i, &case_rows[3]);
        c->id = need(arena_printf(&run->arena, "block.generated.%05zu", i));
        c->requires[0] = &run->requirements[i / 8];
        c->level = c->requires[0]->level;
        c->verdict = v;
        c->cause = causes[v];
        c->message = v == VERDICT_PASS ? "" : "the answer differs at $.data";
        c->expected = want;
        c->got = v == VERDICT_PASS ? NULL : got;
    }
    run->conformity = v == VERDICT_PASS ? RUN_CONFORMANT : RUN_NONCONFORMANT;
    run->exit_status =
        v == VERDICT_PASS ? EXIT_CONFORMANT : EXIT_NONCONFORMANT;
    run->why = v == VERDICT_PASS ? "every MUST requirement passed"
                                 : "every MUST requirement failed";
    for (size_t i = 0; i < run->case_count; i++) {
        run->requirements[i / 8].count[v]++;
        run->requirements[i / 8].verdict = v;
        tally_add(&run->tally, run->cases[i].level, v);
    }
}

void fixture_empty(struct run *run)
{
    begin(run, 0, 0);
    run->complete = false;
    run->conformity = RUN_INCONCLUSIVE;
    run->exit_status = EXIT_INCONCLUSIVE;
}

void fixture_killed(struct run *run)
{
    fixture_plausible(run);
    run->complete = false;
    run->conformity = RUN_INCONCLUSIVE;
    run->exit_status = EXIT_INCONCLUSIVE;
    run->end = NULL;
    run->why = "the record ends before the run did";
}

bool fixture_find(struct run *run, const char *name)
{
    if (strcmp(name, "plausible") == 0)
        fixture_plausible(run);
    else if (strcmp(name, "hostile") == 0)
        fixture_hostile(run);
    else if (strcmp(name, "empty") == 0)
        fixture_empty(run);
    else if (strcmp(name, "killed") == 0)
        fixture_killed(run);
    else if (strcmp(name, "broken") == 0)
        fixture_many(run, 2500, VERDICT_FAIL, 200000);
    else if (strcmp(name, "passes") == 0)
        fixture_many(run, 10000, VERDICT_PASS, 64);
    else
        return false;
    return true;
}
