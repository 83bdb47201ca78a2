"""Every setting, read when the program starts from the environment (prefix TAIZHANG_) and overridden by options."""

import locale
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ..ontology.errors import Language


class Settings(BaseSettings):
    """One line of help each; docs/settings.md is checked against them."""

    model_config = SettingsConfigDict(env_prefix="TAIZHANG_", frozen=True)

    store: Path = Field(
        default_factory=lambda: user_data_path("taizhang", appauthor=False) / "store",
        description="Folder of the graph on disk.",
    )
    host: str = Field("127.0.0.1", description="Address the server listens on; loopback unless you say otherwise.")
    port: int = Field(8000, ge=0, le=65535, description="Port the server listens on.")
    language: Language | None = Field(None, description="zh or en; without it the locale decides.")
    max_query_bytes: int = Field(1_000_000, gt=0, description="Largest SPARQL query in bytes that is read.")


def spoken_language(settings: Settings) -> Language:
    """The language to speak: the setting, else Chinese where the locale is Chinese, else English."""
    if settings.language:
        return settings.language
    locale.setlocale(locale.LC_CTYPE, "")
    name = locale.getlocale(locale.LC_CTYPE)[0] or ""
    return Language.ZH if name.lower().startswith(("zh", "chinese")) else Language.EN
