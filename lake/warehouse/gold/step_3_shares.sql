-- What the Gold models share, step 3: which metering point and which days an amount belongs to.
--
-- In:  live, live_points, point_sums, chain.
-- Out: shares (cost), claims (consumption), covers (days that settlements cover).
-- An amount goes to the points by their nets if these add up to the invoice's (but for a grosz per point of rounding), VAT
-- and gross in proportion; else to the only point; else to ppe ''. What is left by rounding goes to the largest
-- remainders, so the shares of an invoice add up to it. A correction counts in its original's period.

CREATE OR REPLACE TEMP TABLE shares AS
WITH of_points AS (
    SELECT l.invoice_key, p.i, p.ppe, p.from_day, p.to_day, p.stated, p.net AS weight, s.net AS weights, l.net, l.vat, l.gross
    FROM live l JOIN point_sums s USING (invoice_key) JOIN live_points p USING (invoice_key)
    WHERE s.points > 1 AND s.nets_known AND abs(s.net - l.net) <= s.points AND (s.net <> 0 OR l.net = 0)
), measured AS ( -- weights that add up to nothing: the nets stand as they are, VAT goes to the first
    SELECT *, sign(weights) * weight::HUGEINT AS w, abs(weights)::HUGEINT AS total FROM of_points
), divided AS (
    SELECT *,
        CASE WHEN total > 0 THEN floor_div(abs(net) * w, total) ELSE weight END AS net_base,
        CASE WHEN total > 0 THEN floor_mod(abs(net) * w, total) ELSE 0 END AS net_rest,
        CASE WHEN total > 0 THEN floor_div(abs(vat) * w, total) ELSE 0 END AS vat_base,
        CASE WHEN total > 0 THEN floor_mod(abs(vat) * w, total) ELSE 0 END AS vat_rest,
        CASE WHEN total > 0 THEN floor_div(abs(gross) * w, total) ELSE 0 END AS gross_base,
        CASE WHEN total > 0 THEN floor_mod(abs(gross) * w, total) ELSE 0 END AS gross_rest
    FROM measured
), ranked AS (
    SELECT *,
        row_number() OVER (PARTITION BY invoice_key ORDER BY net_rest DESC, i) AS net_rank,
        row_number() OVER (PARTITION BY invoice_key ORDER BY vat_rest DESC, i) AS vat_rank,
        row_number() OVER (PARTITION BY invoice_key ORDER BY gross_rest DESC, i) AS gross_rank,
        abs(net) - sum(net_base) OVER (PARTITION BY invoice_key) AS net_left,
        abs(vat) - sum(vat_base) OVER (PARTITION BY invoice_key) AS vat_left,
        abs(gross) - sum(gross_base) OVER (PARTITION BY invoice_key) AS gross_left
    FROM divided
), rounded AS (
    SELECT invoice_key, i, ppe, from_day, to_day, stated,
        CASE WHEN total = 0 THEN weight ELSE sign(net) * (net_base + (net_rank <= net_left)::INT) END AS net,
        CASE WHEN total = 0 THEN (i = 1)::INT * vat ELSE sign(vat) * (vat_base + (vat_rank <= vat_left)::INT) END AS vat,
        CASE WHEN total = 0 THEN (i = 1)::INT * gross ELSE sign(gross) * (gross_base + (gross_rank <= gross_left)::INT) END AS gross,
        net + vat = gross AS adds_up
    FROM ranked
), placed AS (
    SELECT invoice_key, i, ppe, from_day, to_day, stated, net::BIGINT AS net, vat::BIGINT AS vat,
        CASE WHEN adds_up THEN net + vat ELSE gross END::BIGINT AS gross
    FROM rounded
    UNION ALL
    SELECT l.invoice_key, 0, CASE WHEN s.ppes = 1 THEN s.ppe ELSE '' END,
        CASE WHEN s.ppes = 1 THEN s.from_day ELSE l.from_day END, CASE WHEN s.ppes = 1 THEN s.to_day ELSE l.to_day END,
        l.stated, l.net, l.vat, l.gross
    FROM live l LEFT JOIN point_sums s USING (invoice_key)
    WHERE l.invoice_key NOT IN (SELECT invoice_key FROM rounded)
), points_of_roots AS (
    SELECT invoice_key, ppe, min(from_day) AS from_day, max(to_day) AS to_day FROM live_points GROUP BY invoice_key, ppe
), moved AS ( -- corrections, to their originals
    SELECT p.* EXCLUDE (ppe, from_day, to_day, stated), c.root, coalesce(c.of_forecasts, false) AS of_forecasts, c.root_scope,
        CASE WHEN p.ppe = '' AND c.root_ppes = 1 THEN c.root_ppe ELSE p.ppe END AS ppe,
        CASE WHEN c.root IS NOT NULL THEN coalesce(o.from_day, c.from_day, p.from_day)
             WHEN c.found AND NOT p.stated THEN coalesce(c.from_day, p.from_day) ELSE p.from_day END AS from_day,
        CASE WHEN c.root IS NOT NULL THEN coalesce(o.to_day, c.to_day, p.to_day)
             WHEN c.found AND NOT p.stated THEN coalesce(c.to_day, p.to_day) ELSE p.to_day END AS to_day
    FROM placed p LEFT JOIN chain c ON c.correction = p.invoice_key
    LEFT JOIN points_of_roots o ON o.invoice_key = c.root AND o.ppe = CASE WHEN p.ppe = '' AND c.root_ppes = 1 THEN c.root_ppe ELSE p.ppe END
)
SELECT row_number() OVER (ORDER BY m.invoice_key, m.i) AS share, m.invoice_key, m.ppe,
    CASE WHEN m.ppe <> '' THEN m.ppe ELSE '#' || m.invoice_key END AS place,
    l.seller, CASE WHEN l.scope = '' THEN coalesce(m.root_scope, '') ELSE l.scope END AS scope,
    CASE WHEN l.scope = '' AND m.root_scope = 'sale' THEN 1 WHEN l.scope = '' AND m.root_scope = 'distribution' THEN 2 ELSE l.covers END AS covers,
    l.kind = 'forecast' OR m.of_forecasts AS forecast, l.certain,
    m.from_day, m.to_day, m.net, m.vat, m.gross, l.net + l.vat = l.gross AS adds_up
FROM moved m JOIN live l USING (invoice_key);

-- A claim says how much energy a point took in some days. Several claims about one day compete, see step 4.
CREATE OR REPLACE TEMP TABLE claims AS
WITH stated_claims AS (
    SELECT p.invoice_key, p.i, p.ppe, p.from_day, p.to_day, p.stated, p.wh FROM live_points p WHERE p.wh IS NOT NULL
    UNION ALL
    SELECT l.invoice_key, 0, coalesce(s.ppe, ''), coalesce(s.from_day, l.from_day), coalesce(s.to_day, l.to_day), l.stated, l.wh
    FROM live l LEFT JOIN point_sums s USING (invoice_key)
    WHERE l.wh IS NOT NULL AND (s.points IS NULL OR s.ppes = 1 AND s.whs_known = 0)
), points_of_roots AS (
    SELECT invoice_key, ppe, min(from_day) AS from_day, max(to_day) AS to_day FROM live_points GROUP BY invoice_key, ppe
), moved AS (
    SELECT s.* EXCLUDE (ppe), c.correction, c.root, c.root_scope, coalesce(c.of_forecasts, false) AS of_forecasts, coalesce(c.depth, 0) AS depth, c.date,
        CASE WHEN s.ppe = '' AND c.root_ppes = 1 THEN c.root_ppe ELSE s.ppe END AS ppe,
        CASE WHEN c.root IS NOT NULL THEN coalesce(o.from_day, c.from_day) WHEN c.found AND NOT s.stated THEN c.from_day END AS root_from,
        CASE WHEN c.root IS NOT NULL THEN coalesce(o.to_day, c.to_day) WHEN c.found AND NOT s.stated THEN c.to_day END AS root_to
    FROM stated_claims s LEFT JOIN chain c ON c.correction = s.invoice_key
    LEFT JOIN points_of_roots o ON o.invoice_key = c.root AND o.ppe = CASE WHEN s.ppe = '' AND c.root_ppes = 1 THEN c.root_ppe ELSE s.ppe END
    -- The value after a correction that names no point of an original with several cannot replace anything.
    WHERE NOT (s.ppe = '' AND coalesce(c.root_ppes, 0) > 1)
), timed AS ( -- a correction of a part of the period replaces that part
    SELECT * EXCLUDE (from_day, to_day),
        CASE WHEN root_from IS NULL OR stated AND from_day >= root_from AND to_day <= root_to THEN from_day ELSE root_from END AS from_day,
        CASE WHEN root_from IS NULL OR stated AND from_day >= root_from AND to_day <= root_to THEN to_day ELSE root_to END AS to_day
    FROM moved
)
SELECT row_number() OVER (ORDER BY t.invoice_key, t.i) AS claim, t.invoice_key, t.ppe,
    CASE WHEN t.ppe <> '' THEN t.ppe ELSE '#' || coalesce(t.root, t.invoice_key) END AS place,
    l.seller, CASE WHEN l.scope = '' THEN coalesce(t.root_scope, '') ELSE l.scope END AS scope,
    CASE WHEN l.scope = '' AND t.root_scope = 'sale' THEN 1 WHEN l.scope = '' AND t.root_scope = 'distribution' THEN 2 ELSE l.covers END AS covers,
    l.kind = 'forecast' OR t.of_forecasts AS forecast, l.certain,
    -- Which claim counts where several compete: the greatest. Those of one invoice are equal.
    dense_rank() OVER (ORDER BY
        NOT (l.kind = 'forecast' OR t.of_forecasts),
        CASE CASE WHEN l.scope = '' THEN coalesce(t.root_scope, '') ELSE l.scope END WHEN 'distribution' THEN 3 WHEN 'sale' THEN 1 ELSE 2 END,
        coalesce(t.date, l.issue_date, DATE '0001-01-01'), t.depth, t.invoice_key) AS priority,
    t.from_day, t.to_day, t.wh
FROM timed t JOIN live l USING (invoice_key);

CREATE OR REPLACE TEMP TABLE covers AS
SELECT DISTINCT p.ppe AS place, l.covers, l.certain, p.from_day, p.to_day
FROM live l JOIN live_points p USING (invoice_key)
WHERE l.kind = 'settlement' AND p.ppe <> '' AND p.from_day IS NOT NULL;
