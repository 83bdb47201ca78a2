"""Bytes -> Document -> Ledger, with a span for every statement."""
