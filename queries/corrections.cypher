MATCH (correction:Correction)-[:OF_MEASURE]->(measure:Measure)
WITH *, CASE $lang WHEN 'zh' THEN correction.reasonZh WHEN 'en' THEN correction.reasonEn END AS reason
WHERE reason IS NOT NULL
RETURN measure, measure.number AS number, correction.rule AS rule, correction.what AS what,
  correction.printedValue AS printed, correction.reconciledValue AS reconciled, correction.confidence AS confidence, reason
ORDER BY measure.ordinal, measure.iri, correction.ordinal
