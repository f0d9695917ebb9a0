"""Every minute: start an execution for each batch that nobody works on."""

from filegate.bootstrap import services
from filegate.http.task import Input, Output, task
from filegate.usecases.resume_batches import resume_batches


def handle(_event: Input) -> Output:
    return {"resumed": resume_batches(services())}


handler = task(handle)
