"""What a route declares in its ``opt``, for the document and the tests to read.

``answer`` is the type of the success body, or ``media`` the media types of one that is not JSON, with ``example`` as
the name of its example where the media type alone does not tell; ``body`` the model of the request. ``key`` and
``match`` say whether it takes Idempotency-Key and If-Match, ``sends`` which headers its success carries, ``refuses``
which further problem statuses it has, ``resumes`` that it takes Last-Event-ID, ``public`` that nobody need sign in.
"""

REQUIRED, OPTIONAL = "required", "optional"
ETAG, LOCATION, LINK = "ETag", "Location", "Link"
