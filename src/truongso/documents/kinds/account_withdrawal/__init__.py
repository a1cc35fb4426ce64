"""The minutes of withdrawing an account (biên bản thu hồi tài khoản)."""
