"""What every engine does: run on the fake, and on PJSIP with Kamailio and with the demo PBX."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from ctidesk.domain.call import EndCause
from ctidesk.domain.commands import Answer, Call, HangUp, Register, SetRefusal, SipAccount, TellMessages, Unregister
from ctidesk.domain.errors import ProblemId
from ctidesk.domain.events import (
    CallRefused,
    EngineStarted,
    IncomingCall,
    LegAnswered,
    LegEnded,
    LegProgressed,
    MessagesTold,
    RegistrationChanged,
    RegistrationState,
)
from tests.contracts.telephony_parties import ANN, BEN, EVE, NOBODY, Pair, Party, Pbx, party, ringing, talking

REGISTERED, UNREGISTERED = RegistrationState.REGISTERED, RegistrationState.UNREGISTERED
FAILED = RegistrationState.FAILED


class TelephonyContract:
    """Derive, and give the fixture ``pbx``."""

    @pytest.fixture
    async def alone(self, pbx: Pbx) -> AsyncIterator[Callable[[str, str], Awaitable[Party]]]:
        """Makes parties that have not registered yet."""
        async with AsyncExitStack() as stack:

            async def made(user: str, password: str) -> Party:
                return await stack.enter_async_context(party(pbx, user, registered=False, password=password))

            yield made

    @pytest.fixture
    async def pair(self, pbx: Pbx) -> AsyncIterator[Pair]:
        """Ann and Ben, registered."""
        async with party(pbx, ANN) as ann, party(pbx, BEN) as ben:
            yield ann, ben

    # --- registration ----------------------------------------------------------------------------------------------

    @pytest.mark.manual("M6")
    async def test_register(self, pbx: Pbx, alone: Callable[[str, str], Awaitable[Party]]) -> None:
        ann = await alone(ANN, pbx.password(ANN))
        ann.send(Register(ann.account))
        await ann.hears(RegistrationChanged, state=RegistrationState.REGISTERING)
        await ann.hears(RegistrationChanged, state=REGISTERED, problem=None)
        started = [event for event in ann.said if isinstance(event, EngineStarted)]
        assert started[-1].transport == "udp"
        assert started[-1].local.startswith("127.0.0.1:")

    async def test_registering_twice_changes_nothing(self, pair: Pair) -> None:
        ann, ben = pair
        before = len(ann.said)
        ann.send(Register(ann.account))
        await ringing(ben, ann)
        assert not any(isinstance(event, RegistrationChanged | EngineStarted) for event in ann.said[before:])

    async def test_a_wrong_password(self, alone: Callable[[str, str], Awaitable[Party]]) -> None:
        ann = await alone(ANN, "not the password")
        ann.send(Register(ann.account))
        failed = await ann.hears(RegistrationChanged, state=FAILED)
        assert failed.problem is not None
        assert failed.problem.id is ProblemId.PBX_PASSWORD_REFUSED
        assert failed.retry_s >= 30, "a PBX locks an account that is tried too often"
        assert "not the password" not in repr(ann.said)

    async def test_an_unknown_account(self, alone: Callable[[str, str], Awaitable[Party]]) -> None:
        stranger = await alone(NOBODY, "whatever")
        stranger.send(Register(stranger.account))
        failed = await stranger.hears(RegistrationChanged, state=FAILED)
        assert failed.problem is not None
        assert failed.problem.id is ProblemId.PBX_ACCOUNT_UNKNOWN

    async def test_another_account_takes_the_place(self, pbx: Pbx, pair: Pair) -> None:
        ann, ben = pair
        ann.account = SipAccount(pbx.server, EVE, pbx.password(EVE), bind="127.0.0.1")
        await ann.registers()
        leg = ben.calls(ANN)
        await ben.hears(LegEnded, leg_id=leg, cause=EndCause.UNAVAILABLE)
        await ringing(ben, ann)

    @pytest.mark.manual("M7")
    async def test_unregistered_is_unreachable(self, pair: Pair) -> None:
        ann, ben = pair
        ann.send(Unregister())
        await ann.hears(RegistrationChanged, state=UNREGISTERED)
        leg = ben.calls(ANN)
        await ben.hears(LegEnded, leg_id=leg, cause=EndCause.UNAVAILABLE, code=480)
        await ann.registers()
        await ringing(ben, ann)

    async def test_a_conversation_outlives_the_registration(self, pair: Pair) -> None:
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        ann.send(Unregister())
        await ann.hears(RegistrationChanged, state=UNREGISTERED)
        ann.send(HangUp(anns))
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)

    @pytest.mark.manual("M7", "D14")
    async def test_back_by_itself_when_the_pbx_is(self, pbx: Pbx, pair: Pair) -> None:
        ann, ben = pair
        pbx.stop()
        try:
            for one in pair:
                one.send(Register(one.account))
            for one in pair:
                lost = await one.hears(RegistrationChanged, state=FAILED, within_s=8)
                assert lost.problem is not None
                assert lost.problem.id is ProblemId.PBX_UNREACHABLE
                assert dict(lost.problem.args)["server"] == pbx.server
        finally:
            pbx.start()
        for one in pair:
            await one.hears(RegistrationChanged, state=REGISTERED, within_s=6)
        await ringing(ben, ann)

    # --- called ----------------------------------------------------------------------------------------------------

    @pytest.mark.manual("M9", "M24")
    async def test_an_incoming_call(self, pair: Pair) -> None:
        ann, ben = pair
        bens = ben.calls(ANN)
        incoming = await ann.hears(IncomingCall)
        assert uuid.UUID(incoming.leg_id)
        assert (incoming.raw_number, incoming.display_name) == (BEN, f"Nr {BEN}")
        await ben.hears(LegProgressed, leg_id=bens, early_media=False)
        ann.send(Answer(incoming.leg_id))
        answered = await ann.hears(LegAnswered, leg_id=incoming.leg_id)
        assert incoming.at <= answered.at
        await ben.hears(LegAnswered, leg_id=bens)
        ann.send(HangUp(incoming.leg_id))
        await ann.hears(LegEnded, leg_id=incoming.leg_id, cause=EndCause.LOCAL_HANGUP, code=200)
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP, code=200)

    @pytest.mark.manual("M24", "D6")
    async def test_the_caller_hangs_up(self, pair: Pair) -> None:
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        ben.send(HangUp(bens))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP, code=200)
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.LOCAL_HANGUP, code=200)

    async def test_the_caller_gives_up(self, pair: Pair) -> None:
        ann, ben = pair
        bens, anns = await ringing(ben, ann)
        ben.send(HangUp(bens))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.REMOTE_HANGUP, code=487)
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.LOCAL_HANGUP)

    @pytest.mark.manual("M10")
    @pytest.mark.parametrize(("code", "cause"), [(603, EndCause.REJECTED), (486, EndCause.BUSY)])
    async def test_reject(self, pair: Pair, code: int, cause: EndCause) -> None:
        ann, ben = pair
        bens, anns = await ringing(ben, ann)
        ann.send(HangUp(anns, code))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.LOCAL_HANGUP, code=code)
        await ben.hears(LegEnded, leg_id=bens, cause=cause, code=code)

    @pytest.mark.manual("M7", "D10")
    async def test_a_second_call_is_refused(self, pbx: Pbx, pair: Pair) -> None:
        ann, ben = pair
        ann.send(SetRefusal(in_call=486))
        bens, anns = await talking(ben, ann)
        async with party(pbx, EVE) as eve:
            leg = eve.calls(ANN)
            await eve.hears(LegEnded, leg_id=leg, cause=EndCause.BUSY, code=486)
        refused = await ann.hears(CallRefused, raw_number=EVE, code=486)
        assert refused.leg_id != anns
        ben.send(HangUp(bens))
        await ann.hears(LegEnded, leg_id=anns)
        assert not any(isinstance(event, LegEnded) and event.leg_id == refused.leg_id for event in ann.said)

    @pytest.mark.manual("D10")
    async def test_a_call_while_another_rings_is_refused(self, pbx: Pbx, pair: Pair) -> None:
        ann, ben = pair
        await ringing(ben, ann)
        async with party(pbx, EVE) as eve:
            leg = eve.calls(ANN)
            await eve.hears(LegEnded, leg_id=leg, cause=EndCause.BUSY)
        await ann.hears(CallRefused, raw_number=EVE, code=486)

    @pytest.mark.manual("M7")
    async def test_wrap_up_refuses_and_lets_dial(self, pair: Pair) -> None:
        ann, ben = pair
        ann.send(SetRefusal(in_call=486, always=480))
        await ringing(ann, ben)
        ann.send(HangUp(next(c.leg_id for c in reversed(ann.said) if isinstance(c, LegProgressed))))
        await ben.hears(LegEnded)
        leg = ben.calls(ANN)
        await ben.hears(LegEnded, leg_id=leg, cause=EndCause.UNAVAILABLE, code=480)
        await ann.hears(CallRefused, code=480)
        ann.send(SetRefusal(in_call=486))
        await ann.settled()
        await ringing(ben, ann)

    # --- calling ---------------------------------------------------------------------------------------------------

    @pytest.mark.manual("M21")
    async def test_an_outgoing_call(self, pair: Pair) -> None:
        ann, ben = pair
        anns, _ = await talking(ann, ben)
        ann.send(HangUp(anns))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.LOCAL_HANGUP)

    async def test_a_whole_uri(self, pbx: Pbx, pair: Pair) -> None:
        ann, ben = pair
        ann.calls(f"sip:{BEN}@{pbx.server}")
        await ben.hears(IncomingCall, raw_number=ANN)

    async def test_nobody_has_the_number(self, pair: Pair) -> None:
        leg = pair[0].calls(NOBODY)
        await pair[0].hears(LegEnded, leg_id=leg, cause=EndCause.NO_SUCH_NUMBER, code=404)

    async def test_cancel_before_the_answer(self, pair: Pair) -> None:
        ann, ben = pair
        anns, bens = await ringing(ann, ben)
        ann.send(HangUp(anns))
        await ann.hears(LegEnded, leg_id=anns, cause=EndCause.LOCAL_HANGUP, code=487)
        await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)

    async def test_cancel_at_once(self, pair: Pair) -> None:
        ann, ben = pair
        leg = str(uuid.uuid4())
        ann.send(Call(leg, BEN), HangUp(leg))
        await ann.hears(LegEnded, leg_id=leg, cause=EndCause.LOCAL_HANGUP)
        assert not any(isinstance(event, LegAnswered) for event in ann.said + ben.said)

    async def test_many_calls_one_after_another(self, pair: Pair) -> None:
        """An engine that keeps an ended leg hangs up, or refuses, one of the later ones."""
        ann, ben = pair
        for caller, callee in (pair, (ben, ann)) * 4:
            leg, theirs = await talking(caller, callee)
            callee.send(HangUp(theirs))
            await caller.hears(LegEnded, leg_id=leg)
            await callee.hears(LegEnded, leg_id=theirs)

    # --- edges -----------------------------------------------------------------------------------------------------

    async def test_commands_for_an_ended_leg_are_ignored(self, pair: Pair) -> None:
        ann, ben = pair
        bens, anns = await talking(ben, ann)
        ben.send(HangUp(bens))
        await ann.hears(LegEnded, leg_id=anns)
        await ben.hears(LegEnded, leg_id=bens)
        before = len(ann.said)
        ann.send(HangUp(anns), Answer(anns), HangUp("no leg"))
        await ringing(ben, ann)
        assert not any(isinstance(event, LegEnded | LegAnswered) for event in ann.said[before:])

    async def test_the_last_messages_are_told_without_credentials(self, pair: Pair) -> None:
        ann, ben = pair
        await talking(ann, ben)
        ann.send(TellMessages())
        told = (await ann.hears(MessagesTold)).messages
        assert any("INVITE" in message for message in told)
        assert not any(word in message for message in told for word in ("response=", "Digest", "secret"))

    @pytest.mark.manual("M24")
    async def test_stopping_hangs_up_and_unregisters(self, pbx: Pbx, pair: Pair) -> None:
        _, ben = pair
        async with party(pbx, EVE) as eve:
            _, bens = await talking(eve, ben)
            async with asyncio.timeout(3):
                await eve.telephony.stop()
            await ben.hears(LegEnded, leg_id=bens, cause=EndCause.REMOTE_HANGUP)
            leg = ben.calls(EVE)
            await ben.hears(LegEnded, leg_id=leg, cause=EndCause.UNAVAILABLE)
