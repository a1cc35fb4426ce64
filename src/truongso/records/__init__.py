"""Records of pupils (hồ sơ học sinh): the school report from gap list to issued version."""
