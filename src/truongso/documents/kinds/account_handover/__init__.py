"""The hand-over minutes of an account (biên bản bàn giao tài khoản)."""
