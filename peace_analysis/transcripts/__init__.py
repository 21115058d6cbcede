"""Files -> utterances: one module per format."""
