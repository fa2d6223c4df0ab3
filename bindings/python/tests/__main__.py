"""python -m tests: runs the suite and, where ENCART_COUNTS names a folder, leaves its counts."""
import os
import sys
import unittest


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    suite = unittest.defaultTestLoader.discover(folder, top_level_dir=os.path.dirname(folder))
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    failed = len({getattr(test, "test_case", test).id()  # a subtest belongs to its test
                  for test, _ in result.failures + result.errors})
    skipped = len(result.skipped)
    passed = result.testsRun - failed - skipped
    for test, why in result.skipped:
        print(f"skip: {test}: {why}")
    print(f"python {sys.version.split()[0]}: {passed} passed, {failed} failed, {skipped} skipped")
    if os.environ.get("ENCART_COUNTS"):
        name = f"python-{os.environ.get('ENCART_PYTHON_NAME', 'suite')}.counts"
        with open(os.path.join(os.environ["ENCART_COUNTS"], name), "w", encoding="ascii") as out:
            out.write(f"{passed} {failed} {skipped}\n")
    return 1 if failed or not passed else 0


sys.exit(main())
