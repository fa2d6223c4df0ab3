/* The tables of the head. What is not here, and why: http-equiv, referrer, viewport and
 * color-scheme change the page itself; stylesheet, preload and their like load something or
 * tell another host of the reader; *-verification and fb:pages make the site somebody's. */
#include "core/plugin/head.h"

#include <string.h>

#define META(name, flags) {name, "meta " name, flags}
#define LINK(name, flags) {name, "link " name, flags}
#define ONCE ENCART__HEAD_ONCE
#define GROUP ENCART__HEAD_GROUP
#define URL ENCART__HEAD_URL

static const encart__head_name metas[] = {
    META("author", ONCE),
    META("bingbot", ONCE),
    META("citation_*", 0),
    META("dc.*", 0),
    META("dcterms.*", 0),
    META("description", ONCE),
    META("fediverse:creator", 0),
    META("googlebot", ONCE),
    META("googlebot-news", ONCE),
    META("keywords", ONCE),
    META("news_keywords", ONCE),
    META("robots", ONCE),
    META("twitter:card", ONCE),
    META("twitter:creator", ONCE),
    META("twitter:data1", ONCE),
    META("twitter:data2", ONCE),
    META("twitter:description", ONCE),
    META("twitter:image", ONCE | URL),
    META("twitter:image:alt", ONCE),
    META("twitter:label1", ONCE),
    META("twitter:label2", ONCE),
    META("twitter:site", ONCE),
    META("twitter:title", ONCE),
    META("twitter:url", ONCE | URL),
};

/* Addresses before what begins like them: the first that fits is taken. */
static const encart__head_name properties[] = {
    META("article:author", 0),
    META("article:content_tier", ONCE),
    META("article:expiration_time", ONCE),
    META("article:modified_time", ONCE),
    META("article:opinion", ONCE),
    META("article:published_time", ONCE),
    META("article:publisher", ONCE),
    META("article:section", ONCE),
    META("article:tag", 0),
    META("fb:app_id", ONCE),
    {"og:audio", "meta og:audio*", GROUP | URL},
    {"og:audio:secure_url", "meta og:audio*", GROUP | URL},
    {"og:audio:url", "meta og:audio*", GROUP | URL},
    META("og:audio*", GROUP),
    META("og:description", ONCE),
    META("og:determiner", ONCE),
    {"og:image", "meta og:image*", GROUP | URL},
    {"og:image:secure_url", "meta og:image*", GROUP | URL},
    {"og:image:url", "meta og:image*", GROUP | URL},
    META("og:image*", GROUP),
    META("og:locale", ONCE),
    META("og:locale:alternate", 0),
    META("og:site_name", ONCE),
    META("og:title", ONCE),
    META("og:type", ONCE),
    META("og:url", ONCE | URL),
    {"og:video", "meta og:video*", GROUP | URL},
    {"og:video:secure_url", "meta og:video*", GROUP | URL},
    {"og:video:url", "meta og:video*", GROUP | URL},
    META("og:video*", GROUP),
    META("profile:*", 0),
};

static const encart__head_name rels[] = {
    LINK("alternate", 0),
    LINK("amphtml", ONCE),
    LINK("author", 0),
    LINK("canonical", ONCE),
    LINK("help", 0),
    LINK("icon", 0),
    LINK("license", 0),
    LINK("next", ONCE),
    LINK("prev", ONCE),
    LINK("privacy-policy", ONCE),
    LINK("shortlink", ONCE),
    LINK("terms-of-service", ONCE),
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct {
    const encart__head_name *entry;
    size_t count;
} tables[ENCART__HEAD_SORTS] = {
    {metas, COUNT(metas)},
    {properties, COUNT(properties)},
    {rels, COUNT(rels)},
};

/* What a name may be made of: it stands in an attribute that others read as a name. */
static int is_spelt(encart__str s)
{
    if (!s.n || s.n > 64 || !encart__is_alpha((unsigned char)s.p[0]))
        return 0;
    for (size_t i = 1; i < s.n; i++)
        if (!encart__is_alnum((unsigned char)s.p[i]) && !strchr(":._-", s.p[i]))
            return 0;
    return 1;
}

static int fits(const char *pattern, encart__str name)
{
    encart__str p = encart__str_z(pattern);

    if (p.p[p.n - 1] != '*')
        return encart__str_eq(p, name);
    p.n--;
    /* "og:image*" is not "og:images". */
    return encart__str_starts(name, p) && name.n > p.n &&
           (!encart__is_alpha((unsigned char)p.p[p.n - 1]) || name.p[p.n] == ':');
}

const encart__head_name *encart__head_find(encart__head_sort sort, encart__str name)
{
    if (!is_spelt(name))
        return NULL;
    for (size_t i = 0; i < tables[sort].count; i++)
        if (fits(tables[sort].entry[i].name, name))
            return &tables[sort].entry[i];
    return NULL;
}

size_t encart__head_list(encart__head_sort sort, const char **names, size_t max)
{
    size_t n = 0;

    for (; n < tables[sort].count && n < max; n++)
        names[n] = tables[sort].entry[n].name;
    return n;
}
