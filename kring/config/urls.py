"""Every address of Kring on one screen, grouped under its prefix."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, path, re_path

from kring.web.agenda import address, feed
from kring.web.case import (
    children,
    closing,
    colleagues,
    dossier,
    handing_on,
    home,
    outsiders,
    overview,
    people,
    trail,
    waiving,
)
from kring.web.case.taking_up import take_up
from kring.web.door import coming_back, harmless, portrait, telling
from kring.web.duties import views as duties
from kring.web.duties.at_once import at_once
from kring.web.duties.dates import plan_step
from kring.web.duties.plan import issue_plan
from kring.web.forms import keeping
from kring.web.incoming import steps as told_steps
from kring.web.incoming.listing import told
from kring.web.incoming.reading import told_one
from kring.web.kinds.adding_phone import add_phone
from kring.web.kinds.agreement import agree
from kring.web.kinds.childs_screen import handed_back
from kring.web.kinds.consultation_confirmed import confirm
from kring.web.kinds.danger_answered import call_now
from kring.web.kinds.decision import decide
from kring.web.kinds.defender import defender
from kring.web.kinds.endorsed import endorse
from kring.web.kinds.help_beside import help_child
from kring.web.kinds.informed import inform, talk_between
from kring.web.kinds.later import later
from kring.web.kinds.more_care import more_care
from kring.web.kinds.not_told_seen import not_told
from kring.web.kinds.on_own_words import child_reads, read_to_child
from kring.web.kinds.outside_expert import bring_in
from kring.web.kinds.parent_statement import parent_statement
from kring.web.kinds.plan_reply import plan_reply
from kring.web.kinds.planned_talk import plan_talk
from kring.web.kinds.promise import promise, promise_told
from kring.web.kinds.put_right import put_right
from kring.web.kinds.safe_for_now import safe_for_now
from kring.web.kinds.talk_summary import talk_summary, talk_summary_pdf
from kring.web.kinds.verdict import ask_child, child_says
from kring.web.kinds.wish import wish
from kring.web.lists import cases, how, letters, observations, plans, protocol, today, unsaved
from kring.web.papers import parent_copies
from kring.web.papers.plan_pdf import plan_pdf
from kring.web.parent_door import board, link
from kring.web.parent_door import coming_back as parent_coming_back
from kring.web.parent_door import telling as parent_telling
from kring.web.report import concern as concerns
from kring.web.report import own as own_reports
from kring.web.report import views as reports
from kring.web.report.quick import quick
from kring.web.school import (
    absences,
    calendar,
    calling,
    clock,
    confirming,
    doors,
    groups,
    guardians,
    how_it_goes,
    lesson,
    letting_in,
    proposals,
    proposals_together,
    pupils,
    readers,
    restored,
    same_person,
    settings,
    staff,
    undelivered,
    unlisted,
    variation,
)
from kring.web.school import trail as school_trail
from kring.web.way_in import (
    asked_again,
    demo,
    health,
    home_screen,
    joining,
    own_step,
    practising,
    session,
    sessions,
    still_in,
    taking_step,
)

handler400 = "kring.web.way_in.session.bad_request"
handler404 = "kring.web.way_in.not_taken.not_found"
handler500 = "kring.web.way_in.nothing_kept.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", session.home, name="home"),
    # Signing in. Nobody signs up: the school makes the accounts.
    path("aanmelden/", account.login, name="account_login"),
    path("aanmelden/nieuw/", account.signup, name="account_signup"),
    path("aanmelden/gesloten/", account.account_inactive, name="account_inactive"),
    path("nog-een-keer/", asked_again.ask, name="account_reauthenticate"),
    # After the password: the second step, which is set up at the first sign-in.
    path("aanmelden/stap/", taking_step.second_step, name="second_step"),
    path("aanmelden/stap/instellen/", taking_step.set_up, name="second_step_set_up"),
    path("aanmelden/stap/app/", taking_step.set_up_app, name="second_step_app"),
    path("aanmelden/stap/stoppen/", taking_step.stop, name="second_step_stop"),
    path("aangemeld/", sessions.signed_in, name="sessions"),
    path("aangemeld/afmelden/", sessions.end_others, name="sessions_end"),
    path("aangemeld/<uuid:session_id>/afmelden/", sessions.end_session, name="session_end"),
    path("tweede-stap/bewaren/", taking_step.new_codes, name="second_step_codes"),
    path("tweede-stap/", own_step.own_step, name="own_step"),
    path("tweede-stap/app/", own_step.own_app, name="own_step_app"),
    path("tweede-stap/passkey/", own_step.own_passkey, name="own_step_passkey"),
    path("tweede-stap/reservecodes/", own_step.own_codes, name="own_step_codes"),
    path("tweede-stap/<uuid:factor_id>/weg/", own_step.own_remove, name="own_step_remove"),
    path("afmelden/", session.sign_out, name="account_logout"),
    path("wachtwoord/", session.change_password, name="account_change_password"),
    path("wachtwoord/vergeten/", session.forgotten_password, name="account_reset_password"),
    path("wachtwoord/vergeten/gestuurd/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("wachtwoord/nieuw/klaar/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("aansluiten/", joining.joining, name="joining"),
    path("school-kiezen/", session.choose_school, name="choose_school"),
    # Practising, in an invented school of one's own.
    path("oefenen/", practising.practise, name="practice"),
    path("oefenen/opnieuw/", practising.practise_again, name="practice_again"),
    path("oefenen/verder/", practising.practise_on, name="practice_on"),
    path("oefenen/stoppen/", practising.practise_no_more, name="practice_stop"),
    path("kring.webmanifest", home_screen.manifest, name="manifest"),
    # For every page: language, and text that is not saved yet.
    path("taal/", session.set_language, name="set_language"),
    path("nog-ingelogd/", still_in.still_in, name="still_in"),
    path("concept/", keeping.keep_draft, name="keep_draft"),
    path("concept/weg/", keeping.throw_draft_away, name="throw_draft_away"),
    path("concepten/", unsaved.unsaved, name="unsaved"),
    # Every day: what asks for you, the lists, a report, and what the whole team reads and sees.
    path("vandaag/", today.today, name="today"),
    path("zaken/", cases.cases, name="cases"),
    path("melding/", reports.report, name="report"),
    path("snel/", quick, name="quick_report"),
    path("melding/<uuid:report_id>/", reports.report_done, name="report_done"),
    path("meldingen/", own_reports.own, name="own_reports"),
    path("melding/medewerker/", concerns.concern, name="concern"),
    path("melding/medewerker/<uuid:concern_id>/", concerns.concern_page, name="concern_page"),
    # What was told by the doors.
    path("verteld/", told, name="told"),
    path("verteld/<uuid:incoming_id>/", told_one, name="told_one"),
    path("verteld/<uuid:incoming_id>/oppakken/", told_steps.take_up, name="told_take_up"),
    path("verteld/<uuid:incoming_id>/doorgeven/", told_steps.pass_on, name="told_pass_on"),
    path("verteld/<uuid:incoming_id>/over-wie/", told_steps.about, name="told_about"),
    path("verteld/<uuid:incoming_id>/klaar/", told_steps.end, name="told_end"),
    path("verteld/<uuid:incoming_id>/zaak/", reports.report_from_told, name="told_to_case"),
    path("verteld/<uuid:incoming_id>/wachtmap/", told_steps.hold, name="told_hold"),
    path("plannen/", plans.plans, name="plans"),
    path("plannen/<uuid:case_id>/", plans.plan, name="plan"),
    path("plannen/<uuid:case_id>/<int:number>/", plans.plan, name="plan_version"),
    path("plannen/<uuid:case_id>/<int:number>/pdf/", plan_pdf, name="plan_pdf"),
    path("observatie/", observations.observations, name="observations"),
    path("observatie/<uuid:case_id>/", observations.observation, name="observation"),
    path("agenda/", address.agenda, name="agenda"),
    path("agenda/nieuw/", address.new_address, name="agenda_new"),
    path("agenda/stoppen/", address.stop_address, name="agenda_stop"),
    path("agenda/<str:secret>.ics", feed.agenda_feed, name="agenda_feed"),
    # One case: where it stands, what was recorded, who takes part, how it ends.
    path("zaken/<uuid:case_id>/", overview.case, name="case"),
    path("zaken/<uuid:case_id>/dossier/", dossier.dossier, name="file"),
    path("zaken/<uuid:case_id>/regel/<uuid:fact_id>/", dossier.fact, name="fact"),
    path("zaken/<uuid:case_id>/regel/<uuid:fact_id>/intrekken/", dossier.withdraw, name="withdraw"),
    path("zaken/<uuid:case_id>/regel/<uuid:fact_id>/agenda.ics", feed.planned_talk_file, name="planned_talk_file"),
    path("zaken/<uuid:case_id>/mensen/", people.people, name="people"),
    path("zaken/<uuid:case_id>/mensen/leerling/", children.add_child, name="add_child"),
    path("zaken/<uuid:case_id>/mensen/<uuid:involved_id>/rol/", children.change_role, name="change_role"),
    path("zaken/<uuid:case_id>/mensen/<uuid:involved_id>/weg/", children.remove_child, name="remove_child"),
    path("zaken/<uuid:case_id>/mensen/<uuid:involved_id>/van-school/", children.child_gone, name="child_gone"),
    path("zaken/<uuid:case_id>/overdracht/", handing_on.hand_over_sheet, name="hand_over_sheet"),
    path("zaken/<uuid:case_id>/mensen/<uuid:involved_id>/ander/", children.swap_child, name="swap_child"),
    path("zaken/<uuid:case_id>/mensen/collega/", colleagues.include, name="include"),
    path("zaken/<uuid:case_id>/mensen/vervanger/", colleagues.stand_in, name="stand_in"),
    path("zaken/<uuid:case_id>/mensen/overdragen/", colleagues.hand_over, name="hand_over"),
    path("zaken/<uuid:case_id>/mensen/<uuid:staff_id>/familie/", colleagues.relative, name="relative"),
    path("zaken/<uuid:case_id>/mensen/uitsluiten/", colleagues.exclude, name="exclude"),
    path(
        "zaken/<uuid:case_id>/mensen/<uuid:staff_id>/weer-toelaten/", colleagues.lift_exclusion, name="lift_exclusion"
    ),
    path("zaken/<uuid:case_id>/mensen/deskundige/", bring_in, name="bring_in_expert"),
    path("zaken/<uuid:case_id>/mensen/deskundige/<uuid:fact_id>/klaar/", outsiders.end_expert, name="end_expert"),
    path("zaken/<uuid:case_id>/niet-nodig/", waiving.which_to_waive, name="which_to_waive"),
    path("zaken/<uuid:case_id>/niet-nodig/<slug:duty>/", waiving.waive, name="waive"),
    path("zaken/<uuid:case_id>/afsluiten/", closing.close, name="close"),
    path("zaken/<uuid:case_id>/vergissing/", closing.close_by_mistake, name="close_by_mistake"),
    path("zaken/<uuid:case_id>/navraag/", closing.check_back, name="check_back"),
    path("zaken/<uuid:case_id>/heropenen/", closing.reopen, name="reopen"),
    path("zaken/<uuid:case_id>/thuis/", home.home_notes, name="home_notes"),
    path("zaken/<uuid:case_id>/melding/<uuid:report_id>/doorgeven/", dossier.pass_on_story, name="pass_on_story"),
    path("zaken/<uuid:case_id>/spoor/", trail.trail, name="trail"),
    # Carrying out the protocol: a form for each kind of duty.
    path("zaken/<uuid:case_id>/taak/<slug:duty>/", duties.duty, name="duty"),
    path("zaken/<uuid:case_id>/ineens/<slug:duty>/", at_once, name="at_once"),
    path("zaken/<uuid:case_id>/gesprek/<slug:duty>/", plan_talk, name="plan_talk"),
    path("zaken/<uuid:case_id>/wens/<uuid:involved_id>/", wish, name="ask_wish"),
    path("zaken/<uuid:case_id>/ernaast/<uuid:involved_id>/", defender, name="defender"),
    path("zaken/<uuid:case_id>/gezamenlijk/<uuid:fact_id>/", endorse, name="endorse"),
    path("zaken/<uuid:case_id>/besluit/", decide, name="decide"),
    path("zaken/<uuid:case_id>/taak/<slug:duty>/oppakken/", take_up, name="take_up"),
    path("zaken/<uuid:case_id>/datum/", plan_step, name="plan_step"),
    path("zaken/<uuid:case_id>/later/", later, name="later"),
    path("zaken/<uuid:case_id>/voorval/", duties.incident, name="incident"),
    path("zaken/<uuid:case_id>/afspraken/", agree, name="agree"),
    path("zaken/<uuid:case_id>/ouders/<uuid:guardianship_id>/", inform, name="inform"),
    path("zaken/<uuid:case_id>/ouders/<uuid:guardianship_id>/tussendoor/", talk_between, name="talk_between"),
    path("zaken/<uuid:case_id>/ouders/<uuid:guardianship_id>/plan/", plan_reply, name="plan_reply"),
    path("zaken/<uuid:case_id>/regel/<uuid:fact_id>/ouder/", parent_statement, name="parent_statement"),
    path("zaken/<uuid:case_id>/regel/<uuid:fact_id>/samenvatting/", talk_summary, name="talk_summary"),
    path("zaken/<uuid:case_id>/regel/<uuid:fact_id>/samenvatting/pdf/", talk_summary_pdf, name="talk_summary_pdf"),
    path("zaken/<uuid:case_id>/ouders/<uuid:guardianship_id>/nummer/", add_phone, name="add_phone"),
    path("zaken/<uuid:case_id>/bewust-niet/", not_told, name="not_told"),
    path("zaken/<uuid:case_id>/plan/", issue_plan, name="issue_plan"),
    path("zaken/<uuid:case_id>/voor-ouders/", parent_copies.parent_copies, name="parent_copies"),
    path("zaken/<uuid:case_id>/voor-ouders/<uuid:involved_id>/", parent_copies.parent_copy, name="parent_copy"),
    path("zaken/<uuid:case_id>/voor-ouders/<uuid:copy_id>/pdf/", parent_copies.parent_copy_pdf, name="parent_copy_pdf"),
    path("zaken/<uuid:case_id>/zelf/<uuid:involved_id>/", ask_child, name="ask_child"),
    path("zaken/<uuid:case_id>/zelf/<uuid:involved_id>/voor-jou/", child_says, name="child_says"),
    path("zaken/<uuid:case_id>/zelf/<uuid:involved_id>/jouw-woorden/", child_reads, name="child_reads"),
    path("zaken/<uuid:case_id>/zelf/<uuid:involved_id>/voorlezen/<uuid:fact_id>/", read_to_child, name="read_to_child"),
    path("terug/", handed_back, name="handed_back"),
    path("zaken/<uuid:case_id>/overleg/", confirm, name="confirm_consultation"),
    path("zaken/<uuid:case_id>/hulp/", help_child, name="help_child"),
    path("zaken/<uuid:case_id>/gevaar/", call_now, name="call_now"),
    path("zaken/<uuid:case_id>/veilig/", safe_for_now, name="safe_for_now"),
    path("zaken/<uuid:case_id>/extra-nazorg/<slug:moment>/", more_care, name="more_care"),
    path("zaken/<uuid:case_id>/rechtzetten/", put_right, name="put_right"),
    path("zaken/<uuid:case_id>/belofte/", promise, name="promise"),
    path("belofte/<uuid:case_id>/<uuid:promise_id>/", promise_told, name="promise_told"),
    path("zaken/<uuid:case_id>/regel/<uuid:fact_id>/verbeteren/", duties.correct, name="correct"),
    # The school itself, and the protocol as it carries it out.
    path("protocol/", protocol.protocol, name="protocol"),
    path("hoe-werkt-kring/", how.how_it_works, name="how_it_works"),
    path("school/", groups.school, name="school"),
    path("school/groepen/nieuw/", groups.add_group, name="school_group_add"),
    path("school/groepen/<uuid:group_id>/", groups.group, name="school_group"),
    path("school/groepen/<uuid:group_id>/wijzigen/", groups.change_group, name="school_group_change"),
    path("school/groepen/<uuid:group_id>/leerkrachten/", groups.change_teachers, name="school_group_teachers"),
    path("school/groepen/<uuid:group_id>/verplaatsen/", groups.move_pupils, name="school_group_move"),
    path("school/leerlingen/", pupils.pupils, name="school_pupils"),
    path("school/leerlingen/nieuw/", pupils.add_pupil, name="school_pupil_add"),
    path("school/leerlingen/nog-niet-in-de-lijst/", unlisted.unlisted, name="unlisted"),
    path("school/leerlingen/nog-niet-in-de-lijst/<uuid:pupil_id>/", unlisted.unlisted_pupil, name="unlisted_pupil"),
    path("school/leerlingen/<uuid:pupil_id>/", pupils.pupil, name="school_pupil"),
    path("school/leerlingen/<uuid:pupil_id>/wijzigen/", pupils.change_pupil, name="school_pupil_change"),
    path("school/leerlingen/<uuid:pupil_id>/ouder/nieuw/", guardians.add_guardian, name="school_guardian_add"),
    path("school/leerlingen/<uuid:pupil_id>/ouder/bekend/", guardians.link_guardian, name="school_guardian_link"),
    path(
        "school/leerlingen/<uuid:pupil_id>/ouder/<uuid:guardianship_id>/",
        guardians.change_guardian,
        name="school_guardian_change",
    ),
    path(
        "school/leerlingen/<uuid:pupil_id>/ouder/<uuid:guardianship_id>/collega/",
        same_person.say_who_on_staff,
        name="school_guardian_staff",
    ),
    path(
        "school/leerlingen/<uuid:pupil_id>/ouder/<uuid:guardianship_id>/gezag/",
        guardians.set_custody,
        name="school_custody",
    ),
    path(
        "school/leerlingen/<uuid:pupil_id>/ouder/<uuid:guardianship_id>/nog-niet/",
        guardians.hold_back,
        name="school_hold_back",
    ),
    path(
        "school/leerlingen/<uuid:pupil_id>/ouder/<uuid:guardianship_id>/weghalen/",
        guardians.unlink_guardian,
        name="school_guardian_unlink",
    ),
    path("school/medewerkers/", staff.people, name="school_people"),
    path("school/medewerkers/nieuw/", staff.add_person, name="school_person_add"),
    path("school/medewerkers/<uuid:staff_id>/", staff.change_person, name="school_person_change"),
    path("school/medewerkers/<uuid:staff_id>/uitnodigen/", staff.invite_person, name="school_person_invite"),
    path("school/spoor/", school_trail.school_trail, name="school_trail"),
    path("school/voorstellen/", proposals.proposals, name="proposals"),
    path("school/voorstellen/ja/", proposals_together.proposals_together, name="proposals_together"),
    path("school/voorstellen/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path("school/voorstellen/<uuid:proposal_id>/intrekken/", proposals.withdraw_proposal, name="proposal_withdraw"),
    path("school/medewerkers/<uuid:staff_id>/binnenlaten/", letting_in.let_in, name="school_person_let_in"),
    path("school/kalender/", calendar.calendar, name="school_calendar"),
    path("school/kalender/<slug:school_year>/bevestigen/", confirming.confirm, name="school_calendar_confirm"),
    path("school/kalender/vrij/nieuw/", calendar.add_closed_day, name="school_closed_day_add"),
    path(
        "school/kalender/vrij/<uuid:closed_day_id>/weghalen/",
        calendar.remove_closed_day,
        name="school_closed_day_remove",
    ),
    path("school/gegevens/", settings.settings, name="school_settings"),
    path("school/weg/", absences.absences, name="absences"),
    path("school/weg/<uuid:absence_id>/beeindigen/", absences.absence_end, name="absence_end"),
    path("school/bellen/", calling.calling, name="school_calling"),
    path("school/bellen/bereikbaar/nieuw/", calling.add_on_call, name="school_on_call_add"),
    path("school/bellen/bereikbaar/<uuid:on_call_id>/weghalen/", calling.remove_on_call, name="school_on_call_remove"),
    path("school/deuren/", doors.doors, name="school_doors"),
    path("school/deuren/wie/<uuid:staff_id>/", readers.reader_photo, name="school_reader_photo"),
    path("school/deuren/wie/<uuid:staff_id>/weg/", readers.reader_photo_off, name="school_reader_photo_off"),
    path("school/deuren/foto/<uuid:portrait_id>.jpg", readers.reader_picture, name="school_portrait"),
    path("school/les/", lesson.lesson, name="lesson"),
    path("school/les/poster.pdf", lesson.door_poster, name="door_poster"),
    path("school/les/poster/<uuid:group_id>.pdf", lesson.door_group_poster, name="door_group_poster"),
    path("school/les/kaartjes.pdf", lesson.door_cards, name="door_cards"),
    path("school/klok/", clock.confirm_clock, name="clock"),
    path("school/server/", how_it_goes.how_it_goes, name="how_it_goes"),
    path("school/teruggezet/", restored.restored, name="restored"),
    path("school/teruggezet/klaar/", restored.close_restored, name="restored_close"),
    path("school/teruggezet/alles/", restored.let_all_go, name="restored_all"),
    path("school/teruggezet/<uuid:letter_id>/", restored.decide_letter, name="restored_letter"),
    path("school/post/", undelivered.undelivered, name="undelivered"),
    path("school/post/alles/", undelivered.send_all_again, name="undelivered_all"),
    path("school/post/<uuid:letter_id>/", undelivered.settle, name="undelivered_letter"),
    path("school/protocol/", variation.variation, name="school_protocol"),
    # The demo: come in as somebody, let time go by, read the mails. 404 elsewhere.
    path("demo/", demo.roles, name="demo_roles"),
    path("demo/als/<uuid:staff_id>/", demo.sign_in_as, name="demo_sign_in_as"),
    path("demo/verder/", demo.ahead, name="demo_ahead"),
    path("demo/opnieuw/", demo.again, name="demo_again"),
    path("post/", letters.letters, name="letters"),
    path("post/<uuid:letter_id>/", letters.letter, name="letter"),
    path("post/<uuid:letter_id>/opgemaakt/", letters.letter_html, name="letter_html"),
    path("post/<uuid:letter_id>/bijlage/", letters.letter_file, name="letter_file"),
    # The child's door: no account, no session, one address for all questions. And where ‘Weg hier’ leads.
    path("vertel/<slug:address>/", telling.first_page, name="door"),
    path("vertel/<slug:address>/vragen/", telling.asks, name="door_asks"),
    path("vertel/<slug:address>/code/", coming_back.code, name="door_code"),
    path("vertel/<slug:address>/wie/<uuid:portrait_id>.jpg", portrait.portrait, name="door_portrait"),
    # The parent's door.
    path("vertel/<slug:address>/ouder/", parent_telling.first_page, name="parent_door"),
    path("vertel/<slug:address>/ouder/vragen/", parent_telling.asks, name="parent_door_asks"),
    path("vertel/<slug:address>/ouder/code/", parent_coming_back.code, name="parent_door_code"),
    path("vertel/<slug:address>/ouder/link/", link.ask, name="parent_door_link"),
    # Behind a mailed link; and what whom the board named does with what was told about the head.
    path("link/<str:token>/", link.told_link, name="told_link"),
    path("vertel/<slug:address>/bestuur/", board.board, name="board_reads"),
    path("weetjes/", harmless.facts, name="facts"),
    # For machines.
    path("gezond/", health.health, name="health"),
    path("robots.txt", session.robots, name="robots"),
]
