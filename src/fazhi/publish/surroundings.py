"""What every process that makes something published is started with, whatever the user has set."""

FIXED_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "1640995200",
    "TZ": "UTC",
}
"""Neither locale, screen, hash seed, date nor zone shows in a page, a figure or a document."""
