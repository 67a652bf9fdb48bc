"""What Tests/EndToEnd/chaos is made of: brokers, a proxy before them, processes that are kept alive, faults, evidence."""
