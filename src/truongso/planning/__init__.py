"""KẾ HOẠCH: education plans and lesson plans, from upload to approval."""
