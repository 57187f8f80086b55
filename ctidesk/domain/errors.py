"""What can go wrong, as identifiers with arguments.

No wording lives here: ``ui/texts.py`` turns a :class:`Problem` into a sentence that says what happened and what
to do. A detail (a SIP code, an HTTP status) travels in ``detail`` for the tooltip and the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemId(StrEnum):
    """Every message that the desk can give; the table of sentences in ``ui/texts.py`` covers each."""

    # settings
    CONFIG_SYNTAX = "config_syntax"
    CONFIG_UNKNOWN_KEY = "config_unknown_key"
    CONFIG_WRONG_VALUE = "config_wrong_value"
    CONFIG_UNREADABLE = "config_unreadable"
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
    ENGINE_RESTARTED = "engine_restarted"
    ENGINE_UNAVAILABLE = "engine_unavailable"
    # outgoing calls
    CALL_BUSY = "call_busy"
    CALL_REJECTED = "call_rejected"
    CALL_NO_SUCH_NUMBER = "call_no_such_number"
    CALL_NO_ANSWER = "call_no_answer"
    CALL_UNAVAILABLE = "call_unavailable"
    CALL_NOT_ALLOWED = "call_not_allowed"
    CALL_PBX_FAULT = "call_pbx_fault"
    CALL_FAILED = "call_failed"
    CALL_LOST = "call_lost"
    # CRM
    CRM_UNREACHABLE = "crm_unreachable"
    CRM_SIGN_IN_REFUSED = "crm_sign_in_refused"
    CRM_NO_PERMISSION = "crm_no_permission"
    CRM_BUSY = "crm_busy"
    CRM_FAULT = "crm_fault"
    CRM_NOT_A_CRM = "crm_not_a_crm"
    CRM_UNKNOWN_NAMES = "crm_unknown_names"
    CRM_OPERATOR_UNKNOWN = "crm_operator_unknown"
    CRM_WRITE_REFUSED = "crm_write_refused"
    CACHE_FAULT = "cache_fault"
    # what the operator asked for and cannot have now
    NOTHING_TO_ACCEPT = "nothing_to_accept"
    NOTHING_TO_END = "nothing_to_end"
    CANNOT_DIAL_NOT_REGISTERED = "cannot_dial_not_registered"
    CANNOT_DIAL_IN_CALL = "cannot_dial_in_call"
    NOT_A_NUMBER = "not_a_number"
    NO_CALL_TO_LINK = "no_call_to_link"
    NOT_OFFERED = "not_offered"
    NO_SUCH_RECORD = "no_such_record"
    CRM_OFF = "crm_off"
    STATUS_NOT_CHOOSABLE = "status_not_choosable"
    # control socket
    VERB_UNKNOWN = "verb_unknown"
    VERB_USAGE = "verb_usage"
    WAIT_TIMED_OUT = "wait_timed_out"
    FOLDER_UNWRITABLE = "folder_unwritable"


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


class CrmConflict(CrmError):
    """The precondition of a conditional write failed (412): the record exists, or has been changed, or is gone."""
