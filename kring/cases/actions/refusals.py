"""Tells who keeps the addresses that one of them was refused by a mail server."""

from datetime import datetime, timedelta

from django.db import transaction

from kring import words
from kring.cases import letters
from kring.mail.models import Letter
from kring.school.models import School

LOOKS_BACK = timedelta(days=1)


@transaction.atomic
def tell_of_refused(*, at: datetime) -> int:
    """A letter to the administrators of each address that was refused lately, one for each day on which it was.

    Gives how many letters that were. Who has the address itself is not written to.
    """
    refused = (
        Letter.objects.without_bodies()
        .filter(refused_at__gt=at - LOOKS_BACK, seen_to_at=None)
        .order_by("school_id", "refused_at", "id")
    )
    occasions = {(letter.school_id, letter.address, _day(letter.refused_at)) for letter in refused if letter.refused_at}
    schools = School.objects.in_bulk({school_id for school_id, _address, _on in occasions})
    told = 0
    for school_id, address, on in sorted(occasions, key=str):
        school = schools[school_id]
        to = [
            person
            for person in letters.administrators_of(school)
            if person.account is not None and person.account.email != address
        ]
        told += len(
            letters.send("refused_address", school=school, to=to, at=at, key=f"refused:{address}:{on}", address=address)
        )
    return told


def _day(at: datetime) -> str:
    return at.astimezone(words.HERE).date().isoformat()
