"""What no function's role may do, or only the roles that are named beside it."""

from tests.forbidden.account import OF_THE_ACCOUNT
from tests.forbidden.buckets import OF_THE_BUCKETS
from tests.forbidden.call import Forbidden
from tests.forbidden.queues import OF_QUEUES_AND_EVENTS
from tests.forbidden.table import OF_THE_TABLE

__all__ = ["FORBIDDEN", "Forbidden"]

FORBIDDEN = [*OF_THE_TABLE, *OF_THE_BUCKETS, *OF_QUEUES_AND_EVENTS, *OF_THE_ACCOUNT]
