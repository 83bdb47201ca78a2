"""Every error this program raises on purpose.

    TaizhangError
    ├── InputError         a document cannot be read (names file and line)
    ├── OutputError        a file cannot be written
    ├── SettingsError      a setting or option has a value it cannot have
    ├── OntologyError      a vocabulary, register or shapes file contradicts itself (names the file)
    ├── StoreError         the store on disk is missing, locked or damaged
    ├── NothingFound       the question was good, the answer is empty
    └── QueryError         a query cannot be run
        ├── UnknownQuery       no question of that name in the catalogue
        ├── BadParameter       a value that the question does not take
        ├── RefusedQuery       SERVICE or LOAD: would leave this machine
        ├── TooLarge           the answer has more rows or bytes than is allowed
        ├── TookTooLong        the time a query may take is over
        └── NotAcceptable      the answer has no form the client accepts

Each message is one line in Chinese and in English; `say` picks one.
"""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language the program speaks to people."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in Chinese and in English."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """The wording for that language."""
        return self.zh if language is Language.ZH else self.en

    def format(self, **values: object) -> "Text":
        """Fill the same values into both wordings."""
        return Text(self.zh.format(**values), self.en.format(**values))


class TaizhangError(Exception):
    """Root of the tree; carries its message in both languages."""

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text

    def say(self, language: Language) -> str:
        """One line for a person."""
        return " ".join(self.text.say(language).split())


class InputError(TaizhangError):
    """A document cannot be read. `line` counts from 1; 0 means the file as a whole."""

    def __init__(self, file: str, line: int, text: Text):
        super().__init__(Text(f"{file}:{line}: {text.zh}", f"{file}:{line}: {text.en}"))
        self.file = file
        self.line = line


class OutputError(TaizhangError):
    """A file cannot be written."""


class SettingsError(TaizhangError):
    """A setting or option has a value it cannot have."""


class OntologyError(TaizhangError):
    """A term is used and defined nowhere, or a data file does not parse."""

    def __init__(self, file: str, text: Text):
        super().__init__(Text(f"{file}: {text.zh}", f"{file}: {text.en}"))
        self.file = file


class StoreError(TaizhangError):
    """The store cannot be opened or written."""


class NothingFound(TaizhangError):
    """Nothing in the graph answers to that."""


class QueryError(TaizhangError):
    """A query that cannot be run: its syntax or its evaluation failed."""


class UnknownQuery(QueryError):
    """The catalogue has no question of that name."""


class BadParameter(QueryError):
    """A parameter is unknown, missing or of the wrong type."""


class RefusedQuery(QueryError):
    """The query would make this machine call another one."""


class TooLarge(QueryError):
    """The answer has more rows or bytes than the limits allow."""


class TookTooLong(QueryError):
    """The query was ended because its time was over."""


class NotAcceptable(QueryError):
    """The answer cannot be written in any form the client accepts."""
