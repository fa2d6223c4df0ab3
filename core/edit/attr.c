/* What an edit may set: the policy's word on an attribute, told so that its writer knows. */
#include "core/edit/edits.h"

#include <stdio.h>

int encart__edits_attr_ok(const encart__policy *policy, uint16_t tag, encart__str name,
                          encart__str value, encart__strbuf *spelled,
                          char why[ENCART__EDIT_FAULT])
{
    const char *element = encart__tag_name(tag).p, *more = NULL;
    uint16_t attr = encart__attr_id(name);
    int n = name.n < 64 ? (int)name.n : 64;

    why[0] = '\0';
    if (attr == ENCART__A_DATA_ENCART)
        snprintf(why, ENCART__EDIT_FAULT, "“data-encart” is set by Encart");
    else if (!encart__policy_attr(policy, tag, attr, name))
        snprintf(why, ENCART__EDIT_FAULT, "“%.*s” is not allowed on %s", n, name.p, element);
    else if (encart__policy_value(policy, tag, attr, name, value, ENCART__STR_EMPTY, spelled,
                                  &more) == ENCART__ATTR_DROP)
        snprintf(why, ENCART__EDIT_FAULT, "“%.*s” on %s: its value is not allowed%s%s%s", n,
                 name.p, element, more ? " (" : "", more ? more : "", more ? ")" : "");
    return why[0] == '\0';
}
