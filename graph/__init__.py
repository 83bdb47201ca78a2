"""The domain and the graph: plain typed values, their RDF form and the store that keeps them."""
