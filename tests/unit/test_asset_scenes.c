/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "base/json.h"
#include "chain/asset/gltf.h"
#include "chain/asset/metadata.h"

static struct arena a;

static void open_arena(void)
{
    arena_init(&a, 0);
}

static void close_arena(void)
{
    arena_release(&a);
}

static bool tells(const struct gltf_report *r, const char *code)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->codes[i], code) == 0)
            return true;
    return false;
}

static struct gltf_report judged(const char *text, const json_t *files)
{
    struct gltf_report r;

    ck_assert_err(gltf_check(&a, &r, bytes_str(text), files), ERR_OK);
    return r;
}

static const char POINTS[] =
    "{\"asset\":{\"version\":\"2.0\"},\"buffers\":[{\"byteLength\":24,"
    "\"uri\":\"points%20one.bin\"}],\"bufferViews\":[{\"buffer\":0,"
    "\"byteLength\":24}],\"accessors\":[{\"bufferView\":0,\"componentType\":"
    "5126,\"type\":\"VEC3\",\"count\":2,\"min\":[0,0,0],\"max\":[1,1,1]}],"
    "\"meshes\":[{\"primitives\":[{\"attributes\":{\"POSITION\":0},\"mode\":0}"
    "]}],\"nodes\":[{\"mesh\":0}]}";
/* (0,0,0) and (1,1,1) in floating point. */
static const char POINTS_DATA[] = "AAAAAAAAAAAAAAAAAACAPwAAgD8AAIA/";

START_TEST(files_beside_an_asset_are_found_by_their_decoded_name)
{
    json_t *files = json_pack("{s:s}", "points one.bin", POINTS_DATA);
    struct gltf_report r = judged(POINTS, files);

    ck_assert_uint_eq(r.count, 0);
    json_object_set_new(files, "points one.bin", json_string("AAAA"));
    r = judged(POINTS, files);
    ck_assert(tells(&r, "BUFFER_BYTE_LENGTH_MISMATCH"));
    json_object_clear(files);
    r = judged(POINTS, files);
    ck_assert(tells(&r, "IO_ERROR"));
    r = judged(POINTS, NULL);
    ck_assert(tells(&r, "IO_ERROR"));
    ck_assert_uint_eq(r.count, 1);
    json_decref(files);
}
END_TEST

START_TEST(what_is_above_the_bounds_is_not_answered_for)
{
    struct gltf_report r;

    /* Zeros as far as a sparse accessor says, and numbers no double holds. */
    ck_assert_err(
        gltf_check(&a, &r,
                   bytes_str("{\"asset\":{\"version\":\"2.0\"},\"accessors\":["
                             "{\"componentType\":5126,\"type\":\"SCALAR\","
                             "\"count\":5000000,\"sparse\":{\"count\":1,"
                             "\"indices\":{\"bufferView\":0,\"componentType\":"
                             "5125},\"values\":{\"bufferView\":0}}}]}"),
                   NULL),
        ERR_NOT_BUILT);
    ck_assert_err(gltf_check(&a, &r,
                             bytes_str("{\"asset\":{\"version\":\"2.0\"},"
                                       "\"extras\":1e999}"),
                             NULL),
                  ERR_NOT_BUILT);
    ck_assert_err(gltf_check(&a, &r,
                             bytes_str("{\"asset\":{\"version\":\"2.0\"},"
                                       "\"extras\":{\"a\":1e308}}"),
                             NULL),
                  ERR_OK);
}
END_TEST

START_TEST(a_long_count_without_data_is_a_fault_of_the_file_alone)
{
    struct gltf_report r =
        judged("{\"asset\":{\"version\":\"2.0\"},\"buffers\":[{\"byteLength\":"
               "8}],\"bufferViews\":[{\"buffer\":0,\"byteLength\":8}],"
               "\"accessors\":[{\"bufferView\":0,\"componentType\":5126,"
               "\"type\":\"MAT4\",\"count\":9007199254740991}]}",
               NULL);

    ck_assert(tells(&r, "ACCESSOR_TOO_LONG"));
    ck_assert_uint_eq(r.count, 1);
}
END_TEST

START_TEST(an_asset_in_another_version_is_judged_no_further)
{
    struct gltf_report r =
        judged("{\"asset\":{\"version\":\"3.0\"},\"nodes\":[{\"mesh\":9}],"
               "\"other\":1}",
               NULL);

    ck_assert_uint_eq(r.count, 2);
    ck_assert(tells(&r, "UNKNOWN_ASSET_MAJOR_VERSION"));
    ck_assert(tells(&r, "UNEXPECTED_PROPERTY"));
}
END_TEST

START_TEST(a_full_arena_is_a_fault_of_the_check)
{
    json_t *files = json_pack("{s:s}", "points one.bin", POINTS_DATA);
    struct gltf_report r;
    enum err err;
    size_t n = 0;

    do {
        arena_reset(&a);
        a.fail_at = ++n;
        err = gltf_check(&a, &r, bytes_str(POINTS), files);
        ck_assert(err == ERR_OK || err == ERR_MEMORY);
        /* A file that could not be copied is told as one that is not there. */
    } while (err || r.count);
    ck_assert_uint_gt(n, 6);
    json_decref(files);
}
END_TEST

START_TEST(a_texture_transform_is_found_however_deep_it_stands)
{
    json_t *good = json_pack("[{s:{s:{s:{s:{s:[f,f]}}}}}]", "pbr", "texture",
                             "extensions", "KHR_texture_transform", "offset",
                             0.5, 0.5);
    json_t *bad = json_pack("[{s:{s:{s:{s:{s:f}}}}}]", "pbr", "texture",
                            "extensions", "KHR_texture_transform", "rotation",
                            0.5);

    ck_assert_err(vrm_materials(good), ERR_OK);
    ck_assert_err(vrm_materials(bad), ERR_FIELD_EXTRA);
    ck_assert_err(vrm_materials(NULL), ERR_OK);
    json_decref(good);
    json_decref(bad);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, open_arena, close_arena);
    tcase_add_test(tc, files_beside_an_asset_are_found_by_their_decoded_name);
    tcase_add_test(tc, what_is_above_the_bounds_is_not_answered_for);
    tcase_add_test(tc, a_long_count_without_data_is_a_fault_of_the_file_alone);
    tcase_add_test(tc, an_asset_in_another_version_is_judged_no_further);
    tcase_add_test(tc, a_full_arena_is_a_fault_of_the_check);
    tcase_add_test(tc, a_texture_transform_is_found_however_deep_it_stands);
}

TESTKIT_MAIN("asset scenes", add_tests)
