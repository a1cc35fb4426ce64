"""Sổ điểm (gradebook): marks, what locks them, who changed them, and what they come to."""
