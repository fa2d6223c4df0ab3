# One table for each corpus: list.tsv (name, documents, bytes, need repair), then the rows of
# the drivers (corpus, peer, MB/s, bytes out). The fastest peer stands first.
BEGIN {
    FS = "\t"
    kind["libgumbo"] = kind["libxml2"] = "parser alone"
    kind["libtidy"] = "parse and save, not a sanitiser"
    kind["html-rewriter-wasm"] = "tokens alone"
    what["clean-made"] = "What a CMS stores, made by the bench"
    what["clean-real"] = "What a CMS stores, real"
    what["dirty-made-plain"] = "Pages and pastes, made by the bench, well nested"
    what["dirty-made-repair"] = "Pages and pastes, made by the bench, that need repair"
    what["dirty-real-plain"] = "Pages, real, well nested"
    what["dirty-real-repair"] = "Pages, real, that need repair"
}

FNR == NR {
    corpus[++corpora] = $1
    count[$1] = $2
    bytes[$1] = $3
    repair[$1] = $4
    next
}

{
    n = ++rows[$1]
    peer[$1, n] = $2
    speed[$1, n] = $3
    out[$1, n] = $4
    of[$1, $2] = $3
}

# The number of the fastest row not shown yet.
function fastest(c,    i, best) {
    for (i = 1; i <= rows[c]; i++)
        if (!((c, i) in shown) && (!best || speed[c, i] > speed[c, best]))
            best = i
    shown[c, best] = 1
    return best
}

function ratio(a, b) {
    return b > 0 ? sprintf("%.2f", a / b) : "-"
}

function table(c,    k, i, p) {
    printf "\n%s (%s): %d documents, %.1f kB each, %d need repair\n", what[c], c, count[c],
        bytes[c] / count[c] / 1000, repair[c]
    printf "  %-20s %9s %10s %10s %8s\n", "", "MB/s", "x libtidy", "x encart", "out/in"
    for (k = 1; k <= rows[c]; k++) {
        i = fastest(c)
        p = peer[c, i]
        printf "  %-20s %9.1f %10s %10s %8s%s\n", p, speed[c, i],
            ratio(speed[c, i], of[c, "libtidy"]), ratio(speed[c, i], of[c, "encart"]),
            (out[c, i] > 0) ? ratio(out[c, i], bytes[c]) : "-",
            (p in kind) ? "  " kind[p] : ""
    }
}

END {
    print "MB of input a second of processor time, median of several passes."
    for (k = 1; k <= corpora; k++)
        table(corpus[k])
    print ""
}
