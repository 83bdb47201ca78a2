"""Old Word and WPS files (.doc, .wps) by way of LibreOffice, when it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from ...ontology.errors import InputError, Text

#: How long a conversion may take, in seconds.
_SECONDS = 60
_NEEDED = Text(
    "读取 .doc、.wps 需要安装 LibreOffice，或先另存为 .docx",
    "reading .doc and .wps needs LibreOffice; install it, or save the file as .docx",
)


def to_docx(name: str, data: bytes) -> bytes:
    """The file as .docx. Raises InputError when LibreOffice is missing, fails or takes too long.

    It runs with a profile of its own, thrown away afterwards: macros stay off and nothing of the user's is touched.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise InputError(name, 0, _NEEDED)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.doc"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx",
                   "--outdir", folder, str(source)]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - a fixed command
            return (Path(folder) / "source.docx").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise InputError(name, 0, Text("LibreOffice 转换超时", "LibreOffice took too long")) from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise InputError(name, 0, Text("LibreOffice 无法转换", "LibreOffice cannot convert it")) from error
