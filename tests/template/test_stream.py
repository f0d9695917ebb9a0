"""The functions that the table's stream starts: what they are told of, and what becomes of records that always fail."""

import json

from tests import sam

DAY = 86_400
"""For so long the stream remembers."""


def test_a_function_that_follows_the_stream_gives_up_what_always_fails_and_says_what() -> None:
    for mapping in sam.following_the_stream().values():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["BisectBatchOnFunctionError"]
        assert 0 < mapping["MaximumRecordAgeInSeconds"] < DAY
        assert mapping["DestinationConfig"]["OnFailure"]["Destination"]


def test_what_reaps_files_is_told_of_what_time_to_live_removed_and_of_new_tombstones() -> None:
    filters = sam.following_the_stream()["ReapFilesFunction"]["FilterCriteria"]["Filters"]
    removed, buried = (json.loads(each["Pattern"]) for each in filters)
    assert removed == {
        "eventName": ["REMOVE"],
        "userIdentity": {"type": ["Service"], "principalId": ["dynamodb.amazonaws.com"]},
        "dynamodb": {"Keys": {"SK": {"S": [{"prefix": "F#"}]}}},
    }
    assert buried == {"eventName": ["INSERT"], "dynamodb": {"Keys": {"SK": {"S": [{"prefix": "T#"}]}}}}
