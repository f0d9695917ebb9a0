"""The page that shows the API's document: Swagger UI as Powertools ships it, whole in one answer.

Powertools' own maker of such a page writes the document into it, and is not to be had without its event handler,
which no function here needs; so only the two files are used. Nothing is loaded from any other host, and the policy lets
the browser run these very scripts and no other.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

_START = """
SwaggerUIBundle({
  url: new URL("openapi.json", window.location.href).href,
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null
});
"""


@dataclass(frozen=True, slots=True)
class DocsPage:
    """The page, and the policy without which no browser should run it."""

    html: str
    headers: Mapping[str, str]


def docs_page() -> DocsPage:
    assets = files("aws_lambda_powertools") / "event_handler" / "openapi" / "swagger_ui"
    style = (assets / "swagger-ui.min.css").read_text("utf-8")
    scripts = [(assets / "swagger-ui-bundle.min.js").read_text("utf-8"), _START]
    html = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Filegate</title>'
        f'<style>{style}</style></head><body><div id="swagger-ui"></div>'
        + "".join(f"<script>{script}</script>" for script in scripts)
        + "</body></html>"
    )
    return DocsPage(html, {"Content-Security-Policy": _policy(style, scripts), "Referrer-Policy": "no-referrer"})


def _policy(style: str, scripts: list[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
