"""What the operator wants of the desk itself, and of its CRM."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Synchronise:
    """Bring the cache up to date now; ``full`` reads everything again."""

    full: bool = False


@dataclass(frozen=True, slots=True)
class CancelSync:
    """Stop the synchronisation under way after the page it is reading; :class:`Synchronise` goes on from there."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """«Войти»: sign in to the CRM again, in a window of ours, in the browser, or by this computer's account."""


@dataclass(frozen=True, slots=True)
class GivePassword:
    """The CRM's password, as it was typed into the window; it never shows in a repr."""

    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CancelSignIn:
    """Leave the window, or do not wait for the browser any more."""


@dataclass(frozen=True, slots=True)
class DismissNotice:
    """The message on the panel has been read."""


@dataclass(frozen=True, slots=True)
class OpenGuide:
    """«Руководство»: how the desk is worked with."""


@dataclass(frozen=True, slots=True)
class CloseGuide:
    pass


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Open a link from outside the desk (``domain/link.py``): what it asks for is offered, never just done."""

    uri: str


@dataclass(frozen=True, slots=True)
class SaveDiagnostics:
    """Collect what helps to find a fault into one file on this computer."""


@dataclass(frozen=True, slots=True)
class ShowPanel:
    """Bring the panel to the front, wherever it was."""


@dataclass(frozen=True, slots=True)
class HidePanel:
    """Leave the panel to the icon in the tray; everything else goes on."""


@dataclass(frozen=True, slots=True)
class Quit:
    """End the application; in a call the operator is asked first."""


@dataclass(frozen=True, slots=True)
class QuitInCall:
    """«Завершить вызов и выйти»: the call is ended properly."""
