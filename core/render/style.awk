# A stylesheet as the elements of a C array of strings: leading blanks, blank lines and
# comments that fill a line are left out.
{ sub(/^[ \t]+/, ""); sub(/[ \t\r]+$/, "") }
/^$/ { next }
/^\/\*.*\*\/$/ { next }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); printf "\"%s\\n\",\n", $0 }
