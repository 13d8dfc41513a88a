"""Clocks: why one is due then, what one would be, and extending one."""
