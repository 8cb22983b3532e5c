-- cost_breakdown: what the bill is made of.
--
-- Grain: month × ppe × seller × scope × component, the rows of monthly_energy_costs taken apart.
-- Columns:
--   month, ppe, point_name, point_group, seller_nip, seller_name, scope   as in monthly_energy_costs
--   component           energy        active energy
--                       distribution  network, quality, renewables, cogeneration and transition fees
--                       capacity      the capacity fee (opłata mocowa), and power above what was ordered
--                       fees          trade and subscription fees, reactive energy, interest and reminders
--                       other         lines of which none of these is known
--                       unexplained   what the lines of an invoice do not add up to: its net minus theirs
--   net                 złoty, of ready and reviewed invoices. The components of a row add up to its net in
--                       monthly_energy_costs, to the grosz
--   consumption_kwh     as in monthly_energy_costs: the same for each component of a row
--   net_per_kwh         net / consumption_kwh, złoty, six places; null where nothing was consumed
--   year                of the month; partition
-- Each piece of an invoice (its part of a point and month) is divided like the invoice's lines; lines that name their point
-- count for it alone when all lines of the invoice do. What is left by rounding goes to the largest remainders.
-- Checks: below; each must return no rows.

CREATE OR REPLACE TEMP MACRO plain(name) AS strip_accents(lower(replace(replace(name, 'ł', 'l'), 'Ł', 'l')));
CREATE OR REPLACE TEMP MACRO component(name) AS CASE
    WHEN regexp_matches(plain(name), 'mocow|przekroczen|ponad ?umown.* moc') THEN 3
    WHEN regexp_matches(plain(name), 'handlow|abonament|biern|odsetk|upomnien|wezwan|windykac|wznowien') THEN 4
    WHEN regexp_matches(plain(name), 'dystryb|sieciow|jakosciow|oze\b|oze$|odnawialn|kogener|przejsciow|stawki? (stal|zmienn)|skladnik') THEN 2
    WHEN regexp_matches(plain(name), 'energi|sprzedaz|obrot|akcyz|bonifik|upust|rabat') THEN 1
    ELSE 5 END;
CREATE OR REPLACE TEMP MACRO component_name(number) AS
    CASE number WHEN 1 THEN 'energy' WHEN 2 THEN 'distribution' WHEN 3 THEN 'capacity' WHEN 4 THEN 'fees' WHEN 5 THEN 'other' ELSE 'unexplained' END;
CREATE OR REPLACE TEMP MACRO component_rank(number) AS CASE number WHEN 1 THEN 3 WHEN 3 THEN 1 ELSE number END; -- by name

-- Net of the lines of each invoice, in a column for each component (null: it has no such line): of each point where every
-- line names one of the invoice's, else of them all (0). total is the net of the invoice.
CREATE OR REPLACE TEMP TABLE components AS
WITH names AS (
    SELECT name, component(name) AS component FROM (SELECT DISTINCT l.name FROM (SELECT unnest(lines) AS l FROM silver))
), points AS (
    SELECT k.printed, p.ppe FROM codes k JOIN ppes p USING (code)
), placed AS (
    SELECT r.invoice, coalesce(p.ppe, 0) AS ppe, any_value(r.total) AS total,
        sum(r.net) FILTER (c.component = 1) AS n1, sum(r.net) FILTER (c.component = 2) AS n2, sum(r.net) FILTER (c.component = 3) AS n3,
        sum(r.net) FILTER (c.component = 4) AS n4, sum(r.net) FILTER (c.component = 5) AS n5
    FROM (
        SELECT invoice, total, l.ppe AS code, l.name, grosze(l.net) AS net
        FROM (SELECT n.invoice, coalesce(grosze(net), 0) AS total, unnest(lines) AS l FROM silver JOIN numbers n USING (invoice_key)) WHERE l.net IS NOT NULL
    ) r JOIN names c USING (name) LEFT JOIN points p ON p.printed = r.code
    GROUP BY r.invoice, coalesce(p.ppe, 0)
), partly AS ( -- invoices of which some lines name a point, and some do not
    SELECT invoice FROM placed WHERE ppe = 0 AND invoice IN (SELECT invoice FROM placed WHERE ppe > 0)
), united AS (
    FROM placed ANTI JOIN partly USING (invoice)
    UNION ALL
    SELECT invoice, 0, any_value(total), sum(n1), sum(n2), sum(n3), sum(n4), sum(n5) FROM placed SEMI JOIN partly USING (invoice) GROUP BY invoice
)
SELECT invoice, ppe, total, n1::BIGINT AS n1, n2::BIGINT AS n2, n3::BIGINT AS n3, n4::BIGINT AS n4, n5::BIGINT AS n5 FROM united;

-- n × w / total in millionths, cut: whole numbers, so that their sum is the same in any order. 128 bits only where 64 are not
-- enough: they take twenty times as long.
CREATE OR REPLACE TEMP MACRO millionths(n, w, total) AS
    CASE WHEN greatest(abs(n), abs(w)) < 3000000 THEN (n * w * 1000000 // total)::HUGEINT ELSE n::HUGEINT * w * 1000000 // total END;
CREATE OR REPLACE TEMP MACRO whole(part) AS
    CASE WHEN abs(part) < 9000000000000000000 THEN floor_div(part::BIGINT, 1000000) ELSE floor_div(part, 1000000::HUGEINT)::BIGINT END;
CREATE OR REPLACE TEMP MACRO rest(part) AS
    CASE WHEN abs(part) < 9000000000000000000 THEN floor_mod(part::BIGINT, 1000000) ELSE floor_mod(part, 1000000::HUGEINT)::BIGINT END;

-- The cells of the table, with a column for each component: its part, then its whole grosze and its place among the rests.
CREATE OR REPLACE TEMP TABLE cells AS
WITH shared AS ( -- by lines of the point where there are any
    SELECT s.share, s.ppe, s.seller, s.scope, CASE WHEN c.ppe > 0 THEN s.net ELSE c.total END AS total, c.* EXCLUDE (invoice, ppe, total)
    FROM shares s LEFT JOIN (SELECT DISTINCT invoice FROM components WHERE ppe > 0) b USING (invoice)
    LEFT JOIN components c ON c.invoice = s.invoice AND c.ppe = CASE WHEN b.invoice IS NULL THEN 0 ELSE s.ppe END
), weighed AS ( -- the weights add up to the total; without one nothing is explained
    SELECT share, ppe, seller, scope, total, n1, n2, n3, n4, n5,
        nullif(total - coalesce(n1, 0) - coalesce(n2, 0) - coalesce(n3, 0) - coalesce(n4, 0) - coalesce(n5, 0), 0) AS n6
    FROM shared WHERE total <> 0
    UNION ALL
    SELECT share, ppe, seller, scope, 1, NULL, NULL, NULL, NULL, NULL, 1 FROM shared WHERE total = 0 OR total IS NULL
)
SELECT p.month, w.ppe, w.seller, w.scope, sum(p.net)::BIGINT AS net,
    sum(millionths(p.net, n1, total)) AS p1, sum(millionths(p.net, n2, total)) AS p2, sum(millionths(p.net, n3, total)) AS p3,
    sum(millionths(p.net, n4, total)) AS p4, sum(millionths(p.net, n5, total)) AS p5, sum(millionths(p.net, n6, total)) AS p6
FROM cost_pieces p JOIN weighed w USING (share) WHERE p.main AND p.counts
GROUP BY p.month, w.ppe, w.seller, w.scope;

-- How many of the rests r1 to r6 are greater than r.
CREATE OR REPLACE TEMP MACRO above(r, r1, r2, r3, r4, r5, r6) AS
    (r1 > r)::INT + (r2 > r)::INT + (r3 > r)::INT + (r4 > r)::INT + (r5 > r)::INT + (r6 > r)::INT;

-- The same in grosze, by largest remainder.
CREATE OR REPLACE TEMP TABLE cost_components AS
WITH divided AS ( -- b: whole grosze; r: the rest, and the component where rests are equal; -1 without the component
    SELECT month, ppe, seller, scope, net,
        whole(p1) AS b1, whole(p2) AS b2, whole(p3) AS b3, whole(p4) AS b4, whole(p5) AS b5, whole(p6) AS b6,
        coalesce(rest(p1) * 8 + 6, -1) AS r1, coalesce(rest(p2) * 8 + 5, -1) AS r2, coalesce(rest(p3) * 8 + 4, -1) AS r3,
        coalesce(rest(p4) * 8 + 3, -1) AS r4, coalesce(rest(p5) * 8 + 2, -1) AS r5, coalesce(rest(p6) * 8 + 1, -1) AS r6
    FROM cells
), counted AS ( -- cut millionths may add up to a grosz more than there are components
    SELECT *, net - coalesce(b1, 0) - coalesce(b2, 0) - coalesce(b3, 0) - coalesce(b4, 0) - coalesce(b5, 0) - coalesce(b6, 0) AS left_over,
        above(-1, r1, r2, r3, r4, r5, r6) AS n
    FROM divided
), spread AS (
    SELECT *, left_over // n AS more, left_over % n AS odd FROM counted
)
SELECT month, ppe, seller, scope, net,
    b1 + more + (above(r1, r1, r2, r3, r4, r5, r6) < odd)::INT AS n1, b2 + more + (above(r2, r1, r2, r3, r4, r5, r6) < odd)::INT AS n2,
    b3 + more + (above(r3, r1, r2, r3, r4, r5, r6) < odd)::INT AS n3, b4 + more + (above(r4, r1, r2, r3, r4, r5, r6) < odd)::INT AS n4,
    b5 + more + (above(r5, r1, r2, r3, r4, r5, r6) < odd)::INT AS n5, b6 + more + (above(r6, r1, r2, r3, r4, r5, r6) < odd)::INT AS n6
FROM spread;

-- One row per component. Names come in last, in a view: sorting and keeping them would take longer than all the rest.
CREATE OR REPLACE TEMP TABLE breakdown AS
WITH billed AS (
    SELECT c.*, e.wh FROM cost_components c
    LEFT JOIN cost_cells e ON e.month IS NOT DISTINCT FROM c.month AND e.ppe = c.ppe AND e.seller = c.seller AND e.scope = c.scope
), rows AS (
    SELECT month, ppe, seller, scope, 1::TINYINT AS component, n1 AS net, wh FROM billed WHERE n1 IS NOT NULL
    UNION ALL SELECT month, ppe, seller, scope, 2, n2, wh FROM billed WHERE n2 IS NOT NULL
    UNION ALL SELECT month, ppe, seller, scope, 3, n3, wh FROM billed WHERE n3 IS NOT NULL
    UNION ALL SELECT month, ppe, seller, scope, 4, n4, wh FROM billed WHERE n4 IS NOT NULL
    UNION ALL SELECT month, ppe, seller, scope, 5, n5, wh FROM billed WHERE n5 IS NOT NULL
    UNION ALL SELECT month, ppe, seller, scope, 6, n6, wh FROM billed WHERE n6 <> 0
)
SELECT *, coalesce(year(month), 0)::INTEGER AS year FROM rows;

CREATE OR REPLACE TEMP VIEW new_cost_breakdown AS
SELECT month, p.code AS ppe, coalesce(g.name, '') AS point_name, coalesce(g."group", '') AS point_group, t.nip AS seller_nip, t.name AS seller_name,
    scope_name(scope) AS scope, component_name(component) AS component, zloty(b.net) AS net, kwh(b.wh) AS consumption_kwh,
    net_per_kwh(b.net, b.wh) AS net_per_kwh, year,
    b.ppe AS ppe_rank, seller AS seller_rank, scope_rank(b.scope) AS scope_rank, component_rank(b.component) AS component_rank
FROM breakdown b JOIN ppes p USING (ppe) JOIN sellers t USING (seller) LEFT JOIN register g ON g.ppe = p.code;

-- check: grain
SELECT 'rows' WHERE (SELECT count(*) FROM new_cost_breakdown)
    <> (SELECT count(n1) + count(n2) + count(n3) + count(n4) + count(n5) + count(nullif(n6, 0)) FROM cost_components)
UNION ALL SELECT 'cells' FROM cost_components GROUP BY month, ppe, seller, scope HAVING count(*) > 1;

-- check: the components add up to the cost
SELECT * FROM (
    SELECT month, ppe, seller, scope, coalesce(n1, 0) + coalesce(n2, 0) + coalesce(n3, 0) + coalesce(n4, 0) + coalesce(n5, 0) + coalesce(n6, 0) AS net
    FROM cost_components
) b FULL JOIN cost_cells c ON c.month IS NOT DISTINCT FROM b.month AND c.ppe = b.ppe AND c.seller = b.seller AND c.scope = b.scope
WHERE coalesce(b.net, 0) <> coalesce(c.net, 0);
