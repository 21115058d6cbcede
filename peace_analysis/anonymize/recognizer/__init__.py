"""The learned recogniser: names of people, places and organizations, found by a small network over the default sentence model.

`finder.NameRecognizer` finds them, `adapter.LearnedRecognizer` plugs it into Presidio; MODEL_CARD.md says what it was trained on and how
much it misses.
"""
