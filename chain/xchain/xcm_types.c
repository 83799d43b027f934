/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/xcm_internal.h"

/* clang-format off */
#define ALL 3, 5

static const struct xcm_case instructions[] = {
#define XCM(index, name, since, until, ...) { index, name, since, until, __VA_ARGS__ },
#include "chain/xchain/xcm_types.def"
#undef XCM
};

static const struct xcm_case weight[] = {
    { 0, "", ALL, { { "ref_time", "c64" }, { "proof_size", "c64" } } },
};
static const struct xcm_case location[] = {
    { 0, "", ALL, { { "parents", "u8" }, { "interior", "Interior" } } },
};
static const struct xcm_case network_ids[] = {
    { 0,  "ByGenesis",        ALL,  { { "genesis", "b32" } } },
    { 1,  "ByFork",           ALL,  { { "block_number", "u64" }, { "block_hash", "b32" } } },
    { 2,  "Polkadot",         ALL,  { { NULL, NULL } } },
    { 3,  "Kusama",           ALL,  { { NULL, NULL } } },
    { 4,  "Westend",          3, 4, { { NULL, NULL } } },
    { 5,  "Rococo",           3, 4, { { NULL, NULL } } },
    { 6,  "Wococo",           3, 4, { { NULL, NULL } } },
    { 7,  "Ethereum",         ALL,  { { "chain_id", "c64" } } },
    { 8,  "BitcoinCore",      ALL,  { { NULL, NULL } } },
    { 9,  "BitcoinCash",      ALL,  { { NULL, NULL } } },
    { 10, "PolkadotBulletin", ALL,  { { NULL, NULL } } },
};
static const struct xcm_case junctions[] = {
    { 0, "Parachain",       ALL, { { NULL, "c32" } } },
    { 1, "AccountId32",     ALL, { { "network", "?NetworkId" }, { "id", "b32" } } },
    { 2, "AccountIndex64",  ALL, { { "network", "?NetworkId" }, { "index", "c64" } } },
    { 3, "AccountKey20",    ALL, { { "network", "?NetworkId" }, { "key", "b20" } } },
    { 4, "PalletInstance",  ALL, { { NULL, "u8" } } },
    { 5, "GeneralIndex",    ALL, { { NULL, "c128" } } },
    { 6, "GeneralKey",      ALL, { { "length", "u8" }, { "data", "b32" } } },
    { 7, "OnlyChild",       ALL, { { NULL, NULL } } },
    { 8, "Plurality",       ALL, { { "id", "BodyId" }, { "part", "BodyPart" } } },
    { 9, "GlobalConsensus", ALL, { { NULL, "NetworkId" } } },
};
static const struct xcm_case body_ids[] = {
    { 0, "Unit",           ALL, { { NULL, NULL } } },
    { 1, "Moniker",        ALL, { { NULL, "b4" } } },
    { 2, "Index",          ALL, { { NULL, "c32" } } },
    { 3, "Executive",      ALL, { { NULL, NULL } } },
    { 4, "Technical",      ALL, { { NULL, NULL } } },
    { 5, "Legislative",    ALL, { { NULL, NULL } } },
    { 6, "Judicial",       ALL, { { NULL, NULL } } },
    { 7, "Defense",        ALL, { { NULL, NULL } } },
    { 8, "Administration", ALL, { { NULL, NULL } } },
    { 9, "Treasury",       ALL, { { NULL, NULL } } },
};
static const struct xcm_case body_parts[] = {
    { 0, "Voice",              ALL, { { NULL, NULL } } },
    { 1, "Members",            ALL, { { "count", "c32" } } },
    { 2, "Fraction",           ALL, { { "nom", "c32" }, { "denom", "c32" } } },
    { 3, "AtLeastProportion",  ALL, { { "nom", "c32" }, { "denom", "c32" } } },
    { 4, "MoreThanProportion", ALL, { { "nom", "c32" }, { "denom", "c32" } } },
};
static const struct xcm_case asset[] = {
    { 0, "", ALL, { { "id", "AssetId" }, { "fun", "Fungibility" } } },
};
static const struct xcm_case fungibility[] = {
    { 0, "Fungible",    ALL, { { NULL, "c128" } } },
    { 1, "NonFungible", ALL, { { NULL, "AssetInstance" } } },
};
static const struct xcm_case instances[] = {
    { 0, "Undefined", ALL, { { NULL, NULL } } },
    { 1, "Index",     ALL, { { NULL, "c128" } } },
    { 2, "Array4",    ALL, { { NULL, "b4" } } },
    { 3, "Array8",    ALL, { { NULL, "b8" } } },
    { 4, "Array16",   ALL, { { NULL, "b16" } } },
    { 5, "Array32",   ALL, { { NULL, "b32" } } },
};
static const struct xcm_case asset_filters[] = {
    { 0, "Definite", ALL, { { NULL, "Assets" } } },
    { 1, "Wild",     ALL, { { NULL, "WildAsset" } } },
};
static const struct xcm_case wild_assets[] = {
    { 0, "All",          ALL, { { NULL, NULL } } },
    { 1, "AllOf",        ALL, { { "id", "AssetId" }, { "fun", "WildFungibility" } } },
    { 2, "AllCounted",   ALL, { { NULL, "c32" } } },
    { 3, "AllOfCounted", ALL, { { "id", "AssetId" }, { "fun", "WildFungibility" }, { "count", "c32" } } },
};
static const struct xcm_case wild_fungibility[] = {
    { 0, "Fungible",    ALL, { { NULL, NULL } } },
    { 1, "NonFungible", ALL, { { NULL, NULL } } },
};
static const struct xcm_case origin_kinds[] = {
    { 0, "Native",           ALL, { { NULL, NULL } } },
    { 1, "SovereignAccount", ALL, { { NULL, NULL } } },
    { 2, "Superuser",        ALL, { { NULL, NULL } } },
    { 3, "Xcm",              ALL, { { NULL, NULL } } },
};
static const struct xcm_case query_infos[] = {
    { 0, "", ALL, { { "destination", "Location" }, { "query_id", "c64" }, { "max_weight", "Weight" } } },
};
static const struct xcm_case responses[] = {
    { 0, "Null",            ALL, { { NULL, NULL } } },
    { 1, "Assets",          ALL, { { NULL, "Assets" } } },
    { 2, "ExecutionResult", ALL, { { NULL, "?IndexedError" } } },
    { 3, "Version",         ALL, { { NULL, "u32" } } },
    { 4, "PalletsInfo",     ALL, { { NULL, "*PalletInfo" } } },
    { 5, "DispatchResult",  ALL, { { NULL, "MaybeErrorCode" } } },
};
static const struct xcm_case pallet_infos[] = {
    { 0, "", ALL, { { "index", "c32" }, { "name", "bytes" }, { "module_name", "bytes" },
                    { "major", "c32" }, { "minor", "c32" }, { "patch", "c32" } } },
};
static const struct xcm_case maybe_errors[] = {
    { 0, "Success",        ALL, { { NULL, NULL } } },
    { 1, "Error",          ALL, { { NULL, "bytes" } } },
    { 2, "TruncatedError", ALL, { { NULL, "bytes" } } },
};
static const struct xcm_case indexed_errors[] = {
    { 0, "", ALL, { { "index", "u32" }, { "error", "Error" } } },
};
static const struct xcm_case transfer_filters[] = {
    { 0, "Teleport",        5, 5, { { NULL, "AssetFilter" } } },
    { 1, "ReserveDeposit",  5, 5, { { NULL, "AssetFilter" } } },
    { 2, "ReserveWithdraw", 5, 5, { { NULL, "AssetFilter" } } },
};
static const struct xcm_case hints[] = {
    { 0, "AssetClaimer", 5, 5, { { "location", "Location" } } },
};

#define PLAIN(index, name) { index, name, ALL, { { NULL, NULL } } }
/* Version 5 put TooManyAssets at 35 and moved what follows. */
static const struct xcm_case errors[] = {
    PLAIN(0, "Overflow"), PLAIN(1, "Unimplemented"), PLAIN(2, "UntrustedReserveLocation"),
    PLAIN(3, "UntrustedTeleportLocation"), PLAIN(4, "LocationFull"), PLAIN(5, "LocationNotInvertible"),
    PLAIN(6, "BadOrigin"), PLAIN(7, "InvalidLocation"), PLAIN(8, "AssetNotFound"),
    PLAIN(9, "FailedToTransactAsset"), PLAIN(10, "NotWithdrawable"), PLAIN(11, "LocationCannotHold"),
    PLAIN(12, "ExceedsMaxMessageSize"), PLAIN(13, "DestinationUnsupported"), PLAIN(14, "Transport"),
    PLAIN(15, "Unroutable"), PLAIN(16, "UnknownClaim"), PLAIN(17, "FailedToDecode"),
    PLAIN(18, "MaxWeightInvalid"), PLAIN(19, "NotHoldingFees"), PLAIN(20, "TooExpensive"),
    { 21, "Trap", ALL, { { NULL, "u64" } } },
    PLAIN(22, "ExpectationFalse"), PLAIN(23, "PalletNotFound"), PLAIN(24, "NameMismatch"),
    PLAIN(25, "VersionIncompatible"), PLAIN(26, "HoldingWouldOverflow"), PLAIN(27, "ExportError"),
    PLAIN(28, "ReanchorFailed"), PLAIN(29, "NoDeal"), PLAIN(30, "FeesNotMet"),
    PLAIN(31, "LockError"), PLAIN(32, "NoPermission"), PLAIN(33, "Unanchored"), PLAIN(34, "NotDepositable"),
    { 35, "UnhandledXcmVersion",  3, 4, { { NULL, NULL } } },
    { 36, "WeightLimitReached",   3, 4, { { NULL, "Weight" } } },
    { 37, "Barrier",              3, 4, { { NULL, NULL } } },
    { 38, "WeightNotComputable",  3, 4, { { NULL, NULL } } },
    { 39, "ExceedsStackLimit",    3, 4, { { NULL, NULL } } },
    { 35, "TooManyAssets",        5, 5, { { NULL, NULL } } },
    { 36, "UnhandledXcmVersion",  5, 5, { { NULL, NULL } } },
    { 37, "WeightLimitReached",   5, 5, { { NULL, "Weight" } } },
    { 38, "Barrier",              5, 5, { { NULL, NULL } } },
    { 39, "WeightNotComputable",  5, 5, { { NULL, NULL } } },
    { 40, "ExceedsStackLimit",    5, 5, { { NULL, NULL } } },
};

#define ROW(name, shape, cases) { name, shape, cases, ARRAY_LEN(cases) }
static const struct xcm_type types[] = {
    ROW("Instruction",         XCM_ENUM,   instructions),
    ROW("Weight",              XCM_STRUCT, weight),
    ROW("Location",            XCM_STRUCT, location),
    ROW("NetworkId",           XCM_TAGGED, network_ids),
    ROW("Junction",            XCM_ENUM,   junctions),
    ROW("BodyId",              XCM_ENUM,   body_ids),
    ROW("BodyPart",            XCM_ENUM,   body_parts),
    ROW("Asset",               XCM_STRUCT, asset),
    ROW("Fungibility",         XCM_ENUM,   fungibility),
    ROW("AssetInstance",       XCM_ENUM,   instances),
    ROW("AssetFilter",         XCM_ENUM,   asset_filters),
    ROW("WildAsset",           XCM_ENUM,   wild_assets),
    ROW("WildFungibility",     XCM_ENUM,   wild_fungibility),
    ROW("OriginKind",          XCM_ENUM,   origin_kinds),
    ROW("QueryResponseInfo",   XCM_STRUCT, query_infos),
    ROW("Response",            XCM_ENUM,   responses),
    ROW("PalletInfo",          XCM_STRUCT, pallet_infos),
    ROW("MaybeErrorCode",      XCM_ENUM,   maybe_errors),
    ROW("IndexedError",        XCM_STRUCT, indexed_errors),
    ROW("Error",               XCM_ENUM,   errors),
    ROW("AssetTransferFilter", XCM_ENUM,   transfer_filters),
    ROW("Hint",                XCM_ENUM,   hints),
};

static const struct plain_row {
    const char *name;
    struct xcm_plain plain;
} plains[] = {
    { "u8",   { 1,  false, true } },  { "u32", { 4,  false, true } },
    { "u64",  { 8,  false, true } },  { "c32", { 4,  true,  true } },
    { "c64",  { 8,  true,  true } },  { "c128", { 16, true, true } },
    { "b4",   { 4,  false, false } }, { "b8",  { 8,  false, false } },
    { "b16",  { 16, false, false } }, { "b20", { 20, false, false } },
    { "b32",  { 32, false, false } },
};
/* clang-format on */

const struct xcm_type *xcm_find_type(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (strcmp(types[i].name, name) == 0)
            return &types[i];
    return NULL;
}

static bool in_version(const struct xcm_case *c, unsigned version)
{
    return c->since <= version && version <= c->until;
}

const struct xcm_case *xcm_case_named(const struct xcm_type *type,
                                      unsigned version, const char *name)
{
    for (size_t i = 0; i < type->count; i++)
        if (in_version(&type->cases[i], version) &&
            strcmp(type->cases[i].name, name) == 0)
            return &type->cases[i];
    return NULL;
}

const struct xcm_case *xcm_case_at(const struct xcm_type *type,
                                   unsigned version, unsigned index)
{
    for (size_t i = 0; i < type->count; i++)
        if (in_version(&type->cases[i], version) &&
            type->cases[i].index == index)
            return &type->cases[i];
    return NULL;
}

size_t xcm_field_count(const struct xcm_case *c)
{
    size_t count = 0;

    while (count < XCM_FIELDS_MAX && c->fields[count].type)
        count++;
    return count;
}

bool xcm_plain_type(struct xcm_plain *out, const char *type)
{
    for (size_t i = 0; i < ARRAY_LEN(plains); i++)
        if (strcmp(plains[i].name, type) == 0) {
            *out = plains[i].plain;
            return true;
        }
    return false;
}

static enum err index_of(unsigned *out, const char *type, unsigned version,
                         const char *name)
{
    const struct xcm_case *found;

    if (version < XCM_VERSION_MIN || version > XCM_VERSION_MAX)
        return ERR_VERSION;
    found = xcm_case_named(xcm_find_type(type), version, name);
    if (!found)
        return ERR_TYPE;
    *out = found->index;
    return ERR_OK;
}

enum err xcm_instruction_index(unsigned *out, unsigned version,
                               const char *name)
{
    return index_of(out, "Instruction", version, name);
}

enum err xcm_network_index(unsigned *out, unsigned version, const char *name)
{
    return index_of(out, "NetworkId", version, name);
}
