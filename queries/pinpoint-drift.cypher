MATCH (citation:Citation)-[:CITED]->(work)
WHERE citation.drift IS NOT NULL AND $drift IN ['', citation.drift] AND citation.article IS NOT NULL AND citation.part IS NOT NULL
MATCH (citation)-[:MADE_IN]->(citing)
MATCH (citing)-[:PART_OF*0..1]->(text:Version)
OPTIONAL MATCH (citation)-[:CURRENT_ARTICLE]->(current)
UNWIND work.titles AS citedTitle
WITH * WHERE citedTitle CONTAINS $title
UNWIND text.titles AS citingTitle
UNWIND citation.words AS words
RETURN citing, citingTitle, citation.part AS part, citedTitle, citation.article AS cited, citation.drift AS drift,
  current.label AS now, words
ORDER BY citedTitle, citing.iri, cited, words
