"""What is compiled and lies under the data models."""
