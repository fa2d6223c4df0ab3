/* Days, hours and minutes are those of the date's own offset. */
#include "core/plugin/clock.h"

#include <string.h>

const char *const encart__grains[] = {"day", "hour", "minute", NULL};
static const int64_t seconds_of[] = {86400, 3600, 60};

int encart__now_cut(encart__date now, const char *grain, char out[40], size_t *n,
                    encart__read_date *read)
{
    int64_t local = now.epoch + (int64_t)now.offset * 60, seconds, over;
    size_t i = 0;

    while (encart__grains[i] && strcmp(encart__grains[i], grain) != 0)
        i++;
    if (!encart__grains[i])
        return 0;
    seconds = seconds_of[i];
    over = local % seconds;
    over += over < 0 ? seconds : 0;
    if (now.set && (!read->max_age || read->max_age > seconds - over))
        *read = (encart__read_date){seconds - over, encart__grains[i]};
    now.epoch -= over;
    now.has_time = i > 0;
    *n = encart__date_format(out, &now);
    return 1;
}
