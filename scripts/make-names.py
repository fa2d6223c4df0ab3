#!/usr/bin/env python3
"""Writes core/tree/names.inc: perfect hashes of the names in tags.def and attrs.def.
Run after a change of either: scripts/make-names.py > core/tree/names.inc

The hash of a name is that of core/tree/names.c: its length and two overlapping pieces of
at most eight bytes each, multiplied, the upper bits taken."""
import os
import random
import re

BITS = 10
MASK = (1 << 64) - 1


def names(kind, path):
    return re.findall(r'^%s\(\w+, "([^"]+)"' % kind, open(path).read(), re.M)


def key(name):
    b = name.encode()
    n = len(b)
    if n >= 8:
        first, last = int.from_bytes(b[:8], "little"), int.from_bytes(b[-8:], "little")
    elif n >= 4:
        first, last = int.from_bytes(b[:4], "little"), int.from_bytes(b[-4:], "little")
    else:
        first, last = b[0] | b[n // 2] << 8 | b[-1] << 16, 0
    return first ^ (last << 21 | last >> 43) & MASK ^ n


def find(keys, rng):
    while True:
        factor = rng.getrandbits(64) | 1
        slots = {(k * factor & MASK) >> (64 - BITS) for k in keys}
        if len(slots) == len(keys):
            return factor


def table(what, words, rng):
    keys = [key(w) for w in words]
    assert len(set(keys)) == len(keys)
    factor = find(keys, rng)
    slots = [0] * (1 << BITS)
    for number, k in enumerate(keys, 1):
        slots[(k * factor & MASK) >> (64 - BITS)] = number
    print("#define %s_FACTOR 0x%016XULL" % (what.upper(), factor))
    print("static const uint8_t %s_slots[1 << NAME_BITS] = {" % what)
    for at in range(0, len(slots), 24):
        print("    " + ", ".join(str(s) for s in slots[at:at + 24]) + ",")
    print("};")


def main():
    folder = os.path.join(os.path.dirname(__file__), "..", "core", "tree")
    rng = random.Random(1)
    print("/* Made by scripts/make-names.py from tags.def and attrs.def. */")
    print("enum { NAME_BITS = %d };" % BITS)
    table("tag", names("TAG", os.path.join(folder, "tags.def")), rng)
    table("attr", names("ATTR", os.path.join(folder, "attrs.def")), rng)


if __name__ == "__main__":
    main()
