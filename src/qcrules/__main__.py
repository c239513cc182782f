"""``python -m qcrules`` is ``qcrules``."""

from .cli import command

if __name__ == "__main__":
    command()
