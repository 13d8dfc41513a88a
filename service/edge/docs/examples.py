"""Examples of the page that shows the description."""

from service.edge.examples import Examples

EXAMPLES = Examples(
    texts={
        "text/html": {"schema": {"type": "string"}, "example": "<!doctype html>"},
        "text/css": {"schema": {"type": "string"}, "example": "body { margin: 0 }"},
        "text/javascript": {"schema": {"type": "string"}, "example": "window.ui = SwaggerUIBundle({})"},
        "license": {
            "schema": {"type": "string"},
            "example": "swagger-ui\nCopyright 2020-2021 SmartBear Software Inc.\n",
        },
    },
)
