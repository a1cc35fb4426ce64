"""The support room: help, requests, first steps, the guide."""
