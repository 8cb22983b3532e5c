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

CREATE OR REPLACE TEMP TABLE lines_read AS
SELECT n.invoice, l.ppe AS code, l.name, grosze(l.net) AS net
FROM (SELECT invoice_key, unnest(lines) AS l FROM silver) s JOIN numbers n USING (invoice_key) WHERE l.net IS NOT NULL;

-- Net of the lines by invoice and component: of each point where every line names one of the invoice's, else of them all (0).
CREATE OR REPLACE TEMP TABLE components AS
WITH names AS (
    SELECT name, component(name) AS component FROM (SELECT DISTINCT name FROM lines_read)
), placed AS (
    SELECT r.invoice, coalesce(p.ppe, 0) AS ppe, c.component, sum(r.net)::BIGINT AS net
    FROM lines_read r JOIN names c USING (name) LEFT JOIN codes k ON k.printed = r.code LEFT JOIN ppes p ON p.code = k.code
    GROUP BY ALL
), named AS (
    SELECT invoice, min(ppe) > 0 AS by_point FROM placed GROUP BY invoice
)
SELECT p.invoice, CASE WHEN n.by_point THEN p.ppe ELSE 0 END AS ppe, p.component, sum(p.net)::BIGINT AS net
FROM placed p JOIN named n USING (invoice) GROUP BY ALL;

-- The weights with which a share is divided; they add up to its net.
CREATE OR REPLACE TEMP TABLE weights AS
WITH shares_of_points AS ( -- points with lines of their own
    SELECT s.share, c.component, c.net AS weight, s.net AS total FROM shares s JOIN components c ON c.invoice = s.invoice AND c.ppe = s.ppe WHERE c.ppe > 0
), shares_of_invoices AS (
    SELECT s.share, c.component, c.net AS weight, l.net AS total FROM shares s JOIN components c ON c.invoice = s.invoice AND c.ppe = 0 JOIN live l ON l.invoice = s.invoice
), explained AS (
    FROM shares_of_points UNION ALL FROM shares_of_invoices
)
SELECT share, component, weight, total FROM explained
UNION ALL
SELECT share, 6, any_value(total) - sum(weight)::BIGINT, any_value(total) FROM explained GROUP BY share HAVING any_value(total) <> sum(weight);

-- Millionths of grosze of each component, before rounding: whole numbers, so that their sum is the same in any order.
CREATE OR REPLACE TEMP TABLE new_cost_breakdown AS
WITH pieces AS (
    SELECT p.share, p.month, s.ppe, s.seller, s.scope, p.net
    FROM cost_pieces p JOIN shares s USING (share) WHERE p.main AND p.counts
), divided AS ( -- whole numbers of 128 bits only where 64 are not enough
    SELECT p.month, p.ppe, p.seller, p.scope, w.component, p.net * w.weight * 1000000 // w.total AS part
    FROM pieces p JOIN weights w USING (share) WHERE w.total <> 0 AND greatest(abs(p.net), abs(w.weight)) < 3000000
    UNION ALL
    SELECT p.month, p.ppe, p.seller, p.scope, w.component, p.net::HUGEINT * w.weight * 1000000 // w.total
    FROM pieces p JOIN weights w USING (share) WHERE w.total <> 0 AND greatest(abs(p.net), abs(w.weight)) >= 3000000
    UNION ALL
    SELECT p.month, p.ppe, p.seller, p.scope, 6, p.net::HUGEINT * 1000000
    FROM pieces p ANTI JOIN (SELECT share FROM weights WHERE total <> 0) w USING (share)
), sums AS (
    SELECT month, ppe, seller, scope, component, sum(part)::HUGEINT AS part FROM divided GROUP BY ALL
), cells AS (
    SELECT month, ppe, seller, scope, sum(net)::BIGINT AS net FROM pieces GROUP BY ALL
), based AS (
    SELECT s.*, c.net, floor_div(s.part, 1000000::HUGEINT)::BIGINT AS base, floor_mod(s.part, 1000000::HUGEINT)::BIGINT AS rest
    FROM sums s JOIN cells c ON c.month IS NOT DISTINCT FROM s.month AND c.ppe = s.ppe AND c.seller = s.seller AND c.scope = s.scope
), ranked AS (
    SELECT *, row_number() OVER cell AS place, net - sum(base) OVER (PARTITION BY month, ppe, seller, scope) AS left_over,
        count(*) OVER (PARTITION BY month, ppe, seller, scope) AS n
    FROM based WINDOW cell AS (PARTITION BY month, ppe, seller, scope ORDER BY rest DESC, component)
), rounded AS ( -- cut millionths may add up to a grosz more than there are components
    SELECT *, (base + left_over // n + (place <= left_over % n)::INT)::BIGINT AS exact FROM ranked
), energy AS (
    SELECT month, ppe, seller, scope, sum(wh)::BIGINT AS wh FROM cost_parts GROUP BY ALL
)
SELECT r.month, p.code AS ppe, coalesce(g.name, '') AS point_name, coalesce(g."group", '') AS point_group, t.nip AS seller_nip, t.name AS seller_name,
    scope_name(r.scope) AS scope, component_name(r.component) AS component, zloty(r.exact) AS net, kwh(e.wh) AS consumption_kwh,
    CASE WHEN e.wh > 0 THEN
        (sign(r.exact) * ((abs(r.exact)::HUGEINT * 20000000 + e.wh) // (2 * e.wh)))::BIGINT::DECIMAL(19,0) * 0.000001::DECIMAL(7,6)
    END::DECIMAL(18,6) AS net_per_kwh,
    coalesce(year(r.month), 0)::INTEGER AS year
FROM rounded r JOIN ppes p USING (ppe) JOIN sellers t USING (seller) LEFT JOIN register g ON g.ppe = p.code
LEFT JOIN energy e ON e.month IS NOT DISTINCT FROM r.month AND e.ppe = r.ppe AND e.seller = r.seller AND e.scope = r.scope
WHERE r.exact <> 0 OR r.component < 6;

-- check: grain
SELECT month, ppe, seller_nip, seller_name, scope, component FROM new_cost_breakdown GROUP BY ALL HAVING count(*) > 1;

-- check: the components add up to the cost
SELECT * FROM
    (SELECT month, ppe, seller_nip, seller_name, scope, sum(net) AS net FROM new_cost_breakdown GROUP BY ALL) b
    FULL JOIN (
        SELECT p.month, n.code AS ppe, t.nip AS seller_nip, t.name AS seller_name, scope_name(p.scope) AS scope, zloty(sum(p.net)) AS net
        FROM cost_parts p JOIN ppes n USING (ppe) JOIN sellers t USING (seller) WHERE p.main GROUP BY ALL
    ) c ON c.month IS NOT DISTINCT FROM b.month AND c.ppe = b.ppe AND c.seller_nip = b.seller_nip AND c.seller_name = b.seller_name AND c.scope = b.scope
WHERE coalesce(b.net, 0) <> coalesce(c.net, 0);
