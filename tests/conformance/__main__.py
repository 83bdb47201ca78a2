"""python -m tests.conformance: every suite against a server, with a table, EARL and a page."""
