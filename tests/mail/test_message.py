"""A letter as it arrives: text and html, one recipient, the school's name, and no header but ours."""

import re

import pytest

from kring.mail.message import Unsendable, build, envelope_address
from kring.mail.models import Attachment, Letter, State
from tests.cast import NOW, Cast
from tests.mail.post import FROM, Clock, Postbox, read, send_all, sender, state, write


def built(letter: Letter) -> bytes:
    return build(
        Letter.objects.select_related("school").get(id=letter.id),
        sender=FROM,
        recipient=envelope_address(letter.address),
    )


def test_a_letter_has_text_and_html_and_tells_which_school_writes(cast: Cast) -> None:
    letter = write(cast.mo, subject="Het plan is bijgesteld – lees het", text="Één plan.\n", html="<p>Één plan.</p>")
    message = read(built(letter))
    assert message["From"] == f"Basisschool De Wilg <{FROM}>"
    assert message["To"] == "mo@dewilg.example"
    assert message["Subject"] == "Het plan is bijgesteld – lees het"
    assert message["Message-ID"] == f"<{letter.id}@localhost>"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert (text.get_content(), html.get_content()) == ("Één plan.\r\n", "<p>Één plan.</p>")


def test_a_plan_can_go_along(cast: Cast) -> None:
    letter = write(cast.mo, attachment=Attachment("plan é.pdf", b"%PDF-1.7\r\n\x00\xff" * 500))
    (part,) = read(built(letter)).iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("application/pdf", "plan é.pdf")
    assert part.get_content() == b"%PDF-1.7\r\n\x00\xff" * 500


@pytest.mark.parametrize(
    "text", [".\n.\r\n.", "a\rb\nc\r\nd", "\x00\x0b\x1b", "x" * 10_000, "\u202eomgekeerd 👩‍👩‍👧", "From hier\n..\n"]
)
def test_whatever_the_text_is_only_ascii_in_short_whole_lines_leaves(cast: Cast, text: str) -> None:
    content = built(write(cast.mo, text=text, html=text))
    assert content.isascii()
    assert b"\x00" not in content
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_a_name_of_a_school_forges_no_header(cast: Cast) -> None:
    cast.school.name = 'De Wilg\nBcc: anders@elders.example, "x" <y@z.example>'
    cast.school.save()
    message = read(built(write(cast.mo)))
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["From"].addresses] == [FROM]


def test_a_line_break_that_got_into_a_row_past_the_outbox_forges_no_header(cast: Cast) -> None:
    letter = write(cast.mo)
    letter.subject = "Te laat\r\nBcc: anders@elders.example"
    letter.save()
    message = read(built(letter))
    assert message["Bcc"] is None
    assert message["Subject"] == "Te laat Bcc: anders@elders.example"


@pytest.mark.parametrize(
    "address", ["jörg@dewilg.example", "kapot", "mo@", "@dewilg.example", "mo @dewilg.example", "a@b@c"]
)
def test_an_address_that_is_none_is_a_refused_letter(cast: Cast, address: str) -> None:
    with pytest.raises(Unsendable):
        envelope_address(address)
    letter = write(cast.mo)
    Letter.objects.filter(id=letter.id).update(address=address)
    box = Postbox()
    send_all(sender(box), Clock())
    assert (state(letter), letter.answer, box.parcels) == (State.REFUSED, "Dit e-mailadres klopt niet.", [])


def test_a_domain_with_other_letters_goes_in_its_ascii_form() -> None:
    assert envelope_address("mo@scholenbeiaard-één.example") == "mo@xn--scholenbeiaard-n-pqba.example"
