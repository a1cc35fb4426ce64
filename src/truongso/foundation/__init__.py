"""NỀN MÓNG: the few things every room stands on."""
