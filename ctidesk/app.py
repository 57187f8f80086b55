"""The composition root: the only file that names adapters, use cases and windows together."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Set
from functools import partial
from typing import TYPE_CHECKING, Any

from ctidesk import launch
from ctidesk.adapters.clock import SystemClock
from ctidesk.adapters.crm.deep_link import record_url
from ctidesk.adapters.desktop.browser import browse
from ctidesk.adapters.desktop.profile import Profile
from ctidesk.adapters.numbering import PhoneNumbering
from ctidesk.domain.commands import HangUp
from ctidesk.domain.desk import CrmState, Desk, Offer
from ctidesk.domain.errors import DeskError, Problem
from ctidesk.domain.events import (
    Event,
    GuideClosed,
    GuideOpened,
    HangUpRequested,
    NoticeDismissed,
    NotifierChanged,
    PanelHidden,
    PanelShown,
    ProblemArose,
    SettingsRefused,
    StatusRequested,
    SyncChanged,
    SyncState,
)
from ctidesk.domain.first_settings import is_needed
from ctidesk.domain.intents import (
    CloseGuide,
    DismissNotice,
    HidePanel,
    Intent,
    OpenFirstStart,
    OpenGuide,
    OpenLink,
    ShowPanel,
)
from ctidesk.domain.operator import Operator
from ctidesk.domain.records import RecordRef
from ctidesk.domain.settings import Settings
from ctidesk.domain.settings_reading import Reading
from ctidesk.parts import (
    cache_of,
    crm_of,
    first_start_means,
    headset_of,
    read_settings,
    telephony_of,
    unsent_elsewhere,
    write_settings,
)
from ctidesk.ports import Notifier
from ctidesk.ui.texts import Texts
from ctidesk.ui.windows import Windows
from ctidesk.usecases.audio import AudioChoice
from ctidesk.usecases.call_record import CallRecords
from ctidesk.usecases.calls import Calls
from ctidesk.usecases.cards import Cards
from ctidesk.usecases.colleague_names import ColleagueNames
from ctidesk.usecases.conversation import Conversation
from ctidesk.usecases.diagnostics import Diagnostics
from ctidesk.usecases.editing import Editing
from ctidesk.usecases.event_log import EventLog
from ctidesk.usecases.headset import HeadsetKeys
from ctidesk.usecases.history import CallHistory
from ctidesk.usecases.kept_drafts import KeptDrafts
from ctidesk.usecases.last_spoken import LastSpoken
from ctidesk.usecases.links import Links
from ctidesk.usecases.lists import Lists
from ctidesk.usecases.notes import Notes
from ctidesk.usecases.organizations import Organizations
from ctidesk.usecases.outbox import Outbox
from ctidesk.usecases.pages import CrmPages
from ctidesk.usecases.presence import Presences
from ctidesk.usecases.quitting import Quitting
from ctidesk.usecases.rebind import Rebinding
from ctidesk.usecases.record_verbs import RecordVerbs
from ctidesk.usecases.records import Records
from ctidesk.usecases.registering import register
from ctidesk.usecases.request import Request
from ctidesk.usecases.screen_pop import ScreenPop
from ctidesk.usecases.session import Session
from ctidesk.usecases.settings import SettingsEditing, SettingsFiles, Taking
from ctidesk.usecases.sign_in import SignIns
from ctidesk.usecases.status import LineState, Status
from ctidesk.usecases.sync import Sync
from ctidesk.usecases.system_keys import SystemKeys
from ctidesk.usecases.targets import Targets
from ctidesk.usecases.transfer import Transfers
from ctidesk.usecases.unsent import Unsent
from ctidesk.usecases.verbs import Colleagues, Verb, Verbs
from ctidesk.usecases.wrap_up import WrapUpTimer

if TYPE_CHECKING:
    from ctidesk.usecases.first_start import FirstStarts

log = logging.getLogger(__name__)

FILE_WATCH_S = 1.0


class Office:
    """One desk put together from its settings: windows first, the rest once they are on the screen."""

    def __init__(
        self,
        profile: Profile,
        reading: Reading,
        *,
        minimized: bool = False,
        link: str = "",
        offer: Offer | None = None,
        wizard: bool = True,
    ) -> None:
        """``link`` is opened once the settings can be used; ``offer`` was not answered yet by whoever had the desk
        put together anew."""
        self.link = link
        self._profile = profile
        self._reading = reading
        self._settings = settings = reading.safe
        self._problem = reading.problem
        if self._problem:
            log.error("the configuration cannot be used: %s", self._problem)
        self._clock = SystemClock()
        self._numbering = PhoneNumbering(settings.crm.country, settings.calls.extension_length)
        self._texts = Texts()
        self._windows = Windows(
            settings.ui,
            settings.hotkeys,
            profile.windows,
            secure=settings.sip.srtp != "off",
        )
        self._session = Session(self._first_desk(panel_open=not minimized, offer=offer), self._numbering)
        self._windows.intent.connect(self._intend)
        self._windows.session_ends.connect(self.quit)
        self._quit = asyncio.Event()
        self._again = False
        self._working = False
        self._may_open_wizard = wizard
        self.first_start_done = False
        self._render_due = False
        self._notifier: Notifier | None = None

    def _first_desk(self, *, panel_open: bool, offer: Offer | None) -> Desk:
        crm = self._settings.crm
        with_crm = crm.kind != "none"
        return Desk(
            operator=Operator(wrap_up_s=self._settings.calls.wrap_up_s, allowed="unchecked" if with_crm else True),
            crm=CrmState(
                SyncState.CONNECTING if with_crm else SyncState.OFF, crm.url if with_crm else "", absent=crm.absent
            ),
            pop=self._settings.calls.pop,
            results=self._settings.calls.results,
            panel_open=panel_open,
            offer=offer,
            in_front=self._windows.in_front,
        )

    @property
    def panel_open(self) -> bool:
        return self._session.desk.panel_open

    @property
    def offer(self) -> Offer | None:
        """The number that waits to be called."""
        return self._session.desk.offer

    def show(self) -> None:
        """Paint the panel, before anything slow is even imported."""
        self._windows.render(self._session.desk, self._clock.now())

    def quit(self) -> None:
        self._quit.set()

    def _restart(self) -> None:
        """What was typed into cards is kept, and stands in them again."""
        self._again = True
        self.quit()

    async def run(self) -> bool:
        """The desk's whole day; whether another is to be put together from new settings."""
        # Imported when the panel stands there: an operator waits for the panel, not for a database driver.
        from ctidesk.adapters.desktop.control import Control

        self._telephony = telephony_of(self._settings)
        self._cache = cache_of(self._settings, self._profile)
        self._wire()
        await self._open_cache()
        self._use_desktop()
        control = Control(self._profile.socket, self._answer, self._verbs.events)
        await control.start()
        try:
            await self._work()
        finally:
            await control.stop()
            await self._close()
        return self._again

    # --- putting together ----------------------------------------------------------------------------------------

    def _wire(self) -> None:
        session, clock, calls = self._session, self._clock, self._settings.calls
        Calls(session, self._telephony, self._numbering, clock, calls, self._settings.sip.server)
        Conversation(session, self._telephony, clock, self._settings.sip)
        self._audio = AudioChoice(
            session, self._telephony, clock, self._settings.audio, self._keep_audio, self._reading.fixed
        )
        self._presences = presences = Presences(
            session, self._telephony, self._cache, self._numbering, clock, self._settings.sip
        )
        names = ColleagueNames(session, self._cache, self._numbering, clock)
        transfers = Transfers(
            session, self._telephony, self._numbering, clock, self._settings.sip, presences.of, names.of
        )
        Targets(session, self._cache, clock)
        Status(session, self._cache, clock)
        self._line = LineState(session, self._telephony, calls)
        WrapUpTimer(session, clock)
        Notes(session, clock, calls.results)
        self._history = CallHistory(session, self._cache, clock)
        cards = Cards(session, self._cache, clock)
        ScreenPop(session, self._cache, self._numbering, clock)
        LastSpoken(session, self._cache, clock)
        Lists(session, self._cache, clock)
        CrmPages(session, clock, partial(record_url, self._settings.crm), browse)
        with_crm = self._settings.crm.kind != "none"
        Links(session, self._numbering, clock, self._settings.links, self._settings.sip.server, with_crm=with_crm)
        self._sign_ins = SignIns(session, clock)
        self._first_starts = self._make_first_starts()
        self._outbox = Outbox(session, self._cache)
        to_crm = self._outbox.wake if with_crm else None
        self._call_records = CallRecords(session, self._cache, self._numbering, clock, to_crm=to_crm)
        self._settings_editing = self._make_settings_editing()
        Quitting(session, self.quit)
        EventLog(session)
        diagnostics = Diagnostics(session, self._telephony, clock, self._save_bundle)
        session.on(OpenGuide, lambda _: session.post(GuideOpened()))
        session.on(CloseGuide, lambda _: session.post(GuideClosed()))
        session.on(ShowPanel, lambda _: session.post(PanelShown()))
        session.on(HidePanel, lambda _: session.post(PanelHidden()))
        session.on(DismissNotice, lambda _: session.post(NoticeDismissed()))
        session.react(self._changed)
        self._verbs = Verbs(
            session,
            self._cache,
            self._numbering,
            clock,
            self._windows,
            self._texts.sentence,
            self.quit,
            Colleagues(transfers.begin, presences.directory),
            self._sign_ins.by_script,
            {**self._writing(cards.show), **diagnostics.verbs},
        )

    def _make_first_starts(self) -> FirstStarts:
        from ctidesk.adapters.desktop.answer_draft import AnswerDraft
        from ctidesk.adapters.secrets.keyring_secrets import KeyringSecrets
        from ctidesk.usecases.first_start import FirstStarts, Leaving

        draft, leaving = AnswerDraft(self._profile.answers), Leaving(self._begin_anew, self._begin)
        return FirstStarts(
            self._session,
            self._settings,
            first_start_means(),
            KeyringSecrets(),
            draft,
            self._keep_setting,
            leaving,
            self._reading.fixed,
        )

    def _writing(self, show: Callable[[RecordRef], None]) -> dict[str, Verb]:
        """What the operator writes, and the verbs for it."""
        session, clock = self._session, self._clock
        records = Records(session, self._cache, clock, self._outbox.wake)
        Editing(session, self._cache, clock, records)
        Organizations(session, self._cache, clock)
        self._drafts = KeptDrafts(session, self._cache, clock)
        rebinding = Rebinding(session, self._cache, self._numbering, clock, records, self._call_records.settled, show)
        unsent = Unsent(session, self._cache, clock, self._outbox)
        return RecordVerbs(records, rebinding, unsent, self._outbox, self._texts.sentence).verbs

    def _make_settings_editing(self) -> SettingsEditing:
        from ctidesk.adapters.secrets.keyring_secrets import KeyringSecrets

        files = SettingsFiles(partial(read_settings, self._profile), partial(write_settings, self._profile))
        taking = Taking(self._take_settings, self._restart)
        return SettingsEditing(self._session, self._settings, files, KeyringSecrets(), taking)

    def _take_settings(self, settings: Settings, names: Set[str]) -> None:
        """What :attr:`Setting.at_once` promises."""
        tables = {name.partition(".")[0] for name in names}
        if "audio" in tables:
            self._audio.use(settings.audio)
        if "hotkeys" in tables:
            self._keys.use(settings.hotkeys)
        if "hotkeys" in tables or "ui.theme" in names:
            self._windows.use(settings.ui, settings.hotkeys)
        if "ui.autostart" in names:
            self._session.spawn(self._keep_autostart(settings.ui.autostart))

    def _use_desktop(self) -> None:
        """Keys that hold everywhere, the edge of the screen for a docked panel, what else a desktop gives."""
        from ctidesk.adapters.desktop.platform import desktop_of

        self._desktop = desktop_of(self._windows.platform)
        self._windows.reserve_edge(self._desktop.reserve)
        hotkeys = self._settings.hotkeys
        self._keys = SystemKeys(self._session, self._desktop, self._clock, hotkeys, self._windows.press)
        self._headset = headset_of(self._settings.headset)
        if self._headset:
            HeadsetKeys(self._session, self._headset, self._intend)
        self._session.spawn(self._go_outside())

    async def _go_outside(self) -> None:
        """The icon in the tray, and the desktop's own notifications."""
        from ctidesk.adapters.desktop.platform import notifier_of

        news = self._windows.go_outside().news
        self._notifier = notifier = await asyncio.to_thread(notifier_of)  # its library is slow to import
        news.use(notifier.show, notifier.withdraw)
        notifier.start(lambda able: self._session.post(NotifierChanged(able)), news.chosen)

    async def _open_cache(self) -> None:
        try:
            await self._cache.open()
            remembered = await self._cache.remembered_status()
        except DeskError as error:
            self._tell(error.problem)
            return
        if remembered:
            self._session.post(StatusRequested(remembered, self._clock.now()))
        await self._history.recall()
        await self._drafts.recall()
        if elsewhere := await asyncio.to_thread(unsent_elsewhere, self._settings, self._profile):
            self._tell(elsewhere)

    async def _work(self) -> None:
        gc.freeze()  # what is here now stays: a look through all of it stops the windows for 30 ms, again and again
        self._telephony.start(self._session.post)
        for problem in self._reading.at_start[:1]:  # the next one is told when this one is gone from the file
            self._tell(problem)
        if self._problem:
            self._session.post(SettingsRefused(self._problem))
            self._session.spawn(self._await_better_settings())
        elif is_needed(self._settings.sip) and self._may_open_wizard:
            self._windows.wish(OpenFirstStart())
            self._session.do(OpenFirstStart())
        else:
            self._begin()
        await self._quit.wait()

    def _begin(self) -> None:
        """Work with the settings as they are; once is enough."""
        if self._working:
            return
        from ctidesk.adapters.secrets.keyring_secrets import KeyringSecrets

        self._working = True
        self._session.spawn(self._keep_autostart(self._settings.ui.autostart))
        own_file = self._profile.config_files[-1]
        self._session.spawn(register(self._session, self._line, KeyringSecrets(), self._settings.sip, own_file))
        self._session.spawn(self._use_crm())
        self._open_link()

    def _begin_anew(self) -> None:
        """The wizard has written the settings: everything is put together from them."""
        self._again = self.first_start_done = True
        self.quit()

    def _open_link(self) -> None:
        link, self.link = self.link, ""
        if link:
            self._intend(OpenLink(link))

    async def _use_crm(self) -> None:
        if self._settings.crm.kind == "none":
            await self._call_records.recover()
            return
        try:
            sign_in, crm = await crm_of(self._settings.crm)
        except DeskError as error:
            self._session.post(SyncChanged(SyncState.ERROR, self._reading.placed(error.problem)))
            await self._call_records.recover()
            return
        sync = Sync(
            self._session,
            crm,
            self._cache,
            self._clock,
            interval_s=self._settings.crm.sync_interval_s,
            wrap_up_s=self._settings.calls.wrap_up_s,
        )
        self._presences.use_crm(crm)
        self._sign_ins.use(sign_in, crm, sync.connected)
        self._history.use_crm(crm)
        try:
            await sync.recall()
            await self._call_records.recover()
            await asyncio.gather(sync.run(), self._outbox.run(crm, sync.connected))
        finally:
            await crm.close()

    def _keep_audio(self, key: str, name: str) -> None:
        self._keep_setting("audio", key, name)

    def _keep_setting(self, table: str, key: str, value: str | int) -> None:
        write_settings(self._profile, {(table, key): value})

    async def _save_bundle(self) -> str:
        from ctidesk.bundling import save_bundle  # rarely needed, and slow to import

        return await save_bundle(self._profile)

    async def _keep_autostart(self, wanted: bool) -> None:
        from ctidesk.adapters.desktop.autostart import start_with_session

        command = launch.command("--minimized", *self._profile.words)
        try:
            await asyncio.to_thread(start_with_session, wanted, self._profile.entry, command)
        except DeskError as error:
            self._tell(error.problem)

    async def _await_better_settings(self) -> None:
        """Look at the files until they can be used; then everything is put together anew."""
        while not self._again:
            await asyncio.sleep(FILE_WATCH_S)
            self._again = read_settings(self._profile).problem != self._problem
        self.quit()

    # --- every day -----------------------------------------------------------------------------------------------

    def _intend(self, intent: Intent) -> None:
        try:
            self._session.do(intent)
        except DeskError as error:
            self._tell(error.problem)

    def _tell(self, problem: Problem) -> None:
        self._session.post(ProblemArose(problem, self._clock.now()))

    def _changed(self, before: Desk, event: Event, after: Desk) -> None:
        """Have the windows follow the desk: once for all that happens in one turn of the loop."""
        if after is not before and not self._render_due:
            self._render_due = True
            asyncio.get_running_loop().call_soon(self._render)

    def _render(self) -> None:
        self._render_due = False
        self._windows.render(self._session.desk, self._clock.now())

    async def _answer(self, verb: str, words: tuple[str, ...], options: dict[str, str]) -> dict[str, Any]:
        try:
            return await self._verbs.answer(Request(verb, words, options))
        except DeskError as error:
            return {"error": self._texts.sentence(error.problem), "problem": error.problem.id.value}

    async def _close(self) -> None:
        """End the calls properly, put everything on disk, and leave nothing running."""
        self._windows.flush()
        for leg in self._session.desk.legs:
            self._telephony.send(HangUp(leg.id))
            self._session.post(HangUpRequested(leg.id, self._clock.now()))
        if self._notifier:
            await self._notifier.leave()
        await self._desktop.leave()
        if self._headset:
            await self._headset.leave()
        await self._first_starts.leave()
        await self._call_records.settled()
        await self._drafts.settled()
        await self._presences.leave()
        await self._session.stop()
        await self._telephony.stop()
        await self._cache.close()
        self._windows.close()
        gc.unfreeze()
