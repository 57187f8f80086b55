"""The ``Crm`` port on CRM 2011, 2013 and 2015: OData v2 for records, SOAP for what OData cannot do."""
