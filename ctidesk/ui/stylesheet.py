"""The one stylesheet, generated from the tokens. Sizes of text are set as fonts, never here."""

from __future__ import annotations

from ctidesk.ui.tokens import LIGHT, RADIUS, Palette


def stylesheet(p: Palette) -> str:
    return "\n".join((_windows(p), _buttons(p), _fields(p), _table(p), _menus(p), _balloon()))


def _windows(p: Palette) -> str:
    return f"""
    #panel, #client_search, #contact_card, #account_card, #transfer_form, #sign_in, #unsent, #history,
    #call_card, #case_card, #worksheet_card, #contact_list, #account_list, #call_list, #settings, #first_start {{
        background: {p.surface};
    }}
    #guide {{ background: {p.raised}; }}
    #panel_row {{ background: {p.surface}; border: none; border-bottom: 1px solid {p.line}; }}
    #panel_row[ringing="true"] {{ background: {p.alarm}; border-bottom: 2px solid {p.amber}; }}
    #incoming_notice, #transfer_notice {{
        background: {p.surface}; border: 1px solid {p.line}; border-top: 3px solid {p.amber};
    }}
    #referred {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {RADIUS}px; }}
    #note_line {{ background: {p.surface}; border: 1px solid {p.line}; border-top: 2px solid {p.blue}; }}
    #call_detail {{ background: {p.surface}; border-top: 1px solid {p.line}; }}
    #guide_page {{ color: {p.text}; background: {p.surface}; border: none; border-left: 1px solid {p.line}; }}
    #guide_chapters {{ color: {p.text}; background: transparent; border: none; outline: none; }}
    #guide_chapters::item {{ padding-left: 8px; border-radius: {RADIUS}px; }}
    #guide_chapters::item:hover {{ background: {p.hovered}; }}
    #guide_chapters::item:selected {{ color: {p.text}; background: {p.soft(p.blue)}; }}
    #footer {{ background: {p.raised}; border-top: 1px solid {p.line}; }}
    #first_start_steps {{ background: {p.raised}; border: none; border-right: 1px solid {p.line}; }}
    #check_line {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {RADIUS}px; }}
    #check_line[tone="none"] {{ background: transparent; border-color: transparent; }}
    {_checked(p, "green", p.green)}
    {_checked(p, "amber", p.amber)}
    {_checked(p, "red", p.red)}
    {_checked(p, "blue", p.blue)}
    #unsent_detail {{ background: {p.surface}; border-top: 1px solid {p.line}; }}
    #unsent_page {{ background: {p.surface}; }}
    #card_head {{ background: {p.raised}; border-bottom: 1px solid {p.line}; }}
    #open_strip {{ background: {p.soft(p.blue)}; border: none; border-bottom: 1px solid {p.line}; }}
    QScrollArea {{ background: transparent; border: none; }}
    #card_body, #settings_page {{ background: {p.surface}; }}
    #settings_line {{ background: {p.line}; border: none; }}
    #setting_groups {{ background: {p.surface}; border: none; outline: none; padding: 4px 8px; }}
    #setting_groups::item {{ color: {p.text}; padding: 7px 10px; border: none; border-radius: {RADIUS}px; }}
    #setting_groups::item:hover {{ background: {p.hovered}; }}
    #setting_groups::item:selected {{ color: {p.text}; background: {p.chosen}; }}
    #setting_groups::item:focus {{ border: 2px solid {p.blue}; padding: 5px 8px; }}
    QLabel {{ color: {p.text}; background: transparent; }}
    QLabel[tone="quiet"] {{ color: {p.quiet}; }}
    QLabel[tone="amber"] {{ color: {p.amber}; }}
    QLabel[tone="green"] {{ color: {p.green}; }}
    QLabel[tone="red"] {{ color: {p.red}; }}
    QLabel[tone="blue"] {{ color: {p.blue}; }}
    #keypad {{ background: {p.surface}; border: 1px solid {p.strong_line}; }}
    #keypad QPushButton {{ min-height: 38px; }}
    QLabel[tag="true"] {{
        color: {p.quiet}; background: {p.surface}; border: 1px solid {p.line}; border-radius: 9px; padding: 1px 8px;
    }}
    QToolTip {{ color: {p.text}; background: {p.raised}; border: 1px solid {p.line}; padding: 4px 6px; }}
    {_message(p, "info", p.raised)}
    {_message(p, "action", p.soft(p.blue))}
    {_message(p, "warning", p.soft(p.amber))}
    {_message(p, "error", p.soft(p.red))}
    """


def _balloon() -> str:
    """Qt's own, where an old tray shows our words: light yellow, whatever the theme."""
    return f"""
    QBalloonTip QLabel {{ color: {LIGHT.text}; }}
    QBalloonTip QPushButton {{ background: transparent; border: none; padding: 0; min-height: 18px; }}
    """


def _message(p: Palette, level: str, ground: str) -> str:
    return (
        f'#message_line[level="{level}"] {{ background: {ground}; border: none; border-bottom: 1px solid {p.line}; }}'
    )


def _checked(p: Palette, tone: str, colour: str) -> str:
    return f'#check_line[tone="{tone}"] {{ background: {p.soft(colour)}; border-color: {colour}; }}'


def _buttons(p: Palette) -> str:
    focus = f"border: 2px solid {p.blue}; padding: 0 8px;"
    return f"""
    QPushButton {{
        color: {p.text}; background: {p.raised}; border: 1px solid {p.line}; border-radius: {RADIUS}px;
        padding: 0 9px; min-height: 30px;
    }}
    QPushButton:hover {{ background: {p.hovered}; border-color: {p.strong_line}; }}
    QPushButton:pressed {{ background: {p.pressed}; }}
    QPushButton:checked {{ color: {p.blue}; background: {p.soft(p.blue)}; border-color: {p.blue}; }}
    QPushButton:disabled {{ color: {p.disabled}; background: transparent; border-color: {p.line}; }}
    QPushButton[fill="flat"]:disabled {{ border-color: transparent; }}
    {_filled("green", p.green, p)}
    {_filled("red", p.red, p)}
    {_filled("blue", p.blue, p)}
    QPushButton:focus {{ {focus} }}
    QPushButton[low="true"] {{ min-height: 22px; }}
    QPushButton[link="true"] {{
        color: {p.blue}; background: transparent; border: 1px solid transparent; padding: 0 7px 0 0;
        min-height: 26px; text-align: left;
    }}
    QPushButton[link="true"][low="true"] {{ min-height: 18px; }}
    QPushButton[link="true"]:hover {{ background: {p.soft(p.blue)}; }}
    QPushButton[link="true"]:focus {{ border: 2px solid {p.blue}; padding: 0 6px 0 0; }}
    QPushButton[link="true"]:disabled {{ color: {p.text}; background: transparent; }}
    QToolButton {{
        color: {p.text}; background: transparent; border: 2px solid transparent; border-radius: {RADIUS}px; padding: 0;
    }}
    QToolButton:hover {{ background: {p.hovered}; }}
    QToolButton:pressed {{ background: {p.pressed}; }}
    {_held("amber", p.amber, p)}
    {_held("red", p.red, p)}
    {_held("blue", p.blue, p)}
    QToolButton:focus {{ border-color: {p.blue}; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    """


def _held(tone: str, colour: str, p: Palette) -> str:
    """A key of the conversation whose state holds now."""
    which = f'QToolButton[tone="{tone}"]:checked'
    return f"{which} {{ background: {p.soft(colour)}; border: 1px solid {colour}; }}"


def _filled(kind: str, colour: str, p: Palette) -> str:
    which = f'QPushButton[fill="{kind}"]'
    return f"""
    {which} {{ color: {p.on_fill}; background: {colour}; border-color: {colour}; }}
    {which}:hover, {which}:pressed {{ background: {p.hover(colour)}; border-color: {p.hover(colour)}; }}
    {which}:disabled {{ color: {p.disabled}; background: {p.raised}; border-color: {p.line}; }}
    {which}:focus {{ border: 2px solid {p.text}; }}
    """


def _fields(p: Palette) -> str:
    return f"""
    QLineEdit {{
        color: {p.text}; background: {p.surface}; border: 1px solid {p.strong_line}; border-radius: {RADIUS}px;
        padding: 0 8px; min-height: 30px; selection-background-color: {p.blue}; selection-color: {p.on_fill};
    }}
    QLineEdit:focus {{ border: 2px solid {p.blue}; padding: 0 7px; min-height: 28px; }}
    QLineEdit:disabled {{ color: {p.disabled}; background: {p.raised}; border-color: {p.line}; }}
    QLineEdit[wrong="true"] {{ border-color: {p.red}; }}
    QPlainTextEdit {{
        color: {p.text}; background: {p.surface}; border: 1px solid {p.strong_line}; border-radius: {RADIUS}px;
        padding: 0 3px; selection-background-color: {p.blue}; selection-color: {p.on_fill};
    }}
    QPlainTextEdit:focus {{ border: 2px solid {p.blue}; padding: 0 2px; }}
    QPlainTextEdit:disabled {{ color: {p.disabled}; background: {p.raised}; border-color: {p.line}; }}
    QPlainTextEdit[wrong="true"] {{ border-color: {p.red}; }}
    QTextEdit[reading="true"] {{
        color: {p.text}; background: transparent; border: none; padding: 0;
        selection-background-color: {p.blue}; selection-color: {p.on_fill};
    }}
    #candidates {{ background: {p.surface}; border: 1px solid {p.strong_line}; border-radius: 4px; }}
    #candidates QListView {{ background: transparent; border: none; outline: none; }}
    #missed {{ color: {p.red}; padding: 0 6px; }}
    QComboBox {{
        color: {p.text}; background: {p.surface}; border: 1px solid {p.strong_line}; border-radius: {RADIUS}px;
        padding: 0 8px; min-height: 30px;
    }}
    QComboBox:focus {{ border: 2px solid {p.blue}; padding: 0 7px; min-height: 28px; }}
    QComboBox:disabled {{ color: {p.disabled}; background: {p.raised}; border-color: {p.line}; }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox QAbstractItemView {{
        color: {p.text}; background: {p.surface}; border: 1px solid {p.line}; outline: none;
        selection-background-color: {p.hovered}; selection-color: {p.text};
    }}
    QCheckBox {{ color: {p.text}; spacing: 8px; }}
    QCheckBox::indicator {{
        width: 16px; height: 16px; background: {p.surface}; border: 1px solid {p.strong_line}; border-radius: 4px;
    }}
    QCheckBox::indicator:hover {{ background: {p.hovered}; }}
    QCheckBox::indicator:checked {{ background: {p.blue}; border-color: {p.blue}; }}
    QRadioButton {{ color: {p.text}; spacing: 8px; min-height: 28px; }}
    QRadioButton::indicator {{
        width: 14px; height: 14px; background: {p.surface}; border: 1px solid {p.strong_line}; border-radius: 8px;
    }}
    QRadioButton::indicator:hover {{ background: {p.hovered}; }}
    QRadioButton::indicator:checked {{ background: {p.surface}; border: 5px solid {p.blue}; width: 6px; height: 6px; }}
    QRadioButton:focus {{ color: {p.blue}; }}
    QCheckBox:focus {{ color: {p.blue}; }}
    QRadioButton:disabled, QCheckBox:disabled {{ color: {p.disabled}; }}
    #folded_field {{ background: {p.surface}; border: 1px solid {p.line}; border-radius: {RADIUS}px; }}
    """


def _table(p: Palette) -> str:
    return f"""
    QTableView, QTreeView {{ background: {p.surface}; border: none; outline: none; }}
    QHeaderView {{ background: {p.surface}; border: none; }}
    QHeaderView::section {{
        color: {p.quiet}; background: {p.surface}; border: none; border-bottom: 1px solid {p.line}; padding: 0 8px;
    }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {p.line}; border-radius: 3px; min-height: 32px; margin: 2px; }}
    QScrollBar::handle:vertical:hover {{ background: {p.strong_line}; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {p.line}; border-radius: 3px; min-width: 32px; margin: 2px; }}
    QScrollBar::handle:horizontal:hover {{ background: {p.strong_line}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _menus(p: Palette) -> str:
    return f"""
    QMenu {{ color: {p.text}; background: {p.surface}; border: 1px solid {p.line}; padding: 4px; }}
    QMenu::item {{ padding: 6px 24px 6px 8px; border-radius: 4px; min-height: 18px; }}
    QMenu::item:checked {{ background: {p.chosen}; }}
    QMenu::item:selected {{ background: {p.hovered}; }}
    QMenu::item:disabled {{ color: {p.disabled}; }}
    QMenu::icon {{ padding-left: 6px; }}
    QMenu::separator {{ height: 1px; background: {p.line}; margin: 4px 8px; }}
    """
