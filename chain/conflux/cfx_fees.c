/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/conflux/cfx_fees.h"

enum { SHARE_BITS = 252, CORE_TENTHS = 9, ESPACE_TENTHS = 5, CHANGE = 8 };

static const uint64_t DIFFICULTY_MIN = 20000000000u;
static const uint64_t BLOCK_TIME = 500000, SECOND = 1000000; /* microseconds */

enum err cfx_gas_shares(struct cfx_shares *out, struct u256 limit,
                        uint64_t height)
{
    struct u256 ten = u256_from(10);

    if (u256_bits(limit) > SHARE_BITS)
        return ERR_TOO_WIDE;
    out->core = u256_div(u256_mul(limit, u256_from(CORE_TENTHS)), ten);
    out->espace = u256_from(0);
    if (height % CFX_ESPACE_EVERY == 0)
        out->espace = u256_div(u256_mul(limit, u256_from(ESPACE_TENTHS)), ten);
    return ERR_OK;
}

static struct u256 greater(struct u256 a, struct u256 b)
{
    return u256_lt(a, b) ? b : a;
}

enum err cfx_base_price(struct u256 *out, struct u256 last, struct u256 share,
                        struct u256 used, struct u256 floor)
{
    struct u256 target = u256_shr(share, 1), change, price;
    bool up = u256_lt(target, used);

    if (u256_lt(share, used))
        return ERR_HDR_GAS_USED;
    if (u256_is_zero(target) || u256_eq(used, target)) {
        *out = greater(last, floor);
        return ERR_OK;
    }
    change = up ? u256_sub(used, target) : u256_sub(target, used);
    if (u256_mul_overflow(&change, change, last))
        return ERR_TOO_WIDE;
    change = u256_div(u256_div(change, target), u256_from(CHANGE));
    change = greater(change, u256_from(1));
    if (up && u256_add_carry(&price, last, change))
        return ERR_TOO_WIDE;
    if (!up)
        price = u256_lt(last, change) ? u256_from(0) : u256_sub(last, change);
    *out = greater(price, floor);
    return ERR_OK;
}

enum err cfx_difficulty(struct u256 *out, struct u256 last, uint64_t blocks,
                        uint64_t span)
{
    struct u256 expected, next, half = u256_shr(last, 1), bound;

    if (!blocks || !span)
        return ERR_VALUE;
    if (u256_mul_overflow(&expected, last, u256_mul(u256_from(BLOCK_TIME),
                                                    u256_from(blocks - 1))))
        return ERR_TOO_WIDE;
    expected = u256_div(expected, u256_mul(u256_from(span),
                                           u256_from(SECOND)));
    next = u256_add(u256_mul(u256_div(last, u256_from(5)), u256_from(4)),
                    u256_div(expected, u256_from(5)));
    bound = u256_sub(last, half);
    next = greater(next, bound);
    if (u256_add_carry(&bound, last, half))
        return ERR_TOO_WIDE;
    if (u256_lt(bound, next))
        next = bound;
    *out = greater(next, u256_from(DIFFICULTY_MIN));
    return ERR_OK;
}
