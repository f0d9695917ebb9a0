"""First step of a batch's execution: validate its input and cut it into chunks."""

from filegate.bootstrap import services
from filegate.http.task import Input, Output, task
from filegate.usecases.plan_batch import plan_batch


def handle(of: Input) -> Output:
    """The chunks by their numbers, for the Map to run over."""
    chunks = plan_batch(of["project"], of["batch"], services())
    return {"project": of["project"], "batch": of["batch"], "chunks": list(range(chunks))}


handler = task(handle)
