MATCH (thing:Thing)
UNWIND labels(thing) AS kind
WITH substring(kind, size($_prefix)) AS kind, count(*) AS count
MATCH (class:Class {name: kind})
WITH class, count, CASE $lang WHEN 'zh' THEN class.labelZh WHEN 'en' THEN class.labelEn END AS label
WHERE label IS NOT NULL
RETURN class, label, count
ORDER BY count DESC, class.iri
