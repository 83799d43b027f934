/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/nodekit.h"

#ifdef HAVE_LMDB
enum { KEPT_BLOCKS = 5, FLIPS = 60 };

static char dir[64], file[96];
static struct error why;

static void begin_dir(void)
{
    snprintf(dir, sizeof dir, "/tmp/etalon-store-XXXXXX");
    if (!mkdtemp(dir))
        exit(99);
    snprintf(file, sizeof file, "%s/chain.mdb", dir);
    why = (struct error){ .code = ERR_OK };
}

static void end_dir(void)
{
    static const char *const names[] = { "chain.mdb", "chain.mdb.new", "lock",
                                         "copy" };
    char path[96];

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        unlink(path);
    }
    rmdir(dir);
}

static struct node *empty_node(void)
{
    struct node *n = malloc(sizeof *n);

    if (!n || node_init(n))
        exit(99);
    return n;
}

/* A development chain in dir, made or gone on with. */
static struct node *kept_node(void)
{
    struct node *n = empty_node();

    ck_assert_err(node_keep(n, dir, &why), ERR_OK);
    ck_assert_err(node_dev(n, 0, &why), ERR_OK);
    return n;
}

static void refused(enum err want, const char *text)
{
    struct node *n = empty_node();

    why = (struct error){ .code = ERR_OK };
    ck_assert_err(node_keep(n, dir, &why), want);
    ck_assert_msg(strstr(why.text, text) != NULL, "%s", why.text);
    ck_assert(why.source[0]);
    nodekit_free(n);
}

static void pay(struct node *n)
{
    json_decref(nodekit_call(n, "eth_sendTransaction", NODEKIT_PAY("0x1")));
}

static void check_root(struct node *n)
{
    uint8_t root[32];

    ck_assert_err(state_settle(&n->chain.state, root), ERR_OK);
    ck_assert_mem_eq(root, chain_head(&n->chain)->block.header.state_root, 32);
}

/* Init code that stores 1 at slot 0, logs, and returns a runtime that clears
 * the slot and destroys itself. */
#define DEPLOY                                                         \
    "[{\"from\":\"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\","       \
    "\"gas\":\"0x30000\",\"data\":\"0x6001600055600060206000a1"        \
    "6a60006000556000ff000000600052600b6015f3\"}]"
/* Where that goes, being the sender's first, and a call of it. */
#define DEPLOYED "0x5fbdb2315678afecb367f032d93f642f64180aa3"
#define CLEAR                                                          \
    "[{\"from\":\"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\","       \
    "\"gas\":\"0x30000\",\"to\":\"" DEPLOYED "\"}]"

static char *answer(struct node *n, const char *method, const char *params)
{
    json_t *result = nodekit_call(n, method, params);
    char *text = json_dumps(result, JSON_COMPACT | JSON_ENCODE_ANY);

    json_decref(result);
    return text;
}

static void answers(struct node *n, const char *method, const char *params,
                    const char *want)
{
    char *got = answer(n, method, params);

    ck_assert_str_eq(got, want);
    free(got);
}

#define ZEROS "00000000000000000000000000000000000000000000000000000000000000"

static void check_contract(struct node *n, bool cleared)
{
    answers(n, "eth_getCode", "[\"" DEPLOYED "\",\"latest\"]",
            "\"0x60006000556000ff000000\"");
    answers(n, "eth_getStorageAt", "[\"" DEPLOYED "\",\"0x0\",\"latest\"]",
            cleared ? "\"0x" ZEROS "00\"" : "\"0x" ZEROS "01\"");
}

START_TEST(a_chain_comes_back_as_it_was)
{
    static const char *const asked[][2] = {
        { "eth_getBlockByNumber", "[\"latest\",true]" },
        { "eth_getBlockReceipts", "[\"0x1\"]" },
        { "eth_getBlockByNumber", "[\"0x1\",true]" },
        { "eth_getBlockByNumber", "[\"safe\",false]" },
        { "eth_getBalance",
          "[\"0x70997970c51812dc3a010c7d01b50e0d17dc79c8\",\"0x2\"]" },
        { "eth_getProof", "[\"0x70997970c51812dc3a010c7d01b50e0d17dc79c8\","
                          "[],\"latest\"]" },
        { "eth_getLogs", "[{\"fromBlock\":\"0x0\"}]" },
        { "eth_chainId", "[]" },
    };
    char *before[ARRAY_LEN(asked)], *after;
    struct node *n;

    begin_dir();
    n = kept_node();
    json_decref(nodekit_call(n, "eth_sendTransaction", DEPLOY));
    for (int i = 0; i < KEPT_BLOCKS; i++)
        pay(n);
    ck_assert_err(chain_mark(&n->chain, n->chain.canonical[3],
                             n->chain.canonical[2]), ERR_OK);
    for (size_t i = 0; i < ARRAY_LEN(asked); i++)
        before[i] = answer(n, asked[i][0], asked[i][1]);
    nodekit_free(n);

    n = kept_node();
    ck_assert_uint_eq(n->chain.height, KEPT_BLOCKS + 2);
    ck_assert_uint_eq(n->chain.undo_from, 0);
    for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
        after = answer(n, asked[i][0], asked[i][1]);
        ck_assert_str_eq(before[i], after);
        free(after);
        free(before[i]);
    }
    check_root(n);
    pay(n);
    check_root(n);
    nodekit_free(n);

    n = kept_node();
    ck_assert_uint_eq(n->chain.height, KEPT_BLOCKS + 3);
    nodekit_free(n);
    end_dir();
}
END_TEST

START_TEST(contracts_and_storage_come_back)
{
    struct node *n;

    begin_dir();
    n = kept_node();
    json_decref(nodekit_call(n, "eth_sendTransaction", DEPLOY));
    check_contract(n, false);
    nodekit_free(n);
    n = kept_node();
    check_contract(n, false);
    json_decref(nodekit_call(n, "eth_sendTransaction", CLEAR));
    check_contract(n, true);
    nodekit_free(n);
    n = kept_node();
    check_contract(n, true);
    ck_assert_err(chain_set_head(&n->chain, n->chain.canonical[1]), ERR_OK);
    check_contract(n, false);
    nodekit_free(n);
    n = kept_node();
    check_contract(n, false);
    ck_assert_err(chain_set_head(&n->chain, n->chain.canonical[0]), ERR_OK);
    nodekit_free(n);
    n = kept_node();
    answers(n, "eth_getCode", "[\"" DEPLOYED "\",\"latest\"]", "\"0x\"");
    check_root(n);
    nodekit_free(n);
    end_dir();
}
END_TEST

START_TEST(a_reorganisation_is_kept_and_can_be_undone_after)
{
    struct node *n;
    const struct chain_block *b;
    uint8_t old[32], other[32];

    begin_dir();
    n = kept_node();
    for (int i = 0; i < KEPT_BLOCKS; i++)
        pay(n);
    memcpy(old, chain_head(&n->chain)->block.hash, 32);
    ck_assert_err(chain_set_head(&n->chain, n->chain.canonical[2]), ERR_OK);
    ck_assert_err(node_mine(n, &b), ERR_OK);
    memcpy(other, b->block.hash, 32);
    nodekit_free(n);

    n = kept_node();
    ck_assert_uint_eq(n->chain.height, 4);
    ck_assert_mem_eq(chain_head(&n->chain)->block.hash, other, 32);
    check_root(n);
    b = chain_by_hash(&n->chain, old);
    ck_assert_ptr_nonnull(b);
    ck_assert_err(chain_set_head(&n->chain, b), ERR_OK);
    check_root(n);
    nodekit_free(n);

    n = kept_node();
    ck_assert_uint_eq(n->chain.height, KEPT_BLOCKS + 1);
    ck_assert_mem_eq(chain_head(&n->chain)->block.hash, old, 32);
    ck_assert_ptr_nonnull(chain_by_hash(&n->chain, other));
    ck_assert_err(chain_set_head(&n->chain, n->chain.canonical[0]), ERR_OK);
    check_root(n);
    nodekit_free(n);

    n = kept_node();
    ck_assert_uint_eq(n->chain.height, 1);
    nodekit_free(n);
    end_dir();
}
END_TEST

START_TEST(old_undo_records_leave_the_disk_too)
{
    struct node *n;

    begin_dir();
    n = kept_node();
    n->chain.limits.undo_bytes = 1;
    for (int i = 0; i < KEPT_BLOCKS; i++)
        pay(n);
    nodekit_free(n);
    n = kept_node();
    /* The last block's, and the one that memory forgot in it. */
    ck_assert_uint_eq(n->chain.undo_from, KEPT_BLOCKS - 2);
    nodekit_free(n);
    end_dir();
}
END_TEST

static void write_genesis(char path[96], const char *timestamp,
                          const char *fork)
{
    FILE *out;

    snprintf(path, 96, "%s/copy", dir);
    out = fopen(path, "w");
    if (!out)
        exit(99);
    fprintf(out, "{\"config\":{\"chainId\":7,\"homesteadBlock\":0%s},"
            "\"difficulty\":\"0x1\",\"gasLimit\":\"0x1000000\","
            "\"timestamp\":\"%s\",\"alloc\":{\"0x%040d\":"
            "{\"balance\":\"0x5\"}}}", fork, timestamp, 7);
    fclose(out);
}

START_TEST(a_directory_of_another_genesis_is_refused)
{
    static const struct {
        const char *timestamp, *fork, *text;
    } cases[] = {
        { "0x1", "", NULL },
        { "0x2", "", "another genesis block" },
        { "0x1", ",\"eip150Block\":9", "other forks" },
    };
    char path[96];
    struct node *n;

    begin_dir();
    write_genesis(path, "0x1", "");
    n = empty_node();
    ck_assert_err(node_keep(n, dir, &why), ERR_OK);
    ck_assert_err(node_load(n, path, NULL, NULL, &why), ERR_OK);
    nodekit_free(n);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        write_genesis(path, cases[i].timestamp, cases[i].fork);
        n = empty_node();
        ck_assert_err(node_keep(n, dir, &why), ERR_OK);
        ck_assert_err(node_load(n, path, NULL, NULL, &why),
                      cases[i].text ? ERR_MISMATCH : ERR_OK);
        if (cases[i].text)
            ck_assert_msg(strstr(why.text, cases[i].text) != NULL, "%s",
                          why.text);
        ck_assert_str_eq(why.source, cases[i].text ? dir : "");
        why = (struct error){ .code = ERR_OK };
        nodekit_free(n);
    }
    n = empty_node();
    ck_assert_err(node_keep(n, dir, &why), ERR_OK);
    ck_assert_err(node_dev(n, 0, &why), ERR_MISMATCH);
    nodekit_free(n);
    end_dir();
}
END_TEST

/* Another process that holds the directory until it is killed. */
static pid_t holder(void)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    char path[96], ready = 0;
    int ends[2];
    pid_t child;

    snprintf(path, sizeof path, "%s/lock", dir);
    if (pipe(ends) != 0)
        exit(99);
    child = fork();
    if (child == 0) {
        int fd = open(path, O_RDWR);

        if (fd < 0 || fcntl(fd, F_SETLK, &whole) != 0 ||
            write(ends[1], "y", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    close(ends[1]);
    if (child < 0 || read(ends[0], &ready, 1) != 1)
        exit(99);
    close(ends[0]);
    return child;
}

START_TEST(a_directory_that_another_process_holds_is_refused)
{
    pid_t child;

    begin_dir();
    nodekit_free(kept_node());
    child = holder();
    refused(ERR_IO, "in use by another process");
    ck_assert_str_eq(why.source, dir);
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    nodekit_free(kept_node());
    end_dir();
}
END_TEST

static size_t file_size(void)
{
    struct stat s;

    if (stat(file, &s) != 0)
        exit(99);
    return (size_t)s.st_size;
}

static void fill(void)
{
    struct node *n = kept_node();

    json_decref(nodekit_call(n, "eth_sendTransaction", DEPLOY));
    for (int i = 0; i < KEPT_BLOCKS; i++)
        pay(n);
    nodekit_free(n);
}

START_TEST(a_truncated_file_is_one_clear_error)
{
    size_t size;

    begin_dir();
    fill();
    size = file_size();
    for (int part = 7; part >= 0; part--) {
        if (truncate(file, (off_t)(size * (size_t)part / 8)) != 0)
            exit(99);
        refused(ERR_IO, "is damaged");
        ck_assert_str_eq(why.source, file);
        ck_assert(strstr(why.text, "mend: ") != NULL);
    }
    end_dir();
}
END_TEST

static void write_file(const uint8_t *data, size_t len)
{
    FILE *f = fopen(file, "wb");

    if (!f || fwrite(data, 1, len, f) != len || fclose(f) != 0)
        exit(99);
}

static uint8_t *read_file(size_t len)
{
    FILE *f = fopen(file, "rb");
    uint8_t *data = malloc(len);

    if (!f || !data || fread(data, 1, len, f) != len || fclose(f) != 0)
        exit(99);
    return data;
}

/* Goes on with a file in which a byte was changed; false when it is refused. */
static bool go_on(void)
{
    struct node *n = empty_node();
    const struct chain_block *b;
    enum err err;

    why = (struct error){ .code = ERR_OK };
    err = node_keep(n, dir, &why);
    if (err) {
        ck_assert(why.text[0] && why.source[0]);
    } else {
        ck_assert_uint_ge(n->chain.height, KEPT_BLOCKS + 1);
        for (int i = 0; i < 3; i++)
            ck_assert_err(node_mine(n, &b), ERR_OK);
        check_root(n);
    }
    nodekit_free(n);
    return !err;
}

/* Either the byte was one of no use (free pages, the older of the two heads)
 * and the chain goes on with a right state, also on disk, or there is one clear
 * error.  Every other change is in the head of a page, which LMDB trusts. */
START_TEST(no_changed_byte_brings_the_program_down)
{
    enum { PAGE = 4096, HEAD = 64 };
    unsigned refusals = 0;
    uint64_t random = 1;
    uint8_t *data;
    size_t size;

    begin_dir();
    fill();
    size = file_size();
    data = read_file(size);
    for (int i = 0; i < FLIPS; i++) {
        size_t at;
        uint8_t mask;

        random = random * 6364136223846793005u + 1442695040888963407u;
        at = (size_t)(random >> 33) % size;
        if (i % 2)
            at = at / PAGE * PAGE + at % HEAD;
        mask = (uint8_t)(1u << (random >> 32 & 7));
        data[at] ^= mask;
        write_file(data, size);
        if (go_on())
            nodekit_free(kept_node());
        else
            refusals++;
        data[at] ^= mask;
    }
    ck_assert_uint_gt(refusals, 0);
    write_file(data, size);
    nodekit_free(kept_node());
    free(data);
    end_dir();
}
END_TEST

START_TEST(a_full_disk_refuses_the_block_and_loses_nothing)
{
    struct rlimit old, full;
    struct node *n;
    const struct chain_block *b, *head;

    begin_dir();
    n = kept_node();
    pay(n);
    head = chain_head(&n->chain);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_IGN);
    full = (struct rlimit){ 4096, old.rlim_max };
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &full), 0);
    ck_assert_err(node_mine(n, &b), ERR_IO);
    ck_assert_err(chain_set_head(&n->chain, n->chain.canonical[0]), ERR_IO);
    ck_assert_err(chain_mark(&n->chain, head, head), ERR_IO);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
    ck_assert_ptr_eq(chain_head(&n->chain), head);
    ck_assert_ptr_eq(n->chain.safe, n->chain.canonical[0]);
    check_root(n);
    pay(n);
    check_root(n);
    nodekit_free(n);
    n = kept_node();
    ck_assert_uint_eq(n->chain.height, 3);
    nodekit_free(n);
    end_dir();
}
END_TEST

/* The map starts at a mebibyte. */
START_TEST(the_file_grows_as_the_chain_does)
{
    enum { DATA = 60000, COUNT = 30 };
    char *params = malloc(2 * DATA + 512);
    char *body = malloc(2 * DATA + 1024);
    struct node *n;

    if (!params || !body)
        exit(99);
    memset(params, '5', 2 * DATA);
    params[2 * DATA] = '\0';
    snprintf(body, 2 * DATA + 1024,
             "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_sendTransaction\","
             "\"params\":[{\"from\":"
             "\"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\",\"to\":"
             "\"0x70997970c51812dc3a010c7d01b50e0d17dc79c8\","
             "\"gas\":\"0x400000\",\"data\":\"0x%s\"}]}", params);
    begin_dir();
    n = kept_node();
    for (int i = 0; i < COUNT; i++)
        json_decref(nodekit_ask(n, bytes_str(body)));
    ck_assert_uint_eq(n->chain.height, COUNT + 1);
    nodekit_free(n);
    ck_assert_uint_gt(file_size(), (size_t)1 << 20);
    n = kept_node();
    ck_assert_uint_eq(n->chain.height, COUNT + 1);
    check_root(n);
    nodekit_free(n);
    end_dir();
    free(params);
    free(body);
}
END_TEST

/* A kill while the genesis block is written leaves a file with another name. */
START_TEST(a_beginning_that_was_cut_short_begins_again)
{
    char path[96];
    FILE *f;

    begin_dir();
    snprintf(path, sizeof path, "%s/chain.mdb.new", dir);
    f = fopen(path, "w");
    if (!f || fputs("half a database", f) == EOF || fclose(f) != 0)
        exit(99);
    nodekit_free(kept_node());
    ck_assert_int_ne(access(path, F_OK), 0);
    nodekit_free(kept_node());
    end_dir();
}
END_TEST

START_TEST(a_directory_that_cannot_be_made_is_named)
{
    begin_dir();
    rmdir(dir);
    snprintf(dir + strlen(dir), sizeof dir - strlen(dir), "/below");
    refused(ERR_IO, "cannot be made");
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_directory_that_cannot_be_made_is_named);
    tcase_add_test(tc, a_chain_comes_back_as_it_was);
    tcase_add_test(tc, contracts_and_storage_come_back);
    tcase_add_test(tc, a_reorganisation_is_kept_and_can_be_undone_after);
    tcase_add_test(tc, old_undo_records_leave_the_disk_too);
    tcase_add_test(tc, a_directory_of_another_genesis_is_refused);
    tcase_add_test(tc, a_directory_that_another_process_holds_is_refused);
    tcase_add_test(tc, a_truncated_file_is_one_clear_error);
    tcase_add_test(tc, no_changed_byte_brings_the_program_down);
    tcase_add_test(tc, a_full_disk_refuses_the_block_and_loses_nothing);
    tcase_add_test(tc, the_file_grows_as_the_chain_does);
    tcase_add_test(tc, a_beginning_that_was_cut_short_begins_again);
}
#else
START_TEST(a_build_without_lmdb_says_so)
{
    struct error why = { .code = ERR_OK };
    struct store *store = NULL;

    ck_assert_err(store_open(&store, "/tmp/etalon-store-none", &why),
                  ERR_NOT_BUILT);
    ck_assert_ptr_null(store);
    ck_assert(strstr(why.text, "built without LMDB") != NULL);
    ck_assert_int_ne(access("/tmp/etalon-store-none", F_OK), 0);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_build_without_lmdb_says_so);
}
#endif

TESTKIT_MAIN("store", add_tests)
