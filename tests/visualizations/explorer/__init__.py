"""Answers of the explorer, on the ledger and on the made-up corpus."""
