#if PostgreSQL
    /// The tables and functions of a ``PostgreSQLRegistry``, in the schema `hufu` of its database.
    ///
    /// A function is one transaction and one exchange with the server, whatever the number of requests. What it returns
    /// of a request is the code of an error, or `done`.
    enum Schema {
        /// The version of the schema that the last migration makes.
        static var version: Int { migrations.count }

        /// The statements that lead from each version to the next, from 0, a database without the schema.
        static let migrations = [tables + register + change + ranges + publications]

        /// The SQLSTATE of `registry.lists_full` and `registry.range_differs`.
        static let listsFull = "HF001"
        static let rangeDiffers = "HF002"
        static let listDiffers = "HF003"

        // Of entries with value 1, revoked for good, a licence may have any number on a device, of others one.
        private static let tables = """
            CREATE SCHEMA IF NOT EXISTS hufu;
            SET LOCAL search_path TO hufu;
            CREATE TABLE registry (version integer NOT NULL, naming bytea NOT NULL);
            CREATE UNIQUE INDEX registry_one_row ON registry ((true));
            CREATE TABLE lists (
                list integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
                uri text NOT NULL UNIQUE CHECK (octet_length(uri) BETWEEN 1 AND 255),
                bits bigint NOT NULL CHECK (bits IN (1, 2, 4, 8)),
                size bigint NOT NULL CHECK (size BETWEEN 1 AND 1048576)
            );
            CREATE TABLE ranges (
                name text PRIMARY KEY CHECK (octet_length(name) BETWEEN 1 AND 255),
                size bigint NOT NULL CHECK (size BETWEEN 1 AND 1048576)
            );
            CREATE TABLE blocks (
                list integer NOT NULL REFERENCES lists, block integer NOT NULL, is_open boolean NOT NULL,
                used integer NOT NULL CHECK (used BETWEEN 0 AND octet_length(places) / 3),
                range text REFERENCES ranges, places bytea NOT NULL CHECK (octet_length(places) % 3 = 0),
                PRIMARY KEY (list, block)
            ) WITH (fillfactor = 50);
            CREATE INDEX blocks_open ON blocks (list, block) WHERE is_open;
            CREATE INDEX blocks_range ON blocks (range) WHERE range IS NOT NULL;
            CREATE TABLE entries (
                list integer NOT NULL REFERENCES lists, place integer NOT NULL CHECK (place BETWEEN 0 AND 1048575),
                document bytea NOT NULL CHECK (octet_length(document) BETWEEN 1 AND 255),
                holder bytea NOT NULL CHECK (octet_length(holder) = 32), is_card boolean NOT NULL,
                expires bigint NOT NULL, value bigint NOT NULL CHECK (value BETWEEN 0 AND 255),
                reason text CHECK (octet_length(reason) BETWEEN 1 AND 255), changed bigint,
                batch bytea, line bigint, CHECK ((batch IS NULL) = (line IS NULL)),
                PRIMARY KEY (list, place)
            );
            CREATE UNIQUE INDEX entries_in_force ON entries (
                document, holder, (CASE WHEN value = 1 THEN list * 1048576::bigint + place + 1 ELSE 0 END));
            CREATE INDEX entries_not_valid ON entries (list, place) INCLUDE (value) WHERE value <> 0;
            CREATE TABLE publications (publication bigint PRIMARY KEY, finished bigint);
            CREATE TABLE changes (
                change bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
                list integer NOT NULL, place integer NOT NULL, value bigint NOT NULL CHECK (value BETWEEN 0 AND 255),
                reason text, changed bigint NOT NULL, publication bigint REFERENCES publications,
                FOREIGN KEY (list, place) REFERENCES entries
            );
            CREATE INDEX changes_publication ON changes (publication, change);
            CREATE TABLE challenges (
                challenge bytea PRIMARY KEY CHECK (octet_length(challenge) BETWEEN 8 AND 64), expires bigint NOT NULL,
                answer bytea CHECK (octet_length(answer) = 32), holder bytea,
                CHECK ((answer IS NULL) = (holder IS NULL))
            );

            """

        private static let register = """
            CREATE FUNCTION register(
                documents bytea[], holders bytea[], cards boolean[], expiries bigint[], uris text[], places bigint[],
                replacing boolean[], batches bytea[], lines bigint[], challenged bytea[], answers bytea[], present bigint
            ) RETURNS TABLE (outcome text, at_uri text, at_place bigint) LANGUAGE plpgsql AS $$
            #variable_conflict use_column
            DECLARE
                asked record;
                entry entries%ROWTYPE;
                target lists%ROWTYPE;
                source blocks%ROWTYPE;
                source_uri text;
                index integer;
            BEGIN
                FOR asked IN
                    SELECT * FROM unnest(
                        documents, holders, cards, expiries, uris, places, replacing, batches, lines, challenged, answers
                    ) WITH ORDINALITY AS request(
                        document, holder, is_card, expires, uri, place, replaces, batch, line, challenge, answer, number
                    ) ORDER BY number
                LOOP
                    outcome := 'done';
                    at_uri := NULL;
                    at_place := NULL;
                    IF asked.challenge IS NOT NULL THEN
                        UPDATE challenges SET answer = asked.answer, holder = asked.holder
                        WHERE challenge = asked.challenge
                            AND (answer = asked.answer OR answer IS NULL AND expires > present);
                        IF NOT FOUND THEN
                            SELECT CASE WHEN answer IS NULL THEN 'registry.challenge_expired'
                                ELSE 'registry.challenge_answered' END
                            INTO outcome FROM challenges WHERE challenge = asked.challenge;
                            outcome := coalesce(outcome, 'registry.challenge_unknown');
                            RETURN NEXT;
                            CONTINUE;
                        END IF;
                    END IF;
                    <<attempt>>
                    LOOP
                        SELECT * INTO entry FROM entries
                        WHERE document = asked.document AND holder = asked.holder
                            AND (CASE WHEN value = 1 THEN list * 1048576::bigint + place + 1 ELSE 0 END) = 0
                        FOR UPDATE;
                        IF FOUND THEN
                            SELECT uri INTO at_uri FROM lists WHERE list = entry.list;
                            at_place := entry.place;
                            IF asked.uri <> at_uri OR asked.place <> at_place THEN
                                outcome := 'registry.holder_taken';
                            ELSIF entry.batch = asked.batch AND entry.line < asked.line THEN
                                outcome := 'registry.repeated';
                            ELSE
                                UPDATE entries SET expires = greatest(expires, asked.expires),
                                    batch = coalesce(asked.batch, batch), line = coalesce(asked.line, line)
                                WHERE list = entry.list AND place = entry.place;
                            END IF;
                            EXIT attempt;
                        END IF;
                        IF NOT asked.replaces THEN
                            -- As `entries_in_force` has it: with `value = 1` the server may read all revoked entries.
                            SELECT uri, place INTO at_uri, at_place FROM entries JOIN lists USING (list)
                            WHERE document = asked.document AND holder = asked.holder
                                AND (CASE WHEN value = 1 THEN list * 1048576::bigint + place + 1 ELSE 0 END) > 0
                            LIMIT 1;
                            IF FOUND THEN
                                outcome := 'registry.revoked';
                                EXIT attempt;
                            END IF;
                        END IF;
                        IF asked.uri IS NOT NULL THEN
                            at_uri := asked.uri;
                            at_place := asked.place;
                            SELECT * INTO target FROM lists WHERE uri = asked.uri;
                            IF NOT FOUND THEN
                                outcome := 'registry.list_unknown';
                                EXIT attempt;
                            END IF;
                            IF asked.place >= target.size THEN
                                outcome := 'registry.entry_missing';
                                EXIT attempt;
                            END IF;
                            PERFORM 1 FROM entries WHERE list = target.list AND place = asked.place
                                AND (document <> asked.document OR holder <> asked.holder OR value = 1);
                            IF FOUND THEN
                                outcome := 'registry.index_taken';
                                EXIT attempt;
                            END IF;
                            index := asked.place;
                        ELSE
                            IF source.used IS NULL OR source.used = octet_length(source.places) / 3 THEN
                                UPDATE blocks SET used = source.used, is_open = false
                                WHERE list = source.list AND block = source.block;
                                LOOP
                                    SELECT * INTO source FROM blocks WHERE is_open
                                    ORDER BY list, block LIMIT 1 FOR UPDATE SKIP LOCKED;
                                    EXIT WHEN FOUND;
                                    -- Others have all open blocks: the wait for one of them ends with its transaction.
                                    SELECT * INTO source FROM blocks WHERE is_open
                                    ORDER BY list, block LIMIT 1 FOR UPDATE;
                                    EXIT WHEN FOUND;
                                    PERFORM 1 FROM blocks WHERE is_open;
                                    IF NOT FOUND THEN
                                        RAISE EXCEPTION 'no index is left' USING ERRCODE = '\(listsFull)';
                                    END IF;
                                END LOOP;
                                SELECT uri INTO source_uri FROM lists WHERE list = source.list;
                            END IF;
                            index := (get_byte(source.places, source.used * 3) << 16)
                                + (get_byte(source.places, source.used * 3 + 1) << 8)
                                + get_byte(source.places, source.used * 3 + 2);
                            source.used := source.used + 1;
                            target.list := source.list;
                            at_uri := source_uri;
                            at_place := index;
                        END IF;
                        -- Nothing is inserted if the index was recorded before it was given out, or if another process
                        -- has just registered the same licence on the same device.
                        INSERT INTO entries (list, place, document, holder, is_card, expires, value, batch, line)
                        VALUES (
                            target.list, index, asked.document, asked.holder, asked.is_card, asked.expires, 0,
                            asked.batch, asked.line)
                        ON CONFLICT DO NOTHING;
                        EXIT attempt WHEN FOUND;
                    END LOOP;
                    RETURN NEXT;
                END LOOP;
                UPDATE blocks SET used = source.used, is_open = source.used < octet_length(places) / 3
                WHERE list = source.list AND block = source.block;
            END $$;

            """

        private static let change = """
            CREATE FUNCTION change(
                uris text[], places bigint[], documents bytea[], holders bytea[], numbers bigint[], reasons text[],
                present bigint
            ) RETURNS TABLE (outcome text, at_uri text, at_place bigint, entries_set bigint) LANGUAGE plpgsql AS $$
            #variable_conflict use_column
            DECLARE
                asked record;
                keys bigint[];
                in_force bigint;
                too_large bigint;
                named bigint;
            BEGIN
                FOR asked IN
                    SELECT * FROM unnest(uris, places, documents, holders, numbers, reasons) WITH ORDINALITY
                        AS request(uri, place, document, holder, number, reason, position) ORDER BY position
                LOOP
                    outcome := 'done';
                    at_uri := asked.uri;
                    at_place := asked.place;
                    entries_set := 0;
                    SELECT array_agg(list * 1048576::bigint + place ORDER BY list, place) INTO keys FROM (
                        SELECT list, place FROM entries JOIN lists USING (list)
                        WHERE uri = asked.uri AND place = asked.place
                        UNION ALL
                        SELECT list, place FROM entries WHERE asked.holder IS NOT NULL
                            AND document = asked.document AND holder = asked.holder
                        UNION ALL
                        SELECT list, place FROM entries WHERE asked.holder IS NULL AND document = asked.document
                    ) AS wanted;
                    IF keys IS NULL THEN
                        PERFORM 1 FROM lists WHERE uri = asked.uri;
                        outcome := CASE WHEN FOUND OR asked.uri IS NULL THEN 'registry.entry_missing'
                            ELSE 'registry.list_unknown' END;
                        RETURN NEXT;
                        CONTINUE;
                    END IF;
                    SELECT count(*), count(*) FILTER (WHERE value <> 1), min(key) FILTER (
                        WHERE value <> 1 AND asked.number >= 1 << bits::integer)
                    INTO entries_set, in_force, too_large FROM (
                        SELECT key, value, list FROM unnest(keys) AS key
                        JOIN entries ON list = key >> 20 AND place = key & 1048575 FOR UPDATE OF entries
                    ) AS locked JOIN lists USING (list);
                    named := coalesce(too_large, keys[1]);
                    SELECT uri, named & 1048575 INTO at_uri, at_place FROM lists WHERE list = named >> 20;
                    IF in_force = 0 AND asked.number <> 1 THEN
                        outcome := 'registry.revoked';
                    ELSIF too_large IS NOT NULL THEN
                        outcome := 'registry.value_invalid';
                    ELSIF in_force > 0 THEN
                        entries_set := in_force;
                        WITH altered AS (
                            UPDATE entries SET value = asked.number, reason = asked.reason, changed = present
                            FROM unnest(keys) AS key
                            WHERE list = key >> 20 AND place = key & 1048575 AND value NOT IN (1, asked.number)
                            RETURNING list, place)
                        INSERT INTO changes (list, place, value, reason, changed)
                        SELECT list, place, asked.number, asked.reason, present FROM altered;
                    END IF;
                    RETURN NEXT;
                END LOOP;
            END $$;

            """

        private static let ranges = """
            CREATE FUNCTION claim_range(wanted text, number bigint)
            RETURNS TABLE (at_uri text, drawn bytea) LANGUAGE plpgsql AS $$
            #variable_conflict use_column
            DECLARE
                free record;
                missing bigint := number;
            BEGIN
                INSERT INTO ranges (name, size) VALUES (wanted, number) ON CONFLICT DO NOTHING;
                IF FOUND THEN
                    FOR free IN
                        SELECT list, block, octet_length(places) / 3 AS size FROM blocks WHERE is_open AND used = 0
                        ORDER BY list, block LIMIT (number + 255) / 256 + 1 FOR UPDATE SKIP LOCKED
                    LOOP
                        EXIT WHEN missing <= 0;
                        UPDATE blocks SET is_open = false, used = free.size, range = wanted
                        WHERE list = free.list AND block = free.block;
                        missing := missing - free.size;
                    END LOOP;
                    IF missing > 0 THEN
                        RAISE EXCEPTION 'too few indices are left' USING ERRCODE = '\(listsFull)';
                    END IF;
                ELSIF NOT EXISTS (SELECT FROM ranges WHERE name = wanted AND size = number) THEN
                    RAISE EXCEPTION 'another number of indices' USING ERRCODE = '\(rangeDiffers)';
                END IF;
                RETURN QUERY SELECT uri, places FROM blocks JOIN lists USING (list)
                    WHERE range = wanted ORDER BY list, block;
            END $$;
            CREATE FUNCTION add_list(new_uri text, new_bits bigint, new_size bigint, drawn bytea[])
            RETURNS void LANGUAGE plpgsql AS $$
            #variable_conflict use_column
            DECLARE number integer;
            BEGIN
                INSERT INTO lists (uri, bits, size) VALUES (new_uri, new_bits, new_size)
                ON CONFLICT DO NOTHING RETURNING list INTO number;
                IF FOUND THEN
                    INSERT INTO blocks (list, block, is_open, used, places)
                    SELECT number, position, true, 0, places
                    FROM unnest(drawn) WITH ORDINALITY AS block(places, position);
                ELSIF NOT EXISTS (
                    SELECT FROM lists WHERE uri = new_uri AND bits = new_bits AND size = new_size
                ) THEN
                    RAISE EXCEPTION 'other bits or size' USING ERRCODE = '\(listDiffers)';
                END IF;
            END $$;

            """

        private static let publications = """
            CREATE FUNCTION begin_publication() RETURNS bigint LANGUAGE plpgsql AS $$
            #variable_conflict use_column
            DECLARE number bigint;
            BEGIN
                LOCK TABLE publications IN EXCLUSIVE MODE;
                SELECT publication INTO number FROM publications WHERE finished IS NULL;
                IF NOT FOUND THEN
                    INSERT INTO publications (publication)
                    SELECT coalesce(max(publication), 0) + 1 FROM publications RETURNING publication INTO number;
                END IF;
                UPDATE changes SET publication = number WHERE publication IS NULL;
                RETURN number;
            END $$;
            CREATE FUNCTION finish_publication(number bigint, published bigint, present bigint)
            RETURNS boolean LANGUAGE plpgsql AS $$
            #variable_conflict use_column
            BEGIN
                LOCK TABLE publications IN EXCLUSIVE MODE;
                UPDATE publications SET finished = coalesce(finished, present) WHERE publication = number
                    AND (SELECT count(*) FROM changes WHERE changes.publication = number) = published
                    AND number = (SELECT max(publication) FROM publications);
                RETURN FOUND;
            END $$;

            """
    }
#endif
