-- What the Gold models share, step 4: what counts on which days.
--
-- In:  shares, claims, covers.
-- Out: cost_pieces (share × month, amounts), energy_pieces (claim × month, watt hours), cost_parts (what counts of both),
--      cost_cells (the same by month × point × seller × scope).
--
-- Everything is computed from the ready and reviewed invoices (main), and where others make a difference (doubtful) a
-- second time from all invoices (NOT main). Columns without a suffix come from the first; columns _unreviewed are the
-- second minus the first: what a review of the others would change. So the two together never count anything twice.
--
-- A forecast counts on the days of its point that no settlement covers for all of its parts: a comprehensive forecast
-- gives way to a comprehensive settlement, or to one of sale and one of distribution.
-- Of several claims about a point's day one counts: settlement before forecast, distribution before comprehensive before
-- sale, then the last of a chain of corrections, then the newest. That is decided within each scope for
-- monthly_energy_costs (in_scope), and over all scopes for consumption_per_ppe (in_point). The claims of one invoice never
-- compete with each other.
--
-- Only runs of days that overlap can compete. Those of a place that hang together by overlaps are an island; each island is
-- computed by itself. Its days are compared by months cut into atoms: runs of days that every claim, forecast and
-- settlement covers in whole or not at all.

-- Meetings (step 3) shorten the earlier bill by the shared day. One that only holds in the second computation is more.
-- Shares of settlements compete with nothing; they come in again with the spans.
CREATE OR REPLACE TEMP TABLE runs AS
SELECT 2::TINYINT AS type, share AS id, place, certain, meets AND NOT meets_certain AS more,
    from_day, to_day - meets_certain::INT AS to_day FROM shares WHERE forecast
UNION ALL SELECT 3, claim, place, certain, meets AND NOT meets_certain, from_day, to_day - meets_certain::INT FROM claims
UNION ALL SELECT 4, covers, place, certain, false, from_day, to_day FROM covers;

-- What has no day at all is an island of its place. The number of an island tells the place and the first day.
CREATE OR REPLACE TEMP TABLE islands AS
WITH periods AS (
    SELECT place, from_day, to_day, bool_and(certain) AS certain FROM runs GROUP BY ALL
), neighbours AS (
    SELECT *, max(to_day) OVER before AS reached, lead(from_day) OVER point AS next
    FROM periods
    WINDOW point AS (PARTITION BY place ORDER BY from_day NULLS FIRST, to_day),
        before AS (PARTITION BY place ORDER BY from_day NULLS FIRST, to_day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), begun AS (
    SELECT *, coalesce(reached < from_day, true) AS begins, coalesce(next > to_day, true) AS ends FROM neighbours
), crowded AS ( -- periods that overlap others
    SELECT *, max(CASE WHEN begins THEN from_day END) OVER (PARTITION BY place ORDER BY from_day, to_day) AS first
    FROM begun WHERE from_day IS NOT NULL AND NOT (begins AND ends)
), numbered AS (
    SELECT place, from_day, to_day, from_day AS first, true AS alone, NOT certain AS doubtful FROM begun WHERE from_day IS NULL OR begins AND ends
    UNION ALL
    SELECT place, from_day, to_day, first, false, NOT bool_and(certain) OVER (PARTITION BY place, first) FROM crowded
)
SELECT place, from_day, to_day, alone, doubtful, place * 4194304 + coalesce(first - DATE '0001-01-01', 0) AS island FROM numbered;

-- What takes part in a computation, once or twice.
CREATE OR REPLACE TEMP TABLE computed AS
WITH placed AS (
    SELECT r.type, r.id, r.certain, r.more, r.from_day, r.to_day, i.island, i.alone, i.doubtful
    FROM runs r JOIN islands i ON i.place = r.place AND i.from_day IS NOT DISTINCT FROM r.from_day AND i.to_day IS NOT DISTINCT FROM r.to_day
)
SELECT type, id, island, alone, doubtful, true AS main, from_day, to_day FROM placed WHERE certain
UNION ALL
SELECT type, id, island, alone, true, false, from_day, to_day - more::INT FROM placed WHERE doubtful;

-- How many months two days are apart, both counted.
CREATE OR REPLACE TEMP MACRO months(first, last) AS datediff('month', first, last) + 1;
-- The share of an amount that belongs to the first of two pieces, rounded to the nearest; the second is the rest.
CREATE OR REPLACE TEMP MACRO first_part(amount, days, all_days) AS
    (sign(amount) * ((2 * abs(amount) * days + all_days) // (2 * all_days)))::BIGINT;

-- The same month by month. pieces counts the months; opens marks the first of them. What competes with nothing and is about
-- one month or two, the common case, is not here: see cost_pieces and energy_pieces.
CREATE OR REPLACE TEMP TABLE spans AS
WITH settlements AS (
    SELECT 1::TINYINT AS type, share AS id, 0 AS island, true AS alone, meets <> meets_certain AS more, certain,
        from_day, to_day - meets_certain::INT AS to_day FROM shares
    WHERE NOT forecast AND months(from_day, to_day) > 2
), all_computed AS (
    FROM computed WHERE type <> 3 OR NOT alone OR months(from_day, to_day) > 2
    UNION ALL SELECT type, id, island, alone, more, true, from_day, to_day FROM settlements WHERE certain
    UNION ALL SELECT type, id, island, alone, true, false, from_day, to_day - more::INT FROM settlements WHERE more OR NOT certain
), cut AS (
    SELECT *, unnest(generate_series(date_trunc('month', from_day)::TIMESTAMP, to_day::TIMESTAMP, INTERVAL 1 MONTH))::DATE AS month,
        months(from_day, to_day) AS pieces
    FROM all_computed
)
SELECT type, id, island, alone, doubtful, main, month, greatest(from_day, month) AS first, least(to_day, last_day(month)) AS last,
    (to_day - from_day + 1)::BIGINT AS all_days, pieces, from_day >= month AS opens
FROM cut
UNION ALL
SELECT type, id, island, alone, doubtful, main, NULL, NULL, NULL, 1, 1, true FROM computed WHERE from_day IS NULL; -- without any date

CREATE OR REPLACE TEMP TABLE atoms AS
WITH compared AS (
    SELECT main, island, month, first, last FROM spans WHERE type > 1 AND month IS NOT NULL AND NOT alone
), bounds AS (
    SELECT main, island, month, first AS day FROM compared
    UNION SELECT main, island, month, last + 1 FROM compared WHERE last < last_day(month)
)
SELECT main, island, month, day AS first,
    coalesce(lead(day) OVER (PARTITION BY main, island, month ORDER BY day) - 1, last_day(month)) AS last
FROM bounds;

CREATE OR REPLACE TEMP TABLE span_atoms AS
SELECT s.type, s.id, s.main, s.doubtful, s.island, s.month, a.first, (a.last - a.first + 1)::BIGINT AS days
FROM spans s JOIN atoms a USING (main, island, month)
WHERE s.type > 1 AND NOT s.alone AND a.first BETWEEN s.first AND s.last
UNION ALL -- forecasts are few; where nothing overlaps them a month is an atom
SELECT type, id, main, doubtful, island, month, first, (last - first + 1)::BIGINT
FROM spans WHERE type IN (2, 4) AND alone AND month IS NOT NULL;

CREATE OR REPLACE TEMP TABLE settled AS
SELECT main, island, month, first, bit_or(id) AS covers FROM span_atoms WHERE type = 4 GROUP BY ALL;

-- Days of the shares that have more than one piece, or may give way. Those of settlements always count; forecasts are split by
-- whether they do. The order within a share is: earlier months first, in a month what counts first; opens marks the first piece.
CREATE OR REPLACE TEMP TABLE cost_days AS
WITH forecasts AS (
    SELECT a.id AS share, a.main, a.doubtful, a.month, (coalesce(t.covers, 0) & s.covers) <> s.covers AS counts, sum(a.days)::BIGINT AS days
    FROM span_atoms a LEFT JOIN settled t USING (main, island, month, first) JOIN shares s ON s.share = a.id
    WHERE a.type = 2 GROUP BY ALL
), ordered AS (
    SELECT *, 2 * (month - DATE '0001-01-01') - counts::INT AS place FROM forecasts
)
SELECT id AS share, main, doubtful, month, true AS counts, coalesce(last - first + 1, 1)::BIGINT AS days, all_days, pieces, opens,
    coalesce(month - DATE '0001-01-01', 0) AS place
FROM spans WHERE type = 1 OR type = 2 AND month IS NULL
UNION ALL
SELECT share, main, doubtful, month, counts, days, (sum(days) OVER of_share)::BIGINT, count(*) OVER of_share, place = min(place) OVER of_share, place
FROM ordered WINDOW of_share AS (PARTITION BY share, main);

-- Amounts by days, rounded by largest remainder: a piece gets one more if fewer pieces come before it than there are
-- grosze left. The pieces of a share add up to it. Of two pieces the one with more than half of a grosz left comes first,
-- which needs no look at the other; most shares have one or two.
CREATE OR REPLACE TEMP TABLE cost_pieces AS
WITH settlements AS ( -- about one month or two, or without any date
    SELECT *, true AS main, meets <> meets_certain AS doubtful, to_day - meets_certain::INT AS until FROM shares
    WHERE NOT forecast AND certain AND coalesce(months(from_day, to_day) <= 2, true)
    UNION ALL
    SELECT *, false, true, to_day - meets::INT FROM shares
    WHERE NOT forecast AND (meets <> meets_certain OR NOT certain) AND coalesce(months(from_day, to_day) <= 2, true)
), halves AS (
    SELECT share, main, doubtful, date_trunc('month', from_day)::DATE AS month, coalesce(until > last_day(from_day), false) AS two,
        CASE WHEN two THEN first_part(net, last_day(from_day) - from_day + 1, until - from_day + 1) ELSE net END AS net_first,
        CASE WHEN two THEN first_part(vat, last_day(from_day) - from_day + 1, until - from_day + 1) ELSE vat END AS vat_first,
        CASE WHEN NOT two THEN gross WHEN NOT adds_up THEN first_part(gross, last_day(from_day) - from_day + 1, until - from_day + 1) END AS gross_first,
        net, vat, gross, adds_up, ppe, seller, scope, invoice, repeated
    FROM settlements
), divided AS (
    SELECT d.share, d.main, d.doubtful, d.month, d.counts, d.place, d.all_days, d.pieces, d.opens, s.net, s.vat, s.gross, s.adds_up,
        abs(s.net) * d.days // d.all_days AS net_base, abs(s.net) * d.days % d.all_days AS net_rest,
        abs(s.vat) * d.days // d.all_days AS vat_base, abs(s.vat) * d.days % d.all_days AS vat_rest,
        abs(s.gross) * d.days // d.all_days AS gross_base, abs(s.gross) * d.days % d.all_days AS gross_rest
    FROM cost_days d JOIN shares s USING (share) WHERE d.pieces > 1
), rounded AS (
    SELECT share, main, doubtful, month, counts, adds_up, net, vat, gross,
        net_base + (2 * net_rest + opens::INT > all_days)::INT AS net_part,
        vat_base + (2 * vat_rest + opens::INT > all_days)::INT AS vat_part,
        gross_base + (2 * gross_rest + opens::INT > all_days)::INT AS gross_part
    FROM divided WHERE pieces = 2
    UNION ALL
    SELECT p.share, p.main, any_value(p.doubtful), p.month, p.counts, any_value(p.adds_up), any_value(p.net) AS net, any_value(p.vat) AS vat,
        any_value(p.gross) AS gross,
        any_value(p.net_base) + (count_if(o.net_rest > p.net_rest OR o.net_rest = p.net_rest AND o.place < p.place)
            < abs(any_value(p.net)) - sum(o.net_base))::INT,
        any_value(p.vat_base) + (count_if(o.vat_rest > p.vat_rest OR o.vat_rest = p.vat_rest AND o.place < p.place)
            < abs(any_value(p.vat)) - sum(o.vat_base))::INT,
        any_value(p.gross_base) + (count_if(o.gross_rest > p.gross_rest OR o.gross_rest = p.gross_rest AND o.place < p.place)
            < abs(any_value(p.gross)) - sum(o.gross_base))::INT
    FROM divided p JOIN divided o ON o.share = p.share AND o.main = p.main
    WHERE p.pieces > 2 AND o.pieces > 2 GROUP BY p.share, p.main, p.month, p.counts
), pieces AS (
    SELECT share, main, doubtful, month, counts, (sign(net) * net_part)::BIGINT AS net, (sign(vat) * vat_part)::BIGINT AS vat,
        CASE WHEN adds_up THEN sign(net) * net_part + sign(vat) * vat_part ELSE sign(gross) * gross_part END::BIGINT AS gross
    FROM rounded
    UNION ALL
    SELECT d.share, d.main, d.doubtful, d.month, d.counts, s.net, s.vat, s.gross FROM cost_days d JOIN shares s USING (share) WHERE d.pieces = 1
)
SELECT p.*, s.ppe, s.seller, s.scope, s.invoice, s.repeated FROM pieces p JOIN shares s USING (share)
UNION ALL
SELECT share, main, doubtful, month, true, net_first, vat_first, CASE WHEN adds_up THEN net_first + vat_first ELSE gross_first END,
    ppe, seller, scope, invoice, repeated
FROM halves
UNION ALL
SELECT share, main, doubtful, (month + INTERVAL 1 MONTH)::DATE, true, net - net_first, vat - vat_first,
    CASE WHEN adds_up THEN net - net_first + vat - vat_first ELSE gross - gross_first END, ppe, seller, scope, invoice, repeated
FROM halves WHERE two;

-- Where nothing but the same days is claimed, one comparison is enough for all of them.
CREATE OR REPLACE TEMP TABLE alone_claims AS
WITH bids AS (
    SELECT p.main, p.island, p.doubtful, p.from_day, p.to_day, c.claim, c.ppe, c.seller, c.scope, c.wh,
        CASE WHEN NOT (c.forecast AND (coalesce(t.covers, 0) & c.covers) = c.covers) THEN c.priority END AS bid
    FROM computed p JOIN claims c ON c.claim = p.id
    LEFT JOIN (SELECT main, island, bit_or(id) AS covers FROM computed WHERE type = 4 AND alone GROUP BY ALL) t ON t.main = p.main AND t.island = p.island
    WHERE p.type = 3 AND p.alone AND p.from_day IS NOT NULL
), best AS (
    SELECT main, island, max(bid) AS of_point, max(bid) FILTER (scope = 0) AS s0, max(bid) FILTER (scope = 1) AS s1,
        max(bid) FILTER (scope = 2) AS s2, max(bid) FILTER (scope = 3) AS s3
    FROM bids GROUP BY ALL
)
SELECT b.* EXCLUDE (island, bid), months(from_day, to_day) AS months,
    coalesce(b.bid = CASE b.scope WHEN 0 THEN s0 WHEN 1 THEN s1 WHEN 2 THEN s2 ELSE s3 END, false) AS in_scope,
    coalesce(b.bid = t.of_point, false) AS in_point
FROM bids b JOIN best t USING (main, island);

-- Days of the other claims, and of those about more than two months. Elsewhere each atom is compared by itself.
CREATE OR REPLACE TEMP TABLE energy_days AS
WITH atom_bids AS (
    SELECT a.main, a.doubtful, a.island, a.month, a.first, a.days, c.claim, c.scope,
        CASE WHEN NOT (c.forecast AND (coalesce(t.covers, 0) & c.covers) = c.covers) THEN c.priority END AS bid
    FROM span_atoms a JOIN claims c ON c.claim = a.id LEFT JOIN settled t USING (main, island, month, first)
    WHERE a.type = 3
), atom_best AS (
    SELECT main, island, month, first, max(bid) AS of_point, max(bid) FILTER (scope = 0) AS s0, max(bid) FILTER (scope = 1) AS s1,
        max(bid) FILTER (scope = 2) AS s2, max(bid) FILTER (scope = 3) AS s3
    FROM atom_bids GROUP BY ALL
), atom_won AS (
    SELECT b.claim, b.main, b.doubtful, b.month, sum(b.days)::BIGINT AS days,
        coalesce(b.bid = CASE b.scope WHEN 0 THEN s0 WHEN 1 THEN s1 WHEN 2 THEN s2 ELSE s3 END, false) AS in_scope,
        coalesce(b.bid = t.of_point, false) AS in_point
    FROM atom_bids b JOIN atom_best t USING (main, island, month, first)
    GROUP BY ALL
), ordered AS (
    SELECT *, 4 * (month - DATE '0001-01-01') - 2 * in_point::INT - in_scope::INT AS place FROM atom_won
)
SELECT s.id AS claim, s.main, s.doubtful, s.month, w.in_scope, w.in_point, (s.last - s.first + 1)::BIGINT AS days, s.all_days, s.pieces, s.opens,
    (s.month - DATE '0001-01-01') AS place
FROM spans s JOIN alone_claims w ON w.claim = s.id AND w.main = s.main
WHERE s.type = 3 AND s.alone AND s.month IS NOT NULL
UNION ALL
SELECT claim, main, doubtful, month, in_scope, in_point, days, (sum(days) OVER of_claim)::BIGINT, count(*) OVER of_claim, place = min(place) OVER of_claim, place
FROM ordered WINDOW of_claim AS (PARTITION BY claim, main)
UNION ALL -- without any date there is nothing to compete for
SELECT id, main, doubtful, NULL, true, true, 1, 1, 1, true, 0 FROM spans WHERE type = 3 AND month IS NULL;

-- Energy by days, as above.
CREATE OR REPLACE TEMP TABLE energy_pieces AS
WITH halves AS (
    SELECT *, date_trunc('month', from_day)::DATE AS month,
        least(to_day, last_day(from_day)) - from_day + 1 AS first_days, to_day - from_day + 1 AS all_days,
        CASE months WHEN 1 THEN wh ELSE first_part(wh, first_days, all_days) END AS wh_first
    FROM alone_claims WHERE months <= 2
), divided AS (
    SELECT d.*, c.wh, c.ppe, c.seller, c.scope, abs(c.wh) * d.days // d.all_days AS base, abs(c.wh) * d.days % d.all_days AS rest
    FROM energy_days d JOIN claims c USING (claim) WHERE d.pieces > 1
), rounded AS (
    SELECT claim, ppe, seller, scope, main, doubtful, month, in_scope, in_point, days, wh, base + (2 * rest + opens::INT > all_days)::INT AS part
    FROM divided WHERE pieces = 2
    UNION ALL
    SELECT p.claim, any_value(p.ppe), any_value(p.seller), any_value(p.scope), p.main, any_value(p.doubtful), p.month, p.in_scope, p.in_point,
        any_value(p.days), any_value(p.wh),
        any_value(p.base) + (count_if(o.rest > p.rest OR o.rest = p.rest AND o.place < p.place) < abs(any_value(p.wh)) - sum(o.base))::INT
    FROM divided p JOIN divided o ON o.claim = p.claim AND o.main = p.main
    WHERE p.pieces > 2 AND o.pieces > 2 GROUP BY p.claim, p.main, p.month, p.in_scope, p.in_point
)
SELECT claim, ppe, seller, scope, main, doubtful, month, in_scope, in_point, days, (sign(wh) * part)::BIGINT AS wh FROM rounded
UNION ALL
SELECT claim, c.ppe, c.seller, c.scope, d.main, d.doubtful, d.month, d.in_scope, d.in_point, d.days, c.wh
FROM energy_days d JOIN claims c USING (claim) WHERE d.pieces = 1
UNION ALL
SELECT claim, ppe, seller, scope, main, doubtful, month, in_scope, in_point, first_days, wh_first FROM halves
UNION ALL
SELECT claim, ppe, seller, scope, main, doubtful, (month + INTERVAL 1 MONTH)::DATE, in_scope, in_point, all_days - first_days, wh - wh_first
FROM halves WHERE months = 2;

CREATE OR REPLACE TEMP VIEW cost_parts AS
SELECT month, ppe, seller, scope, invoice, repeated, main, doubtful, net, vat, gross, 0::BIGINT AS wh FROM cost_pieces WHERE counts
UNION ALL
SELECT month, ppe, seller, scope, NULL, false, true, false, 0, 0, 0, wh FROM energy_pieces WHERE in_scope AND main;

-- The cells of the tables by month: their amounts, and what a review of the other invoices would change (more). billed: there
-- is something in it even without these; priced: an amount, not energy alone.
CREATE OR REPLACE TEMP TABLE cost_cells AS
SELECT month, ppe, seller, scope, bool_or(main) AS billed, bool_or(main AND invoice IS NOT NULL) AS priced,
    coalesce(sum(net) FILTER (main), 0)::BIGINT AS net, coalesce(sum(vat) FILTER (main), 0)::BIGINT AS vat,
    coalesce(sum(gross) FILTER (main), 0)::BIGINT AS gross, sum(wh)::BIGINT AS wh,
    coalesce(sum(CASE WHEN main THEN -net ELSE net END) FILTER (doubtful), 0)::BIGINT AS net_more,
    coalesce(sum(CASE WHEN main THEN -vat ELSE vat END) FILTER (doubtful), 0)::BIGINT AS vat_more,
    coalesce(sum(CASE WHEN main THEN -gross ELSE gross END) FILTER (doubtful), 0)::BIGINT AS gross_more,
    -- an invoice is in a cell once, unless it repeats the point
    count(invoice) FILTER (NOT repeated AND NOT (main AND doubtful)) + count(DISTINCT invoice) FILTER (repeated AND NOT (main AND doubtful)) AS invoices
FROM cost_parts GROUP BY month, ppe, seller, scope;
