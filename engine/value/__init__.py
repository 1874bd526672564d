"""What a customer is worth and where it stands: RFM, lifecycle stage, priority."""
