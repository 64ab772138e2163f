"""Questions, oracle teacher, tokenizer and batches."""
