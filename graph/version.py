"""The version of the installed program."""

from importlib.metadata import version

#: As in pyproject.toml; written to the provenance graph and shown by --version.
VERSION = version("taizhang")
