"""What the doctor finds, and that it leaves nothing behind."""

from __future__ import annotations

import pytest

from ctidesk.domain import events as ev
from ctidesk.domain.commands import SipAccount, UseAudio
from ctidesk.domain.errors import DeskError, Problem, ProblemId
from ctidesk.usecases import doctor
from ctidesk.usecases.doctor import Check, Finding
from tests.fakes.crm import UNREACHABLE, FakeCrm
from tests.fakes.telephony import FakeExchange, FakeTelephony

ACCOUNT = SipAccount("pbx.test:5060", "1001", "secret")
HEADSET = ev.AudioDevicesChanged(("Mic",), ("Ear",), "Mic", "Ear", "Ear")


class SoundingTelephony(FakeTelephony):
    """A fake engine that says what it finds of sound as soon as it is asked to open the devices."""

    found: ev.Event = HEADSET

    def send(self, command: object) -> None:
        super().send(command)  # type: ignore[arg-type]
        if type(command).__name__ == "WatchLevels":
            self._say(self.found)


@pytest.fixture
def exchange() -> FakeExchange:
    return FakeExchange({"1001": "secret"})


async def test_all_well(exchange: FakeExchange) -> None:
    engine = SoundingTelephony(exchange)
    assert await doctor.line(engine, ACCOUNT, UseAudio(), 2) == (
        Finding(Check.PBX, None, "1001@pbx.test:5060"),
        Finding(Check.AUDIO, None, "Mic / Ear"),
    )
    assert not exchange.contacts, "it has unregistered"


async def test_a_call_that_comes_meanwhile_is_refused_not_answered(exchange: FakeExchange) -> None:
    engine = SoundingTelephony(exchange)
    await doctor.line(engine, ACCOUNT, UseAudio(), 2)
    assert any(getattr(command, "always", 0) == 480 for command in engine.sent)


async def test_the_pbx_refuses(exchange: FakeExchange) -> None:
    engine = SoundingTelephony(exchange)
    pbx, sound = await doctor.line(engine, SipAccount("pbx.test:5060", "1001", "wrong"), UseAudio(), 2)
    assert pbx.problem and pbx.problem.id is ProblemId.PBX_PASSWORD_REFUSED
    assert sound.problem is None


async def test_the_sound_is_looked_at_without_an_account(exchange: FakeExchange) -> None:
    engine = SoundingTelephony(exchange)
    assert await doctor.sound(engine, UseAudio(), 2) == Finding(Check.AUDIO, None, "Mic / Ear")
    assert engine.account is None


async def test_no_microphone(exchange: FakeExchange) -> None:
    engine = SoundingTelephony(exchange)
    engine.found = ev.ProblemArose(Problem(ProblemId.AUDIO_NO_MICROPHONE), at=None)  # type: ignore[arg-type]
    _, sound = await doctor.line(engine, ACCOUNT, UseAudio(), 2)
    assert sound.problem == Problem(ProblemId.AUDIO_NO_MICROPHONE)


async def test_an_engine_that_says_nothing_is_a_finding_in_the_end(exchange: FakeExchange) -> None:
    class Mute(FakeTelephony):
        def _say(self, event: ev.Event) -> None:
            pass

    pbx, sound = await doctor.line(Mute(exchange), ACCOUNT, UseAudio(), 0.05)
    assert pbx.problem and pbx.problem.id is ProblemId.PBX_UNREACHABLE
    assert sound.problem


async def test_the_crm() -> None:
    crm = FakeCrm()
    assert crm.identity.user_id in await doctor.crm(crm)
    assert crm.closed


async def test_names_that_the_crm_lacks_are_its_problem() -> None:
    crm = FakeCrm(unknown=("contacts.telefone1 (telephone1?)", "new_worksheat (new_worksheets?)"))
    finding = await doctor.look(Check.CRM, doctor.crm(crm))
    assert finding.problem and "telefone1 (telephone1?), new_worksheat" in dict(finding.problem.args)["names"]


async def test_what_cannot_be_reached_is_a_finding() -> None:
    crm = FakeCrm()
    crm.fail_next(DeskError(UNREACHABLE))  # type: ignore[arg-type]
    assert await doctor.look(Check.CRM, doctor.crm(crm)) == Finding(Check.CRM, UNREACHABLE)


async def test_the_network_names_the_first_host_that_nobody_knows() -> None:
    async def resolve(host: str) -> str:
        if host == "nowhere":
            raise DeskError(Problem.of(ProblemId.HOST_UNKNOWN, host=host))
        return "192.0.2.1"

    assert await doctor.network(("pbx", "crm"), resolve) == "pbx 192.0.2.1, crm 192.0.2.1"
    finding = await doctor.look(Check.NETWORK, doctor.network(("pbx", "nowhere"), resolve))
    assert finding.problem == Problem.of(ProblemId.HOST_UNKNOWN, host="nowhere")
