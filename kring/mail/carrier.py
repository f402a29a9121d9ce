"""Which transport this installation has, from its settings."""

from django.conf import settings

from kring.mail.models import domain_of
from kring.mail.outbox import sender_address
from kring.mail.smtp import Security, SmtpTransport
from kring.mail.transport import DemoMailPage, NoServer, Transport


def transport() -> Transport:
    """The demo's mail page in demo mode, whatever else is set; the mail server of KRING_SMTP; or none."""
    if settings.KRING_DEMO:
        return DemoMailPage()
    if not settings.KRING_MAIL:
        return NoServer()
    return SmtpTransport(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        security=_security(),
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        our_name=domain_of(sender_address()),
    )


def _security() -> Security:
    if settings.EMAIL_USE_SSL:
        return Security.TLS
    return Security.STARTTLS if settings.EMAIL_USE_TLS else Security.PLAIN
