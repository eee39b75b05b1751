"""A user's own bank file, sound and broken, for the tests."""

OWN = """\
records:
  - id: our-support-visit
    claim: "A support visit by our project: cost"
    values:
      fiscal: {amount: 85, low: 70, high: 100, price_year: 2024/25}
    currency: GBP
    unit: {per: visit, time: one-off}
    agency: [local-authority]
    method: cost
    coverage: our town
    source:
      title: Project accounts
      publisher: Our project
      year: 2025
      locator: sheet 3
      url: not stated by the source
      database: none
      code: none
    licence: own
    verified: read in the accounts
    quality: own
    relations: {component_of: [], superseded_by: [], do_not_add_to: [gm-family-support-worker-hour]}
    notes: none
    published_as: cost per visit
"""
