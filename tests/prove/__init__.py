"""The long proofs: what ``make prove`` runs, and what the tests run a short version of."""
