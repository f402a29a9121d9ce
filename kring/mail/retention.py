"""What of a letter goes when: its texts thirty days after it was sent, a file that went along after a day.

A file goes as well when its letter will not be sent any more. That it was sent, to whom and when, stays; of somebody
outside the school only that and when.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from kring.mail.models import Letter

TEXTS_STAY = timedelta(days=30)
SECRETS_STAY = timedelta(days=1)
"""For a letter with a link to come in with: as short as the worker's round allows."""
FILES_STAY = timedelta(days=1)
"""A file names children, and whoever it was for has it now, or is not to have it any more."""


NO_FILE = {"attachment_name": None, "attachment_type": "", "attachment_content": None}


def empty_old_letters(*, at: datetime) -> int:
    """Removes texts and attachments of letters sent long enough ago; says of how many. Unsent ones stay.

    Of letters with a link to come in with also those that will not be sent any more.
    """
    with_texts = Letter.objects.filter(text__isnull=False)
    # What the mail page of the demo shows stays with its texts.
    files = with_texts.filter(attachment_name__isnull=False, kept=False)
    then = at - FILES_STAY
    done = Q(sent_at__lt=then) | Q(withdrawn_at__lt=then) | Q(seen_to_at__lt=then)
    files.filter(done).update(**NO_FILE)
    secret = with_texts.filter(secret=True)
    return sum(
        old.update(text=None, html=None, sealed_address=None, **NO_FILE)
        for old in (
            with_texts.filter(sent_at__lt=at - TEXTS_STAY),
            secret.filter(sent_at__lt=at - SECRETS_STAY),
            secret.filter(withdrawn_at__lt=at - SECRETS_STAY),
            # A failed one does not go again either: its link is too old.
            secret.filter(refused_at__lt=at - SECRETS_STAY),
            secret.filter(given_up_at__lt=at - SECRETS_STAY),
        )
    )
