"""Cases: where they are, how they are read, and what running them comes to."""
