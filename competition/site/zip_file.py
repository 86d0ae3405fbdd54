"""The site as one zip: the same files give the same bytes."""

import io
import zipfile
from collections.abc import Mapping

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can say; the real one would make every zip different."""


def zip_site(files: Mapping[str, bytes], folder: str) -> bytes:
    """Pack the files into one folder of a zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Made on Unix, readable by everybody: not what this machine happens to be.
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[name])
    return data.getvalue()
