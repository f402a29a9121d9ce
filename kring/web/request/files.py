"""A file that goes out. It is about children: no browser and no proxy keeps it."""

from django.http import HttpResponse


def file_answer(content: bytes, kind: str, name: str, *, attached: bool = False) -> HttpResponse:
    """The file of this kind (`application/pdf`), to be shown, or when it is `attached` to be put away."""
    how = "attachment" if attached else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
