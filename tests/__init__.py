"""Tests of the service and of the law it applies."""
