"""The life of a resource, once for all kinds; knows neither Pulumi nor HTTP."""
