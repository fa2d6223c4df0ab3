/* Dates without the C library's time zone: RFC 3339 and its loose relatives. */
#ifndef ENCART__DATE_H
#define ENCART__DATE_H

#include "core/base/str.h"

#include <stdint.h>

typedef struct encart__date {
    int64_t epoch;  /* seconds since 1970-01-01T00:00:00Z */
    int32_t offset; /* minutes east of UTC as written */
    uint8_t set;    /* 0: no date */
    uint8_t has_time;
} encart__date;

/* RFC 3339, and what pages really hold: a date alone, a space for "T", a missing zone
 * (taken as UTC), "+0100", fractions of a second. False when it is none of these or does
 * not exist (30 February). */
int encart__date_parse(encart__str s, encart__date *out);
/* "2024-10-20T10:00:00+01:00" (or "2024-10-20"), NUL-terminated; returns its length, 0 for
 * a date that is not set. */
size_t encart__date_format(char out[40], const encart__date *d);
/* Year, month 1..12, day 1..31 at the date's own offset. */
void encart__date_civil(const encart__date *d, int *year, int *month, int *day);
/* Days since 1970-01-01 of a civil date (proleptic Gregorian). */
int64_t encart__days_from_civil(int year, int month, int day);

#endif
