"""Two of one name are told apart by what differs, and everybody else keeps the plain name."""

from competition.document import distinct_names, repeated_names

ZH = {"zh": "李宁"}


def test_the_organisation_stands_beside_the_name_where_it_differs():
    parts = [
        {"key": "t1", "name": {"zh": "李宁", "en": "Li Ning"}, "organisation": {"zh": "总工会"}},
        {"key": "t2", "name": ZH, "organisation": {"zh": "出版社", "en": "Press"}, "zone": "A"},
        {"key": "t3", "name": {"zh": "王芳"}, "organisation": {"zh": "总工会"}},
    ]

    assert distinct_names(parts) == {
        "t1": {"zh": "李宁（总工会）", "en": "Li Ning (总工会)"},
        "t2": {"zh": "李宁（出版社）"},
        "t3": {"zh": "王芳"},
    }


def test_the_zone_is_next_and_the_key_is_always_there():
    same = {"name": ZH, "organisation": {"zh": "总工会"}}
    by_zone = [{"key": "t1", "zone": "东区", **same}, {"key": "t2", "zone": "西区", **same}]
    by_key = [{"key": "t1", **same}, {"key": "t2", **same}, {"key": "t3", "zone": "西区", **same}]

    assert [text["zh"] for text in distinct_names(by_zone).values()] == [
        "李宁（东区）",
        "李宁（西区）",
    ]
    assert [text["zh"] for text in distinct_names(by_key).values()] == [
        "李宁（t1）",
        "李宁（t2）",
        "李宁（t3）",
    ]


def test_names_repeat_whatever_their_case_spaces_and_language():
    parts = [
        {"key": "a", "name": {"en": "The Reds"}},
        {"key": "b", "name": {"zh": "红队", "en": "the  REDS"}},
        {"key": "c", "name": {"zh": "红队"}},
        {"key": "d", "name": {"zh": "蓝队"}},
    ]

    assert [[part["key"] for part in group] for group in repeated_names(parts)] == [["a", "b", "c"]]
