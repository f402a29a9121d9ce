"""The answer after a form was carried out: go and see it there."""

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """303: the browser fetches the next page with GET, also after a POST, and going back does not send again."""

    status_code = 303
