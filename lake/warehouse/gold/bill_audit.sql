-- bill_audit: what about the bills a person should look at.
--
-- Grain: one finding, that is code × invoice (× the invoice or point that it is compared with), or code × ppe × month for
-- outliers.
-- Columns:
--   finding_id                   hash of the grain, the same in every rebuild
--   code                         of Silver's findings: sum_mismatch, vat_mismatch, vendor_total_mismatch, ppe_check_digit,
--                                points_without_code, correction_difference, conflicting_edits; and of this table:
--     duplicate                  two settlements of one seller, point, scope and period with the same gross amount
--     gap                        days between two bills of a point and scope that no bill is about
--     overlap                    days of a point and scope that two settlements are about
--     consumption_disagreement   sale and distribution state other energy for the same days of a point; distribution counts
--     missing_original           the original of a correction is not in the lake
--     consumption_outlier        a month's energy per day is more than 2.5 times, or less than 0.4 of, that of the same
--                                month a year before, or more than 3 times the point's median over 12 months or more
--     price_outlier              net per kWh is more than 1.6 times, or less than 0.6 of, the point's median over 6 months
--                                or more; months with less than 30 kWh are left out of both
--   severity                     needs_review, warning or info
--   decision                     accepted where a person accepted the code for the invoice, else ''
--   month                        that it is about; null if unknown
--   ppe, scope, seller_name, seller_nip   '' where they do not apply
--   invoice_keys, numbers        the invoices behind it, the one that it is about first
--   message_pl, message_en       a sentence for people
--   year                         of the month; partition
-- Checks: below; each must return no rows.

-- What one point has of one scope, first day to last, corrections left out.
CREATE OR REPLACE TEMP TABLE audit_periods AS
SELECT p.invoice, p.ppe, l.covers, l.scope, l.seller, l.kind, l.gross, min(p.from_day) AS from_day, max(p.to_day) AS to_day
FROM live_points p JOIN live l USING (invoice)
WHERE l.kind IN ('settlement', 'forecast') AND p.ppe > 0 AND l.stated AND p.from_day IS NOT NULL
GROUP BY ALL;

-- What each scope says about the energy of some days in the end, after corrections.
CREATE OR REPLACE TEMP TABLE audit_energy AS
SELECT ppe, from_day, to_day, scope, arg_max(invoice, priority) AS invoice, arg_max(wh, priority) AS wh FROM (
    SELECT ppe, from_day, to_day, scope, invoice, priority, sum(wh)::BIGINT AS wh FROM claims
    WHERE ppe > 0 AND NOT forecast AND from_day IS NOT NULL AND scope IN ('sale', 'distribution') GROUP BY ALL
) GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE audit_findings AS
WITH silver_findings AS (
    SELECT invoice_key, coalesce(period_start, issue_date) AS day, unnest(findings) AS f FROM silver WHERE kind <> 'other'
), before AS ( -- the bill before, in the order of their first days, and where the days covered so far end
    SELECT *,
        lag(invoice) OVER point AS previous,
        max(to_day) OVER (PARTITION BY ppe, covers ORDER BY from_day, to_day, invoice ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered
    FROM audit_periods WINDOW point AS (PARTITION BY ppe, covers ORDER BY from_day, to_day, invoice)
), settlements AS (
    SELECT *,
        lag(invoice) OVER point AS previous, lag(to_day) OVER point AS previous_end
    FROM audit_periods WHERE kind = 'settlement' WINDOW point AS (PARTITION BY ppe, covers ORDER BY from_day, to_day, invoice)
), months AS (
    SELECT c.*, n.ppe AS point, day(last_day(month)) AS days, c.consumption_kwh::DOUBLE / day(last_day(month)) AS per_day
    FROM new_consumption_per_ppe c JOIN ppes n ON n.code = c.ppe WHERE consumption_kwh >= 30
), usual AS (
    SELECT point, median(per_day) AS per_day, median(net_per_kwh::DOUBLE) AS price, count(*) AS months FROM months GROUP BY point
), compared AS (
    SELECT m.point, m.month, m.per_day, m.net_per_kwh::DOUBLE AS price, u.months, u.per_day AS usual_per_day, u.price AS usual_price,
        y.per_day AS year_ago
    FROM months m JOIN usual u USING (point)
    LEFT JOIN months y ON y.point = m.point AND y.month = (m.month - INTERVAL 1 YEAR)::DATE
), found AS (
    SELECT f.code, f.severity, l.invoice, NULL::BIGINT AS other, 0 AS ppe, s.day, NULL::DATE AS month,
        min(f.message.pl) AS message_pl, min(f.message.en) AS message_en
    FROM silver_findings s JOIN live l USING (invoice_key)
    WHERE f.code IN ('sum_mismatch', 'vat_mismatch', 'vendor_total_mismatch', 'ppe_check_digit', 'points_without_code', 'correction_difference', 'conflicting_edits')
    GROUP BY ALL
    UNION ALL
    SELECT 'sum_mismatch', 'warning', l.invoice, NULL, 0, l.from_day, NULL,
        format('Netto {} + VAT {} nie daje brutto {}.', zloty(l.net), zloty(l.vat), zloty(l.gross)),
        format('Net {} + VAT {} does not give gross {}.', zloty(l.net), zloty(l.vat), zloty(l.gross))
    FROM live l WHERE net_known AND vat_known AND gross_known AND net + vat <> gross
        AND l.invoice_key NOT IN (SELECT invoice_key FROM silver_findings WHERE f.code = 'sum_mismatch')
    UNION ALL
    SELECT 'duplicate', 'warning', b.invoice, a.invoice, b.ppe, b.from_day, NULL,
        format('Ta sama kwota brutto {} za ten sam punkt i okres jest też na fakturze {}.', zloty(b.gross), l.number),
        format('Invoice {1} has the same gross amount {0} for the same point and period.', zloty(b.gross), l.number)
    FROM audit_periods a JOIN audit_periods b USING (ppe, covers, seller, kind, from_day, to_day, gross) JOIN live l ON l.invoice = a.invoice
    WHERE a.kind = 'settlement' AND a.invoice < b.invoice AND b.gross <> 0
    UNION ALL
    SELECT 'gap', 'warning', invoice, previous, ppe, covered + 1, NULL,
        format('Brak faktury za dni od {} do {} ({}).', covered + 1, from_day - 1, from_day - covered - 1),
        format('No invoice is about the days from {} to {} ({}).', covered + 1, from_day - 1, from_day - covered - 1)
    FROM before WHERE from_day > covered + 1
    UNION ALL
    SELECT 'overlap', 'warning', s.invoice, previous, ppe, s.from_day, NULL,
        format('Dni od {} do {} są też na fakturze {}.', s.from_day, least(s.to_day, previous_end), l.number),
        format('The days from {} to {} are on invoice {} too.', s.from_day, least(s.to_day, previous_end), l.number)
    FROM settlements s JOIN live l ON l.invoice = s.previous WHERE s.from_day <= previous_end
    UNION ALL
    SELECT 'consumption_disagreement', 'warning', s.invoice, d.invoice, ppe, from_day, NULL,
        format('Faktura za sprzedaż podaje {} kWh, a za dystrybucję {} kWh. Liczy się dystrybucja.', kwh(s.wh), kwh(d.wh)),
        format('The sale invoice states {} kWh, the distribution invoice {} kWh. Distribution counts.', kwh(s.wh), kwh(d.wh))
    FROM audit_energy s JOIN audit_energy d USING (ppe, from_day, to_day)
    WHERE s.scope = 'sale' AND d.scope = 'distribution' AND s.wh <> d.wh
    UNION ALL
    SELECT 'missing_original', 'warning', r.invoice, NULL, 0, l.from_day, NULL,
        CASE WHEN r.number = '' THEN 'Korekta nie podaje faktury, którą poprawia.' ELSE format('Brak faktury {}, którą poprawia ta korekta.', r.number) END,
        CASE WHEN r.number = '' THEN 'The correction does not name what it corrects.' ELSE format('Invoice {}, which this corrects, is missing.', r.number) END
    FROM roots r JOIN live l USING (invoice) WHERE NOT r.found
    UNION ALL
    SELECT 'consumption_outlier', 'warning', NULL, NULL, point, NULL, month,
        format('Zużycie {:.1f} kWh na dobę; zwykle {:.1f}.', per_day, coalesce(year_ago, usual_per_day)),
        format('Consumption is {:.1f} kWh a day; usually {:.1f}.', per_day, coalesce(year_ago, usual_per_day))
    FROM compared WHERE per_day > 2.5 * year_ago OR per_day < 0.4 * year_ago OR months >= 12 AND per_day > 3 * usual_per_day
    UNION ALL
    SELECT 'price_outlier', 'warning', NULL, NULL, point, NULL, month,
        format('Cena netto {:.4f} zł za kWh; zwykle {:.4f}.', price, usual_price),
        format('The net price is {:.4f} zł per kWh; usually {:.4f}.', price, usual_price)
    FROM compared WHERE months >= 6 AND usual_price > 0 AND (price > 1.6 * usual_price OR price < 0.6 * usual_price)
)
SELECT row_number() OVER () AS finding, *, coalesce(month, date_trunc('month', day)::DATE) AS about FROM found;

-- The invoices behind each finding, in their order.
CREATE OR REPLACE TEMP TABLE audit_invoices AS
WITH behind AS (
    SELECT finding, invoice, 1 AS place FROM audit_findings WHERE invoice IS NOT NULL
    UNION SELECT finding, other, 2 FROM audit_findings WHERE other IS NOT NULL
    UNION SELECT a.finding, p.invoice, 3 FROM audit_findings a JOIN cost_parts p ON p.ppe = a.ppe AND p.month = a.about
    WHERE a.invoice IS NULL AND p.main AND p.invoice IS NOT NULL
), accepted AS (
    SELECT DISTINCT invoice_key, f.field AS code FROM (SELECT invoice_key, unnest(findings) AS f FROM silver) WHERE f.code = 'accepted_finding'
)
SELECT b.finding, list(l.invoice_key ORDER BY b.place, l.invoice) AS keys, list(l.number ORDER BY b.place, l.invoice) AS numbers,
    bool_or(a.invoice_key IS NOT NULL) AS accepted
FROM behind b JOIN live l USING (invoice) JOIN audit_findings f USING (finding)
LEFT JOIN accepted a ON a.invoice_key = l.invoice_key AND a.code = f.code AND b.place <> 2
GROUP BY b.finding;

CREATE OR REPLACE TEMP TABLE new_bill_audit AS
SELECT md5(concat_ws('|', f.code, coalesce(l.invoice_key, ''), coalesce(o.invoice_key, ''), n.code, CASE WHEN l.invoice IS NULL THEN f.about::VARCHAR END)) AS finding_id,
    f.code, f.severity, CASE WHEN i.accepted THEN 'accepted' ELSE '' END AS decision, f.about AS month, n.code AS ppe,
    coalesce(l.scope, '') AS scope, coalesce(l.seller_name, '') AS seller_name, coalesce(l.seller_nip, '') AS seller_nip,
    coalesce(i.keys, []) AS invoice_keys, coalesce(i.numbers, []) AS numbers, f.message_pl, f.message_en,
    coalesce(year(f.about), 0)::INTEGER AS year
FROM audit_findings f JOIN ppes n USING (ppe)
LEFT JOIN audit_invoices i USING (finding) LEFT JOIN live l ON l.invoice = f.invoice LEFT JOIN live o ON o.invoice = f.other;

-- check: every finding has an invoice behind it
SELECT finding_id FROM new_bill_audit WHERE len(invoice_keys) = 0;
