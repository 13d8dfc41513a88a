"""Checks a bundle without the service: its tree, its checkpoint, its texts, and the states that its events make.

bundle_reader   the ZIP file, read member by member
bundle_members  which members there may be, of which size
tree            entries, hash tiles and the root
checkpoint      who vouches for the root
texts           what was written, held against the commitments of the leaves
standings       the rebuilt reports, most of them in a temporary file
verify          all of it together
verdict         what was found
report          the verdict for people and for machines
receipts        whether a promise of the log was kept
command         the ``tindak verify`` command
"""
