"""What lies ahead of a record: what is due and what follows, and what would have changed a verdict."""
