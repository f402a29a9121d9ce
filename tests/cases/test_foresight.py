"""Where a case will stand once something more is known."""

from kring.cases.foresight import after_answering, after_finishing
from kring.protocol.terms import Kind
from tests.cases.telling import tell
from tests.cast import Cast


def test_after_the_last_step_nothing_more_comes(cast: Cast):
    told = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    told.agree()
    assert after_finishing(told.file).last.step.key == "close"


def test_an_answer_is_tried_out_without_being_given(cast: Cast):
    told = tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
    visit = told.file.progress.last
    answers = {outcome.key: outcome for outcome in visit.step.outcomes}
    teasing = after_answering(told.file, visit, answers["teasing"], told.today)
    assert teasing.last.place == visit.place, "agreements come first"
    assert teasing.last.outcome == answers["teasing"]
    assert teasing.last.task_of(Kind.AGREE)
    bullying = after_answering(told.file, visit, answers["bullying"], told.today)
    assert [bullying.last.step.number, visit.step.number] == [3, 2]
    assert told.file.progress.last.outcome is None


def test_an_answer_that_stands_is_replaced_by_the_one_that_is_tried_out(cast: Cast):
    told = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    visit = told.file.progress.last
    bullying = next(outcome for outcome in visit.step.outcomes if outcome.key == "bullying")
    assert after_answering(told.file, visit, bullying, told.today).last.place != visit.place
