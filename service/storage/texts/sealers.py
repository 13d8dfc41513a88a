"""The sealer that the settings ask for. A key management service would be chosen here and nowhere else."""

from service.edge.settings import Settings, SettingsError
from service.storage.sealing import Sealer
from service.storage.wrapping import KeyWrapper, SettingsWrapper


def sealer_of(settings: Settings) -> Sealer:
    """The sealer with the keys of the settings. Raises SettingsError without one."""
    return Sealer(wrapper_of(settings))


def wrapper_of(settings: Settings) -> KeyWrapper:
    """What wraps keys, with those of the settings. Raises SettingsError without one."""
    current, *former = sealing_keys(settings)
    return SettingsWrapper(current, former)


def sealing_keys(settings: Settings) -> list[str]:
    """The operator's keys in base64, the present one first. Raises SettingsError without one."""
    if settings.sealing_key is None:
        msg = "TINDAK_SEALING_KEY: the key that wraps the keys of reports is needed"
        raise SettingsError(msg)
    return settings.sealing_key.get_secret_value().split(",")
