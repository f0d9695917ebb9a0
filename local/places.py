"""Where things are on this machine."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "template.yaml"
LOCAL = ROOT / ".local"
UV_BIN = LOCAL / "uv" / "bin"
SAM = LOCAL / "sam" / "bin" / "sam"
STACK_PYTHON = LOCAL / "ministack" / "bin" / "python"
STACK_STATE = LOCAL / "stack"
ENV_FILE = LOCAL / "env"
