"""Last step of a batch's execution: join what its chunks came to into its files, and end it."""

from filegate.bootstrap import services
from filegate.contracts.batch_lines import words_of
from filegate.http.task import Input, Output, task
from filegate.usecases.finish_batch import finish_batch


def handle(of: Input) -> Output:
    to = services()
    batch = finish_batch(of["project"], of["batch"], words_of(to.contract), to)
    return {"status": batch.status.value if batch else None}


handler = task(handle)
