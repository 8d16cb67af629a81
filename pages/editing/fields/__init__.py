"""The form of a YAML file of the content folder: its fields, and the text of the file with what somebody entered."""
