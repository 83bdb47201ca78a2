MATCH (version:Thing)-[:VERSION_OF]->(work)
WHERE version.inForceFrom <= $on AND (version.inForceUntil IS NULL OR version.inForceUntil >= $on)
UNWIND version.titles AS title
WITH * WHERE title CONTAINS $title
RETURN work, title, version, version.inForceFrom AS from, version.inForceUntil AS until
ORDER BY title, version.iri
