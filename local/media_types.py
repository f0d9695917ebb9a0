"""CloudFormation reads ~1 in BinaryMediaTypes as a slash. MiniStack does not, and would pass base64 on as text."""

from pathlib import Path

WRITTEN, MEANT = "*~1*", "*/*"


def spell_out(built_template: Path) -> None:
    built_template.write_text(built_template.read_text().replace(WRITTEN, MEANT))
