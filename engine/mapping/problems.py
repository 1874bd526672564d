"""Why a file or a value can't be read, as codes that a model turns into sentences."""

# code: names of the details
CODES = {
    "empty": (),
    "no_rows": (),
    "too_large": ("limit",),  # MB
    "too_many_rows": ("limit",),
    "too_many_columns": ("limit",),
    "wrong_type": ("type",),
    "old_excel": (),
    "protected": (),
    "damaged": (),
    "bomb": (),
    "no_sheet": (),
    "unknown_sheet": ("sheet",),
    "encoding": ("encoding", "line"),
    "quotes": ("line",),
    "long_value": ("line",),
}


class FileProblem(ValueError):
    """A file that can't be read.

    :param code: one of ``CODES``
    :param details: what the sentence names
    """

    def __init__(self, code: str, **details):
        assert set(details) == set(CODES[code]), code
        super().__init__(code)
        self.code = code
        self.details = details


class ValueProblem(ValueError):
    """A value that can't be brought over: ``code`` says why.

    Codes: ``date``, ``number``, ``phone``, ``expression``, ``argument`` (the transform itself
    can't be used).
    """

    def __init__(self, code: str, value: str = ""):
        super().__init__(code)
        self.code = code
        self.value = value
