-- What the Gold models share, step 4: what counts on which days.
--
-- In:  shares, claims, covers.
-- Out: cost_pieces (share × month, amounts), energy_pieces (claim × month, watt hours), cost_parts (what counts of both, for
--      the tables by month), places.
--
-- Everything is computed from the ready and reviewed invoices (main), and for the places where others make a difference
-- (places.doubtful) a second time from all invoices (NOT main). Columns without a suffix come from the first; columns
-- _unreviewed are the second minus the first: what a review of the others would change. So the two together never count
-- anything twice.
--
-- A forecast counts on the days of its point that no settlement covers for all of its parts: a comprehensive forecast
-- gives way to a comprehensive settlement, or to one of sale and one of distribution.
-- Of several claims about a point's day one counts: settlement before forecast, distribution before comprehensive before
-- sale, then the last of a chain of corrections, then the newest. That is decided within each scope for
-- monthly_energy_costs (in_scope), and over all scopes for consumption_per_ppe (in_point). The claims of one invoice never
-- compete with each other.
--
-- The days of a place are compared by months cut into atoms: runs of days that every claim, forecast and settlement covers
-- in whole or not at all.

CREATE OR REPLACE TEMP TABLE places AS
SELECT place, bool_or(NOT certain) AS doubtful FROM (
    SELECT place, certain FROM shares UNION ALL SELECT place, certain FROM claims UNION ALL SELECT place, certain FROM covers
) GROUP BY place;

-- What takes part in a computation, once or twice, month by month.
CREATE OR REPLACE TEMP TABLE spans AS
WITH runs AS (
    SELECT CASE WHEN forecast THEN 'forecast' ELSE 'cost' END AS type, share AS id, place, certain, from_day, to_day FROM shares
    UNION ALL SELECT 'claim', claim, place, certain, from_day, to_day FROM claims
    UNION ALL SELECT 'cover', covers, place, certain, from_day, to_day FROM covers
), computed AS (
    SELECT r.type, r.id, place, main, r.from_day, r.to_day
    FROM runs r JOIN places p USING (place), (SELECT unnest([true, false]) AS main)
    WHERE CASE WHEN main THEN r.certain ELSE p.doubtful END
), cut AS (
    SELECT *, date_trunc('month', from_day)::DATE AS month FROM computed WHERE to_day <= last_day(from_day) -- the common case, fast
    UNION ALL
    SELECT *, unnest(generate_series(date_trunc('month', from_day)::TIMESTAMP, to_day::TIMESTAMP, INTERVAL 1 MONTH))::DATE
    FROM computed WHERE to_day > last_day(from_day)
)
SELECT type, id, place, main, month, greatest(from_day, month) AS first, least(to_day, last_day(month)) AS last FROM cut
UNION ALL
SELECT type, id, place, main, NULL, NULL, NULL FROM computed WHERE from_day IS NULL; -- without any date

CREATE OR REPLACE TEMP TABLE atoms AS
WITH compared AS (
    SELECT main, place, month, first, last FROM spans WHERE type <> 'cost' AND month IS NOT NULL
), bounds AS (
    SELECT main, place, month, first AS day FROM compared
    UNION SELECT main, place, month, last + 1 FROM compared WHERE last < last_day(month)
)
SELECT main, place, month, day AS first,
    coalesce(lead(day) OVER (PARTITION BY main, place, month ORDER BY day) - 1, last_day(month)) AS last
FROM bounds;

CREATE OR REPLACE TEMP TABLE span_atoms AS
SELECT s.type, s.id, s.main, s.place, s.month, a.first, (a.last - a.first + 1)::BIGINT AS days
FROM spans s JOIN atoms a USING (main, place, month)
WHERE s.type <> 'cost' AND a.first BETWEEN s.first AND s.last;

CREATE OR REPLACE TEMP TABLE settled AS
SELECT main, place, month, first, bit_or(id) AS covers FROM span_atoms WHERE type = 'cover' GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE cost_days AS
SELECT id AS share, main, month, true AS counts, coalesce(last - first + 1, 1)::BIGINT AS days
FROM spans WHERE type = 'cost' OR type = 'forecast' AND month IS NULL
UNION ALL
SELECT a.id, a.main, a.month, (coalesce(t.covers, 0) & s.covers) <> s.covers, sum(a.days)::BIGINT
FROM span_atoms a LEFT JOIN settled t USING (main, place, month, first) JOIN shares s ON s.share = a.id
WHERE a.type = 'forecast' GROUP BY ALL;

-- Amounts by days, rounded by largest remainder: a piece gets one more if fewer pieces come before it than there are
-- grosze left. The pieces of a share add up to it. Of two pieces the one with more than half of a grosz left comes first,
-- which needs no look at the other; most shares have one or two.
CREATE OR REPLACE TEMP TABLE cost_pieces AS
WITH placed AS ( -- in a share: earlier months first, in a month what counts first
    SELECT *, coalesce(2 * (month - DATE '0001-01-01') - counts::INT, 0) AS place FROM cost_days
), totals AS (
    SELECT share, main, sum(days)::BIGINT AS all_days, count(*) AS pieces, min(place) AS first FROM placed GROUP BY share, main
), divided AS (
    SELECT d.share, d.main, d.month, d.counts, d.place, t.all_days, t.pieces, d.place = t.first AS first, s.net, s.vat, s.gross, s.adds_up,
        abs(s.net) * d.days // t.all_days AS net_base, abs(s.net) * d.days % t.all_days AS net_rest,
        abs(s.vat) * d.days // t.all_days AS vat_base, abs(s.vat) * d.days % t.all_days AS vat_rest,
        abs(s.gross) * d.days // t.all_days AS gross_base, abs(s.gross) * d.days % t.all_days AS gross_rest
    FROM placed d JOIN totals t USING (share, main) JOIN shares s USING (share)
), rounded AS (
    SELECT share, main, month, counts, adds_up, net, vat, gross,
        net_base + (2 * net_rest + first::INT > all_days)::INT AS net_part,
        vat_base + (2 * vat_rest + first::INT > all_days)::INT AS vat_part,
        gross_base + (2 * gross_rest + first::INT > all_days)::INT AS gross_part
    FROM divided WHERE pieces <= 2
    UNION ALL
    SELECT p.share, p.main, p.month, p.counts, any_value(p.adds_up), any_value(p.net) AS net, any_value(p.vat) AS vat, any_value(p.gross) AS gross,
        any_value(p.net_base) + (count_if(o.net_rest > p.net_rest OR o.net_rest = p.net_rest AND o.place < p.place)
            < abs(any_value(p.net)) - sum(o.net_base))::INT,
        any_value(p.vat_base) + (count_if(o.vat_rest > p.vat_rest OR o.vat_rest = p.vat_rest AND o.place < p.place)
            < abs(any_value(p.vat)) - sum(o.vat_base))::INT,
        any_value(p.gross_base) + (count_if(o.gross_rest > p.gross_rest OR o.gross_rest = p.gross_rest AND o.place < p.place)
            < abs(any_value(p.gross)) - sum(o.gross_base))::INT
    FROM divided p JOIN divided o ON o.share = p.share AND o.main = p.main
    WHERE p.pieces > 2 AND o.pieces > 2 GROUP BY p.share, p.main, p.month, p.counts
)
SELECT share, main, month, counts, (sign(net) * net_part)::BIGINT AS net, (sign(vat) * vat_part)::BIGINT AS vat,
    CASE WHEN adds_up THEN sign(net) * net_part + sign(vat) * vat_part ELSE sign(gross) * gross_part END::BIGINT AS gross
FROM rounded;

CREATE OR REPLACE TEMP TABLE energy_days AS
WITH bids AS (
    SELECT a.main, a.place, a.month, a.first, a.days, c.claim, c.scope, c.priority,
        CASE WHEN NOT (c.forecast AND (coalesce(t.covers, 0) & c.covers) = c.covers) THEN c.priority END AS bid
    FROM span_atoms a LEFT JOIN settled t USING (main, place, month, first) JOIN claims c ON c.claim = a.id
    WHERE a.type = 'claim'
), in_scopes AS (
    SELECT main, place, month, first, scope, max(bid) AS best FROM bids GROUP BY ALL
), in_points AS (
    SELECT main, place, month, first, max(best) AS best FROM in_scopes GROUP BY ALL
)
SELECT b.claim, b.main, b.month, coalesce(b.bid = s.best, false) AS in_scope, coalesce(b.bid = p.best, false) AS in_point,
    sum(b.days)::BIGINT AS days
FROM bids b JOIN in_scopes s USING (main, place, month, first, scope) JOIN in_points p USING (main, place, month, first)
GROUP BY ALL
UNION ALL -- without any date there is nothing to compete for
SELECT id, main, NULL, true, true, 1 FROM spans WHERE type = 'claim' AND month IS NULL;

-- Energy by days, as above.
CREATE OR REPLACE TEMP TABLE energy_pieces AS
WITH placed AS (
    SELECT *, coalesce(4 * (month - DATE '0001-01-01') - 2 * in_point::INT - in_scope::INT, 0) AS place FROM energy_days
), totals AS (
    SELECT claim, main, sum(days)::BIGINT AS all_days, count(*) AS pieces, min(place) AS first FROM placed GROUP BY claim, main
), divided AS (
    SELECT d.claim, d.main, d.month, d.in_scope, d.in_point, d.place, t.all_days, t.pieces, d.place = t.first AS first, c.wh,
        abs(c.wh) * d.days // t.all_days AS base, abs(c.wh) * d.days % t.all_days AS rest
    FROM placed d JOIN totals t USING (claim, main) JOIN claims c USING (claim)
), rounded AS (
    SELECT claim, main, month, in_scope, in_point, wh, base + (2 * rest + first::INT > all_days)::INT AS part FROM divided WHERE pieces <= 2
    UNION ALL
    SELECT p.claim, p.main, p.month, p.in_scope, p.in_point, any_value(p.wh),
        any_value(p.base) + (count_if(o.rest > p.rest OR o.rest = p.rest AND o.place < p.place) < abs(any_value(p.wh)) - sum(o.base))::INT
    FROM divided p JOIN divided o ON o.claim = p.claim AND o.main = p.main
    WHERE p.pieces > 2 AND o.pieces > 2 GROUP BY p.claim, p.main, p.month, p.in_scope, p.in_point
)
SELECT claim, main, month, in_scope, in_point, (sign(wh) * part)::BIGINT AS wh FROM rounded;

CREATE OR REPLACE TEMP TABLE cost_parts AS
SELECT p.month, s.ppe, s.seller, s.scope, s.invoice, p.main, l.doubtful, p.net, p.vat, p.gross, 0::BIGINT AS wh
FROM cost_pieces p JOIN shares s USING (share) JOIN places l USING (place) WHERE p.counts
UNION ALL
SELECT p.month, c.ppe, c.seller, c.scope, NULL, true, false, 0, 0, 0, p.wh
FROM energy_pieces p JOIN claims c USING (claim) WHERE p.in_scope AND p.main;
