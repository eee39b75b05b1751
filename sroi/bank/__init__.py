"""What is known: proxies, price indices and discount schedules, each number with its source."""

from sroi.bank.find import Found, cite, find, not_to_be_added
from sroi.bank.load import Bank, load, records
from sroi.bank.prices import (
    Level,
    PriceIndex,
    PriceStep,
    default_index,
    index_families,
    price_index,
    price_indices,
    uprate,
)
from sroi.bank.records import Record, Relations, Source, Unit, Value
from sroi.bank.schedules import Schedule, schedule, schedule_names
from sroi.bank.search import Hit, search
from sroi.bank.vocabulary import AGENCIES, NOT_STATED

__all__ = [
    "AGENCIES",
    "NOT_STATED",
    "Bank",
    "Found",
    "Hit",
    "Level",
    "PriceIndex",
    "PriceStep",
    "Record",
    "Relations",
    "Schedule",
    "Source",
    "Unit",
    "Value",
    "cite",
    "default_index",
    "find",
    "index_families",
    "load",
    "not_to_be_added",
    "price_index",
    "price_indices",
    "records",
    "schedule",
    "schedule_names",
    "search",
    "uprate",
]
