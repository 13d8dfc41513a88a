"""Administrative violations: Bawaslu's decision and KPU's act on it, or the way to the province and back."""
