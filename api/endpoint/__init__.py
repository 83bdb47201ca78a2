"""The SPARQL service: protocol, pool of reader processes, writer, cache."""
