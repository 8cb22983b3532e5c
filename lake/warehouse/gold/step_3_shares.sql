-- What the Gold models share, step 3: which metering point and which days an amount belongs to.
--
-- In:  live, live_points, point_sums, chain.
-- Out: shares (cost), claims (consumption), covers (days that settlements cover).
-- An amount goes to the points by their nets if these add up to the invoice's (but for a grosz per point of rounding), VAT
-- and gross in proportion; else to the only point; else to no point. What is left by rounding goes to the largest
-- remainders, so the shares of an invoice add up to it. A correction counts in its original's period.
-- The place of a share is its point; what has no point has a place of its own, the invoice's number below zero.

-- What corrections take over from their originals. others have no row.
CREATE OR REPLACE TEMP TABLE moves AS
SELECT c.*, l.scope = '' AS take_scope,
    CASE c.root_scope WHEN 'sale' THEN 1 WHEN 'distribution' THEN 2 ELSE 3 END AS root_covers
FROM chain c JOIN live l USING (invoice);

CREATE OR REPLACE TEMP TABLE points_of_roots AS
SELECT invoice AS root, ppe, min(from_day) AS from_day, max(to_day) AS to_day
FROM live_points WHERE invoice IN (SELECT root FROM moves) GROUP BY ALL;

-- Amounts of invoices with several points, by the nets of the points.
CREATE OR REPLACE TEMP TABLE point_shares AS
WITH of_points AS ( -- weights that add up to nothing: the nets stand as they are, VAT goes to the first
    SELECT l.invoice, p.i, p.ppe, p.from_day, p.to_day, p.stated, p.net AS weight, l.net, l.vat, l.gross,
        sign(s.net) * p.net::HUGEINT AS w, abs(s.net)::HUGEINT AS total
    FROM live l JOIN point_sums s USING (invoice) JOIN live_points p USING (invoice)
    WHERE s.points > 1 AND s.nets_known AND abs(s.net - l.net) <= s.points AND (s.net <> 0 OR l.net = 0)
), divided AS (
    SELECT *,
        CASE WHEN total > 0 THEN floor_div(abs(net) * w, total) ELSE weight END AS net_base,
        CASE WHEN total > 0 THEN floor_mod(abs(net) * w, total) ELSE 0 END AS net_rest,
        CASE WHEN total > 0 THEN floor_div(abs(vat) * w, total) ELSE 0 END AS vat_base,
        CASE WHEN total > 0 THEN floor_mod(abs(vat) * w, total) ELSE 0 END AS vat_rest,
        CASE WHEN total > 0 THEN floor_div(abs(gross) * w, total) ELSE 0 END AS gross_base,
        CASE WHEN total > 0 THEN floor_mod(abs(gross) * w, total) ELSE 0 END AS gross_rest
    FROM of_points
), ranked AS (
    SELECT *,
        row_number() OVER (PARTITION BY invoice ORDER BY net_rest DESC, i) AS net_rank,
        row_number() OVER (PARTITION BY invoice ORDER BY vat_rest DESC, i) AS vat_rank,
        row_number() OVER (PARTITION BY invoice ORDER BY gross_rest DESC, i) AS gross_rank,
        abs(net) - sum(net_base) OVER (PARTITION BY invoice) AS net_left,
        abs(vat) - sum(vat_base) OVER (PARTITION BY invoice) AS vat_left,
        abs(gross) - sum(gross_base) OVER (PARTITION BY invoice) AS gross_left
    FROM divided
), rounded AS (
    SELECT *,
        CASE WHEN total = 0 THEN weight ELSE sign(net) * (net_base + (net_rank <= net_left)::INT) END AS point_net,
        CASE WHEN total = 0 THEN (i = 1)::INT * vat ELSE sign(vat) * (vat_base + (vat_rank <= vat_left)::INT) END AS point_vat,
        CASE WHEN total = 0 THEN (i = 1)::INT * gross ELSE sign(gross) * (gross_base + (gross_rank <= gross_left)::INT) END AS point_gross
    FROM ranked
)
SELECT invoice, i, ppe, from_day, to_day, stated, point_net::BIGINT AS net, point_vat::BIGINT AS vat,
    CASE WHEN net + vat = gross THEN point_net + point_vat ELSE point_gross END::BIGINT AS gross
FROM rounded;

CREATE OR REPLACE TEMP TABLE shares AS
WITH placed AS (
    FROM point_shares
    UNION ALL
    SELECT l.invoice, 0, CASE WHEN s.one_ppe THEN s.ppe ELSE 0 END,
        CASE WHEN s.one_ppe THEN s.from_day ELSE l.from_day END, CASE WHEN s.one_ppe THEN s.to_day ELSE l.to_day END,
        l.stated, l.net, l.vat, l.gross
    FROM live l LEFT JOIN point_sums s USING (invoice)
    WHERE l.invoice NOT IN (SELECT invoice FROM point_shares)
), moved AS (
    SELECT p.* EXCLUDE (ppe, from_day, to_day, stated), CASE WHEN p.ppe = 0 AND m.root_one_ppe THEN m.root_ppe ELSE p.ppe END AS ppe,
        CASE WHEN m.root IS NOT NULL THEN coalesce(o.from_day, m.from_day, p.from_day)
             WHEN m.found AND NOT p.stated THEN coalesce(m.from_day, p.from_day) ELSE p.from_day END AS from_day,
        CASE WHEN m.root IS NOT NULL THEN coalesce(o.to_day, m.to_day, p.to_day)
             WHEN m.found AND NOT p.stated THEN coalesce(m.to_day, p.to_day) ELSE p.to_day END AS to_day,
        m.of_forecasts, CASE WHEN m.take_scope THEN m.root_scope END AS scope, CASE WHEN m.take_scope THEN m.root_covers END AS covers
    FROM placed p JOIN moves m USING (invoice)
    LEFT JOIN points_of_roots o ON o.root = m.root AND o.ppe = CASE WHEN p.ppe = 0 AND m.root_one_ppe THEN m.root_ppe ELSE p.ppe END
    UNION ALL
    SELECT p.* EXCLUDE (ppe, from_day, to_day, stated), p.ppe, p.from_day, p.to_day, false, NULL, NULL
    FROM placed p WHERE p.invoice NOT IN (SELECT invoice FROM moves)
)
SELECT row_number() OVER () AS share, invoice, m.ppe, CASE WHEN m.ppe > 0 THEN m.ppe ELSE -invoice END AS place,
    l.seller, coalesce(m.scope, l.scope) AS scope, coalesce(m.covers, l.covers) AS covers,
    l.kind = 'forecast' OR m.of_forecasts AS forecast, l.certain,
    m.from_day, m.to_day, m.net, m.vat, m.gross, l.net + l.vat = l.gross AS adds_up
FROM moved m JOIN live l USING (invoice);

-- A claim says how much energy a point took in some days. Several claims about one day compete, see step 4.
CREATE OR REPLACE TEMP TABLE claims AS
WITH stated_claims AS (
    SELECT invoice, ppe, from_day, to_day, stated, wh FROM live_points WHERE wh IS NOT NULL
    UNION ALL
    SELECT l.invoice, coalesce(s.ppe, 0), coalesce(s.from_day, l.from_day), coalesce(s.to_day, l.to_day), l.stated, l.wh
    FROM live l LEFT JOIN point_sums s USING (invoice)
    WHERE l.wh IS NOT NULL AND (s.points IS NULL OR s.one_ppe AND s.whs_known = 0)
), rooted AS (
    SELECT s.* EXCLUDE (ppe), m.root, m.of_forecasts, m.depth, m.date,
        CASE WHEN m.take_scope THEN m.root_scope END AS scope, CASE WHEN m.take_scope THEN m.root_covers END AS covers,
        CASE WHEN s.ppe = 0 AND m.root_one_ppe THEN m.root_ppe ELSE s.ppe END AS ppe,
        CASE WHEN m.root IS NOT NULL THEN coalesce(o.from_day, m.from_day) WHEN m.found AND NOT s.stated THEN m.from_day END AS root_from,
        CASE WHEN m.root IS NOT NULL THEN coalesce(o.to_day, m.to_day) WHEN m.found AND NOT s.stated THEN m.to_day END AS root_to
    FROM stated_claims s JOIN moves m USING (invoice)
    LEFT JOIN points_of_roots o ON o.root = m.root AND o.ppe = CASE WHEN s.ppe = 0 AND m.root_one_ppe THEN m.root_ppe ELSE s.ppe END
    -- The value after a correction that names no point of an original with several cannot replace anything.
    WHERE NOT (s.ppe = 0 AND m.root_points AND NOT m.root_one_ppe)
), moved AS ( -- a correction of a part of the period replaces that part
    SELECT invoice, ppe, wh, root, of_forecasts, depth, date, scope, covers,
        CASE WHEN root_from IS NULL OR stated AND from_day >= root_from AND to_day <= root_to THEN from_day ELSE root_from END AS from_day,
        CASE WHEN root_from IS NULL OR stated AND from_day >= root_from AND to_day <= root_to THEN to_day ELSE root_to END AS to_day
    FROM rooted
    UNION ALL
    SELECT invoice, ppe, wh, NULL, false, 0, NULL, NULL, NULL, from_day, to_day
    FROM stated_claims WHERE invoice NOT IN (SELECT invoice FROM moves)
)
SELECT row_number() OVER () AS claim, invoice, m.ppe, CASE WHEN m.ppe > 0 THEN m.ppe ELSE -coalesce(m.root, invoice) END AS place,
    l.seller, coalesce(m.scope, l.scope) AS scope, coalesce(m.covers, l.covers) AS covers,
    l.kind = 'forecast' OR m.of_forecasts AS forecast, l.certain, m.from_day, m.to_day, m.wh,
    -- Which claim counts where several compete: the greatest. Those of one invoice are equal.
    dense_rank() OVER (ORDER BY
        NOT (l.kind = 'forecast' OR m.of_forecasts),
        CASE coalesce(m.scope, l.scope) WHEN 'distribution' THEN 3 WHEN 'sale' THEN 1 ELSE 2 END,
        coalesce(m.date, l.issue_date, DATE '0001-01-01'), m.depth, invoice) AS priority
FROM moved m JOIN live l USING (invoice);

CREATE OR REPLACE TEMP TABLE covers AS
SELECT DISTINCT p.ppe AS place, l.covers, l.certain, p.from_day, p.to_day
FROM live l JOIN live_points p USING (invoice)
WHERE l.kind = 'settlement' AND p.ppe > 0 AND p.from_day IS NOT NULL
    AND p.ppe IN (SELECT place FROM shares WHERE forecast UNION SELECT place FROM claims WHERE forecast);
