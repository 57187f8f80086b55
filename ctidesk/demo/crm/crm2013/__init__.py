"""The same records as CRM 2011 to 2015 serve them: OData v2 and SOAP."""
