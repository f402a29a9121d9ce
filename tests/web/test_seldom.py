"""What is seldom there costs Vandaag and School nothing while it is not, and is told to everybody as soon as it is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.backup.models import Restoration
from kring.cases.actions.opening import raise_concern
from kring.cases.queries import open_concerns
from kring.mail.models import Letter
from kring.school.models import StaffMember
from kring.school.setting_up import missing_at
from kring.school.typed import TypedChild
from kring.web.models import Draft
from kring.web.road.unsaved import unsaved_words
from kring.web.school.not_listed import not_listed
from kring.web.school.proposals_told import proposal_notices
from kring.web.school.restored import restored_notice
from kring.web.school.seldom import Seldom, what_is_there
from kring.web.school.undelivered import not_arrived
from tests.cast import NOW, TODAY, Cast, act_of
from tests.web.test_proposals import asked  # noqa: F401  # a fixture
from tests.web.test_unlisted import typed

WHO = ["hein", "carla", "ada", "anouk", "mo"]


def each_alone(staff: StaffMember) -> Seldom:
    """By the function of each notice, as its own page reads it."""
    return Seldom(
        missing=missing_at(staff.school, TODAY),
        concerns=open_concerns(staff),
        not_arrived=not_arrived(staff),
        not_listed=not_listed(staff),
        proposals=proposal_notices(staff, NOW),
        restored=restored_notice(staff),
        unsaved=unsaved_words(staff),
    )


def told(seldom: Seldom) -> set[str]:
    return {name for name in Seldom.__dataclass_fields__ if name not in ("missing", "server") and getattr(seldom, name)}


@pytest.mark.parametrize("who", WHO)
def test_where_there_is_nothing_one_question_says_so(cast: Cast, who: str) -> None:
    staff = getattr(cast, who)
    with CaptureQueriesContext(connection) as queries:
        there = what_is_there(staff, TODAY, NOW)
    assert len(queries) == 1
    assert told(there) == set()


def test_each_of_them_is_told_as_soon_as_it_is_there_to_those_it_is_for(cast: Cast, asked: object) -> None:  # noqa: F811
    typed(cast, TypedChild("Bo", "", cast.group6.pk))
    raise_concern(act=act_of(cast.mo), story="Er werd geroepen.", accused=None)
    Letter.objects.filter(pk=Letter.objects.filter(to_staff__isnull=False)[0].pk).update(refused_at=NOW)
    Restoration.objects.create(school=cast.school, kept_until=NOW - timedelta(hours=1), restored_at=NOW)
    everybody = {who: getattr(cast, who) for who in WHO}
    for staff in everybody.values():
        Draft.objects.create(id=uuid4(), school=cast.school, staff=staff, key="/melding/", body="{}", saved_at=NOW)
    got = {who: what_is_there(staff, TODAY, NOW) for who, staff in everybody.items()}
    for who, staff in everybody.items():
        alone = each_alone(staff)
        assert told(got[who]) == told(alone), who
        assert (list(got[who].missing), list(got[who].concerns)) == (alone.missing, alone.concerns)
        assert (got[who].not_arrived, got[who].not_listed) == (alone.not_arrived, alone.not_listed)
    assert told(got["hein"]) == {"concerns", "not_arrived", "not_listed", "proposals", "restored", "unsaved"}
    assert told(got["mo"]) == {"restored", "unsaved"}
