"""Value maps and impact maps of others, and our own workbook, read back into studies."""

from sroi.workbook.reading.answers import Answers
from sroi.workbook.reading.importing import read_table
from sroi.workbook.reading.understood import Report, Understood

__all__ = ["Answers", "Report", "Understood", "read_table"]
