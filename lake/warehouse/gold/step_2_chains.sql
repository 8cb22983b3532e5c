-- What the Gold models share, step 2: which originals a correction is about, through any number of corrections between.
--
-- In:  silver, numbers, live, point_sums.
-- Out: roots (correction × original), chain (one row per correction).
-- Roots go by invoice_key, since they need not be in the lake; then found = false. A correction that names nothing, or that
-- ends in a circle, has a root of its own that is not found.

CREATE OR REPLACE TEMP TABLE edges AS
SELECT invoice, correction, i AS position, r.number AS number,
    CASE WHEN r.key <> '' THEN r.key ELSE 'number ' || upper(replace(r.number, ' ', '')) END AS target
FROM (
    SELECT n.invoice, s.invoice_key AS correction, s.r, s.i
    FROM (SELECT invoice_key, unnest(corrects) AS r, generate_subscripts(corrects, 1) AS i FROM silver WHERE kind = 'correction') s
    JOIN numbers n USING (invoice_key)
) WHERE r.key <> correction;

-- Longer chains than 100 do not exist; the limit ends circles.
CREATE OR REPLACE TEMP TABLE walk AS
WITH RECURSIVE steps AS (
    SELECT invoice, correction, target, number, position, 1 AS depth FROM edges
    UNION
    SELECT s.invoice, s.correction, e.target, e.number, s.position, s.depth + 1
    FROM steps s JOIN edges e ON e.correction = s.target
    WHERE s.depth < 100 AND e.target <> s.correction
)
SELECT * FROM steps;

CREATE OR REPLACE TEMP TABLE roots AS
WITH reached AS (
    SELECT w.*, l.invoice AS root_invoice, l.kind, l.number AS root_number FROM walk w LEFT JOIN live l ON l.invoice_key = w.target
), ends AS (
    SELECT invoice, target AS root, root_invoice, coalesce(root_number, number) AS number, position, depth
    FROM reached WHERE kind IS DISTINCT FROM 'correction'
    UNION ALL -- a correction in the chain that names nothing
    SELECT invoice, 'unknown ' || target, NULL, '', position, depth
    FROM reached r WHERE kind = 'correction' AND NOT EXISTS (FROM edges e WHERE e.correction = r.target)
)
SELECT invoice, root, any_value(root_invoice) AS root_invoice, count(root_invoice) > 0 AS found, min(number) AS number,
    min(position) AS position, max(depth) AS depth
FROM ends GROUP BY invoice, root
UNION ALL
SELECT l.invoice, 'unknown ' || least(any_value(l.invoice_key), min(w.target)), NULL, false, '', 1, 1
FROM live l LEFT JOIN walk w USING (invoice)
WHERE l.kind = 'correction' AND l.invoice NOT IN (SELECT invoice FROM ends)
GROUP BY l.invoice;

CREATE OR REPLACE TEMP TABLE chain AS
WITH rooted AS (
    SELECT r.invoice, count(*) AS roots, bool_and(r.found) AS found, max(r.depth) AS depth,
        CASE WHEN count(*) = 1 THEN any_value(r.root_invoice) END AS root, -- the one original, if there is just one
        coalesce(bool_and(o.kind = 'forecast'), false) AS of_forecasts,
        min(o.from_day) AS from_day, max(o.to_day) AS to_day, max(o.issue_date) AS root_date
    FROM roots r LEFT JOIN live o ON o.invoice = r.root_invoice
    GROUP BY r.invoice
), corrected AS (
    SELECT w.invoice, max(l.issue_date) AS date FROM walk w JOIN live l ON l.invoice_key = w.target GROUP BY w.invoice
)
SELECT r.*, o.scope AS root_scope, s.ppe AS root_ppe, coalesce(s.one_ppe, false) AS root_one_ppe, s.invoice IS NOT NULL AS root_points,
    -- A correction comes after what it corrects, whatever its own date says.
    greatest(l.issue_date, c.date, r.root_date) AS date
FROM rooted r JOIN live l USING (invoice)
LEFT JOIN corrected c ON c.invoice = r.invoice
LEFT JOIN live o ON o.invoice = r.root
LEFT JOIN point_sums s ON s.invoice = r.root;
