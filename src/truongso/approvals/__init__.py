"""PHÊ DUYỆT: what waits for whose yes, and what was decided, by whom, in whose name."""
