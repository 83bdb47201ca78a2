"""Every setting, read when the program starts from the environment (prefix TAIZHANG_) and overridden by options."""

import locale
import os
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ..ontology.errors import Language, SettingsError, Text


class Settings(BaseSettings):
    """One line of help each; docs/settings.md is checked against them."""

    model_config = SettingsConfigDict(env_prefix="TAIZHANG_", env_ignore_empty=True, frozen=True)

    store: Path = Field(
        default_factory=lambda: user_data_path("taizhang", appauthor=False) / "store",
        description="Folder of the graph on disk.",
    )
    host: str = Field("127.0.0.1", description="Address the server listens on; loopback unless you say otherwise.")
    port: int = Field(8000, ge=0, le=65535, description="Port the server listens on.")
    language: Language | None = Field(None, description="zh or en; without it the locale decides.")
    max_query_bytes: int = Field(1_000_000, gt=0, description="Largest SPARQL query in bytes that is read.")


def read_settings(**options: Any) -> Settings:
    """The settings of the environment with the options of a call in front. Raises SettingsError for a bad value."""
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name, value = str(first["loc"][0]), first["input"]
        text = Text(f"设置 {name} 的值不能是 {value}", f"setting {name} cannot be {value}: {first['msg']}")
        raise SettingsError(text) from error


def spoken_language(settings: Settings) -> Language:
    """The language to speak: the setting, else Chinese where the locale is Chinese, else English."""
    return settings.language or locale_language()


def locale_language() -> Language:
    """Chinese where the person's locale is Chinese, else English."""
    # The variables gettext heeds, in its order; on Windows there are none and the system is asked.
    names = (os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return Language.ZH if name.lower().startswith(("zh", "chinese")) else Language.EN
