"""The key of receipts on disk: the API's own, never the log's."""

from pathlib import Path

from service.edge.private_files import private_folder
from service.edge.settings import Settings, SettingsError
from service.trail.cosigning.keyfile import KeyFileError, generate, load, read_key_list, read_text, vkeys_path
from service.trail.receipts.signer import ReceiptSigner
from workflows.trail.receipts import receipt_key_name
from workflows.trail.tlog.note_keys import KeyKind, VerifierKey


def make_key(path: Path, origin: str, replaces: Path | None = None) -> VerifierKey:
    """Make the key of receipts, or the successor of another, whose public keys it goes on publishing.

    Raises KeyFileError when either file cannot be used, is there already, or the old one is no key of receipts.
    """
    private_folder(path.parent)
    name = receipt_key_name(origin)
    if replaces is None:
        return generate(path, name, KeyKind.LOG)
    open_signer(replaces, origin, 0)
    return generate(path, name, KeyKind.LOG, earlier=read_text(vkeys_path(replaces)))


def open_signer(path: Path, origin: str, max_merge_delay_s: int) -> ReceiptSigner:
    """The signer of receipts with the key in a file and the public keys beside it.

    Raises KeyFileError when either cannot be used, the key has another name than the origin's key of receipts (so
    that the log's key is never taken for it), or the list beside it does not end with it.
    """
    key, listed = load(path, KeyKind.LOG), vkeys_path(path)
    _require_name(path, key.verifier, receipt_key_name(origin))
    published = [each.key for each in read_key_list(listed)]
    if key.verifier not in published[-1:]:
        raise KeyFileError(listed, "does not end with the key that it stands beside")
    return ReceiptSigner(key, published, origin, max_merge_delay_s)


def signer_of(settings: Settings) -> ReceiptSigner:
    """The signer of receipts of these settings; the embedded run makes its key where there is none.

    Raises SettingsError when the key cannot be used.
    """
    path = settings.receipt_key_file()
    try:
        if settings.embedded and not path.exists():
            make_key(path, settings.log_origin)
        return open_signer(path, settings.log_origin, settings.max_merge_delay_s)
    except KeyFileError as error:
        msg = f"TINDAK_RECEIPT_KEY: {error}; `tindak api --new-receipt-key` makes one"
        raise SettingsError(msg) from None


def _require_name(path: Path, key: VerifierKey, name: str) -> None:
    if key.name != name:
        raise KeyFileError(path, f"holds the key of {key.name!r}, not of {name!r}")
