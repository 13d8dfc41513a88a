"""The published contract: the OpenAPI document, the code lists and the diagrams, made from the same tables."""
