"""Who lives there: Household, Member, Tenancy; consents, objections, disclosures of specific data."""
