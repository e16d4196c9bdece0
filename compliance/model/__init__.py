"""Money, dates, the catalogue of records, and the shapes that stages hand to each other."""
