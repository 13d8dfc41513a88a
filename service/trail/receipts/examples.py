"""An example of the keys under which receipts are signed."""

from service.edge.examples import Examples

_RECEIPT_KEY = "tindak.local/33.05/receipts+af03b1b0+AdNbW1w+KyMOxBchEkB2kjndiLQu3UM/Fi3DXH5CyQNN"
EXAMPLES = Examples(
    texts={
        "receipt-keys": {"schema": {"type": "string"}, "example": f"{_RECEIPT_KEY}\n"},
    },
)
