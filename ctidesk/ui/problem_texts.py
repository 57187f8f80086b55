"""A sentence for every problem: what happened, and what to do. Codes stay in the tooltip and the log."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QObject

from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.records import Entity
from ctidesk.ui.key_texts import KeyTexts
from ctidesk.ui.number_text import pretty


class _Arguments(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


class ProblemTexts(QObject):
    """The table of sentences, made anew where another language has been installed.

    ``label`` gives a field's label.
    """

    def __init__(
        self, parent: QObject | None = None, label: Callable[[Entity, str], str] = lambda entity, name: name
    ) -> None:
        super().__init__(parent)
        self._label = label
        self._key_texts = KeyTexts(self)
        self._sentences: dict[ProblemId, str] = {}
        self._language = ""

    def sentence(self, problem: Problem) -> str:
        shown = _Arguments((name, pretty(value)) for name, value in problem.args)
        if "field" in shown:
            shown["field"] = self._label(Entity(shown["entity"]), shown["field"])
        if "name" in shown:
            shown["number"] = f"{shown['number']} {shown['name']}"
        if "what" in shown:
            shown["what"] = self._ability(shown["what"])
        if "entity" in shown:
            shown["entity"] = self._records(shown["entity"])
        if problem.id is ProblemId.HOTKEY_TWICE:
            shown.update({who: self._key_texts.action(shown[who]) for who in ("holder", "idle")})
        if problem.id is ProblemId.HOTKEY_OF_WINDOWS:
            shown["does"] = self._key_texts.of_windows(shown["does"])
        if problem.id is ProblemId.HOTKEY_TAKEN:
            shown["keys"] = self._keys(shown["keys"])
        sentence = self.table()[problem.id].format_map(shown)
        return f"{self._place(shown)}{sentence}"

    def beside_field(self, problem: Problem) -> str:
        """Short: the field itself says which, and what stands in it."""
        args = _Arguments(problem.args)
        clients = args["entity"] == Entity.CONTACT
        missing = self.tr("Enter a last name or a first name.") if clients else self.tr("Please fill this in.")
        sentences = {
            ProblemId.FIELD_MISSING: missing,
            ProblemId.FIELD_TOO_LONG: self.tr("Too long: at most {longest} characters."),
            ProblemId.FIELD_NOT_A_NUMBER: self.tr("Not a telephone number. Please check it."),
            ProblemId.FIELD_NOT_AN_EMAIL: self.tr("Not an e-mail address. Please check it."),
            ProblemId.FIELD_NOT_CHOSEN: self.tr("Choose one from the list, or clear the field."),
        }
        return sentences[problem.id].format_map(args)

    def beside_setting(self, problem: Problem) -> str:
        """Short for the same reason."""
        args = _Arguments(problem.args)
        if problem.id is ProblemId.CONFIG_WRONG_VALUE:
            return self.tr("This does not fit. Accepted: {accepted}.").format_map(args)
        if problem.id is ProblemId.HOTKEY_TWICE:
            both = {who: self._key_texts.action(args[who]) for who in ("holder", "idle")}
            return self.tr("{key} would do “{holder}” and “{idle}”. Choose another key.").format(**{**args, **both})
        return self.sentence(problem)

    def _place(self, shown: _Arguments) -> str:
        """Where in a file, for the settings that came from one; a variable or a policy has no lines."""
        if "line" not in shown:
            return ""
        return self.tr("{file}, line {line}. ").format_map(shown) if shown["line"] else f"{shown['file']}: "

    def table(self) -> dict[ProblemId, str]:
        language = QLocale().name()
        if language != self._language:
            self._language = language
            self._sentences = {
                **self._of_settings(),
                **self._of_the_pbx(),
                **self._of_sound(),
                **self._of_calls(),
                **self._of_transfers(),
                **self._of_conversations(),
                **self._of_the_crm(),
                **self._of_wishes(),
                **self._of_records(),
                **self._of_scripts(),
            }
        return self._sentences

    def _of_settings(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.CONFIG_SYNTAX: self.tr("The settings cannot be read. Correct this line."),
            P.CONFIG_UNKNOWN_KEY: self.tr("Unknown setting “{key}”. Accepted: {accepted}."),
            P.CONFIG_WRONG_VALUE: self.tr("“{value}” does not fit the setting “{key}”. Accepted: {accepted}."),
            P.CONFIG_UNWRITABLE: self.tr("The settings file {file} cannot be written. Check that you may change it."),
            P.CONFIG_NOT_UTF8: self.tr("The settings file {file} is not in UTF-8. Save it in UTF-8."),
            P.CONFIG_UNREADABLE: self.tr("The settings file {file} cannot be opened. Check that you may read it."),
            P.CRM_URL_IDLE: self.tr(
                "The CRM is off although “crm.url” is set: “crm.kind” is “none”. Set it to webapi or crm2013."
            ),
            P.SETTING_LOCKED: self.tr("“{key}” is fixed by the administrator ({by}) and cannot be changed here."),
            P.PASSWORD_OF_NOBODY: self.tr("Enter the user name first: the password is kept for it."),
            P.NO_RESTART_IN_CALL: self.tr("End the call first: a restart would end it."),
            P.AUTOSTART_UNWRITABLE: self.tr(
                "Starting with the session could not be set. Check that you may write to the autostart folder."
            ),
            P.HOTKEY_OF_WINDOWS: self.tr("{value} does “{does}” in the desk's windows already. Choose another key."),
            P.HOTKEY_TWICE: self.tr(
                "{key} is set for “{holder}” and for “{idle}”. It does “{holder}”; choose another key in [hotkeys]."
            ),
            P.HOTKEY_TAKEN: self.tr("Keys held by another program: {keys}. Choose others in [hotkeys]."),
            P.KEYRING_UNAVAILABLE: self.tr("The system's password store is locked or absent. Unlock it and try again."),
            P.SIP_PASSWORD_MISSING: self.tr("The telephone's password is not known. Enter it in the settings."),
            P.CRM_PASSWORD_MISSING: self.tr("The CRM password is not known yet. Please sign in."),
        }

    def _of_the_pbx(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.SIP_NOT_CONFIGURED: self.tr("Telephony is not set up. Enter server and extension in the settings."),
            P.PBX_UNREACHABLE: self.tr("The PBX does not answer."),
            P.PBX_PASSWORD_REFUSED: self.tr("The PBX did not accept the password. Check it in the settings."),
            P.PBX_ACCOUNT_UNKNOWN: self.tr("The PBX does not know this extension. Please tell the administrator."),
            P.PBX_REFUSED: self.tr("The PBX refused the registration. Please tell the administrator."),
            P.PBX_CERTIFICATE_UNTRUSTED: self.tr(
                "The PBX's certificate is not trusted. Please tell the administrator."
            ),
            P.PBX_CERTIFICATE_OTHER_NAME: self.tr(
                "The PBX's certificate belongs to another server than {server}. Please tell the administrator."
            ),
            P.PBX_CERTIFICATE_EXPIRED: self.tr(
                "The PBX's certificate is out of date. Check this computer's clock, or tell the administrator."
            ),
            P.PBX_CA_FILE_UNREADABLE: self.tr("The file of trusted certificates {file} cannot be read."),
            P.PBX_TLS_UNAVAILABLE: self.tr(
                "Telephony cannot encrypt on this system. Choose UDP or TCP in the settings."
            ),
            P.ENGINE_RESTARTED: self.tr("Telephony had to be restarted. The desk is connecting again."),
            P.ENGINE_UNAVAILABLE: self.tr("Telephony does not start. Restart the program or tell the administrator."),
        }

    def _of_sound(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.AUDIO_DEVICE_LOST: self.tr("“{device}” has gone. The sound goes on with “{other}”."),
            P.AUDIO_DEVICE_UNUSABLE: self.tr(
                "“{device}” cannot be used. Close other programs that use it, or choose another device."
            ),
            P.AUDIO_NO_MICROPHONE: self.tr("There is no microphone: you cannot be heard. Plug in a headset."),
            P.AUDIO_NO_SPEAKER: self.tr("There is no loudspeaker: you hear nothing. Plug in a headset."),
        }

    def _of_calls(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.CALL_BUSY: self.tr("{number} is busy. Please call again later."),
            P.CALL_REJECTED: self.tr("{number} rejected the call."),
            P.CALL_NO_SUCH_NUMBER: self.tr("There is no number {number}. Please check it."),
            P.CALL_NO_ANSWER: self.tr("{number} does not answer. Please call again later."),
            P.CALL_UNAVAILABLE: self.tr("{number} cannot be reached now. Please call again later."),
            P.CALL_NOT_ALLOWED: self.tr("The PBX does not allow calls to {number}. Please tell the administrator."),
            P.CALL_PBX_FAULT: self.tr("The PBX could not connect the call to {number}. Please try again."),
            P.CALL_FAILED: self.tr("The call to {number} did not come about. Please try again."),
            P.CALL_NOT_ENCRYPTED: self.tr(
                "A call from {number} was refused: it is not encrypted, and it must be. Tell the administrator."
            ),
            P.CALL_LOST: self.tr("The conversation was cut off. You can call back."),
        }

    def _of_transfers(self) -> dict[ProblemId, str]:
        """Whether the caller is back already is said beside them, by what the desk is (:data:`GIVEN_BACK`)."""
        P = ProblemId
        return {
            P.TRANSFER_TARGET_UNAVAILABLE: self.tr("This operator is not available"),
            P.TRANSFER_BUSY: self.tr("{number} is busy."),
            P.TRANSFER_REJECTED: self.tr("{number} did not take the call."),
            P.TRANSFER_UNAVAILABLE: self.tr("{number} cannot be reached."),
            P.TRANSFER_NO_ANSWER: self.tr("{number} does not answer."),
            P.TRANSFER_NO_SUCH_NUMBER: self.tr("There is no number {number}."),
            P.TRANSFER_FAILED: self.tr("The transfer to {number} did not come about."),
            P.TRANSFER_CONSULT_LOST: self.tr("The talk with {number} is over."),
            P.TRANSFER_JOIN_FAILED: self.tr("The PBX did not connect the caller with {number}. Please try once more."),
            P.TRANSFER_NOT_TAKEN: self.tr("The caller's side takes no transfers: {number} was not rung."),
            P.TRANSFER_MAY_STILL_RING: self.tr(
                "A transfer of this kind cannot be stopped: {number} may still ring, and take the caller."
            ),
            P.TRANSFER_PBX_AWAY: self.tr("The PBX does not answer: the transfer to {number} did not come about."),
            P.NOTHING_TO_TRANSFER: self.tr("There is no conversation to transfer."),
            P.TRANSFER_UNDER_WAY: self.tr("A transfer is under way. Wait for it or cancel it first."),
            P.TRANSFER_TO_SELF: self.tr("This is your own number. Choose a colleague."),
            P.TRANSFER_CANNOT_CANCEL: self.tr("It is too late to cancel: the two are being connected."),
            P.CALLER_IS_BACK: self.tr("The caller is with you again. Press once more to end the call with him."),
            P.NO_TRANSFER_PENDING: self.tr("There is no transfer under way."),
        }

    def _of_conversations(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.NO_CONVERSATION: self.tr("This is possible in a conversation only."),
            P.NOT_DIGITS: self.tr("“{digits}” cannot be sent. Only digits, *, # and A to D sound in a call."),
            P.TOO_MANY_DIGITS: self.tr("At most {limit} digits can be sent at once. Send them in parts."),
            P.PBX_AWAY_IN_CALL: self.tr("The PBX does not answer. Hold and transfer are possible once it does."),
            P.HOLD_REFUSED: self.tr("The other side did not agree to this: {what}. Please try again."),
            P.HOLD_ONE_SIDED: self.tr(
                "The other side did not agree to be put on hold. You do not hear each other; the caller hears silence."
            ),
            P.ENGINE_CANNOT: self.tr("This telephony engine cannot do this: {what}."),
        }

    def _keys(self, taken: str) -> str:
        """«Ctrl+Alt+T (Перевести)» for each of ``transfer=Ctrl+Alt+T …``."""
        pairs = (pair.partition("=") for pair in taken.split())
        return ", ".join(f"{key} ({self._key_texts.action(name)})" for name, _, key in pairs)

    def _ability(self, what: str) -> str:
        """A word of the desk's for what an engine or a far end did not do."""
        return {
            "hold": self.tr("putting a call on hold"),
            "resume": self.tr("taking a call off hold"),
            "mute": self.tr("switching the microphone off"),
            "dtmf": self.tr("sending digits"),
            "transfer": self.tr("transferring a call"),
            "srtp": self.tr("encrypting the sound"),
        }.get(what, what)

    def _of_the_crm(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.CRM_UNREACHABLE: self.tr("The CRM does not answer. Calls go on, clients are shown as last known."),
            P.CRM_ADDRESS_WRONG: self.tr("This is no address of a CRM. Copy it from the browser in which you open it."),
            P.CRM_CERTIFICATE_UNTRUSTED: self.tr(
                "The CRM's certificate is not trusted on this computer. Please tell the administrator."
            ),
            P.CRM_NAME_WANTED: self.tr("The CRM asks for a name and a password. Please enter them."),
            P.CRM_SIGN_IN_REFUSED: self.tr(
                "The CRM did not accept your name and password. Calls go on, nothing is lost. Please sign in."
            ),
            P.CRM_SIGN_IN_NEEDED: self.tr("The CRM asks you to sign in. Calls go on, nothing is lost."),
            P.CRM_COMPUTER_REFUSED: self.tr(
                "The CRM did not accept this computer's sign-in. Lock and unlock the computer, then sign in here."
            ),
            P.CRM_SIGN_IN_FAILED: self.tr("The sign-in to the CRM was not completed. Please try again."),
            P.CRM_NO_PERMISSION: self.tr("You lack a right in the CRM: {entity}. Please tell the administrator."),
            P.CRM_BUSY: self.tr("The CRM is busy and asks to wait."),
            P.CRM_FAULT: self.tr("The CRM answered with an error. If it lasts, please tell the administrator."),
            P.CRM_NOT_A_CRM: self.tr("There is no CRM at the configured address. Check it in the settings."),
            P.CRM_UNKNOWN_NAMES: self.tr("The CRM does not know: {names}. Please tell the administrator."),
            P.CRM_SIGN_IN_NOT_SET: self.tr("The CRM wants a sign-in, and none is set. Set crm.auth in the settings."),
            P.CRM_OPERATOR_UNTOLD: self.tr("The CRM does not tell who you are. Set crm.operator in the settings."),
            P.CRM_OPERATOR_UNKNOWN: self.tr("The CRM has no user “{operator}”. Please tell the administrator."),
            P.CRM_WRITE_REFUSED: self.tr("The CRM did not take a record. It is kept here; tell the administrator."),
            P.CRM_WRITE_FORBIDDEN: self.tr(
                "You may not write this in the CRM. It is kept here; please tell the administrator."
            ),
            P.CRM_CHANGED_MEANWHILE: self.tr(
                "Somebody has changed the same in the CRM. Decide whose change is to stand."
            ),
            P.CRM_RECORD_GONE: self.tr(
                "The record is no longer in the CRM. The change is kept here until you delete it."
            ),
            P.CRM_SOAP_CLOSED: self.tr(
                "The CRM has closed its SOAP service. The record is kept here; tell the administrator."
            ),
            P.SYNC_STOPPED: self.tr(
                "Loading from the CRM was stopped before everything was here. What has been read stays; "
                "“Synchronise now” goes on from there."
            ),
        } | self._of_the_copy()

    def _of_the_copy(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.UNSENT_ELSEWHERE: self.tr(
                "{count} changes of another CRM account wait unsent on this computer. They go when it works here again."
            ),
            P.CACHE_FAULT: self.tr("Data cannot be stored on this computer. Please tell the administrator."),
            P.CACHE_DISK_FULL: self.tr(
                "The disk is full. Calls are kept in memory; free some space, do not switch off."
            ),
            P.CACHE_ENCRYPTION_MISSING: self.tr("Encryption of stored data is not installed. Tell the administrator."),
            P.CACHE_KEY_MISSING: self.tr(
                "The keyring has no key for the stored data. Unlock or restore the keyring: {file} stays as it is."
            ),
            P.CACHE_KEY_WRONG: self.tr(
                "The keyring's key does not open the stored data. Restore the keyring: {file} stays as it is."
            ),
        }

    def _records(self, entity: str) -> str:
        """What a right is lacked for; the administrator's own lists share one word."""
        words: dict[str, str] = {
            Entity.CONTACT: self.tr("clients"),
            Entity.ACCOUNT: self.tr("organizations"),
            Entity.CASE: self.tr("cases"),
            Entity.WORKSHEET: self.tr("worksheets"),
            Entity.PHONE_CALL: self.tr("phone calls"),
            Entity.USER: self.tr("employees"),
            Entity.EMPLOYEE_NUMBER: self.tr("the phone directory"),
            Entity.PHONE_DIRECTORY: self.tr("the phone directory"),
        }
        return words.get(entity) or self.tr("the settings of the panel")

    def _of_wishes(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.NOTHING_TO_ACCEPT: self.tr("There is no incoming call to accept."),
            P.NOTHING_TO_END: self.tr("There is no call to end."),
            P.CANNOT_DIAL_NOT_REGISTERED: self.tr("Telephony is not connected. The call is possible once it is."),
            P.CANNOT_DIAL_IN_CALL: self.tr("There is a call already. End it first."),
            P.NOT_A_NUMBER: self.tr("“{number}” is not a telephone number. Please check it."),
            P.NO_NUMBER_COPIED: self.tr("There is no telephone number on the clipboard. Copy one and try again."),
            P.NUMBER_ELSEWHERE: self.tr(
                "“{number}” belongs to another server. Only numbers of this PBX can be called."
            ),
            P.LINK_DAMAGED: self.tr(
                "The link was not opened: it is too long, or holds characters no link has. Enter the number by hand."
            ),
            P.LINK_OTHER_SCHEME: self.tr("The link was not opened: only tel:, sip:, callto: and ctidesk: open here."),
            P.LINK_NOT_A_NUMBER: self.tr(
                "The link was not opened: it holds more than a telephone number, or none. Enter the number by hand."
            ),
            P.LINK_NOT_A_RECORD: self.tr("The link was not opened: it names no record. Find the record by search."),
            P.CALL_OUT_OF_REACH: self.tr(
                "The card is saved. Its call could not be linked, others have come since: please link it in the CRM."
            ),
            P.NO_CALL_TO_LINK: self.tr("There is no call to link yet."),
            P.NO_CALL_TO_NOTE: self.tr("There is no call to write a note on yet."),
            P.NO_SUCH_DISPOSITION: self.tr("“{code}” is not among the result codes. Accepted: {accepted}."),
            P.NOTE_TOO_LONG: self.tr("The note is too long. Shorten it to {limit} characters."),
            P.NOTHING_TO_REDIAL: self.tr("Nobody has been called yet. Enter a number."),
            P.NOT_OFFERED: self.tr("This is not possible just now."),
            P.NO_SUCH_RECORD: self.tr("This record is no longer in the CRM. Synchronise and search again."),
            P.CRM_NO_SIGN_IN: self.tr("This CRM asks for no sign-in."),
            P.CRM_PASSWORD_NOT_KEPT: self.tr(
                "You are signed in for now, but the system's password store is locked or absent. Unlock it."
            ),
            P.CRM_PASSWORD_WANTED: self.tr(
                "The CRM does not accept the password of {account}. Keep the right one with: ctidesk password crm."
            ),
            P.CRM_OFF: self.tr("The CRM is switched off in the settings."),
            P.CRM_HAS_NONE: self.tr("This is not kept in your CRM: {entity}. Nothing was saved."),
            P.NO_BROWSER: self.tr("No browser opened. Open this address yourself: {url}."),
            P.SYNC_NOT_RUNNING: self.tr("There is no synchronisation to stop. “Synchronise now” begins one."),
            P.STATUS_NOT_CHOOSABLE: self.tr("This status is set by the system and cannot be chosen."),
        }

    def _of_records(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.FIELD_UNKNOWN: self.tr("There is no field “{name}” to write. Possible: {accepted}."),
            P.FIELD_MISSING: self.tr("The field “{field}” is empty. Please fill it in."),
            P.FIELD_TOO_LONG: self.tr("The field “{field}” is too long: at most {longest} characters."),
            P.FIELD_NOT_A_NUMBER: self.tr("{field}: “{value}” is not a telephone number. Please check it."),
            P.FIELD_NOT_AN_EMAIL: self.tr("{field}: “{value}” is not an e-mail address. Please check it."),
            P.FIELD_NOT_A_RECORD: self.tr("{field}: “{value}” is no record that may stand here. Choose another one."),
            P.FIELD_NOT_CHOSEN: self.tr("{field}: choose one from the list, or clear the field."),
            P.NOTHING_TO_WRITE: self.tr("Nothing has been changed, so there is nothing to save."),
            P.NO_NUMBER_TO_SAVE: self.tr("The call is linked. It came without a number, so there is none to save."),
            P.NO_FREE_PHONE_FIELD: self.tr(
                "The call is linked, but {name} has no free field for another number. Free one and save it there."
            ),
            P.NO_SUCH_WRITE: self.tr("This change is no longer waiting: it has been sent or deleted."),
            P.WRITE_UNDER_WAY: self.tr("This change is being sent just now. Please wait a moment."),
            P.CHOICE_INCOMPLETE: self.tr("Choose for each of these fields whose value is to stand: {fields}."),
        }

    def _of_scripts(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.VERB_UNKNOWN: self.tr("Unknown command “{verb}”. See: ctidesk ctl --help."),
            P.VERB_USAGE: self.tr("Wrong arguments. Usage: {usage}."),
            P.WAIT_TIMED_OUT: self.tr("“{expression}” did not come true in time."),
            P.FOLDER_UNWRITABLE: self.tr("Nothing can be written to {folder}. Choose another folder."),
            P.BUNDLE_UNDER_WAY: self.tr("Diagnostics are being collected. You can go on working."),
            P.BUNDLE_SAVED: self.tr("The diagnostics are in the file {file}. Nothing was sent anywhere."),
            P.BUNDLE_NOT_SAVED: self.tr("The diagnostics could not be saved to {file}. Free some space and try again."),
            P.HOST_UNKNOWN: self.tr("The network does not know {host}. Check the address, the network and the VPN."),
        }
