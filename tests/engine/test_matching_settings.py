"""Settings: JSON there and back, every wrong value refused with its place."""

import json

import pytest
from customer_master.engine.matching.settings import (
    SettingsError,
    default_settings,
    settings_from_json,
    settings_from_text,
)


def test_there_and_back():
    settings = default_settings()
    assert settings_from_text(settings.to_text()) == settings
    assert settings_from_json({}) == settings
    own = settings_from_json(
        {
            "extras": [{"name": "ref", "how": "fuzzy"}],
            "off": ["birthdate"],
            "suggest": 2,
            "certain": 9,
            "cap": 30,
            "weights": {"extra0": {"equal": [4, 3, 0]}},
        }
    )
    assert settings_from_json(json.loads(own.to_text())) == own
    assert own.weights["extra0"]["equal"].stranger == 4


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "settings"),
        ({"version": 99}, "version"),
        ({"wat": 1}, "wat"),
        ({"suggest": "0"}, "suggest"),
        ({"suggest": True}, "suggest"),
        ({"suggest": float("nan")}, "suggest"),
        ({"suggest": 5, "certain": 4}, "certain"),
        ({"cap": 1}, "cap"),
        ({"cap": 2.5}, "cap"),
        ({"base": [1]}, "base"),
        ({"off": ["shoe"]}, "off"),
        ({"vetoes": "kind"}, "vetoes"),
        ({"extras": [{"name": ""}]}, "extras[0]"),
        ({"extras": [{"name": "a"}, {"name": "a"}]}, "extras[1]"),
        ({"extras": [{"name": "a", "how": "sound"}]}, "extras[0]"),
        ({"weights": {"shoe": {}}}, "weights.shoe"),
        ({"weights": {"phone": {"loud": [1, 1, 1]}}}, "weights.phone.loud"),
        ({"weights": {"phone": {"equal": [1, 1]}}}, "weights.phone.equal"),
        ({"weights": {"phone": {"equal": [1, 1, 1e9]}}}, "weights.phone.equal"),
    ],
)
def test_wrong_values_are_refused(data, path):
    with pytest.raises(SettingsError) as error:
        settings_from_json(data)
    assert error.value.path == path


def test_no_json():
    with pytest.raises(SettingsError):
        settings_from_text("{")
