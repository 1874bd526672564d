"""Quality of customer data: rules that values must keep, completeness, and suggestions."""
