MATCH (version:Thing)-[:VERSION_OF]->(work)
UNWIND version.titles AS title
WITH * WHERE title CONTAINS $title
OPTIONAL MATCH (version)<-[:PART_OF]-(happened:Event)
UNWIND coalesce(version.articleCounts, [null]) AS articles
UNWIND coalesce(happened.words, [null]) AS words
RETURN work, title, version, version.made AS made, version.inForceFrom AS inForceFrom, version.inForceUntil AS inForceUntil,
  articles, happened.kind AS event, happened.date AS eventDate, words
ORDER BY work.iri, coalesce(toString(inForceFrom), ''), version.iri, coalesce(toString(eventDate), ''), coalesce(words, ''),
  coalesce(event, ''), title, articles
