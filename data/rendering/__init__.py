"""How the two invented cities are made: scripts -> transcripts as real tools would write them, tables, and the truth about them."""
