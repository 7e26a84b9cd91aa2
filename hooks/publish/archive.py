"""How do many files become one, the same to the byte wherever it is made?"""

import io
import os
import time
import zipfile

FIRST = 315532800  # 1980 began; no earlier time can be written into a zip


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of {path: content}, dated as the site is."""
    when = time.gmtime(max(FIRST, int(os.environ.get("SOURCE_DATE_EPOCH", 0))))[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, when)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
