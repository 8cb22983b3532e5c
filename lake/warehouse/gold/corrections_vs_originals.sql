-- corrections_vs_originals: what became of invoices that were corrected.
--
-- Grain: one original that has at least one correction, chains of corrections followed to their beginning. An original that
-- is not in the lake is a row too; so is, for each of them, the unknown original of corrections that name none.
-- Columns:
--   original_number, original_key   of the original; the key is '' where only corrections without a reference are known
--   original_found                  whether it is in the lake
--   seller_name, seller_nip         of the original, else of its last correction
--   original_net, original_vat, original_gross, original_consumption_kwh
--                                   as first billed; null if the original is missing, silent about it or waits for a review
--   corrections                     number of ready and reviewed corrections, of this original and of its corrections
--   difference_net, difference_vat, difference_gross
--                                   złoty, the sum of these corrections. One that corrects several originals counts for the
--                                   first that it names
--   corrections_unreviewed, difference_net_unreviewed, difference_vat_unreviewed, difference_gross_unreviewed
--                                   the same of corrections that wait for a review
--   resulting_net, resulting_vat, resulting_gross
--                                   original + difference; null where the original amount is
--   resulting_consumption_kwh       after the last correction of each point; null where it cannot be known
--   last_correction_number, last_correction_date, last_correction_reason
--                                   of the end of the chain, reviewed ones first
--   ppes                            codes that the original and its corrections name
--   correction_keys                 of its corrections, reviewed or not, sorted
--   year                            of the original's issue date, else of the last correction's; partition
-- Checks: below; each must return no rows.

CREATE OR REPLACE TEMP TABLE new_corrections_vs_originals AS
WITH links AS (
    SELECT r.root, r.root_invoice, r.found, r.number, r.invoice AS correction, c.roots, c.date, r.depth, l.certain, l.net, l.vat, l.gross,
        l.number AS correction_number, l.invoice_key AS correction_key, l.issue_date, l.seller_name, l.seller_nip, l.year, l.reason,
        row_number() OVER (PARTITION BY r.invoice ORDER BY r.position, r.root) = 1 AS first,
        row(l.certain, coalesce(c.date, DATE '0001-01-01'), r.depth, r.invoice) AS rank
    FROM roots r JOIN chain c USING (invoice) JOIN live l USING (invoice)
), sums AS (
    SELECT root, any_value(root_invoice) AS root_invoice, bool_or(found) AS found, min(number) AS number,
        count(*) FILTER (certain) AS corrections, count(*) FILTER (NOT certain) AS unreviewed,
        coalesce(sum(net) FILTER (certain AND first), 0) AS net, coalesce(sum(net) FILTER (NOT certain AND first), 0) AS net_more,
        coalesce(sum(vat) FILTER (certain AND first), 0) AS vat, coalesce(sum(vat) FILTER (NOT certain AND first), 0) AS vat_more,
        coalesce(sum(gross) FILTER (certain AND first), 0) AS gross, coalesce(sum(gross) FILTER (NOT certain AND first), 0) AS gross_more,
        list(correction_key ORDER BY correction_key) AS keys,
        arg_max(row(correction_number, issue_date, reason, seller_name, seller_nip, year), rank) AS last
    FROM links GROUP BY root
), billed AS ( -- energy of the original by point
    SELECT r.root, c.ppe, sum(c.wh) AS wh, min(c.from_day) AS from_day, max(c.to_day) AS to_day
    FROM claims c JOIN (SELECT DISTINCT root, root_invoice FROM roots) r ON r.root_invoice = c.invoice GROUP BY ALL
), replaced AS ( -- by the last correction that says something about the point
    SELECT k.root, a.ppe, arg_max(a.wh, k.rank) AS wh, arg_max(a.whole, k.rank) AS whole
    FROM links k JOIN (
        SELECT c.invoice, c.ppe, b.root, sum(c.wh) AS wh,
            b.root IS NULL OR row(min(c.from_day), max(c.to_day)) IS NOT DISTINCT FROM row(min(b.from_day), max(b.to_day)) AS whole
        FROM claims c JOIN links k ON k.correction = c.invoice LEFT JOIN billed b ON b.root = k.root AND b.ppe = c.ppe
        WHERE c.certain GROUP BY c.invoice, c.ppe, b.root
    ) a ON a.invoice = k.correction AND (a.root = k.root OR a.root IS NULL)
    WHERE k.roots = 1 OR a.root = k.root AND a.whole
    GROUP BY k.root, a.ppe
), energy AS (
    SELECT p.root, sum(p.wh) AS after, sum(p.wh - coalesce(b.wh, 0)) AS change, bool_and(p.whole) AS whole, bool_or(b.wh IS NOT NULL) AS known
    FROM replaced p LEFT JOIN billed b USING (root, ppe) GROUP BY p.root
), named AS (
    SELECT root, list(DISTINCT code ORDER BY code) AS ppes FROM (
        SELECT root, root_invoice AS invoice FROM links UNION SELECT root, correction FROM links
    ) JOIN live_points USING (invoice) JOIN ppes USING (ppe) WHERE ppe > 0 GROUP BY root
), originals AS (
    SELECT l.*, coalesce(l.wh, CASE WHEN s.whs_known = s.points THEN s.wh END) AS billed
    FROM live l LEFT JOIN point_sums s USING (invoice) WHERE l.invoice IN (SELECT root_invoice FROM roots)
)
SELECT s.number AS original_number,
    CASE WHEN starts_with(s.root, 'unknown ') OR starts_with(s.root, 'number ') THEN '' ELSE s.root END AS original_key,
    s.found AS original_found,
    coalesce(o.seller_name, s.last[4]) AS seller_name, coalesce(o.seller_nip, s.last[5]) AS seller_nip,
    CASE WHEN o.certain AND o.net_known THEN zloty(o.net) END AS original_net,
    CASE WHEN o.certain AND o.vat_known THEN zloty(o.vat) END AS original_vat,
    CASE WHEN o.certain AND o.gross_known THEN zloty(o.gross) END AS original_gross,
    CASE WHEN o.certain THEN kwh(o.billed) END AS original_consumption_kwh,
    s.corrections::INTEGER AS corrections,
    zloty(s.net) AS difference_net, zloty(s.vat) AS difference_vat, zloty(s.gross) AS difference_gross,
    CASE WHEN o.certain AND o.net_known THEN zloty(o.net + s.net) END AS resulting_net,
    CASE WHEN o.certain AND o.vat_known THEN zloty(o.vat + s.vat) END AS resulting_vat,
    CASE WHEN o.certain AND o.gross_known THEN zloty(o.gross + s.gross) END AS resulting_gross,
    kwh(CASE
        WHEN e.root IS NULL THEN CASE WHEN o.certain THEN o.billed END -- money only
        WHEN NOT e.whole THEN NULL
        WHEN o.billed IS NULL OR NOT s.found THEN e.after
        WHEN NOT o.certain OR NOT e.known THEN NULL
        ELSE o.billed + e.change
    END) AS resulting_consumption_kwh,
    s.last[1] AS last_correction_number, s.last[2] AS last_correction_date, s.last[3] AS last_correction_reason,
    s.unreviewed::INTEGER AS corrections_unreviewed,
    zloty(s.net_more) AS difference_net_unreviewed, zloty(s.vat_more) AS difference_vat_unreviewed,
    zloty(s.gross_more) AS difference_gross_unreviewed,
    coalesce(n.ppes, []) AS ppes, s.keys AS correction_keys,
    coalesce(year(o.issue_date), s.last[6], 0)::INTEGER AS year
FROM sums s LEFT JOIN originals o ON o.invoice = s.root_invoice
LEFT JOIN energy e ON e.root = s.root LEFT JOIN named n ON n.root = s.root;

-- check: grain
SELECT original_key FROM new_corrections_vs_originals WHERE original_key <> '' GROUP BY ALL HAVING count(*) > 1;

-- check: no difference is lost or counted twice
SELECT * FROM
    (SELECT coalesce(sum(difference_gross + difference_gross_unreviewed), 0) AS gross FROM new_corrections_vs_originals) t,
    (SELECT coalesce(zloty(sum(gross)), 0) AS gross FROM live WHERE kind = 'correction') l
WHERE t.gross <> l.gross;
