"""What the wizard says. Where a sentence of the panel is about a working day, here is another one."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ctidesk.domain.errors import Problem, ProblemId
from ctidesk.domain.first_start import FirstStart, Phase, Standing, Step
from ctidesk.ui.first_start.view import LineView
from ctidesk.ui.texts import Texts


class Words(QObject):
    """In the language that holds when they are asked for: it may change at any moment."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts

    # --- the steps -------------------------------------------------------------------------------------------------

    def step(self, step: Step) -> str:
        return {
            Step.LANGUAGE: self.tr("Language"),
            Step.PBX: self.tr("Telephony"),
            Step.CRM: self.tr("CRM"),
            Step.SOUND: self.tr("Sound"),
            Step.OPERATOR: self.tr("Who am I"),
        }[step]

    def title(self, step: Step) -> str:
        return {
            Step.LANGUAGE: self.tr("Choose the language"),
            Step.PBX: self.tr("Connect the telephone"),
            Step.CRM: self.tr("Connect the CRM"),
            Step.SOUND: self.tr("Check the sound"),
            Step.OPERATOR: self.tr("Check who you are"),
        }[step]

    def purpose(self, step: Step) -> str:
        return {
            Step.LANGUAGE: self.tr("Five short steps, and the desk is ready for calls. You can go back at any time."),
            Step.PBX: self.tr("The server, your extension and its password come from the administrator of the PBX."),
            Step.CRM: self.tr("Copy the address from the browser in which you open the CRM. The rest is found out."),
            Step.SOUND: self.tr("Put the headset on and say something: the bar has to move."),
            Step.OPERATOR: self.tr("This is how the desk will work. “Done” keeps it, and you can take calls at once."),
        }[step]

    def standing(self, standing: Standing) -> str:
        """For the ear, beside a step's name."""
        return {
            Standing.GOOD: self.tr("done"),
            Standing.SKIPPED: self.tr("skipped"),
            Standing.BAD: self.tr("something is wrong"),
            Standing.TRYING: self.tr("being checked"),
            Standing.OPEN: self.tr("not checked yet"),
        }[standing]

    # --- the line under the fields -----------------------------------------------------------------------------------

    def line(self, view: LineView, first: FirstStart) -> str:
        if view.problem:
            return self.sentence(view.problem, view.step)
        if first.keeping:
            return self.tr("Keeping the settings…")
        if view.standing is Standing.TRYING:
            return self._phase(view.phase, view.step, first)
        if view.standing is Standing.SKIPPED:
            return self._skipped(view.step)
        return self._good(view.step, first) if view.standing is Standing.GOOD else self._open(view.step)

    def _phase(self, phase: Phase, step: Step, first: FirstStart) -> str:
        if step is Step.SOUND:
            return self.tr("Looking for microphone and loudspeaker…")
        if first.device:
            told = self.tr("No browser opened. On any device, open {address} and enter the code {code}.")
            return told.format(address=first.device.address, code=first.device.code)
        pbx = step is Step.PBX
        return {
            "name": self.tr("Looking for the server…"),
            "looking": self.tr("Asking the CRM how to sign in…"),
            "asking": self.tr("Registering with the PBX…") if pbx else self.tr("Signing in to the CRM…"),
            "browser": self.tr("Please sign in on the page that has opened in the browser."),
            "reading": self.tr("The CRM has let you in. Reading who you are…"),
        }.get(phase, self.tr("Checking…"))

    def _skipped(self, step: Step) -> str:
        return {
            Step.PBX: self.tr("Without telephony there are no calls. This wizard asks again at the next start."),
            Step.CRM: self.tr("Without the CRM calls come without names, and no record of them is kept there."),
            Step.SOUND: self.tr("The sound has not been checked. Devices can be changed in the menu of the panel."),
        }[step]

    def _good(self, step: Step, first: FirstStart) -> str:
        if step is Step.PBX:
            done = self.tr("The PBX has accepted the extension {number}.")
            return done.format(number=first.answers.username)
        if step is Step.CRM and first.crm:
            return self.tr("The CRM has let you in: {name}.").format(name=first.crm.myself.name or first.crm.url)
        if step is Step.SOUND:
            return self.tr("You can be heard.") if first.heard else self.tr("The devices work. Say something.")
        return ""

    def _open(self, step: Step) -> str:
        if step is Step.CRM:
            return self.tr("“Check” finds out which CRM it is and signs in.")
        if step is Step.PBX:
            return self.tr("“Check” registers once and signs off again.")
        return ""

    # --- what is wrong -----------------------------------------------------------------------------------------------

    def sentence(self, problem: Problem, step: Step) -> str:
        said = self._of_the_pbx() if step is Step.PBX else self._of_the_crm()
        own = {**self._of_both(), **said}.get(problem.id)
        return own.format_map(dict(problem.args)) if own else self._texts.sentence(problem)

    def _of_both(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.KEYRING_UNAVAILABLE: self.tr(
                "The password store of the system is locked or absent. Unlock it and press the button again."
            ),
        }

    def _of_the_pbx(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.PBX_UNREACHABLE: self.tr(
                "No PBX answers at {server}. Check address and port, the connection (UDP, TCP or TLS) and the VPN."
            ),
            P.PBX_PASSWORD_REFUSED: self.tr(
                "The PBX did not accept extension and password. Check the keyboard layout and Caps Lock."
            ),
            P.PBX_ACCOUNT_UNKNOWN: self.tr("The PBX does not know this extension. Check it for slips."),
            P.SIP_PASSWORD_MISSING: self.tr("Please enter the password of the extension."),
        }

    def _of_the_crm(self) -> dict[ProblemId, str]:
        P = ProblemId
        return {
            P.CRM_UNREACHABLE: self.tr("The CRM does not answer. Check the address, the network and the VPN."),
            P.CRM_NOT_A_CRM: self.tr("There is no Dynamics CRM at this address. Copy it from the browser once more."),
            P.CRM_SIGN_IN_REFUSED: self.tr(
                "The CRM did not accept name and password. Check the keyboard layout and Caps Lock."
            ),
            P.CRM_PASSWORD_MISSING: self.tr("Please enter the password for the CRM."),
            P.CRM_COMPUTER_REFUSED: self.tr(
                "The CRM did not accept this computer's sign-in. Enter your name and password."
            ),
            P.CRM_SIGN_IN_NOT_SET: self.tr("The CRM asks for a sign-in. Choose one, or let it be found out."),
            P.CONFIG_WRONG_VALUE: self.tr(
                "This sign-in needs an encrypted connection: the address of the CRM has to begin with https."
            ),
            P.CRM_OPERATOR_UNTOLD: self.tr("The CRM does not tell who you are. Enter your sign-in name or e-mail."),
            P.CRM_OPERATOR_UNKNOWN: self.tr("The CRM has no user “{operator}”. Check the name for slips."),
            P.CRM_UNKNOWN_NAMES: self.tr(
                "You can go on. The CRM lacks some of what the desk looks for, tell the administrator: {names}."
            ),
        }
