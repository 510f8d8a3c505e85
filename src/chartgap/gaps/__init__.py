"""Documentation gaps: open axes of the code tree and gap rules, each with a compliant query."""
