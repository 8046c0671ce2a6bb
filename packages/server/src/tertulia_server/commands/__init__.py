"""What commands do, one module per topic, registered in one table."""
