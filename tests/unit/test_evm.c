/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/evmkit.h"

enum { PLENTY = 1000000 };

static void ck_word(struct evmkit *k, const char *want, const char *what)
{
    struct bytes expected = unhex(&k->arena, want);

    ck_assert_msg(k->evm.returned_len == 32 && expected.len == 32 &&
                      memcmp(k->evm.returned, expected.data, 32) == 0,
                  "%s: another word", what);
}

/* Runs code that leaves one word on the stack, and compares that word. */
static void ck_top(enum fork fork, const char *code, const char *want)
{
    struct evmkit k;
    struct evm_result r;
    char *whole;

    evmkit_init(&k, fork);
    /* PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, RETURN */
    whole = arena_printf(&k.arena, "%s60005260206000f3", code);
    evmkit_code(&k, EVMKIT_SELF, whole);
    r = evmkit_call(&k, "", PLENTY);
    ck_assert_msg(r.status == EVM_STOPPED, "%s does not stop", code);
    ck_word(&k, want, code);
    evmkit_release(&k);
}

#define ZEROS "00000000000000000000000000000000000000000000000000000000000000"
#define ONES "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"

START_TEST(shifts_give_the_words_of_eip_145)
{
    /* code: value, shift, instruction (EIP-145, test cases) */
    ck_top(FORK_CONSTANTINOPLE, "600160ff1b",
           "8000000000000000000000000000000000000000000000000000000000000000");
    ck_top(FORK_CONSTANTINOPLE, "60016101001b", ZEROS "00");
    ck_top(FORK_CONSTANTINOPLE, "60016101011b", ZEROS "00");
    ck_top(FORK_CONSTANTINOPLE, "7f" ONES "ff60ff1b",
           "8000000000000000000000000000000000000000000000000000000000000000");
    ck_top(FORK_CONSTANTINOPLE, "7f" ONES "ff60ff1c", ZEROS "01");
    ck_top(FORK_CONSTANTINOPLE, "7f" ONES "ff60ff1d", ONES "ff");
    ck_top(FORK_CONSTANTINOPLE, "7f" ONES "ff6101001d", ONES "ff");
    ck_top(FORK_CONSTANTINOPLE,
           "7f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
           "60fe1d", ZEROS "01");
}
END_TEST

START_TEST(count_of_leading_zeros_gives_the_words_of_eip_7939)
{
    ck_top(FORK_OSAKA, "60001e",
           "0000000000000000000000000000000000000000000000000000000000000100");
    ck_top(FORK_OSAKA, "7f" ONES "ff1e", ZEROS "00");
    ck_top(FORK_OSAKA,
           "7f40000000000000000000000000000000000000000000000000000000000000001e",
           ZEROS "01");
    ck_top(FORK_OSAKA, "60011e", ZEROS "ff");
}
END_TEST

START_TEST(mcopy_moves_overlapping_memory_as_eip_5656_shows)
{
    /* MCOPY 0 1 8 over bytes 00 01 .. 08 leaves 01 .. 08 08 */
    ck_top(FORK_CANCUN,
           "7f00010203040506070800000000000000000000000000000000000000000000006000"
           "526008600160005e600051",
           "0102030405060708080000000000000000000000000000000000000000000000");
}
END_TEST

START_TEST(iszero_looks_at_every_limb_and_nothing_was_returned_at_first)
{
    static const char *const limbs[] = {
        "600115", "68010000000000000000" "15", /* 1, 2^64 */
        "70" "01000000000000000000000000000000" "0015", /* 2^128 */
        "78" "010000000000000000000000000000000000000000000000" "0015", /* 2^192 */
    };

    for (size_t i = 0; i < ARRAY_LEN(limbs); i++)
        ck_top(FORK_OSAKA, limbs[i], ZEROS "00");
    ck_top(FORK_OSAKA, "600015", ZEROS "01");
    /* EIP-211: the buffer of a frame is empty at its start */
    ck_top(FORK_OSAKA, "3d", ZEROS "00");
}
END_TEST

struct store_case {
    const char *code;
    int64_t gas, refund;
    uint64_t original;
};

static void ck_stores(enum fork fork, const struct store_case *rows,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct state_account *self;
        struct slot *slot;
        struct evm_result r;
        struct evmkit k;

        evmkit_init(&k, fork);
        self = state_get(&k.state, EVMKIT_SELF);
        slot = state_slot(&k.state, self, u256_from(0));
        state_set_slot(&k.state, self, slot, u256_from(rows[i].original));
        state_tx_begin(&k.state);
        evmkit_code(&k, EVMKIT_SELF, rows[i].code);
        r = evmkit_call(&k, "", PLENTY);
        ck_assert_int_eq(r.status, EVM_STOPPED);
        ck_assert_msg(PLENTY - r.gas_left == rows[i].gas, "%s: %lld gas",
                      rows[i].code, (long long)(PLENTY - r.gas_left));
        ck_assert_msg(k.state.refund == rows[i].refund, "%s: refund %lld",
                      rows[i].code, (long long)k.state.refund);
        evmkit_release(&k);
    }
}

START_TEST(storage_costs_are_those_of_the_table_in_eip_2200)
{
    static const struct store_case rows[] = {
        { "60006000556000600055", 1612, 0, 0 },
        { "60006000556001600055", 20812, 0, 0 },
        { "60016000556000600055", 20812, 19200, 0 },
        { "60016000556002600055", 20812, 0, 0 },
        { "60016000556001600055", 20812, 0, 0 },
        { "60006000556000600055", 5812, 15000, 1 },
        { "60006000556001600055", 5812, 4200, 1 },
        { "60006000556002600055", 5812, 0, 1 },
        { "60026000556000600055", 5812, 15000, 1 },
        { "60026000556003600055", 5812, 0, 1 },
        { "60026000556001600055", 5812, 4200, 1 },
        { "60026000556002600055", 5812, 0, 1 },
        { "60016000556000600055", 5812, 15000, 1 },
        { "60016000556002600055", 5812, 0, 1 },
        { "60016000556001600055", 1612, 0, 1 },
        { "600160005560006000556001600055", 40818, 19200, 0 },
        { "600060005560016000556000600055", 10818, 19200, 1 },
    };

    ck_stores(FORK_ISTANBUL, rows, ARRAY_LEN(rows));
}
END_TEST

START_TEST(storage_costs_are_those_of_the_table_in_eip_1283)
{
    static const struct store_case rows[] = {
        { "60006000556000600055", 412, 0, 0 },
        { "60006000556001600055", 20212, 0, 0 },
        { "60016000556000600055", 20212, 19800, 0 },
        { "60006000556000600055", 5212, 15000, 1 },
        { "60006000556001600055", 5212, 4800, 1 },
        { "60016000556001600055", 412, 0, 1 },
        { "600160005560006000556001600055", 40218, 19800, 0 },
        { "600060005560016000556000600055", 10218, 19800, 1 },
    };

    ck_stores(FORK_CONSTANTINOPLE, rows, ARRAY_LEN(rows));
}
END_TEST

START_TEST(storing_with_the_stipend_fails_from_istanbul)
{
    struct evm_result r;
    struct evmkit k;

    evmkit_init(&k, FORK_ISTANBUL);
    evmkit_code(&k, EVMKIT_SELF, "6000600055");
    r = evmkit_call(&k, "", 2306);
    ck_assert_int_eq(r.status, EVM_FAILED);
    r = evmkit_call(&k, "", 2307);
    ck_assert_int_eq(r.status, EVM_STOPPED);
    evmkit_release(&k);
}
END_TEST

START_TEST(create2_addresses_are_those_of_eip_1014)
{
    static const struct {
        const char *sender, *salt, *code, *address;
    } rows[] = {
        { "0000000000000000000000000000000000000000", ZEROS "00", "00",
          "4d1a2e2bb4f88f0250f26ffff098b0b30b26bf38" },
        { "deadbeef00000000000000000000000000000000", ZEROS "00", "00",
          "b928f69bb1d91cd65274e3c79d8986362984fda3" },
        { "0000000000000000000000000000000000000000", ZEROS "00", "deadbeef",
          "70f2b2914a2a4b783faefb75f459a580616fcb5e" },
        { "0000000000000000000000000000000000000000", ZEROS "00", "",
          "e33c0c7f7df4809055c3eba6c09cfe4baf1bd9e0" },
    };
    struct arena a;

    arena_init(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint8_t got[20];

        evm_create2_address(got, unhex(&a, rows[i].sender).data,
                            unhex(&a, rows[i].salt).data,
                            unhex(&a, rows[i].code));
        ck_assert(memcmp(got, unhex(&a, rows[i].address).data, 20) == 0);
    }
    arena_release(&a);
}
END_TEST

START_TEST(an_opcode_exists_from_its_fork_on)
{
    static const struct {
        enum fork since;
        const char *code;
    } rows[] = {
        { FORK_HOMESTEAD, "600060006000600060006000f4" },
        { FORK_BYZANTIUM, "3d" },
        { FORK_BYZANTIUM, "600060006000600060006000fa" },
        { FORK_CONSTANTINOPLE, "600060001b" },
        { FORK_CONSTANTINOPLE, "60003f" },
        { FORK_ISTANBUL, "46" },
        { FORK_ISTANBUL, "47" },
        { FORK_LONDON, "48" },
        { FORK_SHANGHAI, "5f" },
        { FORK_CANCUN, "4a" },
        { FORK_CANCUN, "60005c" },
        { FORK_CANCUN, "6000600060005e" },
        { FORK_OSAKA, "60001e" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        for (enum fork f = FORK_FRONTIER; f <= FORK_OSAKA; f++) {
            struct evm_result r;
            struct evmkit k;

            evmkit_init(&k, f);
            evmkit_code(&k, EVMKIT_SELF, rows[i].code);
            r = evmkit_call(&k, "", PLENTY);
            ck_assert_msg((r.status == EVM_STOPPED) == (f >= rows[i].since),
                          "%s in %s", rows[i].code, fork_rules(f)->name);
            evmkit_release(&k);
        }
}
END_TEST

START_TEST(the_opcode_table_has_no_duplicate)
{
    static const unsigned bytes[] = {
#define OP(byte, name, pops, pushes, gas, since) byte,
#include "chain/evm/opcodes.def"
#undef OP
    };

    for (size_t i = 1; i < ARRAY_LEN(bytes); i++)
        ck_assert_uint_lt(bytes[i - 1], bytes[i]);
}
END_TEST

START_TEST(stack_limits_hold_at_both_ends)
{
    struct evm_result r;
    struct evmkit k;
    char *code;

    evmkit_init(&k, FORK_CANCUN);
    evmkit_code(&k, EVMKIT_SELF, "01");
    r = evmkit_call(&k, "", PLENTY);
    ck_assert_int_eq(r.status, EVM_FAILED);
    ck_assert_int_eq(r.gas_left, 0);
    code = arena_alloc(&k.arena, 2 * (EVM_STACK_MAX + 1) + 1);
    for (int i = 0; i <= EVM_STACK_MAX; i++)
        memcpy(code + 2 * i, "5f", 2);
    evmkit_code(&k, EVMKIT_SELF, code);
    r = evmkit_call(&k, "", PLENTY);
    ck_assert_int_eq(r.status, EVM_FAILED);
    code[2 * EVM_STACK_MAX] = '\0';
    evmkit_code(&k, EVMKIT_SELF, code);
    r = evmkit_call(&k, "", PLENTY);
    ck_assert_int_eq(r.status, EVM_STOPPED);
    evmkit_release(&k);
}
END_TEST

START_TEST(a_jump_into_push_data_fails)
{
    struct evm_result r;
    struct evmkit k;

    evmkit_init(&k, FORK_CANCUN);
    evmkit_code(&k, EVMKIT_SELF, "600456605b00");
    r = evmkit_call(&k, "", PLENTY);
    ck_assert_int_eq(r.status, EVM_FAILED);
    evmkit_code(&k, EVMKIT_SELF, "6003565b00");
    r = evmkit_call(&k, "", PLENTY);
    ck_assert_int_eq(r.status, EVM_STOPPED);
    ck_assert_int_eq(PLENTY - r.gas_left, 3 + 8 + 1);
    evmkit_release(&k);
}
END_TEST

START_TEST(memory_costs_grow_with_the_square)
{
    /* 1,024 words: 3 * 1024 + 1024^2 / 512 (Yellow Paper, appendix H), the
     * MLOAD's 3, a PUSH2's 3 */
    struct evm_result r;
    struct evmkit k;

    evmkit_init(&k, FORK_CANCUN);
    evmkit_code(&k, EVMKIT_SELF, "617fe051");
    r = evmkit_call(&k, "", PLENTY);
    ck_assert_int_eq(r.status, EVM_STOPPED);
    ck_assert_int_eq(PLENTY - r.gas_left, 3072 + 2048 + 6);
    evmkit_release(&k);
}
END_TEST

START_TEST(calls_end_at_depth_1024)
{
    /* Adds one to slot 0 and calls itself with all gas; before EIP-150, so
     * that the depth and not the gas ends it. */
    struct evm_result r;
    struct evmkit k;

    evmkit_init(&k, FORK_FRONTIER);
    evmkit_code(&k, EVMKIT_SELF,
                "600160005401600055600060006000600060003061fde85a03f1");
    r = evmkit_call(&k, "", 1000000000);
    ck_assert_int_eq(r.status, EVM_STOPPED);
    ck_assert(u256_eq(state_peek(state_get(&k.state, EVMKIT_SELF),
                                 u256_from(0)),
                      u256_from(1025)));
    evmkit_release(&k);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, shifts_give_the_words_of_eip_145);
    tcase_add_test(tc, count_of_leading_zeros_gives_the_words_of_eip_7939);
    tcase_add_test(
        tc, iszero_looks_at_every_limb_and_nothing_was_returned_at_first);
    tcase_add_test(tc, mcopy_moves_overlapping_memory_as_eip_5656_shows);
    tcase_add_test(tc, storage_costs_are_those_of_the_table_in_eip_2200);
    tcase_add_test(tc, storage_costs_are_those_of_the_table_in_eip_1283);
    tcase_add_test(tc, storing_with_the_stipend_fails_from_istanbul);
    tcase_add_test(tc, create2_addresses_are_those_of_eip_1014);
    tcase_add_test(tc, an_opcode_exists_from_its_fork_on);
    tcase_add_test(tc, the_opcode_table_has_no_duplicate);
    tcase_add_test(tc, stack_limits_hold_at_both_ends);
    tcase_add_test(tc, a_jump_into_push_data_fails);
    tcase_add_test(tc, memory_costs_grow_with_the_square);
    tcase_add_test(tc, calls_end_at_depth_1024);
}

TESTKIT_MAIN("evm", add_tests)
