"""Counts and draws what a run recorded. Data flows one way: raw records, summary.json, reports and charts."""
