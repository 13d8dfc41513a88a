"""What was read before this is never looked at again for garbage: a look would write into memory that forks share."""

import gc

gc.collect()
gc.freeze()
