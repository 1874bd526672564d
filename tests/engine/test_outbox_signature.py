"""Signatures of Standard Webhooks, against vectors and properties; the reference library judges
them in ``tests/test_outbox_receiver.py``."""

import pytest
from customer_master.engine.outbox import Refused, is_secret, new_secret, sign, verify

# the example of the specification and of its libraries
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
STAMP = 1614265330
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_vector_of_the_specification():
    assert sign(ID, STAMP, BODY, [SECRET])["webhook-signature"] == SIGNATURE


def test_header_names_in_any_case_and_several_signatures():
    old, new = new_secret(), new_secret()
    headers = {k.upper(): v for k, v in sign(ID, STAMP, BODY, [new, old]).items()}
    for known in ([old], [new], [new_secret(), old]):
        assert verify(headers, BODY, known, STAMP) == ID


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"webhook-id": "msg_other"}, "signature"),
        ({"webhook-id": ""}, "missing"),
        ({"webhook-timestamp": str(STAMP + 1)}, "signature"),
        ({"webhook-timestamp": "1_614_265_330"}, "timestamp"),
        ({"webhook-timestamp": "-1"}, "timestamp"),
        ({"webhook-timestamp": "١٦١٤٢٦٥٣٣٠"}, "timestamp"),
        ({"webhook-timestamp": str(STAMP - 301)}, "old"),
        ({"webhook-timestamp": str(STAMP + 301)}, "early"),
        ({"webhook-signature": ""}, "signature"),
        ({"webhook-signature": SIGNATURE.replace("v1,", "v1a,")}, "signature"),
        ({"webhook-signature": SIGNATURE.removeprefix("v1,")}, "signature"),
        ({"webhook-signature": "v1,é"}, "signature"),
    ],
)
def test_refused(changed, code):
    headers = {**sign(ID, STAMP, BODY, [SECRET]), **changed}
    with pytest.raises(Refused) as refused:
        verify(headers, BODY, [SECRET], STAMP)
    assert refused.value.code == code


def test_other_body_or_secret_refused():
    headers = sign(ID, STAMP, BODY, [SECRET])
    for body, keys in ((BODY + b" ", [SECRET]), (BODY, [new_secret()]), (BODY, [])):
        with pytest.raises(Refused, match="signature"):
            verify(headers, body, keys, STAMP)
    del headers["webhook-signature"]
    with pytest.raises(Refused, match="missing"):
        verify(headers, BODY, [SECRET], STAMP)


def test_secrets():
    assert len({new_secret() for _ in range(50)}) == 50
    assert is_secret(new_secret()) and is_secret(SECRET)
    for wrong in ("", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64!", "whsec_" + "A" * 400):
        assert not is_secret(wrong)
        with pytest.raises(Refused, match="secret"):
            sign(ID, STAMP, BODY, [wrong])
