"""Every setting, read when the program starts from the environment (prefix TAIZHANG_) and overridden by options."""

import locale
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ..graph.address import RemoteAddress
from ..graph.stores import is_remote
from ..ontology.errors import Language, SettingsError, Text


class LogLevel(StrEnum):
    """How much the server says."""

    WARNING = "warning"
    INFO = "info"


def _split(given: object) -> object:
    return (
        tuple(name for name in (part.strip() for part in given.split(",")) if name) if isinstance(given, str) else given
    )


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """One line of help each; docs/settings.md is checked against them."""

    model_config = SettingsConfigDict(env_prefix="TAIZHANG_", env_ignore_empty=True, frozen=True)

    store: Annotated[
        Path | RemoteAddress, BeforeValidator(lambda given: given if is_remote(given) else Path(given))
    ] = Field(
        default_factory=lambda: user_data_path("taizhang", appauthor=False) / "store",
        description="Folder of the graph on disk, or the address of a SPARQL 1.1 endpoint.",
    )
    host: str = Field("127.0.0.1", description="Address the server listens on; loopback unless you say otherwise.")
    port: int = Field(8000, ge=0, le=65535, description="Port the server listens on.")
    language: Language | None = Field(None, description="zh or en; without it the locale decides.")
    token: SecretStr | None = Field(None, min_length=16, description="Bearer token for writing; without it nobody can.")
    cors_origins: Names = Field((), description="Origins whose pages may read answers, with commas; * for any.")
    hosts: Names = Field(
        (), description="Host names the server answers to, with commas; on loopback only loopback names without it."
    )
    allowed_addresses: Names = Field(
        (), description="Addresses that SERVICE and LOAD may reach, with commas; none without it."
    )
    timeout: float = Field(30, gt=0, description="Seconds a query may take.")
    max_timeout: float = Field(120, gt=0, description="Seconds a client may ask for with timeout=.")
    workers: int = Field(0, ge=0, description="Queries that run at once; 0 for one more than there are processors.")
    long_queries: int = Field(0, ge=0, description="Queries of more than 0.1 s that run beside them; 0 for as many.")
    parked: int = Field(8, ge=0, description="Long queries that rest until they have a turn; beyond it 503.")
    queue: int = Field(256, gt=0, description="Requests that may wait; beyond it they are told to come again.")
    query_memory: int = Field(2_000_000_000, ge=0, description="Bytes of memory a query may take; 0 for no limit.")
    max_rows: int = Field(5_000_000, gt=0, description="Rows or triples an answer may have.")
    max_answer_bytes: int = Field(2_000_000_000, gt=0, description="Bytes an answer may have.")
    max_query_bytes: int = Field(1_000_000, gt=0, description="Largest SPARQL query or update in bytes that is read.")
    max_upload_bytes: int = Field(1_000_000_000, gt=0, description="Largest graph in bytes that may be uploaded.")
    cache_bytes: int = Field(64_000_000, ge=0, description="Bytes of answers that are kept; 0 for none.")
    grace: float = Field(5, ge=0, description="Seconds that running requests get when the server is stopped.")
    neo4j_uri: str | None = Field(
        None, description="Address of a Neo4j server, bolt:// or neo4j:// (a cluster); without it there is none."
    )
    neo4j_user: str = Field("neo4j", description="Who to be on the Neo4j server.")
    neo4j_password: SecretStr | None = Field(None, description="The password there.")
    neo4j_database: str | None = Field(None, description="Name of the database there; the user's own without it.")
    neo4j_prefix: str = Field(
        "", description="Put before every label and type there, so that several graphs fit in one."
    )
    log: LogLevel = Field(
        LogLevel.WARNING, description="What the server logs, as JSON lines: warning, or info for each request."
    )
    store_update: str | None = Field(
        None, description="Address for updates of a store on a server, where it is not the usual one of its kind."
    )
    store_token: SecretStr | None = Field(None, description="Bearer token that opens a store on a server.")

    @model_validator(mode="before")
    @classmethod
    def _address(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Put together what is known of a store on a server. Raises SettingsError."""
        store, update, token = (given.get(name) for name in ("store", "store_update", "store_token"))
        if not isinstance(store, str) or not is_remote(store):
            return given
        secret = token.get_secret_value() if isinstance(token, SecretStr) else token or ""
        return {**given, "store": RemoteAddress.read(store, update, secret)}


def read_settings(**options: Any) -> Settings:
    """The settings of the environment with the options of a call in front. Raises SettingsError for a bad value."""
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        secret = "token" in name or "password" in name  # one that is too short is a secret all the same
        value = "…" if secret else first["input"]
        text = Text(f"设置 {name} 的值不能是 {value}", f"setting {name} cannot be {value}: {first['msg']}")
        raise SettingsError(text) from error


def store_environment(settings: Settings) -> dict[str, str]:
    """The variables that tell a process started by this one where the graph is.

    What opens a server travels here and not on the command line, which every user of the machine can read.
    """
    store = settings.store
    if isinstance(store, Path):
        return {"TAIZHANG_STORE": str(store)}
    return {"TAIZHANG_STORE": store.secret, "TAIZHANG_STORE_UPDATE": store.update, "TAIZHANG_STORE_TOKEN": store.token}


def spoken_language(settings: Settings) -> Language:
    """The language to speak: the setting, else Chinese where the locale is Chinese, else English."""
    return settings.language or locale_language()


def locale_language() -> Language:
    """Chinese where the person's locale is Chinese, else English."""
    # The variables gettext heeds, in its order; on Windows there are none and the system is asked.
    names = (os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return Language.ZH if name.lower().startswith(("zh", "chinese")) else Language.EN
