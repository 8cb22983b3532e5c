-- monthly_energy_costs: what energy cost, by month.
--
-- Grain: month × ppe × seller × scope. The seller is seller_nip, or seller_name where the invoices give no tax number.
-- Columns:
--   month                        first day; null for invoices without any date (year 0)
--   ppe                          code of the metering point, '' for amounts that belong to no single one; old codes that
--                                the PPE register knows count as the new one
--   point_name, point_group      of the PPE register; '' if it does not have the point
--   seller_nip, seller_name      the name is the newest that invoices of this seller give
--   scope                        comprehensive, sale, distribution, '' if unknown
--   net, vat, gross              złoty, of ready and reviewed invoices: settlements, corrections as differences in the
--                                period of their original, and forecasts for days that no settlement covers; spread over
--                                the days of the period, so that the months of an invoice add up to it
--   consumption_kwh              energy that these invoices state, once per day within the scope. Sale and distribution
--                                repeat the same energy: do not add it over scopes, take consumption_per_ppe for that
--   net_unreviewed, vat_unreviewed, gross_unreviewed
--                                what invoices that wait for a review would change
--   invoices                     number of invoices behind the row, reviewed or not
--   year                         of the month; partition
-- Checks: below; each must return no rows.

CREATE OR REPLACE TEMP VIEW new_monthly_energy_costs AS
SELECT month, n.code AS ppe, coalesce(g.name, '') AS point_name, coalesce(g."group", '') AS point_group, nip AS seller_nip, sellers.name AS seller_name, scope_name(scope) AS scope,
    zloty(net) AS net, zloty(vat) AS vat, zloty(gross) AS gross, kwh(wh) AS consumption_kwh,
    zloty(net_more) AS net_unreviewed, zloty(vat_more) AS vat_unreviewed, zloty(gross_more) AS gross_unreviewed,
    invoices::INTEGER AS invoices, coalesce(year(month), 0)::INTEGER AS year,
    ppe AS ppe_rank, seller AS seller_rank, scope_rank(scope) AS scope_rank
FROM cost_cells JOIN sellers USING (seller) JOIN ppes n USING (ppe) LEFT JOIN register g ON g.ppe = n.code;

-- check: grain
SELECT 'rows' WHERE (SELECT count(*) FROM cost_cells) <> (SELECT count(*) FROM new_monthly_energy_costs)
UNION ALL SELECT code FROM ppes GROUP BY code HAVING count(*) > 1
UNION ALL SELECT name FROM sellers GROUP BY nip, name HAVING count(*) > 1;

-- check: every certain invoice is there and adds up to the grosz
SELECT invoice FROM (SELECT invoice, net, vat, gross FROM live WHERE certain) l LEFT JOIN (
    SELECT invoice, sum(net) AS net, sum(vat) AS vat, sum(gross) AS gross FROM cost_pieces WHERE main GROUP BY invoice
) t USING (invoice)
WHERE t.invoice IS NULL OR l.net <> t.net OR l.vat <> t.vat OR l.gross <> t.gross;

-- check: rows add up to the invoices
SELECT * FROM (SELECT coalesce(sum(gross), 0) AS gross FROM new_monthly_energy_costs) t,
    (SELECT zloty(coalesce(sum(gross), 0)) AS gross FROM cost_pieces WHERE main AND counts) p
WHERE t.gross <> p.gross;
