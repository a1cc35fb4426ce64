"""The list of who approves electronic records, as the decision's appendix has it."""
