-- consumption_per_ppe: the energy that each metering point took, by month.
--
-- Grain: ppe × month. Invoices that name no point are not here: their energy cannot be told apart. Invoices without any
-- date are not here either.
-- Columns:
--   ppe                          code of the metering point; old codes that the PPE register knows count as the new one
--   point_name, point_group      of the PPE register; '' if it does not have the point
--   month                        first day
--   consumption_kwh              energy taken from the grid by ready and reviewed invoices. Each day counts once:
--                                settlement before forecast, distribution before sale, corrected before original; spread over
--                                the days of the period. Energy fed into the grid does not count
--   consumption_unreviewed_kwh   what invoices that wait for a review would change
--   net, gross                   złoty, as in monthly_energy_costs, over all sellers and scopes
--   net_per_kwh                  net / consumption_kwh, złoty, six places; null where nothing was consumed, or no amount
--                                belongs to the point
--   consumption_year_ago_kwh     consumption_kwh of the same month a year before; null if there is no such row
--   year                         of the month; partition
-- affected_spots and earlier_months are empty where all of Gold is computed; else they tell from which month on, and what the
-- table has of the points before. Checks: below; each must return no rows.

CREATE OR REPLACE TEMP TABLE new_consumption_per_ppe AS
WITH energy AS (
    SELECT ppe, month,
        coalesce(sum(wh) FILTER (main), 0)::BIGINT AS wh,
        coalesce(sum(CASE WHEN main THEN -wh ELSE wh END) FILTER (doubtful), 0)::BIGINT AS more
    FROM energy_pieces WHERE in_point AND ppe > 0 AND month IS NOT NULL
    GROUP BY ppe, month
), cost AS (
    SELECT ppe, month, sum(net) FILTER (priced) AS net, sum(gross) AS gross FROM cost_cells
    WHERE billed AND ppe > 0 AND month IS NOT NULL GROUP BY ppe, month
), rows AS (
    SELECT n.ppe, n.code, month, coalesce(wh, 0) AS wh, coalesce(more, 0) AS more, net, coalesce(gross, 0) AS gross
    FROM energy FULL JOIN cost USING (ppe, month) JOIN ppes n USING (ppe) LEFT JOIN affected_spots a ON a.spot = hash(n.code)
    WHERE month >= coalesce(a.first, month)
), year_ago AS (
    SELECT code, month, kwh(wh) AS kwh FROM rows UNION ALL SELECT ppe, month, consumption_kwh FROM earlier_months
)
SELECT r.code AS ppe, coalesce(g.name, '') AS point_name, coalesce(g."group", '') AS point_group, r.month, kwh(r.wh) AS consumption_kwh, kwh(r.more) AS consumption_unreviewed_kwh,
    zloty(coalesce(r.net, 0)) AS net, zloty(r.gross) AS gross,
    net_per_kwh(r.net, r.wh) AS net_per_kwh,
    y.kwh AS consumption_year_ago_kwh,
    year(r.month)::INTEGER AS year
FROM rows r LEFT JOIN register g ON g.ppe = r.code
LEFT JOIN year_ago y ON y.code = r.code AND y.month = (r.month - INTERVAL 1 YEAR)::DATE;

-- check: grain
SELECT ppe, month FROM new_consumption_per_ppe GROUP BY ALL HAVING count(*) > 1;

-- check: every claim adds up to the watt hour
SELECT claim, main FROM energy_pieces JOIN claims c USING (claim) GROUP BY claim, main, c.wh HAVING sum(energy_pieces.wh) <> c.wh;

-- check: no day of a point is counted twice
SELECT place, month, main FROM (
    SELECT c.place, d.month, d.main, c.invoice, max(d.days) AS days FROM energy_pieces d JOIN claims c USING (claim)
    WHERE d.in_point AND d.month IS NOT NULL GROUP BY ALL
) GROUP BY ALL HAVING sum(days) > day(last_day(month));
