"""The minutes of correcting data of the gradebook (biên bản sửa chữa dữ liệu)."""
