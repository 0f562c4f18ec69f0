-- +goose Up

-- Domains are searched by how they begin, which takes an index in the order of bytes.
ALTER TABLE customers ALTER COLUMN domain TYPE text COLLATE "C";

-- number tells the order of entry.
ALTER TABLE customers ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX customers_by_number ON customers (number);

-- R28: the grams of a customer are all runs of one, two and three characters of its name and its domain, each as a number of
-- 21 bits a character; and, below zero, the block of 8192 customers that it came in, so that a search for what many names
-- have in common can ask the index for one block after another. db/postgres/grams.go writes those of a search.
--
-- It is not for parallel workers, though it could be: to start them takes longer than a search.
-- +goose StatementBegin
CREATE FUNCTION customer_grams(name_sort text, domain text, number bigint) RETURNS bigint[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL UNSAFE COST 1000 AS $$
DECLARE
    grams   bigint[] := ARRAY[-1 - (number >> 13)];
    letter  text;
    last    bigint;
    middle  bigint := 0;
    first   bigint := 0;
BEGIN
    FOREACH letter IN ARRAY string_to_array(name_sort || ' ' || domain, NULL) LOOP
        last := ascii(letter);
        grams := array_append(grams, last);
        grams := array_append(grams, (middle << 21) | last);
        grams := array_append(grams, (first << 42) | (middle << 21) | last);
        first := middle;
        middle := last;
    END LOOP;
    RETURN grams;
END $$;
-- +goose StatementEnd

-- What comes in is gathered first and put in its place by the megabyte, which makes an import several times quicker; a search
-- reads through what has been gathered.
CREATE INDEX customers_by_gram ON customers USING gin (customer_grams(name_sort, domain, number))
    WITH (fastupdate = on, gin_pending_list_limit = 1024);

-- +goose Down
DROP INDEX customers_by_gram;
DROP FUNCTION customer_grams;
ALTER TABLE customers DROP COLUMN number;
ALTER TABLE customers ALTER COLUMN domain TYPE text COLLATE "default";
