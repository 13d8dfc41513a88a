"""What a route declares in its ``opt``, for the document and the tests to read.

``answer`` is the type of the success body, or ``media`` the media types of one that is not JSON, with ``example`` as
the name of its example where the media type alone does not tell; ``body`` the model of the request. ``key`` and
``match`` say whether it takes Idempotency-Key and If-Match, ``sends`` which headers its success carries, ``refuses``
which further problem statuses it has, ``resumes`` that it takes Last-Event-ID, ``public`` that nobody need sign in.
``empty`` says in words what a success without a body means, ``content`` is the media type of a body that is no JSON,
``takes`` names further headers of the request, ``partial`` says that ranges are answered (206). ``version`` is the
version of a protocol that every request of the route names, ``always`` the headers of that protocol in every answer,
``options`` those in the answer to OPTIONS. ``waits`` says that what cannot be answered just now is 423. ``rate`` is the
class of its quota where the method does not tell.
"""

REQUIRED, OPTIONAL = "required", "optional"
ETAG, LOCATION, LINK, UPLOAD = "ETag", "Location", "Link", "Tindak-Upload"
DIGEST, AS_OF, TREE_SIZE, TREE_ROOT = "Repr-Digest", "Tindak-As-Of", "Tindak-Tree-Size", "Tindak-Tree-Root"
FORMER_CALENDAR = "Tindak-Calendar-Changed"
