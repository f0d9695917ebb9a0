"""The queues and the bus: nobody says what is not theirs to say."""

from tests.forbidden.call import Forbidden, only

OF_QUEUES_AND_EVENTS = [
    *(Forbidden("sqs:PurgeQueue", queue, {"QueueUrl": f"{{{queue}}}"}) for queue in ("CheckQueue", "IngestQueue")),
    *(Forbidden("sqs:DeleteQueue", queue, {"QueueUrl": f"{{{queue}}}"}) for queue in ("CheckQueue", "IngestQueue")),
    Forbidden("sqs:SendMessage", "CheckQueue", {"QueueUrl": "{CheckQueue}", "MessageBody": "{}"}),
    Forbidden(
        "sqs:SendMessage", "IngestQueue", {"QueueUrl": "{IngestQueue}", "MessageBody": "{}"}, but_for=only("SweepDrops")
    ),
    Forbidden("sqs:ReceiveMessage", "IngestQueue", {"QueueUrl": "{IngestQueue}"}, but_for=only("IngestObject")),
    Forbidden("sqs:ReceiveMessage", "IngestDeadLetters", {"QueueUrl": "{IngestDeadLetters}"}),
    Forbidden(
        "events:PutEvents",
        "EventBus",
        {"Entries": [{"Source": "filegate", "DetailType": "File Ready", "Detail": "{}", "EventBusName": "{EventBus}"}]},
        but_for=only("PublishEvents"),
    ),
    Forbidden("events:DeleteEventBus", "EventBus", {"Name": "{EventBus}"}),
    Forbidden("events:PutRule", "DropRule", {"Name": "{DropRule}", "EventPattern": '{"source":["filegate"]}'}),
]
