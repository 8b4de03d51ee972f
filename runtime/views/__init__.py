"""A request as somebody may see it: lists, its page, its journal in sentences, its reports. Changes nothing."""
