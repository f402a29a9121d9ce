"""What came by the demo's doors: something in every state, told and answered by the verbs."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from kring.demo import scripts
from kring.demo.days import Days
from kring.demo.people import DemoSchool
from kring.demo.portraits import Look, drawn
from kring.demo.story import report_of
from kring.demo.telling import HERE
from kring.reports import codes
from kring.reports.actions import becoming, coming_back, handling, settling
from kring.reports.actions.doors import Doors, set_doors
from kring.reports.actions.telling import NewTelling, tell
from kring.reports.models import By, Door, Incoming, Said
from kring.reports.told import Fear, Feeling, Help, Named, Often, Since, Subject, Talk, Teller, Told, Who
from kring.school.act import Act, Itself
from kring.school.actions import put_portrait
from kring.school.pictures import small

ADDRESS = "de-wilg"
"""The demo's door stands at /vertel/de-wilg/."""

OPEN = Doors(ADDRESS, True, True, board_name="Bo Raad, bestuur", board_mail="bo@bestuur.example")

NONSENSE = "haha dit is lekker puh"
SENT = 5
"""So often somebody sent it: the last one is held (`kring/reports/flood.py`)."""


@dataclass
class Doorway:
    """The demo's doors, on one day after another; `hour` is that of the next act on this day."""

    demo: DemoSchool
    door: Door
    today: date
    hour: time = field(default=time(10, 20))

    def on(self, day: date) -> "Doorway":
        """Go to another day."""
        self.today, self.hour = day, time(10, 20)
        return self

    def tells(
        self,
        told: Told,
        *,
        by: By = By.CHILD,
        teller: Teller | None = None,
        subject: Subject = Subject.CHILDREN,
    ) -> Incoming:
        """Somebody tells this."""
        at, secret = self._now(), bytes.fromhex(self.door.secret)
        digest = codes.digest_of(codes.code_of(secret, uuid4().bytes), secret=secret)
        telling = NewTelling(by, told, teller or Teller(), subject)
        kept = tell(door=self.door, came=Itself(at), telling=telling, digest=digest)
        settling.settle(school=self.door.school, at=at)
        settling.write(school=self.door.school, at=at)
        kept.refresh_from_db()
        return kept

    def goes(self, kept: Incoming, how: Said.What) -> None:
        """Who told it comes back with the code, and says how it goes now."""
        coming_back.how_it_goes(
            incoming_id=kept.pk, school_id=kept.school_id, came=Itself(self._now()), how=how, token=uuid4()
        )

    def adds(self, kept: Incoming, text: str) -> None:
        """Who told it comes back with the code, and writes this."""
        coming_back.add(
            incoming_id=kept.pk, school_id=kept.school_id, came=Itself(self._now()), text=text, token=uuid4()
        )

    def act(self, name: str) -> Act:
        """The next act of this colleague."""
        return Act(by=self.demo.staff[name], at=self._now(), today=self.today, token=uuid4())

    def _now(self) -> datetime:
        moment = datetime.combine(self.today, self.hour, HERE)
        self.hour = (moment + timedelta(minutes=4)).time()
        return moment


def tell_by_the_doors(demo: DemoSchool, days: Days) -> None:
    """Open the doors, and let children and parents tell: from what is done to what came this morning."""
    began = days.back(15)
    act = Act(by=demo.staff["Carla"], at=datetime.combine(began, time(9), HERE), today=began)
    _show_faces(demo, began)
    at_doors = Doorway(demo, set_doors(act=act, doors=OPEN), began)
    _ended(at_doors.on(days.back(12)))
    _nonsense(at_doors.on(days.back(9)))
    _wants_to_stop(at_doors.on(days.back(6)), days)
    _taken_up(at_doors.on(days.back(4)))
    _asked(at_doors.on(days.back(2)), days)
    _of_a_parent(at_doors.on(days.back(1)))
    _about_an_adult(at_doors)
    _new(at_doors.on(days.today))
    _became_a_case(at_doors)


FACES = {
    "Carla": Look(ground="#F2D9A8", skin="#E9B48C", hair="#5C3A21", jumper="#0F6B5C", is_long=True),
    "Hein": Look(ground="#CFE0E8", skin="#F0C7A4", hair="#8A8A86", jumper="#3A5A8C", is_long=False),
}
"""Drawn, where a school has photos."""


def _show_faces(demo: DemoSchool, on: date) -> None:
    """Who reads it puts a photo of themselves at the doors."""
    for minute, (name, look) in enumerate(FACES.items()):
        act = Act(by=demo.staff[name], at=datetime.combine(on, time(9, 10 + minute), HERE), today=on)
        put_portrait(act=act, staff=act.by, photo=small(drawn(look)))


def _ended(here: Doorway) -> None:
    """No bullying, and taken seriously all the same."""
    kept = here.tells(
        Told(
            who=Who.ME,
            story="Ze zeiden dat ik niet mee mocht doen met voetbal.",
            happens=("excluding",),
            places=("playground",),
            often=Often.ONCE,
            since=Since.TODAY,
            feels=Feeling.BAD,
            talk=Talk.YES,
            talk_with="meester Bram",
        )
    )
    handling.read(act=here.act("Carla"), incoming_id=kept.pk)
    handling.end(
        act=here.act("Carla"),
        incoming_id=kept.pk,
        text="Fijn dat je het vertelde. We spraken met de groep over wie er mee mag doen: iedereen. "
        "Gebeurt het weer, vertel het dan nog een keer.",
    )


def _nonsense(here: Doorway) -> None:
    """The same words, again and again: the last one waits in the hold folder."""
    for kept in [here.tells(Told(story=NONSENSE)) for _time in range(SENT)]:
        if not kept.held:
            handling.end(
                act=here.act("Carla"),
                incoming_id=kept.pk,
                text="Was dit een grapje? Dat geeft niet. Is er echt iets, dan mag je het altijd vertellen.",
            )


def _wants_to_stop(here: Doorway, days: Days) -> None:
    """Somebody who bullies wants to stop; the teacher helps, and knows who it is."""
    kept = here.tells(
        Told(
            who=Who.I_DO_IT,
            story="Ik roep steeds dingen naar iemand. Eerst was het grappig, nu niet meer. Ik wil stoppen.",
            happens=("verbal",),
            often=Often.WEEKLY,
            since=Since.WEEKS,
            feels=Feeling.SO_SO,
            helps=(Help.HELP_ME_STOP, Help.MAKE_UP),
            talk=Talk.YES,
            talk_with="meester Ruben",
        ),
        teller=Teller(name="Olaf", group="7"),
    )
    handling.pass_on(act=here.act("Carla"), incoming_id=kept.pk, staff_id=here.demo.staff["Ruben"].pk, with_name=True)
    handling.answer(
        act=here.act("Carla"),
        incoming_id=kept.pk,
        text="Knap dat je dit vertelt. Meester Ruben praat deze week met je. Je krijgt er geen straf voor.",
    )
    here.on(days.back(3)).goes(kept, Said.What.BETTER)


def _taken_up(here: Doorway) -> None:
    """A child that did not feel safe: within the hour somebody took it up."""
    kept = here.tells(
        Told(
            who=Who.ME,
            story="Ze wachten mij op na school. Ik durf niet naar huis.",
            happens=("threats",),
            places=("way",),
            often=Often.SOMETIMES,
            since=Since.DAYS,
            feels=Feeling.VERY_BAD,
            talk=Talk.YES,
            fears=(Fear.AFRAID_NOW,),
        ),
        teller=Teller(group="7"),
    )
    handling.read(act=here.act("Hein"), incoming_id=kept.pk)
    handling.take_up_danger(act=here.act("Hein"), incoming_id=kept.pk)
    handling.answer(
        act=here.act("Hein"),
        incoming_id=kept.pk,
        text="Goed dat je het vertelt. Ik loop vandaag met je mee naar huis, en we maken hier een einde aan.",
    )


def _asked(here: Doorway, days: Days) -> None:
    """Without a name: a question of the school, and an answer by the code."""
    kept = here.tells(
        Told(
            who=Who.ME,
            story="Ze verstoppen steeds mijn tas en dan lachen ze.",
            happens=("things",),
            places=("corridor",),
            often=Often.WEEKLY,
            since=Since.WEEKS,
            feels=Feeling.BAD,
            helps=(Help.MAKE_IT_STOP,),
            talk=Talk.WRITE,
        )
    )
    handling.answer(
        act=here.act("Carla"),
        incoming_id=kept.pk,
        text="Fijn dat je dit vertelt. Wanneer gebeurt het meestal? Dan let ik dan op de gang.",
        asks=True,
    )
    here.on(days.back(1)).adds(kept, "Na gym. Dan staat er niemand op de gang.")


def _of_a_parent(here: Doorway) -> None:
    """A parent, by name."""
    here.tells(
        Told(
            who=Who.ME,
            story="Mijn zoon wil niet meer naar school. Hij zegt dat hij in de pauze wordt buitengesloten.",
            happens=("excluding",),
            bullied=(Named("Mats", "7"),),
            places=("playground",),
            often=Often.WEEKLY,
            since=Since.WEEKS,
            talk=Talk.YES,
            talk_when="Na vier uur",
        ),
        by=By.PARENT,
        teller=Teller(name="Ilse Jacobs", child="Mats", phone="06-0000 4821"),
    )


def _about_an_adult(here: Doorway) -> None:
    """About an adult of the school: the head reads it."""
    here.tells(
        Told(who=Who.OTHER, story="De invaller schreeuwt tegen kinderen die het niet snappen.", adult="de invaller"),
        subject=Subject.STAFF,
    )


def _new(here: Doorway) -> None:
    """This morning: somebody who saw it."""
    here.tells(
        Told(
            who=Who.OTHER,
            story="Ik zag dat ze een jongen steeds duwen bij de fietsen. Hij zegt er niks van.",
            happens=("physical",),
            bullied=(Named("Mats", "7"),),
            places=("playground",),
            often=Often.SOMETIMES,
            since=Since.DAYS,
            feels=Feeling.SO_SO,
            talk=Talk.NO,
        )
    )


def _became_a_case(here: Doorway) -> None:
    """A child told it of itself and by name: this morning it became a case, and nobody was spoken to yet."""
    script = scripts.LUUK
    kept = here.tells(
        Told(
            who=Who.ME,
            story=script.story,
            happens=("verbal",),
            doing=tuple(Named(name, "8") for name in script.instigators),
            places=("classroom", "playground"),
            often=Often.DAILY,
            since=Since.WEEKS,
            feels=Feeling.BAD,
            helps=(Help.MAKE_IT_STOP,),
            talk=Talk.YES,
            talk_with="juf Lies",
        ),
        teller=Teller(name=script.targets[0], group="8"),
    )
    becoming.becomes_case(act=here.act("Carla"), incoming_id=kept.pk, report=report_of(here.demo, script, here.today))
