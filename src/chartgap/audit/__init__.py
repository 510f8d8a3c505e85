"""Facts for auditors alone: MS-DRG grouping and payers' coverage of codes and claims."""
