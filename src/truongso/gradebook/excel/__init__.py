"""Pages of the gradebook as workbooks: made with a stamp, read back whatever program wrote them."""
