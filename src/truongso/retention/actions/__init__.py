"""What is proposed, decided and carried out."""
