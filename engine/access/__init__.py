"""Who may do what with customers."""
