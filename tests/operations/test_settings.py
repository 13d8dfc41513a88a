"""What an operator sets is refused by name when it cannot be used, without repeating a secret."""

import pytest

from service.edge.settings import Settings, SettingsError, load_settings

ADDRESSES = ("oidc_issuer", "oidc_jwks_url", "public_url", "signer_url")


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_that_is_logged_holds_no_password(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    variable = f"TINDAK_{name.upper()}"
    monkeypatch.setenv(variable, "https://someone:hunter2@id.example/realms/tindak")
    with pytest.raises(SettingsError, match=f"^{variable}: .*neither user nor password") as refused:
        load_settings()
    assert "hunter2" not in str(refused.value)
    monkeypatch.setenv(variable, "https://id.example/realms/tindak")
    assert getattr(load_settings(), name) == "https://id.example/realms/tindak"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TINDAK_PORT", "70000"),
        ("TINDAK_POOL_SIZE", "0"),
        ("TINDAK_SEALING_KEY", "hunter2"),
        ("TINDAK_SIGNER_SECRET", "hunter2"),
        ("TINDAK_OIDC_ALGORITHMS", "none"),
        ("TINDAK_OIDC_ALGORITHMS", "HS256"),
        ("TINDAK_LOG_ORIGIN", "Upper case"),
        ("TINDAK_LOG_LEVEL", "chatty"),
        ("TINDAK_MAX_MERGE_DELAY_S", "0"),
        ("TINDAK_IDEMPOTENCY_HOURS", "23"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=f"^{variable}: ") as refused:
        load_settings()
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_an_empty_value_is_one_that_is_not_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unset = load_settings()
    monkeypatch.setenv(f"TINDAK_{name.upper()}", "")
    assert load_settings() == unset


def test_what_a_rule_of_ours_says_is_told_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in (("PUBLIC_URL", "http://x/?a"), ("WEBHOOK_PORTS", "x"), ("ALLOWED_ORIGINS", "*")):
        monkeypatch.setenv(f"TINDAK_{variable}", value)
        with pytest.raises(SettingsError, match=f"^TINDAK_{variable}: must be "):
            load_settings()
        monkeypatch.delenv(f"TINDAK_{variable}")
