"""What a judge's device calls itself: its kind and its browser, and nothing that identifies it."""

import re

_KINDS = (
    ("iPad", r"iPad"),
    ("iPhone", r"iPhone"),
    ("HarmonyOS", r"HarmonyOS|OpenHarmony"),
    ("Android", r"Android"),
    ("Chromebook", r"CrOS"),
    ("Windows", r"Windows"),
    # An iPad says that it is a Mac unless it is asked not to.
    ("iPad/Mac", r"Macintosh(?!.*(?:Chrome|Firefox)/)"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux"),
)
_BROWSERS = (
    ("WeChat", r"MicroMessenger/"),
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Huawei Browser", r"HuaweiBrowser/"),
    ("Mi Browser", r"MiuiBrowser/"),
    ("QQ", r"M?QQBrowser/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(?:Firefox|FxiOS)/"),
    ("Chrome", r"(?:Chrome|CriOS|Chromium)/"),
    ("Safari", r"Version/.*Safari/"),
)
LONGEST = 1000


def device_kind(user_agent: str) -> str:
    """The kind of device and its browser, such as “iPad · Safari”; "" where it says neither."""
    text = user_agent[:LONGEST]
    found = (
        next((name for name, pattern in names if re.search(pattern, text)), "")
        for names in (_KINDS, _BROWSERS)
    )
    return " · ".join(name for name in found if name)
