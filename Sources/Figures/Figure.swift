// Filled by the first kind that needs it.
