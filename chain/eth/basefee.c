/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/basefee.h"

enum { ELASTICITY = 2, CHANGE_DENOMINATOR = 8 };

/* value * factor // divisor // 8 exactly: by quotient and rest, so that only a
 * result that is too wide is one.  divisor is not zero. */
static bool scaled(struct u256 *out, struct u256 value, uint64_t factor,
                   uint64_t divisor)
{
    struct u256 quotient, rest, product;
    unsigned __int128 low;

    u256_divmod(&quotient, &rest, value, u256_from(divisor));
    if (u256_mul_overflow(&product, quotient, u256_from(factor)))
        return false;
    low = (unsigned __int128)rest.w[0] * factor / divisor;
    if (u256_add_carry(&product, product, u256_from((uint64_t)low)))
        return false;
    *out = u256_div(product, u256_from(CHANGE_DENOMINATOR));
    return true;
}

enum err basefee_next(struct u256 *out, uint64_t gas_limit, uint64_t gas_used,
                      struct u256 base_fee)
{
    uint64_t target = gas_limit / ELASTICITY;
    struct u256 change;

    if (gas_used > gas_limit)
        return ERR_HDR_GAS_USED;
    if (target == 0)
        return ERR_HDR_GAS_LIMIT;
    if (gas_used <= target) {
        if (!scaled(&change, base_fee, target - gas_used, target))
            return ERR_TOO_WIDE;
        *out = u256_sub(base_fee, change);
        return ERR_OK;
    }
    if (!scaled(&change, base_fee, gas_used - target, target))
        return ERR_TOO_WIDE;
    if (u256_is_zero(change))
        change = u256_from(1);
    if (u256_add_carry(&change, base_fee, change))
        return ERR_TOO_WIDE;
    *out = change;
    return ERR_OK;
}

enum err effective_gas_price(struct u256 *out, struct u256 base_fee,
                             struct u256 max_fee, struct u256 priority)
{
    struct u256 price;

    if (u256_lt(max_fee, priority))
        return ERR_TX_FEE_ORDER;
    if (u256_lt(max_fee, base_fee))
        return ERR_TX_MAX_FEE;
    if (u256_add_carry(&price, base_fee, priority) || u256_lt(max_fee, price))
        price = max_fee;
    *out = price;
    return ERR_OK;
}
