-- bill_audit: what about the bills a person should look at.
--
-- Grain: one finding, that is code × invoice (× the invoice or point that it is compared with), or code × ppe × month for
-- outliers, or code × ppe for the register.
-- Columns:
--   finding_id                   hash of the grain, the same in every rebuild
--   code                         of Silver's findings: sum_mismatch, vat_mismatch, vendor_total_mismatch, ppe_check_digit,
--                                points_without_code, correction_difference, conflicting_edits, read_otherwise, ambiguous_number; and of this table:
--     duplicate                  two settlements, or two forecasts, of one seller, point (or without any), scope and period with the same
--                                gross amount, without a point also the same energy; two corrections of one invoice with the same date and difference
--     gap                        days between two bills of a point and scope that no bill is about
--     overlap                    days of a point that two settlements of one scope, or of the whole and a part, are about; one day that ends one bill and
--                                begins the next is the day of the meter reading and no overlap
--     consumption_disagreement   sale and distribution state other energy for the same days of a point; distribution counts
--     foreign_currency           the invoice is in another currency: its amounts and energy are in no sum of Gold
--     missing_original           an original of a correction is not in the lake; one finding names all that are missing
--     consumption_outlier        a month's energy per day is more than 2.5 times, or less than 0.4 of, that of the same
--                                month a year before, or more than 3 times the point's median of the 12 to 24 months before
--     price_outlier              net per kWh is more than 1.6 times, or less than 0.6 of, the point's median of the 6 to 24
--                                months before; months with less than 30 kWh are left out of both
--     unregistered_point         a code on invoices that the PPE register does not have; only if there is a register
--     point_without_invoices     a point of the register that no invoice names
--     gold_check_failed          the last build of Gold broke a check and was not committed (added by the program)
--   severity                     needs_review, warning or info
--   decision                     accepted where a person accepted the finding, or its code for the invoice; else ''
--   decided_by, decided_at       who accepted the finding and when (RFC 3339); '' where only its code was accepted
--   month                        that it is about; null if unknown
--   ppe, scope, seller_name, seller_nip   '' where they do not apply
--   invoice_keys, numbers        the invoices behind it, the one that it is about first
--   message_pl, message_en       a sentence for people
--   year                         of the month; partition
-- Checks: below; each must return no rows.

-- What one point has of one scope, first day to last, corrections left out.
CREATE OR REPLACE TEMP TABLE audit_periods AS
SELECT p.invoice, p.ppe, l.covers, l.seller, l.kind = 'settlement' AS settlement, l.gross, p.from_day, p.to_day
FROM (SELECT invoice, ppe, min(from_day) AS from_day, max(to_day) AS to_day FROM live_points WHERE ppe > 0 AND from_day IS NOT NULL GROUP BY invoice, ppe) p
JOIN (SELECT invoice, covers, seller, kind, gross FROM live WHERE kind IN ('settlement', 'forecast') AND stated) l USING (invoice);

-- The settlements with the one before, in the order of their first days, and where the days covered so far end.
CREATE OR REPLACE TEMP TABLE audit_settlements AS
SELECT * FROM (
    SELECT invoice, ppe, covers, seller, gross, from_day, to_day,
        lag(invoice) OVER point AS previous, lag(from_day) OVER point AS previous_begin, lag(to_day) OVER point AS previous_end,
        max(to_day) OVER before AS covered,
        coalesce(lag(from_day) OVER point = from_day AND lag(to_day) OVER point = to_day, false) AS again,
        coalesce(lead(from_day) OVER point = from_day AND lead(to_day) OVER point = to_day, false) AS once_more
    FROM audit_periods WHERE settlement
    WINDOW point AS (PARTITION BY ppe, covers ORDER BY from_day, to_day, invoice),
        before AS (PARTITION BY ppe, covers ORDER BY from_day, to_day, invoice ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) WHERE from_day <> covered + 1 OR again OR once_more; -- all others just follow the one before

-- Bills that name no point, and corrections with what they correct: the same twice is known by its amounts. Many points may pay one fixed
-- charge, so bills without a point must state energy, too.
CREATE OR REPLACE TEMP TABLE audit_pointless AS
SELECT invoice, number, seller, kind, covers, from_day, to_day, gross, wh FROM live
WHERE kind IN ('settlement', 'forecast') AND stated AND gross <> 0 AND wh > 0 AND invoice NOT IN (SELECT invoice FROM live_points WHERE ppe > 0);

CREATE OR REPLACE TEMP TABLE audit_corrections AS
SELECT r.root, l.invoice, l.number, l.issue_date, l.net, l.gross FROM roots r JOIN live l USING (invoice)
WHERE l.gross <> 0 AND NOT starts_with(r.root, 'unknown ');

-- What each scope says about the energy of some days in the end, after corrections.
CREATE OR REPLACE TEMP TABLE audit_energy AS
SELECT ppe, from_day, to_day, scope, arg_max(invoice, priority) AS invoice, arg_max(wh, priority) AS wh FROM (
    SELECT ppe, from_day, to_day, scope, invoice, priority, sum(wh)::BIGINT AS wh FROM claims
    WHERE ppe > 0 AND NOT forecast AND from_day IS NOT NULL AND scope IN (1, 2) GROUP BY ALL
) GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE audit_silver AS
SELECT n.invoice, f.code, f.severity, f.field, f.message.pl AS message_pl, f.message.en AS message_en, day
FROM (SELECT invoice_key, coalesce(period_start, issue_date) AS day, unnest(findings) AS f FROM silver WHERE len(findings) > 0) s
JOIN numbers n USING (invoice_key)
WHERE f.code IN ('sum_mismatch', 'vat_mismatch', 'vendor_total_mismatch', 'ppe_check_digit', 'points_without_code', 'correction_difference',
    'conflicting_edits', 'read_otherwise', 'ambiguous_number', 'accepted_finding');

CREATE OR REPLACE TEMP TABLE audit_forecasts AS SELECT DISTINCT ppe, covers FROM audit_periods WHERE NOT settlement;

CREATE OR REPLACE TEMP TABLE audit_findings AS
WITH before AS ( -- the bill before; where there are forecasts too these are bills like others
    SELECT ppe, invoice, from_day, previous, covered FROM audit_settlements ANTI JOIN audit_forecasts USING (ppe, covers)
    UNION ALL
    SELECT ppe, invoice, from_day, lag(invoice) OVER point, max(to_day) OVER (PARTITION BY ppe, covers ORDER BY from_day, to_day, invoice ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    FROM audit_periods SEMI JOIN audit_forecasts USING (ppe, covers) WINDOW point AS (PARTITION BY ppe, covers ORDER BY from_day, to_day, invoice)
), months AS ( -- those before the part, if it is one, are there to compare with
    SELECT n.ppe AS point, c.month, c.consumption_kwh::DOUBLE / day(last_day(month)) AS per_day, c.net_per_kwh, c.computed
    FROM (
        SELECT ppe, month, consumption_kwh, net_per_kwh, true AS computed FROM new_consumption_per_ppe UNION ALL SELECT *, false FROM earlier_months
    ) c JOIN ppes n ON n.code = c.ppe WHERE consumption_kwh >= 30
), usual AS ( -- from the months before alone, so that a finding stays as it is whatever comes later
    SELECT *, median(per_day) OVER past AS usual_per_day, median(net_per_kwh::DOUBLE) OVER past AS usual_price, count(*) OVER past AS months
    FROM months WINDOW past AS (PARTITION BY point ORDER BY month ROWS BETWEEN 24 PRECEDING AND 1 PRECEDING)
), compared AS (
    SELECT m.point, m.month, m.per_day, m.net_per_kwh::DOUBLE AS price, m.months, m.usual_per_day, m.usual_price, y.per_day AS year_ago
    FROM usual m LEFT JOIN months y ON y.point = m.point AND y.month = (m.month - INTERVAL 1 YEAR)::DATE WHERE m.computed
), twins AS (
    FROM audit_settlements WHERE gross <> 0 AND (again OR once_more)
), found AS (
    SELECT code, arg_min(severity, rank) AS severity, invoice, NULL::BIGINT AS other, 0 AS ppe, any_value(day) AS day, NULL::DATE AS month,
        arg_min(message_pl, rank) AS message_pl, arg_min(message_en, rank) AS message_en
    FROM ( -- of several of one code the worst stands for all
        SELECT *, row(CASE severity WHEN 'needs_review' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, message_pl, message_en) AS rank FROM audit_silver
    ) WHERE code <> 'accepted_finding' GROUP BY code, invoice
    UNION ALL
    SELECT 'sum_mismatch', 'warning', l.invoice, NULL, 0, l.from_day, NULL,
        format('Netto {} + VAT {} nie daje brutto {}.', zloty(l.net)::VARCHAR, zloty(l.vat)::VARCHAR, zloty(l.gross)::VARCHAR),
        format('Net {} + VAT {} does not give gross {}.', zloty(l.net)::VARCHAR, zloty(l.vat)::VARCHAR, zloty(l.gross)::VARCHAR)
    FROM live l WHERE net_known AND vat_known AND gross_known AND net + vat <> gross
        AND l.invoice NOT IN (SELECT invoice FROM audit_silver WHERE code = 'sum_mismatch')
    UNION ALL
    SELECT 'duplicate', 'warning', b.invoice, a.invoice, b.ppe, b.from_day, NULL,
        format('Ta sama kwota brutto {} za ten sam punkt i okres jest też na fakturze {}.', zloty(b.gross)::VARCHAR, l.number),
        format('Invoice {1} has the same gross amount {0} for the same point and period.', zloty(b.gross)::VARCHAR, l.number)
    FROM twins a JOIN twins b USING (ppe, covers, seller, from_day, to_day, gross) JOIN live l ON l.invoice = a.invoice
    WHERE a.invoice < b.invoice
    UNION ALL
    SELECT 'duplicate', 'warning', b.invoice, a.invoice, b.ppe, b.from_day, NULL,
        format('Ta sama kwota brutto {} za ten sam punkt i okres jest też na prognozie {}.', zloty(b.gross)::VARCHAR, l.number),
        format('Forecast {1} has the same gross amount {0} for the same point and period.', zloty(b.gross)::VARCHAR, l.number)
    FROM audit_periods a JOIN audit_periods b USING (ppe, covers, seller, from_day, to_day, gross) JOIN live l ON l.invoice = a.invoice
    WHERE a.invoice < b.invoice AND NOT a.settlement AND NOT b.settlement AND gross <> 0
    UNION ALL
    SELECT 'duplicate', 'warning', b.invoice, a.invoice, 0, b.from_day, NULL,
        format('Ta sama kwota brutto {} za ten sam okres jest też na fakturze {}.', zloty(b.gross)::VARCHAR, a.number),
        format('Invoice {1} has the same gross amount {0} for the same period.', zloty(b.gross)::VARCHAR, a.number)
    FROM audit_pointless a JOIN audit_pointless b USING (seller, kind, covers, from_day, to_day, gross, wh)
    WHERE a.invoice < b.invoice
    UNION ALL
    SELECT 'duplicate', 'warning', b.invoice, a.invoice, 0, any_value(l.from_day), NULL,
        format('Korekta {} ma tę samą datę i różnicę brutto {}, tej samej faktury.', any_value(a.number), zloty(any_value(b.gross))::VARCHAR),
        format('Correction {} of the same invoice has the same date and gross difference {}.', any_value(a.number), zloty(any_value(b.gross))::VARCHAR)
    FROM audit_corrections a JOIN audit_corrections b USING (root, gross, net) JOIN live l ON l.invoice = b.invoice
    WHERE a.invoice < b.invoice AND a.issue_date IS NOT DISTINCT FROM b.issue_date GROUP BY b.invoice, a.invoice
    UNION ALL
    SELECT 'gap', 'warning', invoice, previous, ppe, covered + 1, NULL,
        format('Brak faktury za dni od {} do {} (liczba dni: {}).', covered + 1, from_day - 1, from_day - covered - 1),
        format('No invoice is about the days from {} to {} (number of days: {}).', covered + 1, from_day - 1, from_day - covered - 1)
    FROM before WHERE from_day > covered + 1
    UNION ALL
    SELECT 'overlap', 'warning', s.invoice, previous, ppe, s.from_day, NULL,
        format('Dni od {} do {} są też na fakturze {}.', s.from_day, least(s.to_day, previous_end), l.number),
        format('The days from {} to {} are on invoice {} too.', s.from_day, least(s.to_day, previous_end), l.number)
    FROM audit_settlements s JOIN live l ON l.invoice = s.previous
    WHERE s.from_day <= previous_end - (previous_begin < previous_end AND s.from_day < s.to_day)::INT
    UNION ALL
    SELECT 'overlap', 'warning', b.invoice, a.invoice, b.ppe, b.from_day, NULL,
        format('Część rachunku za dni od {} do {} jest też na fakturze {}.', b.from_day, least(a.to_day, b.to_day), l.number),
        format('A part of the bill for the days from {} to {} is on invoice {} too.', b.from_day, least(a.to_day, b.to_day), l.number)
    FROM audit_periods a JOIN audit_periods b ON a.ppe = b.ppe JOIN live l ON l.invoice = a.invoice -- everything, and a part of it
    WHERE a.settlement AND b.settlement AND a.covers <> b.covers AND a.covers & b.covers <> 0 AND (a.from_day, a.to_day, a.invoice) < (b.from_day, b.to_day, b.invoice)
        AND b.from_day <= a.to_day - (a.from_day < a.to_day AND b.from_day < b.to_day)::INT
    UNION ALL
    SELECT 'consumption_disagreement', 'warning', sale, distribution, ppe, min(from_day), NULL,
        format('Faktura za sprzedaż podaje {} kWh, a za dystrybucję {} kWh. Liczy się dystrybucja.', kwh(sum(sold))::VARCHAR, kwh(sum(distributed))::VARCHAR),
        format('The sale invoice states {} kWh, the distribution invoice {} kWh. Distribution counts.', kwh(sum(sold))::VARCHAR, kwh(sum(distributed))::VARCHAR)
    FROM (
        SELECT s.invoice AS sale, d.invoice AS distribution, ppe, from_day, s.wh AS sold, d.wh AS distributed
        FROM audit_energy s JOIN audit_energy d USING (ppe, from_day, to_day) WHERE s.scope = 1 AND d.scope = 2 AND s.wh <> d.wh
    ) GROUP BY sale, distribution, ppe -- two invoices may disagree about several periods
    UNION ALL
    SELECT 'missing_original', 'warning', invoice, NULL, 0, any_value(l.from_day), NULL,
        CASE WHEN max(r.number) = '' THEN 'Korekta nie podaje faktury, którą poprawia.'
            WHEN count(nullif(r.number, '')) = 1 THEN format('Brak faktury {}, którą poprawia ta korekta.', max(r.number))
            ELSE format('Brak faktur {}, które poprawia ta korekta.', string_agg(nullif(r.number, ''), ', ' ORDER BY r.position, r.number)) END,
        CASE WHEN max(r.number) = '' THEN 'The correction does not name what it corrects.'
            WHEN count(nullif(r.number, '')) = 1 THEN format('Invoice {}, which this corrects, is missing.', max(r.number))
            ELSE format('Invoices {}, which this corrects, are missing.', string_agg(nullif(r.number, ''), ', ' ORDER BY r.position, r.number)) END
    FROM roots r JOIN live l USING (invoice) WHERE NOT r.found GROUP BY invoice
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
    UNION ALL
    SELECT 'unregistered_point', 'warning', arg_max(p.invoice, row(l.issue_date, p.invoice)), NULL, p.ppe, NULL, NULL,
        format('Punktu {} nie ma w ewidencji PPE.', any_value(n.code)), format('The point {} is not in the PPE register.', any_value(n.code))
    FROM live_points p JOIN live l USING (invoice) JOIN ppes n USING (ppe)
    WHERE p.ppe > 0 AND n.code NOT IN (SELECT ppe FROM register) AND EXISTS (FROM register)
    GROUP BY p.ppe
)
SELECT row_number() OVER () AS finding, *, coalesce(month, date_trunc('month', day)::DATE) AS about FROM found;

-- The invoices behind each finding, the one that it is about first.
CREATE OR REPLACE TEMP TABLE audit_invoices AS
WITH outliers AS ( -- a point may have energy of an invoice whose amounts belong to no point
    SELECT a.finding, p.invoice FROM audit_findings a JOIN cost_pieces p ON p.ppe = a.ppe AND p.month = a.about
    WHERE a.invoice IS NULL AND p.main AND p.counts
    UNION
    SELECT a.finding, c.invoice FROM audit_findings a JOIN energy_pieces e ON e.ppe = a.ppe AND e.month = a.about JOIN claims c USING (claim)
    WHERE a.invoice IS NULL AND e.main AND e.in_point
), accepted AS (
    SELECT DISTINCT invoice, field AS code FROM audit_silver WHERE code = 'accepted_finding'
)
SELECT f.finding, CASE WHEN o.invoice IS NULL THEN [l.invoice_key] ELSE [l.invoice_key, o.invoice_key] END AS keys,
    CASE WHEN o.invoice IS NULL THEN [l.number] ELSE [l.number, o.number] END AS numbers, a.invoice IS NOT NULL AS accepted
FROM audit_findings f JOIN live l USING (invoice) LEFT JOIN live o ON o.invoice = f.other
LEFT JOIN accepted a ON a.invoice = f.invoice AND a.code = f.code
UNION ALL
SELECT finding, list_transform(bills, lambda b: b.key), list_transform(bills, lambda b: b.number), accepted FROM (
    SELECT b.finding, list_sort(list({'key': l.invoice_key, 'number': l.number})) AS bills, bool_or(a.invoice IS NOT NULL) AS accepted
    FROM outliers b JOIN live l USING (invoice) JOIN audit_findings f USING (finding)
    LEFT JOIN accepted a ON a.invoice = b.invoice AND a.code = f.code
    GROUP BY b.finding
);

CREATE OR REPLACE TEMP TABLE new_bill_audit AS
WITH described AS (
    SELECT CASE WHEN f.code = 'unregistered_point' THEN md5(concat_ws('|', f.code, n.code))
            ELSE md5(concat_ws('|', f.code, coalesce(l.invoice_key, ''), coalesce(o.invoice_key, ''), n.code, CASE WHEN l.invoice IS NULL THEN f.about::VARCHAR END))
        END AS finding_id,
        f.code, f.severity, coalesce(i.accepted, false) AS accepted, f.about AS month, n.code AS ppe,
        coalesce(l.scope, '') AS scope, coalesce(l.seller_name, '') AS seller_name, coalesce(l.seller_nip, '') AS seller_nip,
        coalesce(i.keys, []) AS invoice_keys, coalesce(i.numbers, []) AS numbers, f.message_pl, f.message_en
    FROM audit_findings f JOIN ppes n USING (ppe)
    LEFT JOIN audit_invoices i USING (finding) LEFT JOIN live l ON l.invoice = f.invoice LEFT JOIN live o ON o.invoice = f.other
    UNION ALL
    SELECT md5('point_without_invoices|' || r.ppe), 'point_without_invoices', 'info', false, NULL, r.ppe, '', '', '', [], [],
        format('Żadna faktura nie wymienia punktu {} ({}).', r.ppe, r.name), format('No invoice names the point {} ({}).', r.ppe, r.name)
    FROM register r WHERE r.ppe NOT IN (SELECT code FROM ppes)
    UNION ALL
    SELECT md5('foreign_currency|' || invoice_key), 'foreign_currency', 'warning',
        len(list_filter(findings, lambda f: f.code = 'accepted_finding' AND f.field = 'foreign_currency')) > 0,
        date_trunc('month', coalesce(period_start, sale_date, issue_date))::DATE, '', scope, seller_name, seller_nip, [invoice_key], [number],
        format('Faktura jest w walucie {} (brutto {}): nie wchodzi do żadnych sum w złotych.', currency, coalesce(gross::VARCHAR, '?')),
        format('The invoice is in {} (gross {}): it is in no sum of złote.', currency, coalesce(gross::VARCHAR, '?'))
    FROM silver WHERE kind <> 'other' AND currency NOT IN ('', 'PLN')
)
SELECT finding_id, d.code, severity, CASE WHEN d.accepted OR a.finding_id IS NOT NULL THEN 'accepted' ELSE '' END AS decision,
    coalesce(a.author, '') AS decided_by, coalesce(a.decided_at, '') AS decided_at, month, ppe, scope, seller_name, seller_nip, invoice_keys, numbers,
    message_pl, message_en, coalesce(year(month), 0)::INTEGER AS year
FROM described d LEFT JOIN accepted_findings a USING (finding_id);

-- check: every finding has an invoice behind it
SELECT finding_id FROM new_bill_audit WHERE len(invoice_keys) = 0 AND code <> 'point_without_invoices';

-- check: grain
SELECT finding_id FROM new_bill_audit GROUP BY ALL HAVING count(*) > 1;
