"""The transparency log: Merkle trees, tiles, signed notes, checkpoints and proofs, as bytes and nothing else.

algorithms   Ed25519 and ML-DSA-44, as keys of notes use them
merkle       RFC 6962 section 2.1 trees, RFC 9162 sections 2.1.3 and 2.1.4 proofs
tiles        c2sp.org/tlog-tiles: what is stored and served
notes        c2sp.org/signed-note and, over whole checkpoints, c2sp.org/tlog-cosignature
checkpoints  c2sp.org/tlog-checkpoint: a tree's size and root
opening      a signed checkpoint, opened with its log's key
proofs       c2sp.org/tlog-proof: one entry's inclusion, checked without the log
tlog_errors  what any of them raises
"""
