"""Ground floor: the published results as a website of plain files. Pure; Jinja only for its pages.

`build_site` makes every file of it from a competition file and what is published of it; the same
input gives the same bytes. Nothing that is not published gets in: the pages are made from the
file that the site itself contains.

published_file.py  what of the competition file becomes public
build.py           all files: pages, the file, its standings, their sums
page_rows.py       what the pages say, as plain values
site_words.py      the texts of the pages in both languages
pages/             the templates and the style sheet
zip_file.py        the files as one zip, the same bytes each time
earlier.py         whether a folder holds an earlier publication and nothing else
"""

from competition.site.build import build_site
from competition.site.earlier import ForeignEntry, earlier_publication
from competition.site.published_file import (
    NotPublishable,
    PublishedResults,
    check_publishable,
    published_file,
)
from competition.site.zip_file import zip_site

__all__ = [
    "ForeignEntry",
    "NotPublishable",
    "PublishedResults",
    "build_site",
    "check_publishable",
    "earlier_publication",
    "published_file",
    "zip_site",
]
