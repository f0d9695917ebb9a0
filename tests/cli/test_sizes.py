import pytest
import typer

from filegate_cli.sizes import parse_size, show_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("1024", 1024),
        ("7B", 7),
        ("1kB", 1000),
        ("1KB", 1000),
        ("500MB", 500_000_000),
        ("2KiB", 2048),
        ("10GiB", 10 * 1024**3),
        ("10 GiB", 10 * 1024**3),
        ("1TB", 10**12),
        ("1TiB", 1024**4),
    ],
)
def test_reads_sizes_as_people_write_them(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "GiB", "10G", "1.5GB", "-1", "1e3", "1XB", "1kb ", "٣", "9" * 20])
def test_refuses_what_could_be_read_in_two_ways_or_in_none(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        parse_size(text)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KiB"),
        (1536, "1.5 KiB"),
        (10 * 1024**3, "10 GiB"),
        (2**60, "1.049e+06 TiB"),
    ],
)
def test_shows_sizes_in_the_unit_that_fits(size: int, text: str) -> None:
    assert show_size(size) == text
