"""What the log's signer and the witness share: key files, the memory of what was signed, and how they are asked.

keyfile  keys on disk, and the public list of a key and those before it
memory   the last tree signed of every log, remembered before a signature leaves the process
web      the HTTP form of a signature or a refusal
serving  one process, from start to SIGTERM
client   how the log asks either of them
"""
