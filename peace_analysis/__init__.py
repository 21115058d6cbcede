"""Turn transcripts of community listening sessions into findings that can be defended.

Rooms, in the order that data goes: `transcripts`, `anonymize`, `themes`, `groups`, `disclosure`, `charts`, `report`.
"""

__version__ = "0.1.0"
