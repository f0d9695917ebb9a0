"""make up: starts Filegate on this machine, or brings what runs up to date."""

import argparse
import sys
import time
from collections.abc import Sequence

import openai
from botocore.exceptions import BotoCoreError, ClientError

from local import admin, env_file, providers, round_trip
from local.local_stack import LocalStack
from local.locks import only_one
from local.places import ENV_FILE, STACK_STATE
from local.progress import StepFailed, say, step
from local.upstream_process import UpstreamProcess

READY = """
Filegate is ready after {seconds:.0f} s:

    OPENAI_BASE_URL  {OPENAI_BASE_URL}
    OPENAI_API_KEY   {OPENAI_API_KEY}

These and more are in .local/env. Go on with:

    set -a; . .local/env; set +a      then use any OpenAI client from this shell
    filegate batch submit FILE ...    batches go to a test provider; filegate providers use URL sends them elsewhere
    make logs                         what the functions say
    make down                         stop; the data stays for the next make up
"""


def main() -> int:
    arguments = _arguments()
    try:
        with only_one(STACK_STATE / "up.lock"):
            _up(LocalStack(STACK_STATE, arguments.port, dict(arguments.parameters)), arguments.upstream.split())
    except StepFailed as failure:
        say(f"\n{failure}")
    except (openai.OpenAIError, BotoCoreError, ClientError) as error:
        say(f"\n{error}\nSee what the functions say with make logs, and MiniStack in {STACK_STATE}/ministack.log")
    except KeyboardInterrupt:
        say("\nInterrupted. The next make up goes on from here.")
    else:
        return 0
    return 1


def _up(stack: LocalStack, upstream_options: Sequence[str]) -> None:
    started = time.monotonic()
    stack.start()
    if not stack.deploy():
        say("  Nothing has changed since the last deployment.")
    upstream = UpstreamProcess(stack.directory)
    with step("Start the test provider, to which batches are sent"):
        upstream.start(upstream_options)
        providers.use_test_provider(stack, upstream.base_url)
    with step("Have a project and a key ready"):
        settings = env_file.values(stack, _api_key(stack), upstream.base_url)
        env_file.write(ENV_FILE, settings)
    say("  Use it with the OpenAI SDK:")
    round_trip.run(_client(settings["OPENAI_BASE_URL"], settings["OPENAI_API_KEY"]))
    say(READY.format(seconds=time.monotonic() - started, **settings))


def _api_key(stack: LocalStack) -> str:
    last = env_file.read(ENV_FILE).get("OPENAI_API_KEY", "")
    if last and _works(stack, last):
        return last
    admin.make_project(stack)
    return admin.make_key(stack)


def _works(stack: LocalStack, key: str) -> bool:
    try:
        _client(stack.base_url, key).files.list(limit=1)
    except openai.AuthenticationError:
        return False
    return True


def _client(base_url: str, key: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=base_url, api_key=key, max_retries=0, timeout=60)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, help="port of this machine's loopback address")
    parser.add_argument(
        "--upstream", default="", help="options of the test provider: python -m local.upstream.server -h"
    )
    parser.add_argument("parameters", nargs="*", type=_parameter, metavar="Name=value", help="template parameters")
    return parser.parse_args()


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text} is not written Name=value")
    return name, value


if __name__ == "__main__":
    sys.exit(main())
