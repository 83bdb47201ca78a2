"""Every way in: HTTP, the SPARQL protocol, the command line. Thin."""
