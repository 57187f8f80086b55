"""The ``Crm`` port on the Web API (OData v4): CRM 2016 to Dataverse."""
