"""The case page (Zaak) and what belongs to it: dossier, people, closing, home notes, trail."""
