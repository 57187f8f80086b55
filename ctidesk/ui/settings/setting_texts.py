"""The words of every setting: its title, what it is for, and what its choices are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from ctidesk.domain.hotkeys import DEFAULTS, GLOBAL
from ctidesk.ui.key_texts import KeyTexts


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    explanation: str
    choices: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


class SettingTexts(QObject):
    """In the language that was installed when it was made. A new setting is a line here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tables = self._tables()
        self._seconds = self.tr("s", "seconds")
        self.words: Mapping[str, Words] = {
            **self._of_telephony(),
            **self._of_lines(),
            **self._of_calls(),
            **self._of_sound(),
            **self._of_the_crm(),
            **self._of_the_deployment(),
            **self._of_the_rest(),
            **self._of_hotkeys(),
        }

    def choice(self, name: str, value: str) -> str:
        return self.words[name].choices.get(value, value)

    def _tables(self) -> Mapping[str, str]:
        """The groups, by the tables of the file."""
        return {
            "sip": self.tr("Telephony"),
            "calls": self.tr("Calls"),
            "audio": self.tr("Sound"),
            "crm": "CRM",
            "cache": self.tr("Cache"),
            "links": self.tr("Links"),
            "headset": self.tr("Headset"),
            "hotkeys": self.tr("Keys"),
            "ui": self.tr("Appearance"),
        }

    def _of_telephony(self) -> Mapping[str, Words]:
        return {
            "sip.server": Words(
                self.tr("Telephony server"),
                self.tr("The PBX's address, with its port where it is not 5060: pbx.example.com:5060."),
            ),
            "sip.transport": Words(
                self.tr("Transport"),
                self.tr("How the desk talks to the PBX. TLS encrypts the signalling; the certificate is verified."),
                {"udp": "UDP", "tcp": "TCP", "tls": "TLS"},
            ),
            "sip.username": Words(self.tr("Extension"), self.tr("Your number, or your name on the PBX.")),
            "sip.auth_username": Words(
                self.tr("Name for the sign-in"), self.tr("Only where the PBX wants another one than the extension.")
            ),
            "sip.password": Words(
                self.tr("Telephony password"),
                self.tr("Kept by the system's password store, never shown. Type a new one to replace it."),
            ),
            "sip.display_name": Words(self.tr("Your name"), self.tr("What colleagues see when you call them.")),
            "sip.engine": Words(
                self.tr("Telephony engine"),
                self.tr("PJSIP can do everything. pyVoIP is simpler: no hold, no transfer, no encryption."),
                {"pjsip": "PJSIP", "pyvoip": "pyVoIP"},
            ),
            "sip.srtp": Words(
                self.tr("Encryption of the sound"),
                self.tr("“Required” refuses calls that are not encrypted."),
                {"off": self.tr("off"), "optional": self.tr("where possible"), "required": self.tr("required")},
            ),
        }

    def _of_lines(self) -> Mapping[str, Words]:
        return {
            "sip.tls_ca_file": Words(
                self.tr("File of trusted certificates"),
                self.tr("An authority of your own, in PEM, beside those of the system. For TLS."),
            ),
            "sip.bind": Words(
                self.tr("Local address"), self.tr("For computers in several networks. Empty: the system chooses.")
            ),
            "sip.register_expires_s": Words(
                self.tr("Renew the registration"),
                self.tr("How long the PBX remembers this desk without word from it."),
                unit=self._seconds,
            ),
            "sip.transfer": Words(
                self.tr("Way of transferring"),
                self.tr("“Joined” keeps the caller until the colleague answers. “Plain” is for PBXs that want REFER."),
                {"joined": self.tr("joined"), "refer": self.tr("plain (REFER)")},
            ),
            "sip.presence": Words(
                self.tr("Status of colleagues"),
                self.tr("Where the desk learns who is free, and where it tells yours."),
                {
                    "both": self.tr("the PBX, else the CRM"),
                    "sip": self.tr("the PBX"),
                    "crm": self.tr("the CRM"),
                    "off": self.tr("nowhere"),
                },
            ),
            "sip.dtmf": Words(
                self.tr("Digits in a call"),
                self.tr("How tones for voice menus are sent. RFC 4733 suits nearly every PBX."),
                {"rfc4733": "RFC 4733", "info": "SIP INFO"},
            ),
            "sip.no_answer_s": Words(
                self.tr("Wait for a colleague"),
                self.tr("After that a transferred caller comes back to you."),
                unit=self._seconds,
            ),
            "sip.accept_refer": Words(
                self.tr("The PBX may transfer this desk's calls"),
                self.tr("Follow a REFER from the PBX. Leave it off unless the PBX needs it."),
            ),
        }

    def _of_calls(self) -> Mapping[str, Words]:
        return {
            "calls.wrap_up_s": Words(
                self.tr("Wrap-up"),
                self.tr("Time after a call for writing things down, where the CRM gives none."),
                unit=self._seconds,
            ),
            "calls.refuse_wrap_up": Words(
                self.tr("Answer to calls in wrap-up"),
                self.tr("The SIP code that the PBX gets. 480: temporarily unavailable."),
            ),
            "calls.refuse_busy": Words(
                self.tr("Answer to a second call"), self.tr("The SIP code that the PBX gets. 486: busy.")
            ),
            "calls.pop": Words(
                self.tr("Open the client search"),
                self.tr("When an incoming call opens “Client search by number”."),
                {"ring": self.tr("when it rings"), "answer": self.tr("after accepting"), "manual": self.tr("by hand")},
            ),
            "calls.results": Words(self.tr("Result codes"), self.tr("What a call can be marked with. One a line.")),
            "calls.extension_length": Words(
                self.tr("Length of internal numbers"),
                self.tr("Numbers of so many digits are extensions, not numbers of the city. Separated by commas."),
            ),
        }

    def _of_sound(self) -> Mapping[str, Words]:
        devices = {"default": self.tr("As in the system"), "null": self.tr("No sound")}
        return {
            "audio.input": Words(self.tr("Microphone"), self.tr("What you speak into."), devices),
            "audio.output": Words(self.tr("Speaker"), self.tr("What you hear the caller in."), devices),
            "audio.ring": Words(self.tr("Ringing", "device"), self.tr("Where incoming calls are heard."), devices),
            "audio.echo_cancellation": Words(
                self.tr("Echo cancellation"),
                self.tr("Keeps callers from hearing themselves without a headset."),
            ),
        }

    def _of_the_crm(self) -> Mapping[str, Words]:
        return {
            "crm.kind": Words(
                self.tr("Version of the CRM"),
                self.tr("Web API: Dynamics CRM 2016 and later, Dynamics 365. Without a CRM the desk only makes calls."),
                {"webapi": "Web API", "crm2013": "CRM 2011–2015", "none": self.tr("no CRM")},
            ),
            "crm.url": Words(
                self.tr("Address of the CRM"),
                self.tr("For example https://crm.example.com/api/data/v9.2/, or https://crm.example.com/Contoso."),
            ),
            "crm.auth": Words(
                self.tr("Way to sign in"),
                self.tr("“Windows” needs no password where the computer is in the domain."),
                {
                    "negotiate": self.tr("Windows (Negotiate)"),
                    "ntlm": "NTLM",
                    "oauth": self.tr("in the browser (OAuth)"),
                    "basic": self.tr("name and password (Basic)"),
                    "none": self.tr("none"),
                },
            ),
            "crm.username": Words(
                self.tr("User name in the CRM"), self.tr("For example CONTOSO\\anna, or anna@example.com.")
            ),
            "crm.password": Words(
                self.tr("CRM password"),
                self.tr("Kept by the system's password store, never shown. Type a new one to replace it."),
            ),
            "crm.operator": Words(
                self.tr("Operator's record"),
                self.tr("Domain name, e-mail or id of your user in the CRM. Empty: who the CRM says you are."),
            ),
            "crm.client_id": Words(
                self.tr("Application id"), self.tr("For the sign-in in the browser; your administrator registers it.")
            ),
            "crm.authority": Words(
                self.tr("Address of the sign-in"), self.tr("Who signs you in in the browser (OAuth).")
            ),
        }

    def _of_the_deployment(self) -> Mapping[str, Words]:
        return {
            "crm.page_size": Words(
                self.tr("Records in one request"), self.tr("Smaller where the network or the CRM is weak.")
            ),
            "crm.prefix": Words(
                self.tr("Prefix of own names"), self.tr("What the names of your CRM's own entities begin with.")
            ),
            "crm.bulk": Words(
                self.tr("Reading many records"),
                self.tr("For CRM 2011–2015: SOAP is faster, where it is open."),
                {"auto": self.tr("SOAP where it answers"), "odata": self.tr("OData only")},
            ),
            "crm.sync_interval_s": Words(
                self.tr("Look for changes every"),
                self.tr("How often the desk asks the CRM what is new."),
                unit=self._seconds,
            ),
            "crm.country": Words(
                self.tr("Country of the numbers"),
                self.tr("Two letters (RU, BY, KZ), for numbers written without a country code."),
            ),
            "crm.schema": Words(
                self.tr("Names in this CRM"),
                self.tr(
                    "For administrators. One name a line: employee_number.number = new_number. An empty set switches "
                    "an entity off."
                ),
            ),
        }

    def _of_the_rest(self) -> Mapping[str, Words]:
        return {
            "cache.encrypt": Words(
                self.tr("Encrypt the local copy"),
                self.tr("The key lies in the system's password store. Needs the encryption part to be installed."),
            ),
            "links.dial": Words(
                self.tr("Numbers from other programs"),
                self.tr("What a click on a telephone link or the key for the copied number does."),
                {"ask": self.tr("ask first"), "fill": self.tr("only fill it in"), "dial": self.tr("call at once")},
            ),
            "headset.hid": Words(
                self.tr("Buttons of the headset"), self.tr("Answer, end and mute by the headset's own buttons.")
            ),
            "ui.language": Words(
                self.tr("Language"),
                self.tr("Of all windows and messages."),
                {"ru": "Русский", "en": "English", "system": self.tr("as in the system")},
            ),
            "ui.theme": Words(
                self.tr("Theme"),
                self.tr("Light or dark."),
                {"light": self.tr("light"), "dark": self.tr("dark"), "system": self.tr("as in the system")},
            ),
            "ui.dock": Words(
                self.tr("Place of the panel"),
                self.tr("At the top edge it keeps its place free of other windows."),
                {"top": self.tr("at the top edge"), "floating": self.tr("a window of its own")},
            ),
            "ui.autostart": Words(
                self.tr("Start with the session"), self.tr("When you sign in to this computer, in the tray.")
            ),
        }

    def _of_hotkeys(self) -> Mapping[str, Words]:
        keys = KeyTexts(self)
        here = self.tr("In the desk's own windows. Click into the field and press the key.")
        everywhere = self.tr("In every program, whichever window is in front.")
        title = self.tr("{action}, everywhere")
        return {
            f"hotkeys.{name}": Words(title.format(action=keys.action(name)), everywhere)
            if name.startswith(GLOBAL)
            else Words(keys.action(name), here)
            for name in DEFAULTS
        }
