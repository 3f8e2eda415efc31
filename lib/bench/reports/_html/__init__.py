"""The parts of the HTML report: findings, tables, the data of its charts, and the page that holds them."""
