"""KÝ SỐ: keys and certificates; who signed which paper, in which order."""
