"""TÀI KHOẢN VÀ THẨM QUYỀN: who you are and what you may."""
