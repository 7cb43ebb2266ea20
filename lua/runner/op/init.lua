--- Placeholder until the operations are written.
return {}
