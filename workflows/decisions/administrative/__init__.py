"""The path of an administrative violation: decided, carried out by KPU, or handed up to the province."""
