"""The names of columns that are known, in Chinese and English; docs/lists.md has them for people.

A header is compared without blanks, in any case and width, without `*`, a colon, and a note in
brackets such as （必填）. A language may stand with it: 队名（英文）, `team (en)`.
"""

import re
import unicodedata
from functools import lru_cache

from competition.lists.plan_types import Kind

_KEY = "编号 代码 key code"
_ORGANISATION = (
    "单位 单位名称 工作单位 所在单位 所属单位 参赛单位 推荐单位 选送单位 报送单位 工会 所属工会 "
    "organisation organization unit company union"
)
_TEAM = (
    "代表队 队名 队伍 队伍名称 代表队名称 参赛队 参赛队名称 参赛队伍 参赛代表队 团队 团队名称 "
    "team teamname"
)
_MEMBER = (
    "姓名 选手 选手姓名 队员 队员姓名 成员 成员姓名 参赛选手 参赛选手姓名 参赛人员 人员姓名 "
    "member membername contestant player participant fullname"
)
_TOPIC = "议题 题目 议题名称 协商议题 topic title"

NAMES: dict[Kind, dict[str, str]] = {
    "teams": {
        "key": f"{_KEY} 队伍编号 代表队编号 参赛编号 teamkey teamcode",
        "team": f"{_TEAM} 名称 name",
        "short_name": "简称 队伍简称 代表队简称 shortname",
        "organisation": _ORGANISATION,
        "zone": "赛区 分区 所属赛区 片区 zone region",
        "seed": "种子 种子号 种子序号 seed",
        "member": _MEMBER,
        "role": "职务 角色 分工 队内职务 担任角色 role position",
        "reserve": "替补 候补 是否替补 reserve substitute",
    },
    "judges": {
        "key": f"{_KEY} 评委编号 judgekey",
        "name": "姓名 评委 评委姓名 评审 裁判 专家 专家姓名 judge judgename name fullname",
        "organisation": _ORGANISATION,
        "category": "类别 评委类别 类型 评委类型 专业类别 category type",
        "head": "组长 评委组长 是否组长 评判长 head headjudge chair",
        "conflicts": "回避 回避队伍 回避代表队 需回避 应回避 利益冲突 "
        "conflicts conflict conflictsofinterest",
    },
    "topics": {
        "key": f"{_KEY} 议题编号 topickey",
        "topic": _TOPIC,
        "brief": "说明 议题说明 背景 议题背景 背景材料 简介 案情 brief description background",
    },
    "schedule": {
        "stage": "赛段 阶段 比赛阶段 赛程阶段 stage phase",
        "round": "轮次 轮 比赛轮次 round",
        "match": "场次 场次编号 比赛编号 match matchkey",
        "date": "日期 比赛日期 date day",
        "starts": "时间 开始时间 比赛时间 开赛时间 日期时间 starts start starttime time",
        "room": "场地 地点 会场 赛场 房间 比赛地点 room venue hall",
        "labour": "职工方 职工方代表队 职工方队伍 劳方 员工方 labour labor labourside labourteam "
        "laborside laborteam",
        "employer": "企业方 企业方代表队 企业方队伍 资方 行政方 employer employerside employerteam",
        "topic": _TOPIC,
        "panel": "评委 评委组 评委会 评委名单 评审 panel judges",
    },
    "scores": {
        "team": _TEAM,
        "member": f"{_MEMBER} name",
        "score": "成绩 得分 分数 笔试成绩 笔试得分 总分 score mark points result",
    },
}
NUMBERED: dict[Kind, dict[str, str]] = {
    "teams": {
        "member": "选手 选手姓名 队员 队员姓名 成员 成员姓名 参赛选手 参赛选手姓名 姓名 代表 "
        "member membername contestant player",
        "role": "选手职务 队员职务 成员职务 选手角色 队员角色 职务 角色 memberrole role",
    },
    "topics": {"focal_point": "焦点 焦点问题 协商焦点 争议焦点 focalpoint focus point"},
}
IDENTITY: dict[Kind, tuple[str, ...]] = {
    "teams": ("team",),
    "judges": ("name",),
    "topics": ("topic",),
    "schedule": ("labour", "employer"),
    "scores": ("team", "member"),
}
"""A header row has one of these, or, where no sheet has such a row, a key."""
KEY_FIELDS = ("key", "match")
IN_A_LANGUAGE = {
    *("team", "short_name", "organisation", "member", "role", "name", "topic", "brief"),
    *("focal_point", "room"),
}
"""Fields that may have a column for each language."""
MOST_NUMBERED = 99

_NOTE = re.compile(r"[(\[【][^)\]】]*(?:必填|选填|可空|全称|required|optional)[^)\]】]*[)\]】]")
_LANGUAGES = {"中文": "zh", "汉语": "zh", "chinese": "zh", "zh": "zh"} | {
    "英文": "en",
    "英语": "en",
    "english": "en",
    "en": "en",
}
_WITH_LANGUAGE = re.compile(
    r"(?P<before>中文|英文|汉语|英语|chinese|english)(?P<one>.+)"
    r"|(?P<two>.+?)(?:in)?[(\[【_-]?(?P<after>中文|汉语|英文|英语|chinese|english|zh|en)[)\]】]?"
)
_NUMBER = re.compile(r"(\d{1,2})|(?<=[^第])([一二三四五六七八九十]{1,3})")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}


@lru_cache(maxsize=4096)
def guess_field(kind: Kind, header: str) -> str | None:
    """The field that a column of this header is, None if no field is known by that name.

    >>> [guess_field("teams", header) for header in (" 代 表 队＊", "选手１", "电话")]
    ['team', 'member_1', None]
    >>> guess_field("teams", "Team (English)"), guess_field("topics", "焦点二")
    ('team_en', 'focal_point_2')
    """
    folded = fold_header(header)
    found = _plain_field(kind, folded)
    if found is not None:
        return found
    said = _WITH_LANGUAGE.fullmatch(folded)
    if said is None:
        return None
    found = _plain_field(kind, said["one"] or said["two"])
    if found is None or base_field(found) not in IN_A_LANGUAGE:
        return None
    return f"{found}_{_LANGUAGES[said['before'] or said['after']]}"


def is_known_name(header: str) -> bool:
    """Whether any kind of list has a column of this name."""
    return len(header) <= 60 and any(guess_field(kind, header) for kind in NAMES)


def base_field(field: str) -> str:
    """The field without its number and its language: `member` of `member_2_en`."""
    return re.sub(r"(?:_\d+)?(?:_(?:zh|en))?\Z", "", field)


def fold_header(header: str) -> str:
    """A header as it is compared."""
    folded = "".join(unicodedata.normalize("NFKC", header).casefold().split())
    return _NOTE.sub("", folded).strip("*:：。.")


def _plain_field(kind: Kind, folded: str) -> str | None:
    for field, names in NAMES[kind].items():
        if folded in names.split():
            return field
    if kind not in NUMBERED:
        return None
    found = _NUMBER.search(folded)
    if found is None:
        return None
    name = (folded[: found.start()] + folded[found.end() :]).replace("_", "").strip("-.")
    number = int(found[1]) if found[1] else _chinese_number(found[2])
    for field, names in NUMBERED[kind].items():
        if name in names.split() and 1 <= number <= MOST_NUMBERED:
            return f"{field}_{number}"
    return None


def _chinese_number(text: str) -> int:
    """A number up to 99 in Chinese digits; 0 for what is none.

    >>> [_chinese_number(text) for text in ("三", "十", "十二", "二十", "一一")]
    [3, 10, 12, 20, 0]
    """
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    if any(part and part not in _DIGITS for part in (tens, ones)):
        return 0
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
