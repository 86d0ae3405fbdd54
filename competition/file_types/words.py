"""What the parts of a competition file are made of: texts, notes, and the words of choices."""

from typing import Literal, NotRequired, TypedDict

Language = Literal["zh", "en"]
Combine = Literal["mean", "median", "sum"]
DropBy = Literal["dimension", "sheet"]
Rounding = Literal["half_up", "half_even"]
RoundAt = Literal["panel", "weighted", "total"]
MissingSheet = Literal["wait", "exclude"]
Side = Literal["labour", "employer", "solo"]
RoundState = Literal["draft", "open", "closed"]
Release = Literal["hidden", "live", "frozen", "published"]
AcrossMatches = Literal["mean", "sum", "best"]
SheetState = Literal["draft", "submitted"]
Visibility = Literal["public", "private"]
MissingCarry = Literal["unranked", "zero"]
StageKind = Literal["matches", "paper"]
PaperPer = Literal["team", "member"]
DrawKind = Literal["teams", "topics"]
Apart = Literal["zone", "organisation"]


class Text(TypedDict, total=False):
    """A text in Chinese, English or both; at least one of them is present."""

    zh: str
    en: str


# A remark as it was written: one string, or a text by language.
Remark = str | Text


class NotedPart(TypedDict):
    """The notes that every object may carry; organisers see them."""

    placeholder: NotRequired[bool]
    source: NotRequired[Remark]
