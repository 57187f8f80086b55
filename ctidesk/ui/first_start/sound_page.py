"""«Звук»: which devices, how loud the microphone is, and what the ringing sounds like."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ctidesk.domain.first_start import Sounding
from ctidesk.domain.intents import AnswerFirst, TrySound
from ctidesk.ui.first_start.caption import Caption
from ctidesk.ui.first_start.level_meter import LevelMeter
from ctidesk.ui.first_start.parts import captioned, choice, first_of, show_choices
from ctidesk.ui.first_start.view import FirstStartView
from ctidesk.ui.icons import icon
from ctidesk.ui.tokens import STEP, Palette


class SoundPage(QWidget):
    intent = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.boxes = {name: choice(palette, self, partial(self._answer, name)) for name in ("input", "output", "ring")}
        self.captions = {name: Caption(palette, box, self) for name, box in self.boxes.items()}
        self.meter = LevelMeter(palette, self)
        self.ring = self._button("ring", "bell", palette)
        self.echo = self._button("echo", "microphone", palette)
        self._arrange()
        self.say()

    def say(self) -> None:
        for name, words in (
            ("input", self.tr("Microphone")),
            ("output", self.tr("Speaker")),
            ("ring", self.tr("Ringing", "device")),
        ):
            self.captions[name].say(words)
        self.meter.setAccessibleName(self.tr("Loudness of the microphone"))
        self.ring.setText(self.tr("Play the ring tone"))
        self.echo.setText(self.tr("Hear myself"))
        for button in (self.ring, self.echo):
            button.setAccessibleName(button.text())

    def show_view(self, view: FirstStartView) -> None:
        answers, audio = view.first.answers, view.audio
        used = {"input": audio.input, "output": audio.output, "ring": audio.ring}
        for name, box in self.boxes.items():
            names = audio.inputs if name == "input" else audio.outputs
            show_choices(box, self._devices(names, used[name]), getattr(answers, name))
            self.captions[name].show_fixed(view.first.fixed.get(name))
        self.meter.show_level(view.first.level)
        self.ring.setChecked(view.first.sounding == "ring")
        self.echo.setChecked(view.first.sounding == "echo")
        self.ring.setEnabled(bool(audio.outputs))
        self.echo.setEnabled(bool(audio.outputs and audio.inputs))

    @property
    def first_field(self) -> QWidget | None:
        return first_of([*self.boxes.values()])

    def field(self, name: str) -> QWidget | None:
        return self.boxes.get(name)

    def password(self) -> str:
        return ""

    def _devices(self, names: tuple[str, ...], used: str) -> list[tuple[str, str]]:
        system = self.tr("As in the system")
        first = ("default", f"{system}: {used}" if used else system)
        return [first, *((name, name) for name in names if name != "default")]

    def _answer(self, name: str, value: str) -> None:
        self.intent.emit(AnswerFirst(name, value))

    def _button(self, sounding: Sounding, drawing: str, palette: Palette) -> QPushButton:
        button = QPushButton(icon(drawing, palette.text, palette.disabled), "", self)
        button.setCheckable(True)
        button.clicked.connect(lambda on: self.intent.emit(TrySound(sounding if on else "")))
        return button

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * STEP)
        microphone = captioned(self.captions["input"], self.boxes["input"])
        microphone.addSpacing(STEP)
        microphone.addWidget(self.meter)
        column.addLayout(microphone)
        for name in ("output", "ring"):
            column.addLayout(captioned(self.captions[name], self.boxes[name]))
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self.ring)
        buttons.addWidget(self.echo)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
