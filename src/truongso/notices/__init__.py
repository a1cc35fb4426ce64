"""THÔNG BÁO: what each person is told, in the program, by e-mail, and in his calendar."""
