"""The files that a browser gets in an installation: under a name of their content, and as few as they can be."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([\w./-]+)"\);\n')


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """Each file once, under a name that changes with what is in it.

    A script that another imports comes by that name too: by a second address it would run a second time, and what one
    of the two knows of a typed text the other does not. A style sheet that imports others holds them itself: a phone
    on a slow line would have asked for each anew.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Goes over all that is collected (by name, where it was written), as Django asks it.

        Yields the old name, the new one, and what was done.
        """
        sheets = {} if dry_run else {name: whole(name, paths) for name in paths if name.endswith(".css")}
        for name, text in sheets.items():
            Path(self.path(name)).write_text(text, "utf-8")
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def whole(name: str, paths: dict[str, Any]) -> str:
    """The text of this style sheet with what it imports in the place where it does, as they were written."""
    storage, path = paths[name]
    with storage.open(path) as sheet:
        text: str = sheet.read().decode("utf-8")
    return IMPORT.sub(lambda found: whole(str(PurePosixPath(name).parent / found[1]), paths), text)
