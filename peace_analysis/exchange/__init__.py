"""Files that go out to people and come back with their decisions: workbooks, and what was decided in them."""
