"""What each print says, and that each is a PDF that any printer and archive takes."""

import pytest

from competition.certification import short_digest, stage_digest
from competition.prints.order import CannotPrint, Ticket
from tests.factories import checked, league, text
from tests.prints.printing import embedded, finished_contest, links, printed, texts

KINDS = (
    *("certificates", "score-sheets", "panel-summary", "results", "running-order"),
    *("judge-cards", "why", "agreement", "tickets", "host-script"),
)
TICKETS = [Ticket("K7QX-29MD", "https://accord.example/c/league/vote?ticket=K7QX29MD")] * 20


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_print_is_pdf_a_on_a4_with_its_fonts_inside(kind, language):
    document = finished_contest()

    pdf = printed(document, kind, language, links=links(document), tickets=TICKETS)

    assert 'pdfaid:part="2"' in _metadata(pdf) or "<pdfaid:part>2" in _metadata(pdf)
    fonts = embedded(pdf)
    assert fonts
    assert all(fonts)
    for page in pdf.pages:
        sides = sorted((round(float(page.mediabox.width)), round(float(page.mediabox.height))))
        assert sides == [595, 842]


def test_a_footer_names_contest_date_digest_and_page():
    document = finished_contest()
    pages = texts(printed(document, "running-order"))

    assert "Theleague" in pages[0]
    assert "3May2026" in pages[0]
    assert "page1of1" in pages[0]


def test_a_winning_team_has_one_page_with_its_members_and_a_member_one_with_the_team():
    pages = texts(printed(finished_contest(), "certificates", "zh"))

    assert len(pages) == 3
    assert "奖状" in pages[0]
    assert "邮政队" in pages[0]
    assert "选手1" in pages[0]
    assert "一等奖" in pages[0]
    assert "同志" in pages[1]
    assert "地铁队" in pages[1]
    assert "最佳谈判员" in pages[1]


def test_an_award_that_is_called_a_certificate_gives_the_page_its_title():
    chinese = texts(printed(finished_contest(), "certificates", "zh"))[2]
    english = texts(printed(finished_contest(), "certificates", "en"))[2]

    assert "结业证书" in chinese
    assert "奖状" not in chinese
    assert "经考核合格" in chinese
    assert "CERTIFICATEOFCOMPLETION" in english


def test_an_award_that_is_not_final_is_printed_as_provisional():
    document = finished_contest()
    document["awards"][0]["stage"] = "final"
    document["awards"][1]["winners"] = [{"team": "rail"}]

    document["sheets"].append(
        {**document["sheets"][0], "match": "last", "team": "metro", "judge": "li-na"}
    )
    for judge in ("zhang-wei", "jo"):
        document["sheets"].append({**document["sheets"][-1], "judge": judge})
    pages = texts(printed(document, "certificates"))

    assert "PROVISIONAL" in pages[0]
    assert "PROVISIONAL" not in pages[1]


def test_without_a_winner_there_is_nothing_to_print():
    with pytest.raises(CannotPrint, match="No award has a winner yet"):
        printed(checked(league()), "certificates")


def test_a_score_sheet_is_made_for_each_judge_and_entry_and_names_them_on_its_page():
    document = finished_contest()

    pages = texts(printed(document, "score-sheets", match="semi-1", links=links(document)))

    # Three seats and a trainee for two teams; Noor's seat is Jo Amsel's for the metro.
    assert len(pages) == 8
    assert "地铁队" in pages[0]
    assert "Labourside" in pages[0]
    assert "李娜" in pages[0]
    assert any("JoAmsel" in page and "地铁队" in page for page in pages)
    assert any("Noor" in page and "公交队" in page for page in pages)
    assert any("Sam" in page and "Trainee" in page for page in pages)


def test_nobody_who_is_recused_gets_a_score_sheet():
    document = finished_contest()
    match = document["stages"][1]["rounds"][0]["matches"][0]
    match["recused"] = [{"judge": "li-na", "teams": ["metro"], "reason": {"en": "Her brother"}}]

    pages = texts(printed(document, "score-sheets", match="semi-1"))

    assert sum("李娜" in page for page in pages) == 1


def test_a_judges_link_is_on_no_print_unless_it_is_handed_in():
    document = finished_contest()

    pages = texts(printed(document, "judge-cards", links={"jo": "https://accord.example/j/x"}))

    assert "JoAmsel" in pages[0]
    assert "李娜" not in pages[0]


def test_a_summary_has_every_mark_the_totals_and_who_signs():
    pages = texts(printed(finished_contest(), "panel-summary", stage="semi"))

    assert "Scorekeeper" in pages[0]
    assert "Checker" in pages[0]
    assert "Observer" in pages[0]
    assert "Headjudge" in pages[0]
    assert "25.00" in pages[1]
    # Whoever signs can add up the total with what is carried: 26.50 × 1 + 77.00 × 0.1.
    assert "Semi-final26.50×1+Writtentest77.00×0.1" in pages[0]
    assert "34.20" in pages[0]


def test_a_signature_that_holds_stands_on_the_summary_and_one_of_an_old_result_does_not():
    document = finished_contest()
    signed = {"stage": "semi", "role": "checker", "at": "2026-05-01T12:00:00+08:00"}
    document["certifications"] = [
        {**signed, "digest": stage_digest(document, "semi"), "name": "Maya Ortiz"},
        {**signed, "digest": "0" * 64, "name": "Old Tom"},
    ]

    page = texts(printed(document, "panel-summary", stage="semi"))[0]

    # Role, name and moment of the signature, and the digest that it confirms.
    line = page[page.index("Checker") :]
    assert line.index("MayaOrtiz") < line.index("12:00") < line.index("Observer")
    assert "OldTom" not in page
    assert short_digest(stage_digest(document, "semi")).replace(" ", "") in page


def test_results_are_by_rank_and_by_zone():
    (page,) = texts(printed(finished_contest(), "results", stage="semi"))

    assert page.index("邮政队") < page.index("地铁队")
    assert "East" in page
    assert "West" in page


def test_the_running_order_has_time_room_and_both_teams():
    (page,) = texts(printed(finished_contest(), "running-order", stage="semi"))

    assert "09:00" in page
    assert "Hall1" in page
    assert "地铁队" in page


def test_the_running_order_says_what_is_a_repeat_and_leaves_out_what_was_void():
    whole = league()
    matches = whole["stages"][0]["rounds"][0]["matches"]
    matches[0]["void"] = text("火警", "Fire")
    again = {name: matches[0][name] for name in ("topic", "panel", "entries")}
    matches.insert(1, {**again, "key": "again", "repeats": matches[0]["key"]})

    (page,) = texts(printed(checked(whole), "running-order", stage="semi"))

    assert page.count("Repeatofmatch1") == 1
    assert page.count("地铁队") == 1


def test_each_team_is_told_how_its_total_came_about_without_the_judges_names():
    pages = texts(printed(finished_contest(), "why", stage="semi"))

    metro = next(page for page in pages if "地铁队" in page)
    assert "34.05" in metro
    assert "Place2" in metro
    assert "Meanofthe3marksthatcountforLaw" in metro
    assert "Judge1" in metro
    assert "李娜" not in "".join(pages)


def test_the_hosts_words_begin_with_the_last_place():
    page = "".join(texts(printed(finished_contest(), "host-script", stage="semi")))

    assert page.index("铁路队") < page.index("邮政队")


def test_tickets_have_their_codes_and_are_counted_out_over_pages():
    pages = texts(printed(finished_contest(), "tickets", tickets=TICKETS))

    assert len(pages) == 2
    assert pages[0].count("K7QX-29MD") == 18


def test_an_agreement_is_a_form_with_the_focal_points_until_one_is_on_file():
    document = finished_contest()
    document["agreements"] = [
        {
            "match": "semi-1",
            "points": [
                {"focal_point": "rise", "status": "agreed", "text": {"en": "Five per cent"}}
            ],
            "signed": [{"side": "labour", "name": "陈晨", "at": "2026-05-01T10:30:00+08:00"}],
        }
    ]

    first, second = texts(printed(document, "agreement", stage="semi"))

    assert "Therise" in second
    assert "Fivepercent" not in second
    assert "Fivepercent" in first
    assert "陈晨" in first


@pytest.mark.parametrize(
    ("kind", "order", "message"),
    [
        ("results", {"stage": "nowhere"}, "There is no stage “nowhere”"),
        ("score-sheets", {"match": "nothing"}, "There is no match “nothing”"),
        ("judge-cards", {"stage": "semi"}, "whole competition"),
        ("results", {"match": "semi-1"}, "not printed for one match"),
        ("poster", {}, "There is no print “poster”"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(kind, order, message):
    with pytest.raises(CannotPrint, match=message):
        printed(finished_contest(), kind, **order)


def _metadata(pdf):
    return pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


def test_a_drawn_signature_stands_beside_the_name_in_both_languages():
    document = finished_contest()
    document["agreements"] = [
        {
            "match": "semi-1",
            "points": [{"focal_point": "rise", "status": "partial", "text": {"en": "Three"}}],
            "signed": [
                {"side": "labour", "name": "陈晨", "at": "2026-05-01T10:30:00+08:00"},
                {"side": "employer", "name": "林秀英", "at": "2026-05-01T10:31:00+08:00"},
            ],
        }
    ]
    stroke = [[100, 500], [500, 100], [900, 500]]

    for language, in_part, side in (("zh", "部分一致", "职工方"), ("en", "agreedinpart", "Labour")):
        plain = printed(document, "agreement", match="semi-1", language=language)
        drawn = printed(
            *(document, "agreement"),
            match="semi-1",
            language=language,
            drawn={"semi-1/labour/陈晨": [stroke, [[50, 50]]]},
        )
        (text,) = texts(drawn)
        for words in (in_part, side, "Three", "陈晨", "林秀英", "10:30", "10:31"):
            assert words in text, words
        assert _ink(drawn) > _ink(plain)


def _ink(pdf) -> int:
    """How much is drawn on the first page."""
    return len(pdf.pages[0].get_contents().get_data())


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_from_a_rehearsal_says_so_above_and_across_and_no_other_page_does(kind):
    document = finished_contest()
    order = {"links": links(document), "tickets": TICKETS}
    real = texts(printed(document, kind, **order))
    document["competition"]["rehearsal_of"] = "league"

    pages = texts(printed(document, kind, **order))

    assert len(pages) == len(real)
    for page in pages:
        assert page.count("Rehearsal") == 2, page
        assert "Rehearsal:made-upmarks" in page
    assert not any("Rehearsal" in page for page in real)
