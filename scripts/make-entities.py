#!/usr/bin/env python3
"""Writes core/html/entities.inc: the named character references of the HTML Standard,
from Python's copy of its table. Run: scripts/make-entities.py > core/html/entities.inc"""
from html.entities import html5


def main():
    names = sorted(html5)
    print("/* Made by scripts/make-entities.py: %d names, sorted bytewise." % len(names))
    print(" * ENTITY(name, first code point, second or 0).")
    print(" * FIRST(letter, index of its first name): where a search begins. */")
    print("#ifdef FIRST")
    for letter in sorted({name[0] for name in names}):
        print("FIRST('%s', %d)" % (letter, [n[0] for n in names].index(letter)))
    print("#endif")
    for name in names:
        points = [ord(c) for c in html5[name]]
        second = points[1] if len(points) > 1 else 0
        print('ENTITY("%s", 0x%X, 0x%X)' % (name, points[0], second))


if __name__ == "__main__":
    main()
