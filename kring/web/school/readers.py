"""School: the photos of who reads what is told at the doors, one for each, put there by who is on it or with their
yes (decision 166)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring.reports.access import who_read
from kring.reports.models import For
from kring.school import actions
from kring.school.act import Act
from kring.school.actions.portraits import ASK_FIRST
from kring.school.models import Portrait, StaffMember
from kring.school.order import by_name
from kring.web.forms import FormPage, KringForm, Page, Photo, SureForm, Tick, by_field
from kring.web.request.files import file_answer
from kring.web.request.requests import StaffRequest
from kring.web.school.writing import FORM, around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_protocol
from kring.web.way_in.too_much import TAKES_FILE


def readers_with_photos(request: StaffRequest) -> list[StaffMember]:
    """Who reads what children and parents tell, by name, each with their `portrait` where there is one."""
    found = who_read(request.staff.school_id, For.LEADERS).select_related("portrait").defer("portrait__content")
    return by_name(found)


class PhotoForm(KringForm):
    agreed = Tick(
        label=gettext_lazy("Ik heb het gevraagd, en het mag"),
        hint=gettext_lazy("Wie op de foto staat, vindt het goed dat kinderen en ouders die zien."),
        missing=ASK_FIRST,
    )
    photo = Photo(
        label=gettext_lazy("Foto"),
        hint=gettext_lazy(
            "Met het gezicht goed te zien. Kring maakt er een klein vierkantje van, en bewaart verder niets van de"
            " foto: ook niet waar en wanneer die gemaakt is."
        ),
    )

    def __init__(self, *args: object, is_own: bool, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they came
        if is_own:
            del self.fields["agreed"]


@staff_page(when=changes_protocol)
def reader_photo(request: StaffRequest, staff_id: UUID) -> Page:
    """Show a photo of this colleague at the doors, or another one."""
    reader = _reader_or_404(request, staff_id)
    is_own = reader.pk == request.staff.pk

    def save(form: PhotoForm, act: Act) -> Portrait:
        return actions.put_portrait(act=act, staff=reader, **form.cleaned_data)

    return FormPage(
        form=PhotoForm,
        arguments={"is_own": is_own},
        verb=save,
        to=reverse("school_doors"),
        said=_("De foto staat nu bij de deuren, en op een nieuwe poster."),
        template="kring/school/reader_photo.html",
        words=around(
            _("Jouw foto bij de deuren") if is_own else _("De foto van %(name)s") % {"name": reader.name},
            _("Foto bewaren"),
            reverse("school_doors"),
            _("De deuren"),
            _("Een kind vertelt liever iets aan wie het kent. Kinderen en ouders zien deze foto naast je naam.")
            if is_own
            else _("Een kind vertelt liever iets aan wie het kent. Kinderen en ouders zien deze foto naast de naam."),
        )
        | {"reader": reader, "portrait": getattr(reader, "portrait", None)},
        keeps_drafts=False,
    )


setattr(reader_photo, TAKES_FILE, True)


@staff_page(when=changes_protocol)
def reader_photo_off(request: StaffRequest, staff_id: UUID) -> Page:
    """Take it away. Asked first, on a page of its own."""
    reader = _reader_or_404(request, staff_id)
    if request.method == "GET" and not hasattr(reader, "portrait"):
        raise Http404
    return FormPage(
        form=SureForm,
        verb=by_field(actions.take_portrait, staff=reader),
        to=reverse("school_doors"),
        said=_("De foto is weg. Hangt er een poster met die foto? Haal die dan ook weg."),
        words=around(
            _("De foto van %(name)s weghalen?") % {"name": reader.name},
            _("Weghalen"),
            reverse("school_doors"),
            _("De deuren"),
            _("Kinderen en ouders zien dan alleen de naam."),
        ),
        template=FORM,
        keeps_drafts=False,
    )


@require_safe
@staff_page(when=changes_protocol)
def reader_picture(request: StaffRequest, portrait_id: UUID) -> HttpResponse:
    """The photo itself, for the pages above: also while the doors are shut."""
    found = Portrait.objects.filter(school=request.staff.school, pk=portrait_id).first()
    if found is None:
        raise Http404
    return file_answer(found.jpeg, "image/jpeg", "foto.jpg")


def _reader_or_404(request: StaffRequest, staff_id: UUID) -> StaffMember:
    found = next((one for one in readers_with_photos(request) if one.pk == staff_id), None)
    if found is None:
        raise Http404
    return found
