"""The configuration as values: one frozen dataclass a table of ``config.toml``, defaults included.

Accepted values are the types themselves (``Literal``), so that the reader of the file can name them in an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ctidesk.domain.records import Entity


@dataclass(frozen=True, slots=True)
class SipSettings:
    server: str = ""
    transport: Literal["udp", "tcp", "tls"] = "udp"
    username: str = ""
    auth_username: str = ""
    display_name: str = ""
    engine: Literal["pjsip", "pyvoip"] = "pjsip"
    srtp: Literal["off", "optional", "required"] = "off"
    tls_ca_file: str = ""
    bind: str = ""
    register_expires_s: int = 300
    transfer: Literal["joined", "refer"] = "joined"
    presence: Literal["sip", "crm", "both", "off"] = "both"
    dtmf: Literal["rfc4733", "info"] = "rfc4733"
    no_answer_s: int = 30
    accept_refer: bool = False


@dataclass(frozen=True, slots=True)
class CallSettings:
    wrap_up_s: int = 30
    refuse_wrap_up: int = 480
    refuse_busy: int = 486
    pop: Literal["ring", "answer", "manual"] = "answer"
    results: tuple[str, ...] = ("Решено", "Перезвонить", "Ошиблись номером")
    extension_length: tuple[int, ...] = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class AudioSettings:
    input: str = "default"
    output: str = "default"
    ring: str = "default"
    echo_cancellation: bool = True


@dataclass(frozen=True, slots=True)
class CrmSettings:
    """``schema``: entity -> what this deployment calls its set, id and fields (``crm-schema.md``).

    ``client_id`` and ``authority`` are OAuth's: by default the public client that Microsoft has registered for every
    tenant, for samples and trials ("Quick Start: Web API sample (C#)", Microsoft Learn); a deployment registers one
    of its own, with the redirect address ``http://localhost``.
    """

    kind: Literal["webapi", "crm2013", "none"] = "none"
    url: str = ""
    auth: Literal["negotiate", "ntlm", "oauth", "basic", "none"] = "negotiate"
    username: str = ""
    client_id: str = "51f81489-12ee-4a9e-aaae-a2591f45987d"
    authority: str = "https://login.microsoftonline.com/organizations"
    operator: str = ""
    page_size: int = 5000
    prefix: str = "new"
    bulk: Literal["auto", "odata"] = "auto"
    sync_interval_s: int = 60
    country: str = "RU"
    schema: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def absent(self) -> frozenset[Entity]:
        """What is switched off with ``set = ""``."""
        return frozenset(entity for entity in Entity if self.schema.get(entity, {}).get("set") == "")


@dataclass(frozen=True, slots=True)
class CacheSettings:
    encrypt: bool = False


@dataclass(frozen=True, slots=True)
class LinkSettings:
    dial: Literal["ask", "fill", "dial"] = "ask"


@dataclass(frozen=True, slots=True)
class HeadsetSettings:
    hid: bool = True


@dataclass(frozen=True, slots=True)
class UiSettings:
    language: Literal["ru", "en", "system"] = "ru"
    theme: Literal["light", "dark", "system"] = "system"
    dock: Literal["top", "floating"] = "top"
    autostart: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration; each attribute is one table of the file. ``hotkeys`` are those that were chosen."""

    sip: SipSettings = field(default_factory=SipSettings)
    calls: CallSettings = field(default_factory=CallSettings)
    audio: AudioSettings = field(default_factory=AudioSettings)
    crm: CrmSettings = field(default_factory=CrmSettings)
    cache: CacheSettings = field(default_factory=CacheSettings)
    links: LinkSettings = field(default_factory=LinkSettings)
    headset: HeadsetSettings = field(default_factory=HeadsetSettings)
    hotkeys: Mapping[str, str] = field(default_factory=dict)
    ui: UiSettings = field(default_factory=UiSettings)
