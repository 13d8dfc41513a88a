"""Webhooks: endpoints of integrators, and the delivery of what happens to each of them."""
