"""The commands, a module for each group; `cli` puts them together."""
