"""The SPARQL test suites of the W3C, over HTTP against a running server.

`manifests` reads them, `runner` runs one case, `exceptions` lists what our server does not reach; test_w3c.py and
`python -m tests.conformance` run everything.
"""
