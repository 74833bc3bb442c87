"""How an answer looks: pure functions from the contract, with labels from outside."""
