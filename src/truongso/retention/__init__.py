"""LƯU GIỮ: how long records are kept, and what is removed when the principal has decided."""
