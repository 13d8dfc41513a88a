"""Receipts: what is handed out when a command is taken, and the keys under which it is signed.

receipt_keys  the key file, made, replaced and opened
signer        receipts, made and signed on the way to the answer
controller    the public keys over HTTP
command       keys on the command line
"""
