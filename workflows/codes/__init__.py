"""Every machine code of the domain, spelled once, with its words, its states and the names of events.

The values are what travels over HTTP, stands in the database and is hashed into the trail; they are the same in every
language. Human wording lies beside them in ``words``, gathered by ``wording``.
"""
