"""Sealed slips with one-time passwords (phiếu mật khẩu): never kept, only printed."""
