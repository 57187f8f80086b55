"""The desktop's own notifications: the words of each, and what its buttons mean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ctidesk.domain.desk import Desk
from ctidesk.domain.history import CallFilter, CallKind
from ctidesk.domain.intents import Accept, Dial, End, Intent, OpenHistory, ShowPanel
from ctidesk.domain.notification import Notification
from ctidesk.ui.news_view import MissedNews, RingingNews, missed_news, ringing_news
from ctidesk.ui.texts import Texts

_DEFAULT = "default"


class News(QObject):
    """A button of a notification that tells of another call than the present one does nothing."""

    intent = Signal(object)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._show: Callable[[Notification], None] | None = None
        self._shown: dict[str, Notification] = {}
        self._means: dict[tuple[str, str], tuple[Intent, ...]] = {}

    def use(self, show: Callable[[Notification], None], withdraw: Callable[[str], None]) -> None:
        """Until then nothing is shown; ``withdraw`` takes a notification back by its key."""
        self._show, self._withdraw = show, withdraw

    def render(self, desk: Desk) -> None:
        self._means = {}
        ringing, missed = ringing_news(desk), missed_news(desk)
        told = [self._ringing(ringing)] if ringing else []
        told += [self._missed(missed)] if missed else []
        self._tell({notification.key: notification for notification in told})

    def chosen(self, key: str, action: str) -> None:
        """A button was pressed."""
        for intent in self._means.get((key, action), ()):
            self.intent.emit(intent)

    def _tell(self, wanted: dict[str, Notification]) -> None:
        if self._show is None:
            return
        for key in self._shown.keys() - wanted.keys():
            self._withdraw(key)
        for key, notification in wanted.items():
            if self._shown.get(key) != notification:
                self._show(notification)
        self._shown = wanted

    # --- the words ---------------------------------------------------------------------------------------------------

    def _ringing(self, news: RingingNews) -> Notification:
        caller, key = news.caller, f"call:{news.leg_id}"
        who = self._who(caller.number, "" if caller.name == caller.number else caller.name)
        by = ""
        if caller.referred:
            colleague = f"{caller.referred.number} {caller.referred.name}".strip()
            by = self.tr("Transferred by {colleague}").format(colleague=colleague) if colleague else ""
        self._means |= {(key, _DEFAULT): (ShowPanel(),), (key, "accept"): (Accept(),), (key, "end"): (End(),)}
        return Notification(
            key,
            self.tr("Call transfer") if caller.referred else self.tr("Incoming call"),
            "\n".join(line for line in (who, caller.organization, by) if line),
            (
                (_DEFAULT, self.tr("Show the panel")),
                ("accept", self.tr("Accept the call")),
                ("end", self.tr("Reject the call")),
            ),
            urgent=True,
            category="call.incoming",
        )

    def _missed(self, news: MissedNews) -> Notification:
        key = f"missed:{news.leg_id}"
        more = self.tr("%n more missed", "", news.more) if news.more else ""
        look = (ShowPanel(), OpenHistory(CallFilter(CallKind.MISSED)))
        self._means |= {(key, _DEFAULT): look, (key, "call"): (ShowPanel(), Dial(news.dial, news.client))}
        calls = (("call", self.tr("Call back")),) if news.dial else ()
        return Notification(
            key,
            self.tr("Missed call"),
            "\n".join(line for line in (self._who(news.number, news.name), more) if line),
            ((_DEFAULT, self.tr("Show the missed calls")), *calls),
            category="call.unanswered",
        )

    def _who(self, number: str, name: str) -> str:
        return f"{number}  {name}".strip() or self._texts.hidden_number()
