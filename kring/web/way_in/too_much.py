"""A form that is larger than Kring receives is refused by the length that it announces, and is not read.

Of a page that asks for a file it is nearly always the file that is too large: there the fields before the file are
read, and the file stands at its field with its size alone. So the form itself says it there, with the rest as it was
sent.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.datastructures import MultiValueDict

TAKES_FILE = "takes_file"
"""An attribute of a view whose form asks for a file, as its last field; the field refuses what is this large."""
UNREAD = "kring_unread_file"


def is_too_much(request: HttpRequest) -> bool:
    """Whether more is announced than Kring receives."""
    return announced(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def announced(request: HttpRequest) -> int:
    """The length that the sender gave."""
    return int(request.META.get("CONTENT_LENGTH") or 0)


def refused(status: int = 413) -> HttpResponse:
    """The page that says so, for a form without a file. It needs nothing of what was sent."""
    return HttpResponse(render_to_string("400.html"), status=status)


def says_it_itself(request: HttpRequest) -> bool:
    """Whether the page of this address is to say it, at the field of its file. What came before that field is read."""
    try:
        if not hasattr(resolve(request.path_info).func, TAKES_FILE):
            return False
        fields, file = _before_the_file(request)
    except (Resolver404, MultiPartParserError, SuspiciousOperation, ValueError):
        return False
    if not file:
        return False
    unread = UploadedFile(BytesIO(), name="unread", size=announced(request))
    own: Any = request
    own._post, own._files, own._body = fields, MultiValueDict({file: [unread]}), b""
    return True


def _before_the_file(request: HttpRequest) -> tuple[Any, str]:
    """The fields that stand before the file in what was sent, and the name of its field: "" where none begins there."""
    begins = _WhereItBegins()
    beginning = BytesIO(request.read(settings.KRING_FORM_BEGINNING))
    fields, _files = MultiPartParser(request.META, beginning, [begins], request.encoding or "utf-8").parse()
    return fields, begins.field


class _WhereItBegins(FileUploadHandler):
    """Stops at the first file, of which only the field is noted."""

    field = ""

    def new_file(self, field_name: str, *_arguments: Any, **_named: Any) -> None:
        self.field = field_name
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None
