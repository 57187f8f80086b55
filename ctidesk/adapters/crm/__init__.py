"""Microsoft Dynamics CRM over HTTP; ``webapi.WebApiCrm`` speaks its OData v4 dialect."""
