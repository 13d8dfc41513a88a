"""The log's signer: the one process that holds the log's key. It signs no tree that does not continue its last."""
