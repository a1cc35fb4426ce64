"""GIÁO VỤ: laying the year: weeks and holidays, the school's own rules, who teaches what."""
