"""What a keeper of keys raises; the room's doors make sentences of it."""


class WrongSecret(Exception):
    """The secret, PIN or password is wrong: the try counts."""


class Refused(Exception):
    """A key cannot be used or registered, and not for a wrong secret: `code` of its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params
