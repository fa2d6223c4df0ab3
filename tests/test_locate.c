/* From a path in a configuration back to its line, in JSON and in Lua tables. */
#include "core/render/locate.h"
#include "tests/suite.h"

static const char json[] = "{\n"                                  /* 1 */
                           "  \"plugins\": {\n"                   /* 2 */
                           "    \"related\": {\"count\": 4},\n"   /* 3 */
                           "    \"lire-aussi\": {\n"              /* 4 */
                           "      \"cuont\": 2,\n"                /* 5 */
                           "      \"list\": [\"a\", {\n"          /* 6 */
                           "        \"deep\": 1}, \"count\",\n"   /* 7 */
                           "        \"last\"]\n"                  /* 8 */
                           "    }\n"                              /* 9 */
                           "  },\n"                               /* 10 */
                           "  \"sites\": {\"a.b\": {\n"           /* 11 */
                           "    \"plugins\": {\"related\":\n"     /* 12 */
                           "      {\"count\": \"} \\\" {\",\n"    /* 13 */
                           "       \"min\": 1}}}}\n"              /* 14 */
                           "}\n";

static const char lua[] = "-- a comment with { and \"plugins\"\n" /* 1 */
                          "return {\n"                            /* 2 */
                          "  plugins = {\n"                       /* 3 */
                          "    [\"lire-aussi\"] = {\n"            /* 4 */
                          "      cuont = 2, -- count = 3\n"       /* 5 */
                          "      list = { 'a', { deep = 1 } },\n" /* 6 */
                          "    },\n"                              /* 7 */
                          "    related = {\n"                     /* 8 */
                          "      count = 9,\n"                    /* 9 */
                          "    },\n"
                          "  },\n"
                          "}\n";

static void expect(const char *source, const char *path, uint32_t line)
{
    ck_assert_msg(encart__locate(encart__str_z(source), encart__str_z(path)) == line,
                  "%s: %u instead of %u", path,
                  encart__locate(encart__str_z(source), encart__str_z(path)), line);
}

START_TEST(members_of_json_are_found)
{
    expect(json, "plugins", 2);
    expect(json, "plugins.related.count", 3);
    expect(json, "plugins.lire-aussi.cuont", 5);
    expect(json, "plugins.\"lire-aussi\".list[1].deep", 7);
    expect(json, "plugins.lire-aussi.list[3]", 8);
    expect(json, "sites.\"a.b\".plugins.related.min", 14);
    expect(json, "plugins.lire-aussi.count", 0); /* stands as a value, and elsewhere */
    expect(json, "plugins.lire-aussi.deep", 0);
    expect(json, "nowhere", 0);
    expect(json, "", 0);
}
END_TEST

START_TEST(members_of_lua_tables_are_found)
{
    expect(lua, "plugins.lire-aussi.cuont", 5);
    expect(lua, "plugins.lire-aussi.list[1].deep", 6);
    expect(lua, "plugins.related.count", 9);
    expect(lua, "plugins.related.min", 0);
}
END_TEST

START_TEST(broken_sources_end_in_not_found)
{
    static const char *const broken[] = {"", "{", "\"", "{\"a\":", "{\"a\\", "]]]]}}}}",
                                         "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{", "--", "["};

    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        expect(broken[i], "b.c", 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("locate");
    TCase *c = tcase_create("locate");

    tcase_add_test(c, members_of_json_are_found);
    tcase_add_test(c, members_of_lua_tables_are_found);
    tcase_add_test(c, broken_sources_end_in_not_found);
    suite_add_tcase(s, c);
    return suite_main("test_locate", s);
}
