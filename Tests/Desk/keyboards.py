"""Keyboards of three countries, and a scanner that types on them."""

from __future__ import annotations

# The names of the keys (UI Events KeyboardEvent code values), in the order of the layouts below.
CODES = (
    "Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal "
    "KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight "
    "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backslash "
    "IntlBackslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash Space"
).split()


class Layout:
    """What the keys mean without and with shift, as in xkeyboard-config; ◌ is a dead key."""

    def __init__(self, plain: str, shifted: str) -> None:
        self.plain, self.shifted = plain + " ", shifted + " "
        assert len(self.plain) == len(self.shifted) == len(CODES)

    def keys(self, text: str) -> list[tuple[int, bool]]:
        """The keys, with shift or without, that a scanner of this country presses."""
        return [
            (self.plain.index(character), False) if character in self.plain else (self.shifted.index(character), True)
            for character in text
        ]


US = Layout(r"`1234567890-=qwertyuiop[]asdfghjkl;'\<zxcvbnm,./", '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|>ZXCVBNM<>?')
GERMANY = Layout("◌1234567890ß◌qwertzuiopü+asdfghjklöä#<yxcvbnm,.-", "°!\"§$%&/()=?◌QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_")
FRANCE = Layout("²&é\"'(-è_çà)=azertyuiop◌$qsdfghjklmù*<wxcvbn,;:!", "~1234567890°+AZERTYUIOP◌£QSDFGHJKLM%µ>WXCVBN?./§")


def typed(text: str, scanner: Layout, computer: Layout) -> list[dict]:
    """Parameters of Input.dispatchKeyEvent for what a scanner types; the computer looks up what its keys mean."""
    events = []
    for key, shift in scanner.keys(text):
        character = (computer.shifted if shift else computer.plain)[key]
        is_dead = character == "◌"
        event = {"code": CODES[key], "key": "Dead" if is_dead else character, "modifiers": 8 if shift else 0}
        events.append({"type": "keyDown", **event, **({} if is_dead else {"text": character})})
        events.append({"type": "keyUp", **event})
    enter = {"code": "Enter", "key": "Enter", "windowsVirtualKeyCode": 13}
    return [*events, {"type": "keyDown", **enter, "text": "\r"}, {"type": "keyUp", **enter}]
