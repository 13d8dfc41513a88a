"""The trail: numbered events, the log and its signatures, receipts, reads, and the programs that check them."""
