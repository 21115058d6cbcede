"""A release: results that have passed every gate and that a person has signed, kept apart from what runs make.

`prepare` looks everything over and writes the risk assessment for a person to read; `sign` makes the release; `verify` tells later
whether a copy of it is still what was released.
"""

from peace_analysis.release.make import Prepared, RefusedError, Released, prepare, sign
from peace_analysis.release.record import Signature, read_signature
from peace_analysis.release.verify import find_releases, verify

__all__ = ["Prepared", "RefusedError", "Released", "Signature", "find_releases", "prepare", "read_signature", "sign", "verify"]
