"""The thesaurus as SKOS, in and out. The verbs: `cms.core.skos.verbs`."""
