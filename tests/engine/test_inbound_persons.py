from customer_master.engine.inbound import Identity, match_persons, repeated

ANN = Identity("1", "ann@h.example", "Ann")
BOB = Identity("", "bob@h.example", "Bob")


def test_the_surest_way_counts():
    known = [Identity("", "ann@h.example", "Ann"), Identity("1", "", "Old Name"), BOB]
    assert match_persons([ANN], known) == [1]
    assert match_persons([Identity("", "bob@h.example", "Robert")], known) == [2]
    assert match_persons([Identity("", "new@h.example", "Bob")], known) == [2]


def test_nobody_is_taken_twice():
    same = Identity("", "office@h.example", "Ann")
    other = Identity("", "office@h.example", "Cid")
    assert match_persons([other, same], [same]) == [None, 0]
    assert match_persons([BOB, BOB], [BOB]) == [0, None]


def test_no_person_is_known_by_the_mailbox_of_the_customer():
    known = [Identity("", "info@h.example", "Ann")]
    new = Identity("", "info@h.example", "Cid")
    assert match_persons([new], known, "info@h.example") == [None]
    assert match_persons([new], known) == [0]


def test_another_id_is_another_person():
    assert match_persons([Identity("2", "", "Ann")], [Identity("1", "", "Ann")]) == [None]
    assert match_persons([Identity("", "", "")], [Identity("", "", "")]) == [None]


def test_repeated():
    assert repeated([ANN, BOB, ANN]) == [2]
