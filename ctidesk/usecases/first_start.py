"""The first start: the operator is led through five steps, each is tried, and at the end everything is kept at once.

Checks are tasks that may be cancelled; what they find comes back as events. Until «Готово» passwords are in memory and
the configuration is not touched; the answers alone are drafted, so that a kill costs no more than the passwords.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from ctidesk.domain import events as ev
from ctidesk.domain import intents as wish
from ctidesk.domain.errors import DeskError, Problem, ProblemId, Refused
from ctidesk.domain.first_settings import SETTING_OF, changes, first_answers, first_fixed, is_switched_off
from ctidesk.domain.first_start import ANSWERED_AT, CHECKED, Answers, FirstStart, Move, Phase, Standing, Step, resumed
from ctidesk.domain.settings import Settings
from ctidesk.domain.settings_reading import Fixed
from ctidesk.domain.sign_in import DeviceCode
from ctidesk.ports import AnswerDraft, Secrets
from ctidesk.usecases.first_checks import Means, try_crm, try_pbx
from ctidesk.usecases.held_secrets import HeldSecrets
from ctidesk.usecases.session import Session
from ctidesk.usecases.sound_check import SoundCheck

log = logging.getLogger(__name__)

Keep = Callable[[str, str, str | int], None]
"""Writes table, key and value into the user's settings; may wait for the disk; raises :class:`DeskError`."""

PURPOSES = {Step.PBX: "sip", Step.CRM: "crm"}
NO_GOOD = frozenset({ProblemId.PBX_PASSWORD_REFUSED, ProblemId.CRM_SIGN_IN_REFUSED})
"""Such a password is not kept, whatever the operator does next."""
AT, SKIPPED = "at", "skipped"


@dataclass(frozen=True, slots=True)
class Leaving:
    """``done``: begin to work with what has been kept; ``closed``: work with what there is."""

    done: Callable[[], None]
    closed: Callable[[], None]


class FirstStarts:
    """Carries out the wizard's intents."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        means: Means,
        vault: Secrets,
        draft: AnswerDraft,
        keep: Keep,
        leaving: Leaving,
        fixed: Mapping[str, Fixed] = MappingProxyType({}),
    ) -> None:
        self._session, self._settings, self._means = session, settings, means
        self._secrets = HeldSecrets(vault)
        self._draft, self._keep, self._leaving, self._fixed = draft, keep, leaving, fixed
        self._sound = SoundCheck(session, lambda: means.telephony(settings), settings.audio)
        self._under_way: asyncio.Task[None] | None = None
        self._drafting = asyncio.Lock()
        for intent, handler in self._handlers().items():
            session.on(intent, handler)

    def _handlers(self) -> Mapping[type, Callable[[Any], None]]:
        return {
            wish.OpenFirstStart: self.open,
            wish.CloseFirstStart: self.close,
            wish.AnswerFirst: self.answer,
            wish.ChangePassword: self.change_password,
            wish.TryStep: self.try_step,
            wish.CancelTry: self.cancel_try,
            wish.SkipStep: self.skip,
            wish.NextStep: self.go_on,
            wish.PreviousStep: self.go_back,
            wish.TrySound: self.try_sound,
        }

    # --- open and closed -------------------------------------------------------------------------------------------

    def open(self, intent: wish.OpenFirstStart) -> None:
        if self._session.desk.first_start is None:
            self._session.spawn(self._open())

    async def _open(self) -> None:
        told = await asyncio.to_thread(self._draft.read)
        self._session.post(ev.FirstStartOpened(begun(self._settings, self._fixed, told)))
        self._enter()

    def close(self, intent: wish.CloseFirstStart) -> None:
        first = self._first()
        if first.keeping:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        self._stop()
        self._sound.end()
        self._remember()
        self._session.post(ev.FirstStartClosed())
        self._leaving.closed()

    async def leave(self) -> None:
        """The desk ends."""
        await self._sound.leave()
        first = self._session.desk.first_start
        if first and not first.keeping:
            await self._drafted(drafted(first))

    # --- one step --------------------------------------------------------------------------------------------------

    def answer(self, intent: wish.AnswerFirst) -> None:
        if intent.name not in ANSWERED_AT:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        self._refuse_fixed(intent.name)
        if intent.name in ("input", "output", "ring"):
            self._session.post(ev.FirstAnswered(intent.name, intent.value))
            self._sound.choose(self._first().answers)
            return
        self._stop()
        self._session.post(ev.FirstAnswered(intent.name, intent.value))

    def _refuse_fixed(self, name: str) -> None:
        if fixed := self._first().fixed.get(name):
            raise Refused(Problem.of(ProblemId.SETTING_LOCKED, key=SETTING_OF[name], by=fixed.place))

    def change_password(self, intent: wish.ChangePassword) -> None:
        self._refuse_fixed(f"{intent.step}_password")
        self._stop()
        self._secrets.forget(PURPOSES[intent.step])
        self._move(Move.EDIT)

    def try_step(self, intent: wish.TryStep) -> None:
        first = self._first()
        if not first.tryable or first.here.standing is Standing.TRYING:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        self._remember()
        if first.step is Step.SOUND:
            self._enter()
            return
        self._move(Move.TRY)
        self._under_way = self._session.spawn(self._try(first, intent.password))

    def cancel_try(self, intent: wish.CancelTry) -> None:
        if self._first().here.standing is Standing.TRYING:
            self._stop()
            self._sound.end()
            self._move(Move.CANCEL)

    def skip(self, intent: wish.SkipStep) -> None:
        first = self._first()
        if first.step not in CHECKED:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        self._stop()
        if first.step is Step.CRM:
            self._secrets.forget("crm")
        if first.here.standing is not Standing.SKIPPED:
            self._move(Move.SKIP)

    def try_sound(self, intent: wish.TrySound) -> None:
        self._sound.play(intent.sounding)
        self._session.post(ev.SoundTried(intent.sounding))

    # --- from step to step -----------------------------------------------------------------------------------------

    def go_on(self, intent: wish.NextStep) -> None:
        first = self._first()
        if not first.passable:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        if first.following is None:
            self._session.post(ev.AnswersKept())
            self._session.spawn(self._finish())
        else:
            self._reach(first.following)

    def go_back(self, intent: wish.PreviousStep) -> None:
        first = self._first()
        if first.before is None or first.keeping:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        if first.here.standing is Standing.TRYING:
            self.cancel_try(wish.CancelTry())
        self._reach(first.before)

    def _reach(self, step: Step) -> None:
        self._sound.end()
        self._session.post(ev.StepReached(step))
        self._remember()
        self._enter()

    def _enter(self) -> None:
        """Sound is looked at whenever its page is opened: there is nothing to fill in first."""
        first = self._first()
        if first.step is Step.SOUND:
            self._move(Move.TRY)
            self._sound.begin(first.answers)

    # --- trying ----------------------------------------------------------------------------------------------------

    async def _try(self, first: FirstStart, password: str) -> None:
        work = self._pbx if first.step is Step.PBX else self._crm
        try:
            if password:
                await self._hold(first, password)
            remark = await work(first)
        except DeskError as error:
            log.info("the check of the step %s failed: %s", first.step, error)
            if error.problem.id in NO_GOOD:
                self._secrets.forget(PURPOSES[first.step])
            self._session.post(ev.CheckMoved(first.step, Move.FAIL, error.problem))
        else:
            self._session.post(ev.CheckMoved(first.step, Move.PASS, remark))
            self._remember()

    async def _hold(self, first: FirstStart, password: str) -> None:
        account = first.answers.username if first.step is Step.PBX else first.answers.crm_username
        await self._secrets.keep(PURPOSES[first.step], account, password)

    async def _pbx(self, first: FirstStart) -> Problem | None:
        await try_pbx(self._means, self._settings, first.answers, self._secrets, self._tell(Step.PBX))
        return None

    async def _crm(self, first: FirstStart) -> Problem | None:
        found, remark = await try_crm(
            self._means, self._settings.crm, first.answers, self._secrets, self._tell(Step.CRM), first.fixed.keys()
        )
        self._session.post(ev.CrmFound(found))
        return remark

    def _tell(self, step: Step) -> Callable[[Phase, DeviceCode | None], None]:
        return lambda phase, device: self._session.post(ev.CheckProgressed(step, phase, device))

    def _stop(self) -> None:
        """What an abandoned check would have found is not told any more."""
        if self._under_way:
            self._under_way.cancel()
            self._under_way = None

    def _move(self, move: Move) -> None:
        self._session.post(ev.CheckMoved(self._first().step, move))

    # --- keeping ---------------------------------------------------------------------------------------------------

    async def _finish(self) -> None:
        """Passwords first: a file without them would register nobody."""
        try:
            await self._secrets.release()
            async with self._drafting:
                await asyncio.to_thread(self._write, self._first())
        except DeskError as error:
            self._session.post(ev.AnswersKept(error.problem))
            return
        self._session.post(ev.FirstStartClosed())
        self._leaving.done()

    def _write(self, first: FirstStart) -> None:
        """Whoever has put the telephone off finds what he had filled in when the wizard asks again."""
        for table, key, value in changes(first, self._settings):
            self._keep(table, key, value)
        if first.check(Step.PBX).standing is Standing.SKIPPED:
            self._draft.write({**drafted(first), AT: Step.PBX, SKIPPED: ""})
        else:
            self._draft.discard()

    def _remember(self) -> None:
        self._session.spawn(self._drafted(drafted(self._first())))

    async def _drafted(self, answers: Mapping[str, str]) -> None:
        async with self._drafting:
            if not self._first_is_being_kept():
                await asyncio.to_thread(self._draft.write, answers)

    def _first_is_being_kept(self) -> bool:
        first = self._session.desk.first_start
        return first is not None and first.keeping

    def _first(self) -> FirstStart:
        first = self._session.desk.first_start
        if first is None:
            raise Refused(Problem(ProblemId.NOT_OFFERED))
        return first


def drafted(first: FirstStart) -> Mapping[str, str]:
    skipped = " ".join(step for step in CHECKED if first.check(step).standing is Standing.SKIPPED)
    return {**asdict(first.answers), AT: first.step, SKIPPED: skipped}


def begun(settings: Settings, by_setting: Mapping[str, Fixed], draft: Mapping[str, str]) -> FirstStart:
    """Anew with what the settings know, or where it was left; a draft has no say where something is fixed."""
    fixed = first_fixed(settings, by_setting)
    names = {field.name for field in fields(Answers)} - fixed.keys()
    known = first_answers(settings, by_setting)
    answers = replace(known, **{name: value for name, value in draft.items() if name in names})
    skipped = {Step(word) for word in draft.get(SKIPPED, "").split() if word in set(Step)}
    if is_switched_off(settings, by_setting):
        skipped.add(Step.CRM)
    reached = Step(draft[AT]) if draft.get(AT) in set(Step) else Step.LANGUAGE
    return replace(resumed(answers, reached, frozenset(skipped)), fixed=fixed)
