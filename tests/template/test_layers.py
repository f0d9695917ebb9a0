"""What the layers ship, as far as their Makefiles say it."""

import re

from tests import sam


def test_botocore_is_shipped_with_just_the_services_that_the_adapters_call() -> None:
    makefile = (sam.ROOT / "layers/dependencies/Makefile").read_text()
    (shipped,) = re.findall(r"^SERVICES = (.+)$", makefile, re.MULTILINE)
    adapters = (sam.ROOT / "layers/filegate/filegate/adapters").glob("*.py")
    called = {name for path in adapters for name in re.findall(r'create_client\(\s*"(\w+)"', path.read_text())}
    assert set(shipped.split()) == called


def test_both_layers_are_built_by_their_makefiles() -> None:
    layers = [each for each in sam.template()["Resources"].values() if each["Type"] == "AWS::Serverless::LayerVersion"]
    assert [layer["Metadata"] for layer in layers] == [{"BuildMethod": "makefile"}] * 2
    assert all((sam.ROOT / layer["Properties"]["ContentUri"] / "Makefile").exists() for layer in layers)
