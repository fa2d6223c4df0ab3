"""The suite: tests/python.sh runs it with each Python that is there."""
