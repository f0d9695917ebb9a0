"""One chunk of a batch: send its lines to the providers, up to shortly before the function's own end."""

from filegate.bootstrap import services
from filegate.contracts.batch_lines import words_of
from filegate.http.task import Input, Output, timed_task
from filegate.usecases.run_chunk import Task, run_chunk

SPARE_MS = 45_000
"""For what is under way to end, and to be stored."""


def handle(of: Input, remaining_ms: int) -> Output:
    """Whether the chunk is done; if not, it is to be run again after so many seconds."""
    to = services()
    task = Task(of["project"], of["batch"], of["chunk"])
    progress = run_chunk(task, to.now_ms() + remaining_ms - SPARE_MS, words_of(to.contract), to)
    return {**of, "done": progress.done, "pause": round(progress.pause)}


handler = timed_task(handle)
