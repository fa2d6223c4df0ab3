/* A plugin's stylesheets: read when the plugin is, looked at once. What may not stand in a page
 * costs itself, not the plugin. */
#include "lua/plugin.h"
#include "core/base/limits.h"
#include "core/plugin/css.h"
#include "core/text/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void tell(const encart__lua_plugin *p, const encart__asset *a, uint32_t line,
                 const char *why, encart__diags *diags)
{
    encart__diag *d = encart__diag_add(diags, ENCART__FAULT, "plugin-css", "%s; the "
                                       "stylesheet is left out", why);
    char name[512];

    if (!d)
        return;
    snprintf(name, sizeof name, "%.*s/%.*s", (int)p->pub.folder.n, p->pub.folder.p,
             (int)a->path.n, a->path.p);
    d->source = encart__arena_str(diags->arena, encart__str_z(name));
    d->line = line;
}

static int read_one(encart__lua_plugin *p, int dir, encart__asset *a, encart__diags *diags)
{
    const char *leaf = a->path.p + sizeof "assets/" - 1;
    const char *why = dir < 0 ? "there is no folder assets"
                              : encart__lua_read_at(dir, leaf, ENCART__ASSET_BYTES, &p->arena,
                                                    &a->css);
    encart__css_fault fault;

    if (why) {
        tell(p, a, 0, why, diags);
        return 0;
    }
    if (!encart__css_check(a->css, p->pub.name, &fault)) {
        tell(p, a, fault.line, fault.text, diags);
        return 0;
    }
    a->hash = encart__hash(a->css);
    return 1;
}

void encart__lua_assets_read(encart__lua_plugin *p, const char *folder, encart__diags *diags)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    size_t n = p->pub.asset_count;
    int top, dir;

    if (!n)
        return;
    top = open(folder, flags);
    dir = top < 0 ? -1 : openat(top, "assets", flags | O_NOFOLLOW);
    p->pub.asset_count = 0;
    for (size_t i = 0; i < n; i++) {
        encart__asset a = p->pub.assets[i];

        if (read_one(p, dir, &a, diags))
            p->pub.assets[p->pub.asset_count++] = a;
    }
    if (dir >= 0)
        close(dir);
    if (top >= 0)
        close(top);
}
