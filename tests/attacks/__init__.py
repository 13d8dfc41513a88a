"""Attacks on a real trail by those who have the database, a stolen key or a backup; and who tells of each.

told                the trail, made once through the API, the worker, the signer and a witness
table               what a superuser does with SQL, one row each: a leaf, a state or a text edited, events deleted,
                    forged, reordered or exchanged with another region's, checkpoints replaced
test_superuser      each row of it, found by `tindak audit verify`; and refused by PostgreSQL before that
test_past           a backup restored, an old checkpoint or bundle replayed, a history rewritten with its tree,
                    two histories shown to two auditors: found by signer, witness and kept checkpoints
test_rotated_key    checkpoints signed with a key that was rotated out
"""
