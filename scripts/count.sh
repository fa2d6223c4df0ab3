#!/bin/sh
# Adds up the counts of all suites: scripts/count.sh FOLDER. Each suite leaves a file
# NAME.counts with "passed failed skipped". Fails when anything failed or nothing ran.
set -eu

find "$1" -name '*.counts' -exec cat {} + | awk '
    { passed += $1; failed += $2; skipped += $3 }
    END {
        printf "%d passed, %d failed", passed, failed
        if (skipped)
            printf ", %d skipped", skipped
        printf "\n"
        exit failed > 0 || passed + 0 == 0
    }'
