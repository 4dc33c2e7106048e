"""The source of the very copy that runs here, for anyone: the licence (AGPL-3.0, section 13) asks for it.

CARECOMMONS_SOURCE_URL names where a council publishes its copy; without it, the installed package itself is
handed out as a zip. It holds code and texts only: data, keys and settings live in CARECOMMONS_HOME.
"""

import os
import zipfile
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from carecommons import __version__
from carecommons.people.doors import Request, door

SKIPPED = {"__pycache__", "built"}
FIXED_TIME = (2026, 1, 1, 0, 0, 0)


@door("site.read_public")
def source(request: Request) -> HttpResponseBase:
    """The source code of this copy."""
    if settings.SOURCE_URL:
        return redirect(settings.SOURCE_URL)
    name = f"carecommons-{__version__}-source.zip"
    path = settings.HOME / name
    newest = max(int(each.stat().st_mtime) for each in files())
    if not path.exists() or path.stat().st_mtime < newest:
        pack(path)
    answer: HttpResponse = FileResponse(path.open("rb"), as_attachment=True, filename=name)  # type: ignore[assignment]
    return answer


def files() -> list[Path]:
    """Every file of the installed package, in order; built stylesheets and caches left out."""
    return sorted(path for path in settings.PACKAGE.rglob("*") if path.is_file() and not SKIPPED & set(path.parts))


def pack(path: Path) -> None:
    """Write the zip under its name, all of it or nothing; the same files give the same bytes."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as pack_:
        for each in files():
            inside = zipfile.ZipInfo(str(Path("carecommons") / each.relative_to(settings.PACKAGE)), FIXED_TIME)
            pack_.writestr(inside, each.read_bytes(), zipfile.ZIP_DEFLATED)
    part.replace(path)
