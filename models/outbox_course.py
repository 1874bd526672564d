import time
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from typing import NamedTuple

# messages that are taken at once: about as many as arrive in some seconds; each slice of files is
# one file, and written at once
FEWEST, FIRST_FILE, MOST = 20, 200, 2000
AT_ONCE, SOON, LATE = 0.5, 2, 6  # seconds; late is before requests are begun no more


@dataclass(slots=True, eq=False)
class Taken:
    """A message of the queue that is about to be sent, as plain values: it outlives transactions,
    in each of which records would be read anew.

    :param res_id: of the customer
    :param version_id: of the mapping by which it was decided
    """

    id: int
    res_id: int
    key: str | None
    forced: bool
    tries: int
    version_id: int | None


class Result(NamedTuple):
    """What became of a message.

    :param problem: "" where it arrived; ``None`` where it was not tried
    :param final: whether trying again is of no use
    :param remote_id: id of the customer there, where the other side says it
    :param away: whether the receiver is away, and not only dislikes the message
    """

    problem: str | None = ""
    status: int = 0
    reason: str = ""
    final: bool = False
    remote_id: str = ""
    away: bool = False


class Batch(NamedTuple):
    """What became of messages that were sent together.

    :param wait: seconds that the receiver asked to be left alone for
    :param gone: the receiver said that it wants nothing any more
    """

    results: list[Result]
    wait: float | None = None
    gone: bool = False

    @property
    def calm(self) -> bool:
        """Whether the receiver takes more, whatever it said of single messages."""
        return not (self.gone or self.wait or any(result.away for result in self.results))


def next_size(size: int, seconds: float) -> int:
    """How many messages to take, after ``size`` took ``seconds``."""
    if seconds > LATE:
        return max(size // 2, FEWEST)
    return min(size * (4 if seconds < AT_ONCE else 2), MOST) if seconds < SOON else size


class Course:
    """The messages of one endpoint, slice by slice: while one is on its way, the next is taken and
    decided. One is on its way at a time, and nothing of its customers is in the next one.

    :param endpoint: record of ``customer.endpoint``, locked for this session
    :param pool: where messages are sent from, which touches no database
    """

    def __init__(self, endpoint, pool: Executor):
        self.endpoint, self._pool = endpoint, pool
        self._outbox = endpoint.env["customer.outbox"]
        self._size = FIRST_FILE if endpoint.transport == "file" else FEWEST
        # the message behind which to look, and whether any was sent since all were looked at
        self._after, self._some = 0, False
        self._going: dict[Taken, dict] = {}  # what is on its way: its records
        self._answer: Future | None = None
        # what goes next, and whether it was looked for; nothing where no more is due
        self._next: dict | None = None
        self._looked = False

    def step(self) -> bool:
        """Have the next slice decided; when the one before has come, have it go out, and note what
        became of that. Waits for nothing.

        :return: whether to go on
        """
        if not self._looked:
            self._look()
        if self.waiting():
            return True
        new, self._next, self._looked = self._next, None, False
        sent, batch = self._came()
        if not batch or batch.calm:
            self._send(new)
        if batch:
            # what was taken for a receiver that is not calm is taken again
            self._outbox._note_result(self.endpoint, sent, batch)
        return new is not None or batch is not None

    def waiting(self) -> Future | None:
        """What is on its way, where nothing is left to do until it has come."""
        if self._looked and self._answer and not self._answer.done():
            return self._answer
        return None

    def end(self) -> None:
        """Note what became of the slice that is on its way."""
        sent, batch = self._came()
        if batch:
            self._outbox._note_result(self.endpoint, sent, batch)

    def _look(self):
        going = [message.res_id for message in self._going]
        new, self._after = self._outbox._next_slice(self.endpoint, self._size, self._after, going)
        if new is None and self._some:
            # what was left alone, or became due meanwhile
            new, self._after, self._some = {}, 0, False
        self._next, self._looked = new, True

    def _send(self, records):
        if records:
            send = getattr(self.endpoint, f"_prepare_{self.endpoint.transport}")(records)
            self._going, self._answer = records, self._pool.submit(self._timed, send)
            self._some = True

    def _timed(self, send):
        start = time.monotonic()
        batch = send()
        self._size = next_size(self._size, time.monotonic() - start)
        return batch

    def _came(self):
        """What was on its way, and what became of it."""
        sent, answer = self._going, self._answer
        self._going, self._answer = {}, None
        return sent, answer and answer.result()


def wait_for_any(courses: Iterable[Course]) -> None:
    """Where all wait for something, wait until the first has come."""
    waiting = [course.waiting() for course in courses]
    if waiting and all(waiting):
        wait(waiting, return_when=FIRST_COMPLETED)
