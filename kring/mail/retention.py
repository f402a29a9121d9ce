"""What of a letter goes when: its texts thirty days after it was sent. That it was sent, to whom and when, stays."""

from datetime import datetime, timedelta

from kring.mail.models import Letter

TEXTS_STAY = timedelta(days=30)


def empty_old_letters(*, at: datetime) -> int:
    """Removes texts and attachments of letters sent more than thirty days ago; says of how many. Unsent ones stay."""
    old = Letter.objects.filter(sent_at__lt=at - TEXTS_STAY, text__isnull=False)
    return old.update(text=None, html=None, attachment_name=None, attachment_type="", attachment_content=None)
