-- What the Gold models share, step 2: which originals a correction is about, through any number of corrections between.
--
-- In:  live, point_sums.
-- Out: roots (correction × original), chain (one row per correction).
-- A root that is not in the lake has found = false. A correction that names nothing, or that ends in a circle, has a root
-- of its own that is not found.

CREATE OR REPLACE TEMP TABLE edges AS
SELECT correction, i AS position, r.number AS number,
    CASE WHEN r.key <> '' THEN r.key ELSE 'number ' || upper(replace(r.number, ' ', '')) END AS target
FROM (
    SELECT invoice_key AS correction, unnest(corrects) AS r, generate_subscripts(corrects, 1) AS i
    FROM live WHERE kind = 'correction'
) WHERE r.key <> correction;

-- Longer chains than 100 do not exist; the limit ends circles.
CREATE OR REPLACE TEMP TABLE walk AS
WITH RECURSIVE steps AS (
    SELECT correction, target, number, position, 1 AS depth FROM edges
    UNION
    SELECT s.correction, e.target, e.number, s.position, s.depth + 1
    FROM steps s JOIN edges e ON e.correction = s.target
    WHERE s.depth < 100 AND e.target <> s.correction
)
SELECT * FROM steps;

CREATE OR REPLACE TEMP TABLE roots AS
WITH ends AS (
    SELECT w.correction, w.target AS root, l.invoice_key IS NOT NULL AS found, coalesce(l.number, w.number) AS number, w.position, w.depth
    FROM walk w LEFT JOIN live l ON l.invoice_key = w.target
    WHERE l.kind IS DISTINCT FROM 'correction'
    UNION ALL -- a correction in the chain that names nothing
    SELECT w.correction, 'unknown ' || w.target, false, '', w.position, w.depth
    FROM walk w JOIN live l ON l.invoice_key = w.target
    WHERE l.kind = 'correction' AND NOT EXISTS (FROM edges e WHERE e.correction = w.target)
)
SELECT correction, root, bool_or(found) AS found, min(number) AS number, min(position) AS position, max(depth) AS depth
FROM ends GROUP BY correction, root
UNION ALL
SELECT l.invoice_key, 'unknown ' || least(l.invoice_key, min(w.target)), false, '', 1, 1
FROM live l LEFT JOIN walk w ON w.correction = l.invoice_key
WHERE l.kind = 'correction' AND l.invoice_key NOT IN (SELECT correction FROM ends)
GROUP BY l.invoice_key;

CREATE OR REPLACE TEMP TABLE chain AS
WITH rooted AS (
    SELECT r.correction, count(*) AS roots, bool_and(r.found) AS found, max(r.depth) AS depth,
        CASE WHEN count(*) = 1 AND bool_and(r.found) THEN min(r.root) END AS root, -- the one original, if there is just one
        coalesce(bool_and(o.kind = 'forecast'), false) AS of_forecasts,
        min(o.from_day) AS from_day, max(o.to_day) AS to_day, max(o.issue_date) AS root_date
    FROM roots r LEFT JOIN live o ON o.invoice_key = r.root
    GROUP BY r.correction
), corrected AS (
    SELECT w.correction, max(l.issue_date) AS date FROM walk w JOIN live l ON l.invoice_key = w.target GROUP BY w.correction
)
SELECT r.*, o.scope AS root_scope, coalesce(s.ppes, 0) AS root_ppes, s.ppe AS root_ppe,
    -- A correction comes after what it corrects, whatever its own date says.
    greatest(l.issue_date, c.date, r.root_date) AS date
FROM rooted r JOIN live l ON l.invoice_key = r.correction
LEFT JOIN corrected c ON c.correction = r.correction
LEFT JOIN live o ON o.invoice_key = r.root
LEFT JOIN point_sums s ON s.invoice_key = r.root;
