"""zhengming 正名: Chinese terms across scripts, and the editions that prove them."""
