import pytest

from filegate.config import Config


def config(**env: str) -> Config:
    return Config.from_env({"TABLE_NAME": "files"} | env)


def test_default_lives_are_read_by_purpose() -> None:
    assert config(DEFAULT_EXPIRY="batch=2592000,my-evals=60").default_expiry == {"batch": 2_592_000, "my-evals": 60}


def test_no_default_is_no_default() -> None:
    assert config(DEFAULT_EXPIRY="").default_expiry == config().default_expiry == {}


def test_rules_for_batches_are_separated_by_commas_and_tags_count_unless_the_deployment_says_no() -> None:
    assert config(AUTO_BATCH="acme,globex/night").auto_batch == ("acme", "globex/night")
    assert (config(AUTO_BATCH="").auto_batch, config().auto_batch_tags) == ((), True)
    assert not config(AUTO_BATCH_TAGS="false").auto_batch_tags


@pytest.mark.parametrize("wrong", ["batch", "batch=", "batch=soon", "batch=1=2"])
def test_what_says_no_seconds_is_refused_rather_than_guessed(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"invalid literal|unpack"):
        config(DEFAULT_EXPIRY=wrong)
