"""The chat widget's channel: its page, its bundle, and the conversations behind them."""
