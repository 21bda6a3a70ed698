"""The record stage in the API."""
