"""From the files of a pack to validated objects: every mistake with its file, line and column, all at once."""
