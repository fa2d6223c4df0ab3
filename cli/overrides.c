/* See overrides.h. */
#include "cli/overrides.h"

#include <jansson.h>
#include <string.h>

/* The object of a plugin's settings below `plugins`, made when it is not there. */
static json_t *settings_of(json_t *plugins, const char *name, size_t n)
{
    json_t *settings = json_object_getn(plugins, name, n);

    if (json_is_object(settings))
        return settings;
    settings = json_object();
    return json_object_setn_new(plugins, name, n, settings) ? NULL : settings;
}

/* As JSON when it is JSON, else the words as they are: 2, true, "2", Lire. */
static json_t *value_of(const char *text)
{
    json_t *v = json_loads(text, JSON_DECODE_ANY, NULL);

    return v ? v : json_string(text);
}

static int set_one(const command *self, json_t *plugins, const char *item)
{
    const char *dot = strchr(item, '.'), *equals = strchr(item, '=');
    json_t *settings;

    if (!dot || !equals || dot == item || dot > equals || equals == dot + 1)
        return say_usage(self, "--set: expected PLUGIN.SETTING=VALUE, found “%s”", item);
    settings = settings_of(plugins, item, (size_t)(dot - item));
    if (!settings || json_object_setn_new(settings, dot + 1, (size_t)(equals - dot - 1),
                                          value_of(equals + 1)))
        return say_usage(self, "--set: “%s” is not UTF-8", item);
    return EXIT_DONE;
}

int overrides_json(const command *self, const opt_list *set, const opt_list *without,
                   char **out)
{
    json_t *plugins, *overrides;
    int status = EXIT_DONE;

    *out = NULL;
    if (!set->count && !without->count)
        return EXIT_DONE;
    plugins = json_object();
    for (size_t i = 0; i < set->count && !status; i++)
        status = set_one(self, plugins, set->item[i]);
    for (size_t i = 0; i < without->count && !status; i++)
        if (json_object_set_new(plugins, without->item[i], json_false()))
            status = say_usage(self, "--without: “%s” is not UTF-8", without->item[i]);
    overrides = json_pack("{s:o}", "plugins", plugins);
    if (!status)
        *out = json_dumps(overrides, JSON_COMPACT);
    json_decref(overrides);
    return status;
}
