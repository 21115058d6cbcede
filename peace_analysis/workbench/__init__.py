"""What researchers do with a city beside its runs: coding by several people, intrusion tests, the framework matrix, member checking."""
