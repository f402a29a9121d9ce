"""Where a sentence waits that is shown once on the next page: in a cookie of this host alone, as all of ours are."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OnThisHost(CookieStorage):
    """Django's cookie, by a name that a browser takes from this host only."""

    cookie_name = f"{settings.ON_THIS_HOST}kring_messages"


class Storage(FallbackStorage):
    """In that cookie; in the session when it does not fit."""

    storage_classes = (OnThisHost, SessionStorage)
