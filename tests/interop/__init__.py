"""Against software that is not ours; only ``make interop`` runs these."""
