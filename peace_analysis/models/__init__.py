"""The default sentence model, for every room that reads text with it: `verified` reads its files, `minilm` is its network."""
