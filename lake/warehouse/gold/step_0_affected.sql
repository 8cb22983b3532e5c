-- Which part of Gold has to be computed again after a change, and from which invoices: some places, each from a month on.
--
-- In:  spots (invoice × place: a metering point, or its seller for an invoice that may have amounts without a point; see
--      spotsQuery), links (from a correction to what it corrects), gone_spots and gone_links (the same of rows as they were
--      before), changed (keys of the changed invoices).
-- Out: affected_spots (place, first: the month from which its rows in Gold may change), wanted (invoices that are needed to
--      compute these rows, and some more).
-- Invoices and places are hashes: that two values have one hash makes the part greater, never wrong.
--
-- An invoice matters to the places that it or another invoice of its chain of corrections names, now or before. Which days of
-- a place an invoice counts on, and how its amounts are rounded, depends on the invoices that share a day with it, and on its
-- chain. So what changes on some days reaches as far back as the invoices that are about these days, and no further; and what
-- counts from a month on is known from the invoices about these days, and those that share a day with one of them. The
-- audit also compares a bill with the one before, wherever that is. It reads later months than the changed ones too: a part
-- has no end.

CREATE OR REPLACE TEMP TABLE reached AS
WITH RECURSIVE every_link AS (
    SELECT a, b FROM links UNION ALL SELECT b, a FROM links UNION ALL SELECT a, b FROM gone_links UNION ALL SELECT b, a FROM gone_links
), nodes AS (
    SELECT hash(invoice_key) AS node FROM changed
    UNION
    SELECT l.b FROM nodes r JOIN every_link l ON l.a = r.node
)
SELECT node, node IN (SELECT a FROM every_link) AS linked FROM nodes;

-- The places with their first changed day. A correction counts on the days of its original: what hangs together by corrections
-- changed on the first day of them all.
CREATE OR REPLACE TEMP TABLE touched AS
WITH named AS (
    SELECT s.spot, s.bill, least(s.from_day, s.invoice_from) AS day, r.linked
    FROM (FROM spots WHERE key IN (SELECT node FROM reached) UNION ALL FROM gone_spots) s JOIN reached r ON r.node = s.key
)
SELECT spot, bill, min(min(CASE WHEN linked THEN together ELSE day END)) OVER (PARTITION BY spot) AS day
FROM named, (SELECT min(day) FILTER (linked) AS together FROM named) GROUP BY spot, bill;

-- All that is known of these places. days_from, days_to: the days that an invoice can count on, those of what it corrects among them.
CREATE OR REPLACE TEMP TABLE near AS
WITH RECURSIVE named AS (
    SELECT key, spot, max(bill) AS bill, min(from_day) AS from_day, max(to_day) AS to_day, max(issued) AS issued,
        min(least(from_day, invoice_from)) AS days_from, max(greatest(to_day, invoice_to)) AS days_to
    FROM spots WHERE spot IN (SELECT spot FROM touched) GROUP BY key, spot
), walk AS (
    SELECT l.a AS correction, l.b AS node FROM links l WHERE l.a IN (SELECT key FROM named)
    UNION
    SELECT w.correction, l.b FROM walk w JOIN links l ON l.a = w.node
), corrected AS (
    SELECT w.correction AS key, min(least(s.from_day, s.invoice_from)) AS days_from, max(greatest(s.to_day, s.invoice_to)) AS days_to
    FROM walk w JOIN spots s ON s.key = w.node GROUP BY w.correction
)
SELECT n.* EXCLUDE (days_from, days_to), least(n.days_from, c.days_from) AS days_from, greatest(n.days_to, c.days_to) AS days_to
FROM named n LEFT JOIN corrected c USING (key);

-- The days before a changed bill that no bill was about are a gap, whose row is in the month in which it begins.
CREATE OR REPLACE TEMP TABLE affected_spots AS
WITH days AS (
    SELECT spot, min(day) AS day FROM touched GROUP BY spot
), shared AS (
    SELECT spot, min(days_from) AS day FROM near JOIN days d USING (spot) WHERE days_to >= d.day GROUP BY spot
), gaps AS (
    SELECT spot, min(covered) + 1 AS day FROM (
        SELECT spot, bill, max(to_day) AS covered FROM near JOIN touched t USING (spot, bill) WHERE bill > 0 AND from_day < t.day GROUP BY spot, bill
    ) GROUP BY spot
)
SELECT spot, date_trunc('month', least(d.day, s.day, g.day))::DATE AS first
FROM days d LEFT JOIN shared s USING (spot) LEFT JOIN gaps g USING (spot);

CREATE OR REPLACE TEMP TABLE wanted AS
WITH RECURSIVE since AS (
    SELECT spot, min(least(days_from, first)) AS day FROM near JOIN affected_spots a USING (spot) WHERE days_to >= a.first GROUP BY spot
), before AS (
    SELECT n.key, spot, bill, to_day, (from_day - DATE '0001-01-01') * 4194304::BIGINT + (to_day - DATE '0001-01-01') AS place
    FROM near n LEFT JOIN since s USING (spot) WHERE n.days_to < s.day OR s.day IS NULL
), ends AS ( -- the bill before, and the one up to whose end the days are covered
    SELECT spot, bill, max(place) AS place, max(to_day) AS to_day FROM before WHERE bill > 0 GROUP BY spot, bill
), newest AS ( -- which stands for the point in the audit
    SELECT spot, max(issued) AS issued FROM near GROUP BY spot
), reached_again AS (
    SELECT key AS node FROM near n JOIN since s USING (spot) WHERE n.days_to >= s.day
    UNION
    SELECT b.key FROM before b JOIN ends e USING (spot, bill) WHERE b.place = e.place OR b.to_day = e.to_day
    UNION
    SELECT key FROM near JOIN newest USING (spot, issued)
    UNION
    SELECT node FROM reached
    UNION
    SELECT l.b FROM reached_again r JOIN (SELECT a, b FROM links UNION ALL SELECT b, a FROM links) l ON l.a = r.node
)
SELECT DISTINCT node AS key FROM reached_again;
