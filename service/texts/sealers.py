"""The sealer that the settings ask for. A key management service would be chosen here and nowhere else."""

from service.sealing import Sealer
from service.settings import Settings, SettingsError
from service.wrapping import SettingsWrapper


def sealer_of(settings: Settings) -> Sealer:
    """The sealer with the keys of the settings. Raises SettingsError without one."""
    if settings.sealing_key is None:
        msg = "TINDAK_SEALING_KEY: the key that wraps the keys of reports is needed"
        raise SettingsError(msg)
    current, *former = settings.sealing_key.get_secret_value().split(",")
    return Sealer(SettingsWrapper(current, former))
