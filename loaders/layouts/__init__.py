"""How ledgers are laid out: tables of any columns, and paragraphs whose responsibility stands in brackets."""
