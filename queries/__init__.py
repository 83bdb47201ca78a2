"""One file per question, the catalogue that reads them, and the answers in the formats people ask for."""
