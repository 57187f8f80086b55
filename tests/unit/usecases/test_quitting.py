"""Closing the panel with cards that are not saved."""

from __future__ import annotations

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.draft import new_client
from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.intents import Quit, QuitInCall
from ctidesk.domain.records import Entity, RecordRef
from ctidesk.domain.setting_list import with_value
from ctidesk.domain.settings import Settings
from ctidesk.domain.settings_reading import Reading
from ctidesk.usecases.quitting import Quitting
from ctidesk.usecases.session import Session
from tests.ui.examples import idle
from tests.unit.usecases.test_session import NOW, Russian

ONE, OTHER = RecordRef(Entity.CONTACT, "c1"), RecordRef(Entity.ACCOUNT, "a1")


class Story:
    def __init__(self) -> None:
        self.session = Session(idle(), Russian())
        self.quits = 0
        Quitting(self.session, self._quit)

    def _quit(self) -> None:
        self.quits += 1

    def asked(self) -> list[RecordRef]:
        return [draft.ref for draft in self.session.desk.drafts if draft.asks]

    def answered(self, ref: RecordRef, how: str) -> None:
        draft = self.session.desk.draft_of(ref)
        assert draft
        if how == "save":
            self.session.post(ev.SaveBegan(ref))
            self.session.post(ev.Saved(ref, draft.values))
        else:
            self.session.post(ev.CardClosed(ref))


@pytest.fixture
def story() -> Story:
    """Two cards with changes, and one without."""
    story = Story()
    for ref in (ONE, OTHER, RecordRef(Entity.CONTACT, "c2")):
        story.session.post(ev.EditBegan(new_client(ref)))
    story.session.post(ev.FieldTyped(ONE, "lastname", "Сидорова"))
    story.session.post(ev.FieldTyped(OTHER, "name", "ООО «Заря»"))
    return story


def test_without_changes_it_ends_at_once() -> None:
    story = Story()
    story.session.do(Quit())
    assert story.quits == 1


@pytest.mark.parametrize("first", ["save", "drop"])
@pytest.mark.parametrize("second", ["save", "drop"])
def test_one_after_the_other_is_asked_and_then_it_ends_by_itself(story: Story, first: str, second: str) -> None:
    story.session.do(Quit())
    assert story.asked() == [ONE]
    story.answered(ONE, first)
    assert (story.asked(), story.quits) == ([OTHER], 0)
    story.answered(OTHER, second)
    assert story.quits == 1


def test_it_waits_until_a_card_is_stored(story: Story) -> None:
    story.session.do(Quit())
    story.answered(ONE, "drop")
    story.session.post(ev.SaveBegan(OTHER))
    assert story.quits == 0


@pytest.mark.parametrize(
    "instead",
    [
        [ev.LeaveForgotten(ONE)],
        [ev.FieldTyped(ONE, "firstname", "О")],
        [ev.SaveTried(ONE)],
        [ev.SaveBegan(ONE), ev.SaveRefused(ONE, Problem(ProblemId.CACHE_FAULT))],
    ],
)
def test_whoever_goes_on_works_on(story: Story, instead: list[ev.Event]) -> None:
    story.session.do(Quit())
    for event in instead:
        story.session.post(event)
    story.answered(ONE, "save")
    assert (story.asked(), story.quits) == ([], 0)
    story.session.do(Quit())
    assert story.asked() == [OTHER]
    story.answered(OTHER, "save")
    assert story.quits == 1


def test_a_card_that_is_closed_for_itself_ends_nothing(story: Story) -> None:
    story.session.post(ev.LeaveAsked(ONE, "card"))
    story.answered(ONE, "save")
    assert (story.asked(), story.quits) == ([], 0)


def test_in_a_call_it_is_asked_first_and_then_about_the_cards(story: Story) -> None:
    story.session.post(ev.DialStarted("a", "+74951234567", "84951234567", NOW))
    story.session.do(Quit())
    assert (story.session.desk.quit_asked, story.asked()) == (True, [])
    story.session.post(ev.NoticeDismissed())
    assert (story.session.desk.quit_asked, story.quits) == (False, 0)
    story.session.do(Quit())
    story.session.do(QuitInCall())
    for ref in (ONE, OTHER):
        assert story.asked() == [ref]
        story.answered(ref, "drop")
    assert story.quits == 1


# --- and the settings ------------------------------------------------------------------------------------------------


@pytest.fixture
def with_settings() -> Story:
    story = Story()
    for event in (ev.SettingsOpened(Reading()), ev.SettingTyped("sip.srtp", "required")):
        story.session.post(event)
    story.session.do(Quit())
    assert not story.quits and story.session.desk.settings and story.session.desk.settings.asks
    return story


def test_settings_that_are_not_saved_are_asked_about_too(with_settings: Story) -> None:
    with_settings.session.post(ev.SettingsClosed())
    assert with_settings.quits == 1


def test_saved_they_need_no_restart_any_more(with_settings: Story) -> None:
    with_settings.session.post(ev.SettingsSaveBegan())
    assert not with_settings.quits
    saved = Reading(with_value(Settings(), "sip.srtp", "required"))
    with_settings.session.post(ev.SettingsSaved(saved, (("sip.srtp", "required"),), frozenset({"sip.srtp"})))
    assert with_settings.quits == 1


@pytest.mark.parametrize(
    "answer", [ev.SettingsLeaveForgotten(), ev.SettingsSaveRefused(Problem(ProblemId.CONFIG_UNWRITABLE))]
)
def test_whoever_goes_on_with_the_settings_goes_on_working(with_settings: Story, answer: ev.Event) -> None:
    with_settings.session.post(answer)
    with_settings.session.post(ev.SettingsLeaveForgotten())
    with_settings.session.post(ev.SettingsClosed())
    assert not with_settings.quits
