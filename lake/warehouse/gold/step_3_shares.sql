-- What the Gold models share, step 3: which metering point and which days an amount belongs to.
--
-- In:  live, live_points, point_sums, chain.
-- Out: shares (cost; repeated: the invoice may have another one of the point), claims (consumption), covers (days that settlements cover), meetings (days that two bills share).
-- An amount goes to the points by their nets if these add up to the invoice's (but for a grosz per point of rounding), VAT
-- and gross in proportion; else to the only point; else to no point. A forecast of several points without nets goes to
-- them by their energy, or in equal parts, so that the settlement of each point can replace its part. What is left by rounding goes to the largest
-- remainders, so the shares of an invoice add up to it. A correction counts in its original's period.
-- The place of a share is its point; what has no point has a place of its own, the invoice's number below zero.
-- Scopes are numbers from here on: 0 unknown, 1 sale, 2 distribution, 3 comprehensive.

CREATE OR REPLACE TEMP MACRO scope_number(scope) AS
    (CASE scope WHEN 'sale' THEN 1 WHEN 'distribution' THEN 2 WHEN 'comprehensive' THEN 3 ELSE 0 END)::TINYINT;
CREATE OR REPLACE TEMP MACRO scope_name(number) AS
    CASE number WHEN 1 THEN 'sale' WHEN 2 THEN 'distribution' WHEN 3 THEN 'comprehensive' ELSE '' END;
CREATE OR REPLACE TEMP MACRO scope_rank(number) AS (4 - number) % 4; -- by name

-- What corrections take over from their originals. others have no row.
CREATE OR REPLACE TEMP TABLE moves AS
SELECT c.*, l.scope = '' AS take_scope, parts(c.root_scope) AS root_covers, scope_number(c.root_scope) AS root_number
FROM chain c JOIN live l USING (invoice);

CREATE OR REPLACE TEMP TABLE points_of_roots AS
SELECT invoice AS root, ppe, min(from_day) AS from_day, max(to_day) AS to_day
FROM live_points WHERE invoice IN (SELECT root FROM moves) GROUP BY ALL;

-- Bills that follow each other may both name the day of the meter reading between them: the earlier one ends on the day
-- on which the later one begins. The day is the later one's; the earlier one keeps all its energy and cost for its other
-- days. (See step 4; only days whose settlements, or forecasts, are about the same parts of the bill meet.)
CREATE OR REPLACE TEMP TABLE meetings AS
WITH bills AS (
    SELECT p.ppe, p.from_day, p.to_day, l.covers, l.kind = 'forecast' AS forecast, l.certain
    FROM live_points p JOIN live l USING (invoice)
    WHERE l.kind IN ('settlement', 'forecast') AND p.stated AND p.ppe > 0 AND p.from_day < p.to_day
)
SELECT b.ppe, b.from_day AS day, b.forecast, bit_or(b.covers) AS parts,
    coalesce(bit_or(b.covers) FILTER (b.certain), 0)::TINYINT AS certain_parts
FROM bills b WHERE (b.ppe, b.from_day) IN (SELECT ppe, to_day FROM bills)
GROUP BY ALL;

-- Amounts of invoices with several points, by the nets of the points.
CREATE OR REPLACE TEMP TABLE point_shares AS
WITH fitting AS (
    SELECT l.invoice, l.net, l.vat, l.gross, s.* EXCLUDE (invoice, net, ppe, from_day, to_day), s.net AS nets,
        s.nets_known AND abs(s.net - l.net) <= s.points AND (s.net <> 0 OR l.net = 0) AS fits
    FROM live l JOIN point_sums s USING (invoice)
    WHERE s.points > 1 AND (s.nets_known OR l.kind = 'forecast' AND NOT s.one_ppe)
), of_points AS ( -- weights that add up to nothing: the nets stand as they are, VAT goes to the first
    SELECT f.invoice, p.i, p.ppe, p.from_day, p.to_day, p.stated, p.net AS weight, f.net, f.vat, f.gross, f.points,
        CASE WHEN fits THEN sign(nets)::BIGINT * p.net WHEN whs_known = points AND least_wh >= 0 AND f.wh > 0 THEN p.wh ELSE 1 END AS w,
        CASE WHEN fits THEN abs(nets) WHEN whs_known = points AND least_wh >= 0 AND f.wh > 0 THEN f.wh ELSE points END AS total,
        p.i = 1 AS first
    FROM fitting f JOIN live_points p USING (invoice) JOIN live l USING (invoice)
    WHERE fits OR l.kind = 'forecast' AND NOT f.one_ppe
), divided AS ( -- whole numbers of 128 bits only where 64 are not enough
    SELECT *,
        CASE WHEN total > 0 THEN floor_div(abs(net) * w, total) ELSE weight END::BIGINT AS net_base,
        CASE WHEN total > 0 THEN floor_mod(abs(net) * w, total) ELSE 0 END::BIGINT AS net_rest,
        CASE WHEN total > 0 THEN floor_div(abs(vat) * w, total) ELSE 0 END::BIGINT AS vat_base,
        CASE WHEN total > 0 THEN floor_mod(abs(vat) * w, total) ELSE 0 END::BIGINT AS vat_rest,
        CASE WHEN total > 0 THEN floor_div(abs(gross) * w, total) ELSE 0 END::BIGINT AS gross_base,
        CASE WHEN total > 0 THEN floor_mod(abs(gross) * w, total) ELSE 0 END::BIGINT AS gross_rest
    FROM of_points WHERE greatest(abs(net), abs(vat), abs(gross), abs(w)) < 2000000000
    UNION ALL
    SELECT *,
        CASE WHEN total > 0 THEN floor_div(abs(net)::HUGEINT * w, total) ELSE weight END::BIGINT AS net_base,
        CASE WHEN total > 0 THEN floor_mod(abs(net)::HUGEINT * w, total) ELSE 0 END::BIGINT AS net_rest,
        CASE WHEN total > 0 THEN floor_div(abs(vat)::HUGEINT * w, total) ELSE 0 END::BIGINT AS vat_base,
        CASE WHEN total > 0 THEN floor_mod(abs(vat)::HUGEINT * w, total) ELSE 0 END::BIGINT AS vat_rest,
        CASE WHEN total > 0 THEN floor_div(abs(gross)::HUGEINT * w, total) ELSE 0 END::BIGINT AS gross_base,
        CASE WHEN total > 0 THEN floor_mod(abs(gross)::HUGEINT * w, total) ELSE 0 END::BIGINT AS gross_rest
    FROM of_points WHERE greatest(abs(net), abs(vat), abs(gross), abs(w)) >= 2000000000
), ranked AS (
    -- Of two points the one with more than half of a grosz left gets it, which needs no look at the other.
    SELECT *, (net_rest - (total - net_rest) + first::INT > 0)::INT AS net_more, (vat_rest - (total - vat_rest) + first::INT > 0)::INT AS vat_more,
        (gross_rest - (total - gross_rest) + first::INT > 0)::INT AS gross_more
    FROM divided WHERE points = 2
    UNION ALL
    SELECT *,
        (row_number() OVER (PARTITION BY invoice ORDER BY net_rest DESC, i) <= abs(net) - sum(net_base) OVER (PARTITION BY invoice))::INT,
        (row_number() OVER (PARTITION BY invoice ORDER BY vat_rest DESC, i) <= abs(vat) - sum(vat_base) OVER (PARTITION BY invoice))::INT,
        (row_number() OVER (PARTITION BY invoice ORDER BY gross_rest DESC, i) <= abs(gross) - sum(gross_base) OVER (PARTITION BY invoice))::INT
    FROM divided WHERE points > 2
), rounded AS (
    SELECT *,
        CASE WHEN total = 0 THEN weight ELSE sign(net) * (net_base + net_more) END AS point_net,
        CASE WHEN total = 0 THEN first::INT * vat ELSE sign(vat) * (vat_base + vat_more) END AS point_vat,
        CASE WHEN total = 0 THEN first::INT * gross ELSE sign(gross) * (gross_base + gross_more) END AS point_gross
    FROM ranked
)
SELECT invoice, i, ppe, from_day, to_day, stated, point_net::BIGINT AS net, point_vat::BIGINT AS vat,
    CASE WHEN net + vat = gross THEN point_net + point_vat ELSE point_gross END::BIGINT AS gross
FROM rounded;

CREATE OR REPLACE TEMP TABLE shares AS
WITH divided AS (
    SELECT DISTINCT invoice FROM point_shares
), placed AS (
    FROM point_shares
    UNION ALL
    SELECT l.invoice, 0, CASE WHEN s.one_ppe THEN s.ppe ELSE 0 END,
        CASE WHEN s.one_ppe THEN s.from_day ELSE l.from_day END, CASE WHEN s.one_ppe THEN s.to_day ELSE l.to_day END,
        l.stated, l.net, l.vat, l.gross
    FROM live l LEFT JOIN point_sums s USING (invoice) ANTI JOIN divided USING (invoice)
), moved AS (
    SELECT p.* EXCLUDE (ppe, from_day, to_day, stated), CASE WHEN p.ppe = 0 AND m.root_one_ppe THEN m.root_ppe ELSE p.ppe END AS ppe,
        CASE WHEN m.root IS NOT NULL THEN coalesce(o.from_day, m.from_day, p.from_day)
             WHEN m.found AND NOT p.stated THEN coalesce(m.from_day, p.from_day) ELSE p.from_day END AS from_day,
        CASE WHEN m.root IS NOT NULL THEN coalesce(o.to_day, m.to_day, p.to_day)
             WHEN m.found AND NOT p.stated THEN coalesce(m.to_day, p.to_day) ELSE p.to_day END AS to_day,
        m.of_forecasts, CASE WHEN m.take_scope THEN m.root_number END AS scope, CASE WHEN m.take_scope THEN m.root_covers END AS covers
    FROM placed p JOIN moves m USING (invoice)
    LEFT JOIN points_of_roots o ON o.root = m.root AND o.ppe = CASE WHEN p.ppe = 0 AND m.root_one_ppe THEN m.root_ppe ELSE p.ppe END
    UNION ALL
    SELECT p.* EXCLUDE (ppe, from_day, to_day, stated), p.ppe, p.from_day, p.to_day, false, NULL, NULL
    FROM placed p ANTI JOIN moves USING (invoice)
), whole AS (
    SELECT invoice, m.i, m.ppe, CASE WHEN m.ppe > 0 THEN m.ppe ELSE -invoice END::BIGINT AS place,
        l.seller, coalesce(m.scope, scope_number(l.scope)) AS scope, coalesce(m.covers, l.covers) AS covers,
        l.kind = 'forecast' OR m.of_forecasts AS forecast, l.certain, coalesce(s.points > 2 OR s.points = 2 AND (s.one_ppe OR l.kind = 'correction'), false) AS repeated,
        m.from_day, m.to_day, m.net, m.vat, m.gross, l.net + l.vat = l.gross AS adds_up
    FROM moved m JOIN live l USING (invoice) LEFT JOIN point_sums s USING (invoice)
)
SELECT w.invoice::BIGINT * 16777216 + w.i AS share, w.* EXCLUDE (i),
    coalesce(w.from_day < w.to_day AND t.parts & w.covers <> 0, false) AS meets,
    coalesce(w.from_day < w.to_day AND t.certain_parts & w.covers <> 0, false) AS meets_certain
FROM whole w LEFT JOIN meetings t ON t.ppe = w.ppe AND t.day = w.to_day AND t.forecast = w.forecast;

-- A claim says how much energy a point took in some days. Several claims about one day compete, see step 4.
CREATE OR REPLACE TEMP TABLE claims AS
WITH stated_claims AS (
    SELECT invoice, i, ppe, from_day, to_day, stated, wh FROM live_points WHERE wh IS NOT NULL
    UNION ALL
    SELECT l.invoice, 0, coalesce(s.ppe, 0), coalesce(s.from_day, l.from_day), coalesce(s.to_day, l.to_day), l.stated, l.wh
    FROM live l LEFT JOIN point_sums s USING (invoice)
    WHERE l.wh IS NOT NULL AND (s.points IS NULL OR s.one_ppe AND s.whs_known = 0)
), rooted AS (
    SELECT s.* EXCLUDE (ppe), m.root, m.of_forecasts, m.depth, m.date,
        CASE WHEN m.take_scope THEN m.root_number END AS scope, CASE WHEN m.take_scope THEN m.root_covers END AS covers,
        CASE WHEN s.ppe = 0 AND m.root_one_ppe THEN m.root_ppe ELSE s.ppe END AS ppe,
        CASE WHEN m.root IS NOT NULL THEN coalesce(o.from_day, m.from_day) WHEN m.found AND NOT s.stated THEN m.from_day END AS root_from,
        CASE WHEN m.root IS NOT NULL THEN coalesce(o.to_day, m.to_day) WHEN m.found AND NOT s.stated THEN m.to_day END AS root_to
    FROM stated_claims s JOIN moves m USING (invoice)
    LEFT JOIN points_of_roots o ON o.root = m.root AND o.ppe = CASE WHEN s.ppe = 0 AND m.root_one_ppe THEN m.root_ppe ELSE s.ppe END
    -- The value after a correction that names no point of an original with several cannot replace anything.
    WHERE NOT (s.ppe = 0 AND m.root_points AND NOT m.root_one_ppe)
), moved AS ( -- a correction of a part of the period replaces that part
    SELECT invoice, i, ppe, wh, root, of_forecasts, depth, date, scope, covers,
        CASE WHEN root_from IS NULL OR stated AND from_day >= root_from AND to_day <= root_to THEN from_day ELSE root_from END AS from_day,
        CASE WHEN root_from IS NULL OR stated AND from_day >= root_from AND to_day <= root_to THEN to_day ELSE root_to END AS to_day
    FROM rooted
    UNION ALL
    SELECT invoice, i, ppe, wh, NULL, false, 0, NULL, NULL, NULL, from_day, to_day
    FROM stated_claims ANTI JOIN moves USING (invoice)
), whole AS (
    SELECT invoice, m.i, m.ppe, CASE WHEN m.ppe > 0 THEN m.ppe ELSE -coalesce(m.root, invoice) END::BIGINT AS place,
        l.seller, coalesce(m.scope, scope_number(l.scope)) AS scope, coalesce(m.covers, l.covers) AS covers,
        l.kind = 'forecast' OR m.of_forecasts AS forecast, l.certain, m.from_day, m.to_day, m.wh, m.depth,
        coalesce(m.date, l.issue_date, DATE '0001-01-01') AS date
    FROM moved m JOIN live l USING (invoice)
)
SELECT w.invoice::BIGINT * 16777216 + w.i AS claim, w.* EXCLUDE (i, depth, date),
    coalesce(w.from_day < w.to_day AND t.parts & w.covers <> 0, false) AS meets,
    coalesce(w.from_day < w.to_day AND t.certain_parts & w.covers <> 0, false) AS meets_certain,
    -- Which claim counts where several compete: the greatest. Those of one invoice are equal. 63 bits: settlement before
    -- forecast (1), scope (2), days since year 1 (22), place in the chain (7), invoice (31).
    ((((NOT w.forecast)::BIGINT * 4 + CASE scope WHEN 2 THEN 3 WHEN 1 THEN 1 ELSE 2 END) * 4194304
        + (w.date - DATE '0001-01-01')) * 128 + w.depth) * 2147483648 + invoice AS priority
FROM whole w LEFT JOIN meetings t ON t.ppe = w.ppe AND t.day = w.to_day AND t.forecast = w.forecast;

CREATE OR REPLACE TEMP TABLE covers AS
SELECT DISTINCT p.ppe AS place, l.covers, l.certain, p.from_day, p.to_day
FROM live l JOIN live_points p USING (invoice)
WHERE l.kind = 'settlement' AND p.ppe > 0 AND p.from_day IS NOT NULL
    AND p.ppe IN (SELECT place FROM shares WHERE forecast UNION SELECT place FROM claims WHERE forecast);
