"""What every framework's server shares: launch arguments, data, arithmetic. Imports no web framework."""
