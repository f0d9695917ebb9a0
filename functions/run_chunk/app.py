"""One chunk of a batch: send its lines to the providers, up to shortly before the function's own end."""

from filegate.bootstrap import services
from filegate.contracts.batch_lines import words_of
from filegate.http.task import Input, Output, timed_task
from filegate.http.time_box import Context, until_ms
from filegate.usecases.run_chunk import Task, run_chunk

SPARE_MS = 45_000
"""For what is under way to end, and to be stored."""


def handle(of: Input, context: Context) -> Output:
    """Whether the chunk is done; if not, it is to be run again after so many seconds."""
    to = services()
    task = Task(of["project"], of["batch"], of["chunk"])
    progress = run_chunk(task, until_ms(context, SPARE_MS, to.now_ms), words_of(to.contract), to)
    return {**of, "done": progress.done, "pause": round(progress.pause)}


handler = timed_task(handle)
