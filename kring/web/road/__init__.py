"""The road from an address to a fact of a case: who holds it, where its form stands, and what comes after."""
