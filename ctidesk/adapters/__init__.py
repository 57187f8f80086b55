"""One foreign library each: engines, CRMs, the cache, the platform."""
