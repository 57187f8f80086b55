"""The wizard's story: each step tried, nothing kept before the end, everything kept at it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.commands import TrySound, UseAudio
from ctidesk.domain.desk import Desk
from ctidesk.domain.errors import (
    CrmUnauthorized,
    CrmUnavailable,
    DeskError,
    Problem,
    ProblemId,
    Refused,
    SecretMissing,
    SettingsError,
)
from ctidesk.domain.first_start import FirstStart, Standing, Step
from ctidesk.domain.intents import (
    AnswerFirst,
    CancelTry,
    ChangePassword,
    CloseFirstStart,
    NextStep,
    OpenFirstStart,
    PreviousStep,
    SkipStep,
    TryStep,
)
from ctidesk.domain.intents import (
    TrySound as HearSound,
)
from ctidesk.domain.settings import CrmSettings, Settings, SipSettings
from ctidesk.domain.settings_reading import Fixed
from ctidesk.domain.sign_in import DeviceCode, SignInWay
from ctidesk.ports import Crm, CrmSignIn, Secrets, Telephony
from ctidesk.usecases import report
from ctidesk.usecases.first_checks import Means
from ctidesk.usecases.first_start import FirstStarts, Leaving
from ctidesk.usecases.session import Session
from tests.fakes.crm import FakeCrm
from tests.fakes.sign_in import FakeSignIn
from tests.fakes.telephony import FakeExchange, FakeTelephony
from tests.unit.usecases.test_session import Russian

P = ProblemId
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
HEADSET = ev.AudioDevicesChanged(("Mic",), ("Ear",), "Mic", "Ear", "Ear")


class Vault:
    def __init__(self) -> None:
        self.entries: dict[str, str] = {}
        self.locked = False

    async def password(self, purpose: str, account: str) -> str:
        found = self.entries.get(f"{purpose}:{account}")
        if found is None:
            raise SecretMissing(Problem.of(P.SIP_PASSWORD_MISSING, account=account))
        return found

    async def kept(self, purpose: str, account: str) -> str | None:
        return self.entries.get(f"{purpose}:{account}")

    async def keep(self, purpose: str, account: str, secret: str) -> None:
        if self.locked:
            raise DeskError(Problem(P.KEYRING_UNAVAILABLE))
        self.entries[f"{purpose}:{account}"] = secret


class Draft:
    def __init__(self) -> None:
        self.answers: Mapping[str, str] = {}

    def read(self) -> Mapping[str, str]:
        return self.answers

    def write(self, answers: Mapping[str, str]) -> None:
        self.answers = answers

    def discard(self) -> None:
        self.answers = {}


class Headset(FakeTelephony):
    found: ev.Event = HEADSET

    def send(self, command: object) -> None:
        super().send(command)  # type: ignore[arg-type]
        if isinstance(command, UseAudio):
            self._say(self.found)


@dataclass
class Story:
    """``elsewhere``: addresses at which there is something else; ``met``: the settings of each CRM that was tried."""

    settings: Settings = field(default_factory=Settings)
    vault: Vault = field(default_factory=Vault)
    draft: Draft = field(default_factory=Draft)
    exchange: FakeExchange = field(default_factory=lambda: FakeExchange({"1001": "secret"}))
    crm: FakeCrm = field(default_factory=FakeCrm)
    asked: str = "basic"
    way: SignInWay = SignInWay.PASSWORD
    elsewhere: tuple[str, ...] = ()
    unknown_host: str = ""
    unwritable: bool = False
    written: list[tuple[str, str, str | int]] = field(default_factory=list)
    met: list[CrmSettings] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    engines: list[Headset] = field(default_factory=list)
    found: ev.Event = HEADSET
    fixed: Mapping[str, Fixed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session = Session(Desk(), Russian())
        means = Means(self._telephony, self._crm, self._sign_in_asked, self._address_of)
        leaving = Leaving(lambda: self.left.append("done"), lambda: self.left.append("closed"))
        self.wizard = FirstStarts(
            self.session, self.settings, means, self.vault, self.draft, self._keep, leaving, self.fixed
        )

    # --- its world ---
    def _telephony(self, settings: Settings) -> Telephony:
        self.engines.append(Headset(self.exchange))
        self.engines[-1].found = self.found
        return self.engines[-1]

    async def _crm(self, settings: CrmSettings, secrets: Secrets) -> tuple[CrmSignIn, Crm]:
        self.met.append(settings)
        sign_in = FakeSignIn(self.crm, self.way, settings.username, browser=self._in_browser)
        if settings.url in self.elsewhere:
            self.crm.fail_next(CrmUnavailable(Problem(P.CRM_NOT_A_CRM)))
        elif self.way is SignInWay.PASSWORD and settings.auth != "none":
            given = await secrets.password("crm", settings.username)
            if given != "right":
                self.crm.fail_next(CrmUnauthorized(Problem(P.CRM_SIGN_IN_REFUSED)))
            else:
                self.crm.refused = None
        return sign_in, self.crm

    async def _in_browser(self, tell: object) -> None:
        tell(DeviceCode("ABCD", "https://login"))  # type: ignore[operator]
        self.device = self.first.device

    async def _sign_in_asked(self, url: str) -> str:
        return self.asked

    async def _address_of(self, host: str) -> str:
        if host == self.unknown_host:
            raise DeskError(Problem.of(P.HOST_UNKNOWN, host=host))
        return "192.0.2.1"

    def _keep(self, table: str, key: str, value: str | int) -> None:
        if self.unwritable:
            raise SettingsError(Problem.of(P.CONFIG_UNWRITABLE, file="config.toml"))
        self.written.append((table, key, value))

    # --- the operator ---
    async def open(self) -> Story:
        self.session.do(OpenFirstStart())
        return await self.settle()

    async def do(self, *intents: object) -> Story:
        """One after the other, each when the one before is done with."""
        for intent in intents:
            self.session.do(intent)  # type: ignore[arg-type]
            await self.settle()
        return self

    async def fill(self, **answers: str) -> Story:
        return await self.do(*(AnswerFirst(name, value) for name, value in answers.items()))

    async def settle(self) -> Story:
        """Everything has happened that nobody's patience is needed for."""
        while True:
            patient = {self.wizard._sound._patience}
            tasks = [task for task in self.session._tasks if task not in patient]
            if not tasks:
                return self
            await asyncio.wait(tasks)

    @property
    def first(self) -> FirstStart:
        assert self.session.desk.first_start
        return self.session.desk.first_start

    @property
    def bad(self) -> ProblemId | None:
        problem = self.first.here.problem
        return problem.id if problem and self.first.here.standing is Standing.BAD else None

    async def at_pbx(self) -> Story:
        await self.open()
        await self.do(NextStep())
        return await self.fill(server="pbx.test:5060", username="1001")

    async def at_crm(self) -> Story:
        await self.at_pbx()
        await self.do(TryStep("secret"), NextStep())
        return await self.fill(address="https://crm.test/main.aspx", crm_username="anna")

    async def at_sound(self) -> Story:
        await self.at_crm()
        return await self.do(TryStep("right"), NextStep())


@pytest.fixture
async def story() -> Story:
    return Story()


# --- the PBX ------------------------------------------------------------------------------------------------------


async def test_wrong_password_first_then_the_right_one(story: Story) -> None:
    await story.at_pbx()
    await story.do(TryStep("wrong"))
    assert story.bad is P.PBX_PASSWORD_REFUSED
    with pytest.raises(Refused):
        story.session.do(NextStep())
    await story.do(ChangePassword(Step.PBX), TryStep("secret"))
    assert story.first.here.standing is Standing.GOOD
    assert not story.exchange.contacts, "it has unregistered"
    assert not story.vault.entries and not story.written


async def test_an_unknown_host_is_no_silent_pbx(story: Story) -> None:
    story.unknown_host = "pbx.test"
    await story.at_pbx()
    await story.do(TryStep("secret"))
    assert story.bad is P.HOST_UNKNOWN and not story.engines


@pytest.mark.parametrize("server", ["pbx:port", "pbx/x", "a@pbx", ":5060"])
async def test_what_is_no_server_is_not_asked(story: Story, server: str) -> None:
    await story.at_pbx()
    await story.fill(server=server)
    await story.do(TryStep("secret"))
    assert story.bad is P.HOST_UNKNOWN and not story.engines


async def test_without_a_password_the_keyring_s_is_taken(story: Story) -> None:
    await story.at_pbx()
    await story.do(TryStep())
    assert story.bad is P.SIP_PASSWORD_MISSING
    story.vault.entries["sip:1001"] = "secret"
    await story.do(TryStep())
    assert story.first.here.standing is Standing.GOOD


async def test_a_check_is_cancelled_and_finds_nothing_afterwards(story: Story) -> None:
    await story.at_pbx()
    story.session.do(TryStep("secret"))
    with pytest.raises(Refused):
        story.session.do(TryStep("secret"))
    await story.do(CancelTry())
    assert story.first.here.standing is Standing.OPEN
    story.session.do(TryStep("secret"))
    await story.fill(server="other.test")
    assert story.first.here.standing is Standing.OPEN, "what is typed meanwhile is not what was tried"


async def test_going_back_cancels(story: Story) -> None:
    await story.at_pbx()
    story.session.do(TryStep("secret"))
    await story.do(PreviousStep())
    assert story.first.step is Step.LANGUAGE and story.first.check(Step.PBX).standing is Standing.OPEN


# --- the CRM ------------------------------------------------------------------------------------------------------


async def test_address_dialect_and_sign_in_are_found_out(story: Story) -> None:
    root = "https://crm.test/api/data/"
    story.elsewhere = tuple(f"{root}{version}/" for version in ("v9.2", "v9.1"))
    await story.at_crm()
    await story.do(TryStep("right"))
    assert story.first.crm and story.first.crm.url == root + "v9.0/"
    assert (story.first.crm.kind, story.first.crm.auth) == ("webapi", "basic")


async def test_a_refused_password_is_sent_to_one_address_only(story: Story) -> None:
    await story.at_crm()
    await story.do(TryStep("wrong"))
    assert story.bad is P.CRM_SIGN_IN_REFUSED and len(story.met) == 1
    await story.do(ChangePassword(Step.CRM), TryStep("right"))
    assert story.first.here.standing is Standing.GOOD


async def test_nowhere_a_crm(story: Story) -> None:
    await story.at_crm()
    story.elsewhere = tuple(
        [f"https://crm.test/api/data/{version}/" for version in ("v9.2", "v9.1", "v9.0", "v8.2", "v8.1", "v8.0")]
        + ["https://crm.test/XRMServices/2011/OrganizationData.svc/"]
    )
    await story.do(TryStep("right"))
    assert story.bad is P.CRM_NOT_A_CRM and [crm.kind for crm in story.met] == ["webapi"] * 6 + ["crm2013"]


async def test_a_server_that_asks_for_a_name_is_told_one(story: Story) -> None:
    await story.at_crm()
    await story.fill(crm_username="")
    await story.do(TryStep())
    assert story.bad is P.CRM_NAME_WANTED and not story.met


async def test_in_the_cloud_the_browser_is_opened_and_a_code_told(story: Story) -> None:
    story.way = SignInWay.BROWSER
    story.crm.refused = CrmUnauthorized(Problem(P.CRM_SIGN_IN_NEEDED))
    await story.at_crm()
    await story.fill(address="contoso.crm4.dynamics.com", crm_username="")
    await story.do(TryStep())
    assert story.device == DeviceCode("ABCD", "https://login") and story.first.device is None
    assert story.first.crm and story.first.crm.auth == "oauth"


async def test_names_that_the_crm_lacks_are_worth_knowing_and_no_hindrance(story: Story) -> None:
    story.crm.unknown = ("new_worksheets",)
    await story.at_crm()
    await story.do(TryStep("right"))
    here = story.first.here
    assert here.standing is Standing.GOOD and here.problem and here.problem.id is P.CRM_UNKNOWN_NAMES
    await story.do(NextStep())
    assert story.first.step is Step.SOUND


async def test_without_a_crm_its_password_is_forgotten(story: Story) -> None:
    await story.at_crm()
    await story.do(TryStep("right"), ChangePassword(Step.CRM), SkipStep(), NextStep())
    await story.do(NextStep())
    await story.do(NextStep())
    assert "crm:anna" not in story.vault.entries and story.vault.entries == {"sip:1001": "secret"}
    assert story.written[-1] == ("sip", "username", "1001")


# --- the sound ----------------------------------------------------------------------------------------------------


async def test_devices_that_work_are_good_and_the_ring_can_be_heard(story: Story) -> None:
    await story.at_sound()
    assert story.first.here.standing is Standing.GOOD and story.session.desk.audio.input == "Mic"
    engine = story.engines[-1]
    await story.do(HearSound("ring"))
    assert engine.sent[-1] == TrySound("ring") and story.first.sounding == "ring"
    engine._say(ev.AudioLevels(0.3, 0.0))
    await asyncio.sleep(0)
    assert story.first.level == 0.3 and story.first.heard
    await story.do(NextStep())
    assert story.first.sounding == "" and not engine._running


async def test_a_headset_that_comes_later_is_good_and_one_that_goes_is_not(story: Story) -> None:
    story.found = ev.ProblemArose(Problem(P.AUDIO_NO_MICROPHONE), NOW)
    await story.at_sound()
    assert story.bad is P.AUDIO_NO_MICROPHONE
    engine = story.engines[-1]
    for said, standing in ((HEADSET, Standing.GOOD), (replace(HEADSET, output=""), Standing.BAD)):
        engine._say(said)
        await asyncio.sleep(0)
        assert story.first.here.standing is standing
    await story.do(SkipStep(), NextStep())
    assert story.first.step is Step.OPERATOR


async def test_another_device_is_taken_at_once(story: Story) -> None:
    await story.at_sound()
    await story.fill(input="Other")
    assert story.engines[-1].sent[-1] == UseAudio("Other", "default", "default", True)


# --- the end ------------------------------------------------------------------------------------------------------


async def test_done_keeps_everything_and_begins_to_work(story: Story) -> None:
    await story.at_sound()
    await story.do(NextStep())
    assert not story.vault.entries and not story.written and story.draft.answers
    await story.do(NextStep())
    assert story.vault.entries == {"sip:1001": "secret", "crm:anna": "right"}
    assert story.written[-1] == ("sip", "username", "1001") and ("crm", "kind", "webapi") in story.written
    assert story.left == ["done"] and not story.draft.answers and story.session.desk.first_start is None


@pytest.mark.parametrize("trouble", [P.KEYRING_UNAVAILABLE, P.CONFIG_UNWRITABLE])
async def test_what_cannot_be_kept_is_told_and_tried_again(story: Story, trouble: ProblemId) -> None:
    await story.at_sound()
    await story.do(NextStep())
    story.vault.locked, story.unwritable = trouble is P.KEYRING_UNAVAILABLE, trouble is P.CONFIG_UNWRITABLE
    await story.do(NextStep())
    assert story.first.problem and story.first.problem.id is trouble and not story.left
    story.vault.locked = story.unwritable = False
    await story.do(NextStep())
    assert story.left == ["done"]


async def test_closed_and_begun_again_the_answers_are_there_and_the_passwords_are_not(story: Story) -> None:
    await story.at_sound()
    await story.do(CloseFirstStart())
    assert story.left == ["closed"] and not any("secret" in value for value in story.draft.answers.values())
    after = Story(draft=story.draft)
    await after.open()
    assert after.first.step is Step.PBX and after.first.answers.address == "https://crm.test/main.aspx"
    await after.do(TryStep())
    assert after.bad is P.SIP_PASSWORD_MISSING


async def test_a_telephone_put_off_is_asked_for_again_with_what_was_filled_in(story: Story) -> None:
    await story.at_pbx()
    await story.do(TryStep("wrong"), SkipStep(), NextStep(), SkipStep(), NextStep(), NextStep(), NextStep())
    assert story.left == ["done"] and not story.vault.entries, "a refused password is not kept"
    after = await Story(draft=story.draft).open()
    assert after.first.step is Step.PBX and after.first.answers.username == "1001"


async def test_a_desk_that_ends_in_the_middle_keeps_the_answers(story: Story) -> None:
    await story.at_crm()
    await story.wizard.leave()
    assert story.draft.answers["address"] == "https://crm.test/main.aspx"


async def test_a_draft_that_makes_no_sense_begins_anew(story: Story) -> None:
    story.draft.answers = {"at": "nowhere", "skipped": "all of it", "password": "x", "server": "pbx"}
    await story.open()
    assert story.first.step is Step.LANGUAGE and story.first.answers.server == "pbx"


async def test_no_event_and_no_intent_tells_a_password(story: Story) -> None:
    told: list[str] = []
    story.session.react(lambda before, event, after: told.append(json.dumps(report.event(event))))
    await story.at_sound()
    await story.do(CloseFirstStart(), OpenFirstStart())
    assert "secret" not in "".join(told) and "secret" not in repr(TryStep("secret"))


# --- what an administrator has fixed ---------------------------------------------------------------------------------

BY = Fixed("file", "/etc/xdg/ctidesk/config.toml")
LOCKED_CRM = CrmSettings(kind="webapi", url="https://crm.locked/Org/api/data/v9.1/", auth="basic")


def locked(crm: CrmSettings, *names: str) -> Story:
    settings = Settings(sip=SipSettings(server="pbx.test:5060", transport="tcp"), crm=crm)
    return Story(settings, fixed=dict.fromkeys(("sip.server", "sip.transport", *names), BY))


async def test_what_is_fixed_is_tried_as_it_is_and_never_written() -> None:
    story = locked(LOCKED_CRM, "crm.kind", "crm.url", "crm.auth")
    story.draft.answers = {"server": "elsewhere", "address": "https://elsewhere/"}
    await story.open()
    await story.do(NextStep())
    for name in ("server", "transport", "address", "auth"):
        with pytest.raises(Refused) as refused:
            story.session.do(AnswerFirst(name, "other"))
        assert refused.value.problem.id is P.SETTING_LOCKED
    await story.fill(username="1001")
    await story.do(TryStep("secret"), NextStep())
    await story.fill(crm_username="anna")
    await story.do(TryStep("right"))
    assert story.first.here.standing is Standing.GOOD
    assert {(met.kind, met.url, met.auth) for met in story.met} == {("webapi", LOCKED_CRM.url, "basic")}
    await story.do(NextStep(), NextStep(), NextStep())
    assert {(table, key) for table, key, _ in story.written} == {("sip", "username"), ("crm", "username")}


async def test_only_a_crm_of_the_fixed_kind_is_looked_for() -> None:
    story = locked(CrmSettings(kind="crm2013"), "crm.kind")
    await story.open()
    await story.do(NextStep(), SkipStep(), NextStep())
    await story.fill(address="https://crm.test/Org", auth="basic", crm_username="anna")
    await story.do(TryStep("right"))
    assert [met.kind for met in story.met] == ["crm2013"]


async def test_a_crm_that_is_switched_off_is_passed_over() -> None:
    story = locked(CrmSettings(), "crm.kind")
    await story.open()
    await story.do(NextStep(), SkipStep(), NextStep())
    assert (story.first.step, story.first.here.standing) == (Step.CRM, Standing.SKIPPED)
    with pytest.raises(Refused):
        story.session.do(AnswerFirst("address", "https://crm.test/"))
    with pytest.raises(Refused):
        story.session.do(ChangePassword(Step.CRM))
    await story.do(NextStep())
    assert story.first.step is Step.SOUND
