"""Bytes of the formats offices publish in -> Document: words, paragraphs, tables, and where each stands in the file."""
