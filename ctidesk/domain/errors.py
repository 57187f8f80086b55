"""What can go wrong, as identifiers with arguments.

No wording lives here: ``ui/texts.py`` turns a :class:`Problem` into a sentence that says what happened and what
to do. A detail (a SIP code, an HTTP status) travels in ``detail`` for the tooltip and the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ProblemId(StrEnum):
    """Every message that the desk can give; the table of sentences in ``ui/texts.py`` covers each."""

    # settings
    CONFIG_SYNTAX = "config_syntax"
    CONFIG_UNKNOWN_KEY = "config_unknown_key"
    CONFIG_WRONG_VALUE = "config_wrong_value"
    CONFIG_NOT_UTF8 = "config_not_utf8"
    CONFIG_UNREADABLE = "config_unreadable"
    CONFIG_UNWRITABLE = "config_unwritable"
    CRM_URL_IDLE = "crm_url_idle"
    SETTING_LOCKED = "setting_locked"
    PASSWORD_OF_NOBODY = "password_of_nobody"
    NO_RESTART_IN_CALL = "no_restart_in_call"
    HOTKEY_TWICE = "hotkey_twice"
    HOTKEY_OF_WINDOWS = "hotkey_of_windows"
    HOTKEY_TAKEN = "hotkey_taken"
    AUTOSTART_UNWRITABLE = "autostart_unwritable"
    # secrets
    KEYRING_UNAVAILABLE = "keyring_unavailable"
    SIP_PASSWORD_MISSING = "sip_password_missing"
    CRM_PASSWORD_MISSING = "crm_password_missing"
    # PBX
    SIP_NOT_CONFIGURED = "sip_not_configured"
    PBX_UNREACHABLE = "pbx_unreachable"
    PBX_PASSWORD_REFUSED = "pbx_password_refused"
    PBX_ACCOUNT_UNKNOWN = "pbx_account_unknown"
    PBX_REFUSED = "pbx_refused"
    PBX_CERTIFICATE_UNTRUSTED = "pbx_certificate_untrusted"
    PBX_CERTIFICATE_OTHER_NAME = "pbx_certificate_other_name"
    PBX_CERTIFICATE_EXPIRED = "pbx_certificate_expired"
    PBX_CA_FILE_UNREADABLE = "pbx_ca_file_unreadable"
    PBX_TLS_UNAVAILABLE = "pbx_tls_unavailable"
    ENGINE_RESTARTED = "engine_restarted"
    ENGINE_UNAVAILABLE = "engine_unavailable"
    # sound
    AUDIO_DEVICE_LOST = "audio_device_lost"
    AUDIO_DEVICE_UNUSABLE = "audio_device_unusable"
    AUDIO_NO_MICROPHONE = "audio_no_microphone"
    AUDIO_NO_SPEAKER = "audio_no_speaker"
    # outgoing calls
    CALL_BUSY = "call_busy"
    CALL_REJECTED = "call_rejected"
    CALL_NO_SUCH_NUMBER = "call_no_such_number"
    CALL_NO_ANSWER = "call_no_answer"
    CALL_UNAVAILABLE = "call_unavailable"
    CALL_NOT_ALLOWED = "call_not_allowed"
    CALL_PBX_FAULT = "call_pbx_fault"
    CALL_FAILED = "call_failed"
    CALL_NOT_ENCRYPTED = "call_not_encrypted"
    CALL_LOST = "call_lost"
    # transfers
    TRANSFER_TARGET_UNAVAILABLE = "transfer_target_unavailable"
    TRANSFER_BUSY = "transfer_busy"
    TRANSFER_REJECTED = "transfer_rejected"
    TRANSFER_UNAVAILABLE = "transfer_unavailable"
    TRANSFER_NO_ANSWER = "transfer_no_answer"
    TRANSFER_NO_SUCH_NUMBER = "transfer_no_such_number"
    TRANSFER_FAILED = "transfer_failed"
    TRANSFER_CONSULT_LOST = "transfer_consult_lost"
    TRANSFER_NOT_TAKEN = "transfer_not_taken"
    TRANSFER_MAY_STILL_RING = "transfer_may_still_ring"
    TRANSFER_PBX_AWAY = "transfer_pbx_away"
    TRANSFER_JOIN_FAILED = "transfer_join_failed"
    # CRM
    CRM_UNREACHABLE = "crm_unreachable"
    CRM_ADDRESS_WRONG = "crm_address_wrong"
    CRM_CERTIFICATE_UNTRUSTED = "crm_certificate_untrusted"
    CRM_NAME_WANTED = "crm_name_wanted"
    CRM_SIGN_IN_REFUSED = "crm_sign_in_refused"
    CRM_SIGN_IN_NEEDED = "crm_sign_in_needed"
    CRM_SIGN_IN_NOT_SET = "crm_sign_in_not_set"
    CRM_COMPUTER_REFUSED = "crm_computer_refused"
    CRM_SIGN_IN_FAILED = "crm_sign_in_failed"
    CRM_NO_PERMISSION = "crm_no_permission"
    CRM_BUSY = "crm_busy"
    CRM_FAULT = "crm_fault"
    CRM_NOT_A_CRM = "crm_not_a_crm"
    CRM_UNKNOWN_NAMES = "crm_unknown_names"
    CRM_OPERATOR_UNKNOWN = "crm_operator_unknown"
    CRM_OPERATOR_UNTOLD = "crm_operator_untold"
    CRM_WRITE_REFUSED = "crm_write_refused"
    CRM_CHANGED_MEANWHILE = "crm_changed_meanwhile"
    CRM_RECORD_GONE = "crm_record_gone"
    CRM_WRITE_FORBIDDEN = "crm_write_forbidden"
    CRM_SOAP_CLOSED = "crm_soap_closed"
    SYNC_STOPPED = "sync_stopped"
    UNSENT_ELSEWHERE = "unsent_elsewhere"
    CACHE_FAULT = "cache_fault"
    CACHE_DISK_FULL = "cache_disk_full"
    CACHE_ENCRYPTION_MISSING = "cache_encryption_missing"
    CACHE_KEY_MISSING = "cache_key_missing"
    CACHE_KEY_WRONG = "cache_key_wrong"
    # what the operator asked for and cannot have now
    NOTHING_TO_ACCEPT = "nothing_to_accept"
    NOTHING_TO_END = "nothing_to_end"
    CANNOT_DIAL_NOT_REGISTERED = "cannot_dial_not_registered"
    CANNOT_DIAL_IN_CALL = "cannot_dial_in_call"
    NOT_A_NUMBER = "not_a_number"
    NO_NUMBER_COPIED = "no_number_copied"
    NUMBER_ELSEWHERE = "number_elsewhere"
    LINK_DAMAGED = "link_damaged"
    LINK_OTHER_SCHEME = "link_other_scheme"
    LINK_NOT_A_NUMBER = "link_not_a_number"
    LINK_NOT_A_RECORD = "link_not_a_record"
    NO_CONVERSATION = "no_conversation"
    NOTHING_TO_TRANSFER = "nothing_to_transfer"
    TRANSFER_UNDER_WAY = "transfer_under_way"
    TRANSFER_TO_SELF = "transfer_to_self"
    TRANSFER_CANNOT_CANCEL = "transfer_cannot_cancel"
    CALLER_IS_BACK = "caller_is_back"
    NO_TRANSFER_PENDING = "no_transfer_pending"
    NOT_DIGITS = "not_digits"
    TOO_MANY_DIGITS = "too_many_digits"
    PBX_AWAY_IN_CALL = "pbx_away_in_call"
    HOLD_REFUSED = "hold_refused"
    HOLD_ONE_SIDED = "hold_one_sided"
    ENGINE_CANNOT = "engine_cannot"
    NO_CALL_TO_LINK = "no_call_to_link"
    CALL_OUT_OF_REACH = "call_out_of_reach"
    NO_CALL_TO_NOTE = "no_call_to_note"
    NO_SUCH_DISPOSITION = "no_such_disposition"
    NOTE_TOO_LONG = "note_too_long"
    NOTHING_TO_REDIAL = "nothing_to_redial"
    NOT_OFFERED = "not_offered"
    NO_SUCH_RECORD = "no_such_record"
    NO_SUCH_WRITE = "no_such_write"
    WRITE_UNDER_WAY = "write_under_way"
    CHOICE_INCOMPLETE = "choice_incomplete"
    NO_NUMBER_TO_SAVE = "no_number_to_save"
    NO_FREE_PHONE_FIELD = "no_free_phone_field"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_MISSING = "field_missing"
    FIELD_TOO_LONG = "field_too_long"
    FIELD_NOT_A_NUMBER = "field_not_a_number"
    FIELD_NOT_AN_EMAIL = "field_not_an_email"
    FIELD_NOT_A_RECORD = "field_not_a_record"
    FIELD_NOT_CHOSEN = "field_not_chosen"
    NOTHING_TO_WRITE = "nothing_to_write"
    CRM_OFF = "crm_off"
    CRM_HAS_NONE = "crm_has_none"
    NO_BROWSER = "no_browser"
    SYNC_NOT_RUNNING = "sync_not_running"
    CRM_NO_SIGN_IN = "crm_no_sign_in"
    CRM_PASSWORD_NOT_KEPT = "crm_password_not_kept"
    CRM_PASSWORD_WANTED = "crm_password_wanted"
    STATUS_NOT_CHOOSABLE = "status_not_choosable"
    # control socket
    VERB_UNKNOWN = "verb_unknown"
    VERB_USAGE = "verb_usage"
    WAIT_TIMED_OUT = "wait_timed_out"
    FOLDER_UNWRITABLE = "folder_unwritable"
    # the doctor
    HOST_UNKNOWN = "host_unknown"
    BUNDLE_UNDER_WAY = "bundle_under_way"
    BUNDLE_SAVED = "bundle_saved"
    BUNDLE_NOT_SAVED = "bundle_not_saved"


GIVEN_BACK = frozenset(
    {
        ProblemId.TRANSFER_BUSY,
        ProblemId.TRANSFER_REJECTED,
        ProblemId.TRANSFER_UNAVAILABLE,
        ProblemId.TRANSFER_NO_ANSWER,
        ProblemId.TRANSFER_NO_SUCH_NUMBER,
        ProblemId.TRANSFER_FAILED,
        ProblemId.TRANSFER_CONSULT_LOST,
        ProblemId.TRANSFER_NOT_TAKEN,
        ProblemId.TRANSFER_MAY_STILL_RING,
        ProblemId.TRANSFER_PBX_AWAY,
        ProblemId.TRANSFER_JOIN_FAILED,
    }
)
"""Why a transfer came to nothing: the caller is given back to the first operator."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong: an identifier, the arguments of its sentence, and a technical detail.

    ``args`` maps placeholder names to values that may be shown to the operator (never a secret).
    """

    id: ProblemId
    args: tuple[tuple[str, str], ...] = ()
    detail: str = ""

    @classmethod
    def of(cls, id: ProblemId, detail: str = "", **args: object) -> Problem:
        return cls(id, tuple((name, str(value)) for name, value in args.items()), detail)


class DeskError(Exception):
    """Something asked for was not done; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.id}: {problem.detail}" if problem.detail else str(problem.id))
        self.problem = problem


class Refused(DeskError):
    """An intent that is not legal in the present state of the desk."""


class SettingsError(DeskError):
    """A configuration that cannot be used."""


class SecretMissing(DeskError):
    """A password that neither the keyring nor the environment holds."""


class CrmError(DeskError):
    """The CRM did not do what was asked."""


class CrmUnavailable(CrmError):
    """The CRM cannot be reached or is overloaded; worth another try after ``retry_after_s`` (``None``: back-off)."""

    def __init__(self, problem: Problem, retry_after_s: float | None = None) -> None:
        super().__init__(problem)
        self.retry_after_s = retry_after_s


class CrmUnauthorized(CrmError):
    """The CRM did not accept the sign-in (401)."""


class CrmForbidden(CrmError):
    """The CRM's user lacks a right (403)."""


class CrmRefused(CrmError):
    """The CRM will never accept this request (400, 404 and their like); trying again changes nothing."""


class CrmMarkExpired(CrmRefused):
    """The CRM no longer knows since when changes were asked for (410, 0x80044352): everything must be read again."""


class CrmConflict(CrmError):
    """The precondition of a conditional write failed (412): the record exists, or has been changed, or is gone.

    ``theirs``: what the edited fields hold now in the CRM, where somebody else has changed them.
    """

    def __init__(self, problem: Problem, theirs: Mapping[str, str | int | bool | None] | None = None) -> None:
        super().__init__(problem)
        self.theirs = dict(theirs or {})
