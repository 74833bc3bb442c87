"""What do the bound numbers and the names of a text say? ``observe`` is the one to read first."""
