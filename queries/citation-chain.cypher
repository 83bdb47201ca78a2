MATCH (measure:Measure {number: $measure})-[:MENTIONS|IMPLEMENTS]->(one:Thing)
WITH collect(DISTINCT [1, measure, one]) AS first, collect(DISTINCT one) AS ones
// Each level: what an instrument says it rests on, itself or by one of its texts or an article of it.
CALL (ones) {
  CALL (ones) {
    UNWIND ones AS from MATCH (from)-[:BASED_ON|IMPLEMENTS]->(to) RETURN from, to
    UNION UNWIND ones AS from MATCH (from)<-[:VERSION_OF]-()-[:BASED_ON]->(to) RETURN from, to
    UNION UNWIND ones AS from MATCH (from)<-[:VERSION_OF]-()<-[:PART_OF]-()-[:BASED_ON]->(to) RETURN from, to
  }
  RETURN collect([2, from, to]) AS second, collect(DISTINCT to) AS twos
}
CALL (twos) {
  CALL (twos) {
    UNWIND twos AS from MATCH (from)-[:BASED_ON|IMPLEMENTS]->(to) RETURN from, to
    UNION UNWIND twos AS from MATCH (from)<-[:VERSION_OF]-()-[:BASED_ON]->(to) RETURN from, to
    UNION UNWIND twos AS from MATCH (from)<-[:VERSION_OF]-()<-[:PART_OF]-()-[:BASED_ON]->(to) RETURN from, to
  }
  RETURN collect([3, from, to]) AS third, collect(DISTINCT to) AS threes
}
CALL (threes) {
  CALL (threes) {
    UNWIND threes AS from MATCH (from)-[:BASED_ON|IMPLEMENTS]->(to) RETURN from, to
    UNION UNWIND threes AS from MATCH (from)<-[:VERSION_OF]-()-[:BASED_ON]->(to) RETURN from, to
    UNION UNWIND threes AS from MATCH (from)<-[:VERSION_OF]-()<-[:PART_OF]-()-[:BASED_ON]->(to) RETURN from, to
  }
  RETURN collect([4, from, to]) AS fourth
}
UNWIND first + second + third + fourth AS step
WITH step[0] AS depth, step[1] AS from, step[2] AS to
WHERE NOT EXISTS { (to)-[:PART_OF]->() }
UNWIND to.titles AS toTitle
UNWIND coalesce(from.titles, [from.text]) AS fromTitle
WITH *, COLLECT {
  MATCH (to)<-[:CITED]-(citation:Citation)-[:MADE_IN]->(citing)
  WHERE citing = from OR EXISTS { (citing)-[:VERSION_OF]->(from) } OR EXISTS { (citing)-[:PART_OF]->()-[:VERSION_OF]->(from) }
  UNWIND citation.words AS words RETURN DISTINCT words
} AS said, COLLECT {
  MATCH (from)<-[:SAYS_OF]-(fact:Fact)-[:STATES]->(to) UNWIND fact.pages AS page RETURN DISTINCT page
} AS stated
UNWIND CASE said WHEN [] THEN [null] ELSE said END AS words
UNWIND CASE stated WHEN [] THEN [null] ELSE stated END AS page
RETURN DISTINCT depth, from, fromTitle, to, toTitle, words, page
ORDER BY depth, from.iri, to.iri, coalesce(words, ''), coalesce(page, '')
