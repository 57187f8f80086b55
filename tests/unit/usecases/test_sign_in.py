"""«Войти»: asked once, nothing hammered, everything goes on afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.desk import CrmState, Desk
from ctidesk.domain.errors import (
    CrmForbidden,
    CrmUnauthorized,
    CrmUnavailable,
    DeskError,
    Problem,
    ProblemId,
    Refused,
)
from ctidesk.domain.events import SyncState
from ctidesk.domain.intents import CancelSignIn, GivePassword, SignIn, Synchronise
from ctidesk.domain.sign_in import DeviceCode, SigningIn, SignInWay
from ctidesk.usecases.session import Session
from ctidesk.usecases.sign_in import SignIns, only_a_person_helps
from tests.fakes.crm import FakeCrm
from tests.fakes.sign_in import REFUSED, FakeSignIn
from tests.unit.usecases.test_session import Russian, StoppedClock

CODE = DeviceCode("ABCD-1234", "https://login.example/device")


@dataclass
class Story:
    """``woken``: how often the synchronisation was asked to go on."""

    session: Session
    sign_ins: SignIns
    sign_in: FakeSignIn
    crm: FakeCrm
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    woken: list[Synchronise] = field(default_factory=list)
    problems: list[ProblemId] = field(default_factory=list)

    def do(self, intent: SignIn | GivePassword | CancelSignIn) -> None:
        self.session.do(intent)

    async def settle(self) -> Story:
        while self.session._tasks:
            await asyncio.wait(self.session._tasks)
        return self

    @property
    def signing_in(self) -> SigningIn | None:
        return self.session.desk.crm.signing_in


@pytest.fixture
def story() -> Story:
    session = Session(Desk(crm=CrmState(SyncState.IDLE)), Russian())
    crm = FakeCrm()
    story = Story(session, SignIns(session, StoppedClock()), FakeSignIn(crm), crm)
    story.connected.set()
    story.sign_ins.use(story.sign_in, crm, story.connected)
    session.on(Synchronise, story.woken.append)
    session.react(
        lambda before, event, after: (
            story.problems.append(event.problem.id) if isinstance(event, ev.ProblemArose) else None
        )
    )
    return story


def by_browser(story: Story, browser: Callable[[Callable[[DeviceCode], None]], object]) -> None:
    story.sign_in.way, story.sign_in.browser = SignInWay.BROWSER, browser


def test_a_refusal_is_told_at_once_and_the_outbox_waits(story: Story) -> None:
    story.sign_in.refuse()
    crm = story.session.desk.crm
    assert (crm.sync, crm.problem, crm.retry_s) == (SyncState.ERROR, REFUSED, 0)
    assert not story.connected.is_set()


async def test_the_right_password_is_kept_and_everything_goes_on(story: Story) -> None:
    story.sign_in.refuse()
    story.do(SignIn())
    assert story.signing_in == SigningIn(SignInWay.PASSWORD, "anna")
    story.do(GivePassword("today's"))
    assert story.signing_in == SigningIn(SignInWay.PASSWORD, "anna", trying=True)
    await story.settle()
    assert story.signing_in is None and len(story.woken) == 1
    assert story.sign_in.in_keyring == "today's"


async def test_a_wrong_password_is_said_in_the_window_and_not_kept(story: Story) -> None:
    story.sign_in.refuse()
    story.do(SignIn())
    story.do(GivePassword("wrong"))
    await story.settle()
    assert story.signing_in == SigningIn(SignInWay.PASSWORD, "anna", problem=REFUSED)
    assert story.sign_in.in_keyring == "yesterday's" and not story.woken
    assert story.sign_in.tried == ["wrong"]


async def test_a_crm_that_is_away_is_no_wrong_password(story: Story) -> None:
    away = Problem.of(ProblemId.CRM_UNREACHABLE, host="crm")
    story.sign_in.refuse()
    story.do(SignIn())
    story.crm.fail_next(CrmUnavailable(away))
    story.do(GivePassword("today's"))
    await story.settle()
    assert story.signing_in and story.signing_in.problem == away
    assert len(story.woken) == 1, "it is tried again when the CRM is back"


async def test_who_lacks_a_right_is_signed_in(story: Story) -> None:
    story.do(SignIn())
    story.crm.fail_next(CrmForbidden(Problem.of(ProblemId.CRM_NO_PERMISSION, entity="user")))
    story.do(GivePassword("today's"))
    await story.settle()
    assert story.signing_in is None and story.woken and story.sign_in.in_keyring == "today's"


async def test_one_try_at_a_time(story: Story) -> None:
    story.do(SignIn())
    story.do(GivePassword("today's"))
    with pytest.raises(Refused):
        story.do(GivePassword("today's"))
    await story.settle()
    with pytest.raises(Refused):
        story.do(GivePassword("today's"))


def test_the_window_can_be_left_alone(story: Story) -> None:
    story.sign_in.refuse()
    story.do(SignIn())
    story.do(CancelSignIn())
    assert story.signing_in is None and story.session.desk.crm.problem == REFUSED


async def test_a_password_that_the_keyring_does_not_take_holds_for_the_day(story: Story) -> None:
    story.sign_in.keyring_locked = True
    story.do(SignIn())
    story.do(GivePassword("today's"))
    await story.settle()
    assert story.woken and story.problems == [ProblemId.CRM_PASSWORD_NOT_KEPT]


async def test_the_computer_s_own_account_is_tried_again_without_a_window(story: Story) -> None:
    story.sign_in.way, story.sign_in.account, story.sign_in.in_keyring = SignInWay.SYSTEM, "", "today's"
    story.sign_in.refuse(Problem(ProblemId.CRM_COMPUTER_REFUSED))
    story.do(SignIn())
    await story.settle()
    assert story.signing_in is None and story.woken


async def test_the_computer_s_account_that_is_refused_again_leaves_the_message(story: Story) -> None:
    story.sign_in.way, story.sign_in.account = SignInWay.SYSTEM, ""
    story.do(SignIn())
    await story.settle()
    assert story.signing_in is None and not story.woken


async def test_the_browser(story: Story) -> None:
    async def signs_in(device: object) -> None:
        assert story.signing_in == SigningIn(SignInWay.BROWSER, "anna", trying=True)

    by_browser(story, signs_in)
    story.do(SignIn())
    await story.settle()
    assert story.signing_in is None and story.woken


async def test_a_code_is_told_and_can_be_given_up(story: Story) -> None:
    told, given_up = asyncio.Event(), asyncio.Event()

    async def waits(device: Callable[[DeviceCode], None]) -> None:
        device(CODE)
        told.set()
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    by_browser(story, waits)
    story.do(SignIn())
    await told.wait()
    assert story.signing_in and story.signing_in.device == CODE
    story.do(CancelSignIn())
    await given_up.wait()
    assert story.signing_in is None and not story.woken


async def test_a_second_press_begins_anew(story: Story) -> None:
    begun: list[int] = []

    async def waits(device: object) -> None:
        begun.append(1)
        if len(begun) == 1:
            await asyncio.Event().wait()

    by_browser(story, waits)
    story.do(SignIn())
    await asyncio.sleep(0)
    story.do(SignIn())
    await story.settle()
    assert len(begun) == 2 and len(story.woken) == 1


@pytest.mark.parametrize("refused", [True, False])
@pytest.mark.parametrize(
    "error",
    [
        CrmUnauthorized(Problem(ProblemId.CRM_SIGN_IN_NEEDED)),
        CrmUnavailable(Problem(ProblemId.CRM_UNREACHABLE)),
    ],
)
async def test_a_browser_s_sign_in_that_fails_is_told(story: Story, error: DeskError, refused: bool) -> None:
    async def fails(device: object) -> None:
        raise error

    by_browser(story, fails)
    if refused:
        story.sign_in.refuse()
    story.do(SignIn())
    await story.settle()
    assert story.signing_in is None and not story.woken
    crm = story.session.desk.crm.problem
    assert (crm.id if crm else None) == (ProblemId.CRM_SIGN_IN_FAILED if refused else None)
    assert story.problems == ([] if refused else [ProblemId.CRM_SIGN_IN_FAILED])


async def test_nobody_waits_for_the_browser_for_ever(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctidesk.usecases.sign_in.WITHIN_S", 0.01)

    async def waits(device: object) -> None:
        await asyncio.Event().wait()

    by_browser(story, waits)
    story.do(SignIn())
    await story.settle()
    assert story.signing_in is None


# --- ctl sign-in ---------------------------------------------------------------------------------------------------


async def test_a_script_has_the_keyring_s_password_tried(story: Story) -> None:
    story.sign_in.refuse()
    with pytest.raises(Refused) as refused:
        await story.sign_ins.by_script()
    assert refused.value.problem == Problem.of(ProblemId.CRM_PASSWORD_WANTED, account="anna")
    story.sign_in.in_keyring = "today's"
    await story.sign_ins.by_script()
    assert story.woken and story.sign_in.tried == ["yesterday's", "today's"]


async def test_a_script_leaves_a_sign_in_that_holds_alone(story: Story) -> None:
    story.connected.set()
    await story.sign_ins.by_script()
    assert story.sign_in.tried == []


async def test_a_script_is_told_that_the_crm_is_away_and_it_is_tried_again(story: Story) -> None:
    story.sign_in.refuse()
    story.sign_in.in_keyring = "today's"
    story.crm.fail_next(CrmUnavailable(Problem.of(ProblemId.CRM_UNREACHABLE, host="crm")))
    with pytest.raises(CrmUnavailable):
        await story.sign_ins.by_script()
    assert len(story.woken) == 1


@pytest.mark.parametrize(
    ("sync", "with_crm", "told"),
    [
        (SyncState.OFF, False, ProblemId.CRM_OFF),
        (SyncState.ERROR, False, ProblemId.NOT_OFFERED),
        (SyncState.IDLE, True, ProblemId.CRM_NO_SIGN_IN),
    ],
)
async def test_there_may_be_nothing_to_sign_in_to(sync: SyncState, with_crm: bool, told: ProblemId) -> None:
    session = Session(Desk(crm=CrmState(sync)), Russian())
    sign_ins = SignIns(session, StoppedClock())
    if with_crm:
        crm = FakeCrm()
        sign_ins.use(FakeSignIn(crm, SignInWay.NONE), crm, asyncio.Event())
    for ask in (sign_ins.by_script, lambda: session.do(SignIn())):
        with pytest.raises(Refused) as refused:
            answer = ask()
            assert answer is not None
            await answer
        assert refused.value.problem.id is told


def test_what_a_person_must_mend() -> None:
    assert only_a_person_helps(CrmUnauthorized(REFUSED))
    assert not only_a_person_helps(CrmUnauthorized(Problem(ProblemId.CRM_PASSWORD_MISSING)))
    assert not only_a_person_helps(CrmUnauthorized(Problem(ProblemId.CRM_SIGN_IN_NOT_SET)))
    assert not only_a_person_helps(CrmUnavailable(REFUSED))


def test_the_password_shows_in_no_intent_and_no_event(story: Story) -> None:
    assert "s3cret" not in repr(GivePassword("s3cret"))
