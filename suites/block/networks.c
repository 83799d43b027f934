/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/block/networks.h"

#include <stdlib.h>

static const struct {
    const char *spelling, *fork;
} spellings[] = {
    { "Frontier", "frontier" },
    { "Homestead", "homestead" },
    { "Dao", "dao" },
    { "EIP150", "tangerine-whistle" },
    { "TangerineWhistle", "tangerine-whistle" },
    { "EIP158", "spurious-dragon" },
    { "SpuriousDragon", "spurious-dragon" },
    { "Byzantium", "byzantium" },
    { "Constantinople", "constantinople" },
    { "ConstantinopleFix", "petersburg" },
    { "Petersburg", "petersburg" },
    { "Istanbul", "istanbul" },
    { "MuirGlacier", "muir-glacier" },
    { "EIP2384", "muir-glacier" },
    { "Berlin", "berlin" },
    { "London", "london" },
    { "ArrowGlacier", "arrow-glacier" },
    { "GrayGlacier", "gray-glacier" },
    { "Merge", "paris" },
    { "Paris", "paris" },
    { "Shanghai", "shanghai" },
    { "Cancun", "cancun" },
    { "Prague", "prague" },
    { "Osaka", "osaka" },
    { "BPO1", "bpo1" },
    { "BPO2", "bpo2" },
    { "BPO3", "bpo3" },
    { "BPO4", "bpo4" },
    { "Amsterdam", "amsterdam" },
};

static const char *find(const char *spelling, size_t len)
{
    for (size_t i = 0; i < ARRAY_LEN(spellings); i++)
        if (strlen(spellings[i].spelling) == len &&
            memcmp(spellings[i].spelling, spelling, len) == 0)
            return spellings[i].fork;
    return NULL;
}

const char *network_fork(const char *spelling)
{
    return find(spelling, strlen(spelling));
}

const char *network_fork_at(const char *network, uint64_t number,
                            uint64_t timestamp, bool paris)
{
    const char *to = strstr(network, "To"), *at = strstr(network, "At");
    const char *before, *after;
    bool reached;

    /* "At" occurs in no fork name; "To" only as the hinge. */
    if (!to || !at || at < to)
        return network_fork(network);
    before = find(network, (size_t)(to - network));
    after = find(to + 2, (size_t)(at - to - 2));
    if (strncmp(at, "AtTime", 6) == 0) {
        char *end;
        uint64_t time = strtoull(at + 6, &end, 10);

        reached = timestamp >= (*end == 'k' ? time * 1000 : time);
    } else if (strncmp(at, "AtDiff", 6) == 0) {
        reached = paris;
    } else {
        reached = number >= strtoull(at + 2, NULL, 10);
    }
    return reached ? after : before;
}
