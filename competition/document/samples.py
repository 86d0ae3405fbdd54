"""The competition files that come with Accord."""

from importlib import resources

CHAOYANG = "chaoyang-final"
"""The sample that an empty database begins with."""
_FOLDER = resources.files("competition") / "samples"


def sample_names() -> list[str]:
    """The samples' names, in the order of the alphabet."""
    names = (each.name for each in _FOLDER.iterdir() if each.is_file())
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def read_sample(name: str) -> bytes | None:
    """The bytes of the sample of that name; None without one."""
    return (_FOLDER / f"{name}.json").read_bytes() if name in sample_names() else None
