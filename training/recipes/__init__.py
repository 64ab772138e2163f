"""Training stages and evaluation, one command each."""
