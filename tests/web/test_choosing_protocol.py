"""A school chooses its protocol and its own way in it; a case keeps what it began with; reporting always works."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.models import Case
from kring.protocol.choices import AfterCare, Channel, ExtraDuty, StepTerm, StepTitle, Variation
from kring.protocol.editions import PROTOCOLS, current
from kring.protocol.fitting import fitted
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Protocol
from kring.school.models import School
from tests.cases.any_protocol import acts, close
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.protocol.other_edition import OTHER
from tests.web.any_form import sent
from tests.web.sending import send as send_as_typed
from tests.web.sending import text_of
from tests.web.test_report import filled

DOES_NOT_FIT = "Dit past niet bij het protocol dat jullie nu volgen."

OWN = Variation(
    terms=(StepTerm("approach", 1),),
    titles=(StepTitle("approach", "Samen praten"),),
    duties=(ExtraDuty("extra_1", "signal", "Maatje kiezen"),),
    extra_channels=(Channel("channel_1", "Via de schoolapp"),),
    after_care=(AfterCare(weeks=4),),
    protocol=STAPPENPLAN.key,
    edition=STAPPENPLAN.edition,
)
OWN_OF_THE_OTHER = Variation(
    titles=(StepTitle("horen", "Horen"),),
    duties=(ExtraDuty("extra_1", "tafel", "Thee zetten"),),
    protocol=OTHER.key,
    edition=OTHER.edition,
)
STORED: dict[str, Any] = {
    "nothing": {},
    "of the stappenplan": OWN.to_dict(),
    "of the other": OWN_OF_THE_OTHER.to_dict(),
    "of an edition that is gone": replace(OWN, edition="0").to_dict(),
    "of a protocol that is gone": replace(OWN, protocol="weg").to_dict(),
    "steps that are nowhere": replace(OWN_OF_THE_OTHER, titles=(StepTitle("weg", "Weg"),)).to_dict(),
    "of a newer Kring": {"version": 99},
    "no choices at all": ["tekst"],
}


def chosen(cast: Cast, protocol: Protocol, stored: object = None) -> None:
    """The school follows this protocol, with this stored as its own way in it."""
    School.objects.filter(pk=cast.school.pk).update(
        protocol=protocol.key, **({} if stored is None else {"variation": stored})
    )
    cast.school.refresh_from_db()


@pytest.mark.slow
@pytest.mark.parametrize("stored", STORED.values(), ids=STORED)
def test_whatever_is_stored_reporting_works_and_the_head_reads_what_does_not_fit(
    cast: Cast, other_protocol: Protocol, stored: Any
) -> None:
    """At a school that follows the other protocol; for the stappenplan in test_school_variation.py."""
    protocol = other_protocol
    chosen(cast, protocol, stored)
    anouk, hein = sign_in(Client(), cast.anouk), sign_in(Client(), cast.hein)
    answer = send_as_typed(anouk, reverse("report"), **filled(cast))
    case = Case.objects.get()
    assert answer["Location"] == reverse("case", args=[case.pk])
    assert (case.protocol, case.current_step) == (protocol.key, current(protocol.key).steps[0].key)
    for browser in (anouk, hein):
        for address in ("today", "cases", "protocol", "report"):
            assert browser.get(reverse(address)).status_code == 200, address
        assert browser.get(answer["Location"]).status_code == 200
    shown = text_of(hein.get(reverse("school_protocol")))
    left_out = fitted(stored, current(protocol.key)).left_out
    assert (DOES_NOT_FIT in shown) is bool(left_out)
    assert all(one.what in shown for one in left_out)
    cast.school.refresh_from_db()
    assert cast.school.variation == stored, "nothing is thrown away by reading"


def test_a_school_that_goes_over_and_back_finds_its_own_way_again_and_each_case_keeps_its_own(
    cast: Cast, other_protocol: Protocol
) -> None:
    hein, anouk = sign_in(Client(), cast.hein), sign_in(Client(), cast.anouk)
    chosen(cast, STAPPENPLAN, OWN.to_dict())
    first = tell(cast).report(cast.sem, by=(cast.daan,))
    sent(hein, reverse("school_settings"), protocol=OTHER.key)
    assert DOES_NOT_FIT in text_of(hein.get(reverse("school_protocol")))
    cast.school.refresh_from_db()
    second = tell(cast).report(cast.noor, by=(cast.jens,))
    sent(hein, reverse("school_settings"), protocol=STAPPENPLAN.key)
    assert DOES_NOT_FIT not in text_of(hein.get(reverse("school_protocol")))
    cast.school.refresh_from_db()
    third = tell(cast).report(cast.yara, by=(cast.lars,))

    assert [case.case.protocol for case in (first, second, third)] == [STAPPENPLAN.key, OTHER.key, STAPPENPLAN.key]
    for case, own in ((first, True), (second, False), (third, True)):
        assert ("Maatje kiezen" in text_of(anouk.get(reverse("case", args=[case.id])))) is own
    assert "Maatje kiezen" in text_of(hein.get(reverse("protocol")))

    listed = hein.get(reverse("cases")).content.decode()
    assert all(reverse("case", args=[case.id]) in listed for case in (first, second, third))

    # Each goes to its end by its own steps, whatever the school follows by then.
    chosen(cast, other_protocol)
    assert through(first, 0) == ["signal", "analyse", "close"]
    chosen(cast, STAPPENPLAN)
    assert through(second, 0) == ["horen", "einde"]


def through(case: Telling, *answers: int) -> list[str]:
    """The case carried out and closed; gives its steps."""
    for _act in acts(case, *answers):
        pass
    close(case.as_(case.cast.carla))
    return [visit.step.key for visit in case.progress.visits]


def test_a_new_edition_is_for_new_cases_and_what_does_not_fit_it_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(cast, STAPPENPLAN, OWN.to_dict())
    running = tell(cast).report(cast.sem, by=(cast.daan,))
    steps = tuple(
        replace(step, repeats_per_term=False, terms=step.terms[:1]) if step.repeats_per_term else step
        for step in STAPPENPLAN.steps
    )
    second = replace(STAPPENPLAN, edition="2", steps=steps)
    monkeypatch.setitem(PROTOCOLS, STAPPENPLAN.key, (STAPPENPLAN, second))

    new = tell(cast).report(cast.noor, by=(cast.jens,))
    assert (running.case.edition, new.case.edition) == (STAPPENPLAN.edition, "2")
    assert running.file.protocol.step("after_care").repeats_per_term
    assert not new.file.protocol.step("after_care").repeats_per_term
    assert [duty.title for duty in new.file.protocol.steps[0].duties][-1] == "Maatje kiezen", "what fits holds"
    shown = text_of(sign_in(Client(), cast.hein).get(reverse("school_protocol")))
    assert "Eigen momenten van nazorg. Dit protocol kent geen momenten van nazorg." in shown


def test_what_one_school_chooses_is_not_what_another_follows(cast: Cast, other_protocol: Protocol) -> None:
    chosen(cast, other_protocol)
    fenna = sign_in(Client(), cast.linde.coordinator)
    for address in ("protocol", "school_protocol"):
        assert "Aanpak" in text_of(fenna.get(reverse(address)))
        assert "Aan tafel" not in text_of(fenna.get(reverse(address)))
    case = tell(cast, by=cast.linde.teacher).report(cast.linde.mila, by=(cast.linde.tijn,))
    assert case.step == STAPPENPLAN.steps[0].key
