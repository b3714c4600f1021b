"""What a program imports: one thin class per resource."""
