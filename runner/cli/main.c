/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/op.h"

int main(void)
{
    return suite_at(0) ? 0 : 5;
}
