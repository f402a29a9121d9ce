"""From a row of the outbox to the bytes that go to the mail server: the same bytes each time."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.utils.translation import gettext_noop

from kring.mail.models import Letter, domain_of

# Only ASCII leaves the machine, so that no server on the way needs to be able to do more.
POLICY = SMTP.clone(cte_type="7bit")


class Unsendable(Exception):
    """This letter can never be sent as it is; the message says why, in Dutch, for the administrator."""


def build(letter: Letter, *, sender: str) -> bytes:
    """The whole message, CRLF at the end of every line. Trying again gives the same bytes, Message-ID included."""
    attachment = letter.attachment
    if letter.text is None or letter.html is None:
        raise Unsendable(gettext_noop("De tekst van deze brief is er niet meer."))
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(" ".join(letter.school.name.split()), addr_spec=sender)
    message["To"] = Address(addr_spec=envelope_address(letter.address))
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = letter.message_id
    # So that no out-of-office answers it (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message.set_boundary(f"kring-texts-{letter.id.hex}")
    if attachment is not None:
        maintype, _, subtype = attachment.type.partition("/")
        message.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=attachment.name)
        message.set_boundary(f"kring-{letter.id.hex}")
    return message.as_bytes()


def envelope_address(address: str) -> str:
    """The address as a mail server takes it: ASCII, a domain with other letters in its ASCII form."""
    name, domain = address.rpartition("@")[0], domain_of(address)
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        name.encode("ascii")
        return Address(addr_spec=f"{name}@{ascii_domain}").addr_spec
    except (ValueError, IndexError, MessageError) as error:
        # What the standard library raises for an address that it cannot read, or that is not ASCII.
        raise Unsendable(gettext_noop("Dit e-mailadres klopt niet.")) from error
