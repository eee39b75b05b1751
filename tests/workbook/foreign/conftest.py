"""The fixture program is run, not collected: it needs openpyxl, which the rest of the tests may go without."""

collect_ignore = ["make.py"]
