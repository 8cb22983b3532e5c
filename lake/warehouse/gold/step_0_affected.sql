-- Which part of Silver has to be computed again after a change.
--
-- In:  spots (invoice × place: a metering point, or its seller for an invoice that may have amounts without a point), links
--      (from a correction to what it corrects, and back), gone_spots and gone_links (the same of rows as they were before),
--      changed (keys of the changed invoices).
-- Out: affected_spots (places whose rows in Gold may change), wanted (invoices that are needed to compute them).
-- All of them are hashes: that two values have one hash makes the part greater, never wrong.
--
-- An invoice matters to the places that it or another invoice of its chain of corrections names, now or before. What counts
-- at a place depends on all invoices that name it, and on the chains of these.

CREATE OR REPLACE TEMP TABLE affected_spots AS
WITH RECURSIVE every_link AS (
    SELECT a, b FROM links UNION ALL SELECT a, b FROM gone_links
), reached AS (
    SELECT hash(invoice_key) AS node FROM changed
    UNION
    SELECT l.b FROM reached r JOIN every_link l ON l.a = r.node
)
SELECT spot FROM spots WHERE key IN (SELECT node FROM reached)
UNION
SELECT spot FROM gone_spots;

CREATE OR REPLACE TEMP TABLE wanted AS
WITH RECURSIVE reached AS (
    SELECT DISTINCT key AS node FROM spots WHERE spot IN (FROM affected_spots)
    UNION
    SELECT hash(invoice_key) FROM changed
    UNION
    SELECT l.b FROM reached r JOIN links l ON l.a = r.node
)
SELECT DISTINCT node AS key FROM reached;
