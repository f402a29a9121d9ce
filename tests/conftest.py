"""What every test stands on: a closed network and random order. The fixed cast is in tests/cast.py."""

import os

# Playwright keeps an event loop running in the thread of the test, where Django refuses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
