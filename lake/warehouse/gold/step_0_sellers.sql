-- What the Gold models share, step 0: the sellers of the whole lake.
--
-- In:  all_silver (the rows of one Silver version).
-- Out: sellers (number, in the order of tax numbers and names, code, tax number, and the newest name that an invoice gives).
-- The other steps may be given a part of Silver, see step_0_affected.sql; a seller's name is the same everywhere.

CREATE OR REPLACE TEMP TABLE sellers AS
SELECT row_number() OVER (ORDER BY nip, name)::INTEGER AS seller, code, nip, name FROM (
    SELECT CASE WHEN seller_nip <> '' THEN seller_nip ELSE upper(seller_name) END AS code, max(seller_nip) AS nip,
        coalesce(arg_max(seller_name, row(coalesce(issue_date, DATE '0001-01-01'), invoice_key)) FILTER (seller_name <> ''), '') AS name
    FROM all_silver WHERE kind <> 'other' AND currency IN ('', 'PLN')
    GROUP BY ALL
);
