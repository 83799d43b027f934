/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/difficulty.h"

enum {
    DIFFICULTY_MIN = 131072,
    DIFFICULTY_QUOTIENT_BITS = 11, /* parent // 2048 */
    DIFFICULTY_DROP_MAX = 99,
    FRONTIER_SECONDS = 13,
    HOMESTEAD_SECONDS = 10,
    BYZANTIUM_SECONDS = 9,
    BOMB_PERIOD = 100000,
};

/* How many quotients the difficulty moves; negative is down. */
static int64_t steps(const struct difficulty_input *in)
{
    uint64_t elapsed = in->timestamp - in->parent_timestamp;
    uint64_t slow;
    int64_t up = 1;

    if (in->fork < FORK_HOMESTEAD)
        return elapsed < FRONTIER_SECONDS ? 1 : -1;
    if (in->fork < FORK_BYZANTIUM) {
        slow = elapsed / HOMESTEAD_SECONDS;
    } else {
        slow = elapsed / BYZANTIUM_SECONDS;
        up = in->parent_has_ommers ? 2 : 1;
    }
    /* max(up - slow, -99), without leaving 64 bits. */
    if (slow >= (uint64_t)(up + DIFFICULTY_DROP_MAX))
        return -DIFFICULTY_DROP_MAX;
    return up - (int64_t)slow;
}

/* parent + count * (parent // 2048), not below the minimum. */
static bool adjust(struct u256 *out, struct u256 parent, int64_t count)
{
    struct u256 quotient = u256_shr(parent, DIFFICULTY_QUOTIENT_BITS);
    struct u256 floor = u256_from(DIFFICULTY_MIN), value;
    uint64_t size = (uint64_t)(count < 0 ? -count : count);
    /* size is at most 99 and the quotient has 245 bits: no overflow. */
    struct u256 change = u256_mul(quotient, u256_from(size));

    if (count < 0)
        value = u256_sub(parent, change);
    else if (u256_add_carry(&value, parent, change))
        return false;
    *out = u256_lt(value, floor) ? floor : value;
    return true;
}

/* The term that makes mining freeze, over a number that forks set back. */
static bool add_bomb(struct u256 *value, const struct difficulty_input *in)
{
    uint64_t delay = fork_rules(in->fork)->bomb_delay;
    uint64_t number = in->number > delay ? in->number - delay : 0;
    uint64_t period = number / BOMB_PERIOD;

    if (delay == UINT64_MAX || period < 2)
        return true;
    if (period - 2 > 255)
        return false;
    return !u256_add_carry(value, *value,
                           u256_shl(u256_from(1), (unsigned)(period - 2)));
}

enum err difficulty_next(struct u256 *out, const struct difficulty_input *in)
{
    struct u256 value;

    if (in->timestamp < in->parent_timestamp)
        return ERR_HDR_TIMESTAMP;
    if (in->fork >= FORK_PARIS) {
        *out = u256_from(0);
        return ERR_OK;
    }
    if (!adjust(&value, in->parent_difficulty, steps(in)) ||
        !add_bomb(&value, in))
        return ERR_TOO_WIDE;
    *out = value;
    return ERR_OK;
}
