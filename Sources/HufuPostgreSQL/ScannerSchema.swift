#if PostgreSQL
    internal import Hufu

    /// The tables of ``PostgreSQLReplayMemory`` and ``PostgreSQLRollbackStore``, in the schema `hufu_scanner` of their
    /// database.
    enum ScannerSchema {
        /// The version of the schema that the last migration makes.
        static var version: Int { migrations.count }

        /// A person waits for the answer, so no statement is waited for longer than `patience`.
        static func settings(_ patience: Duration) -> DatabaseSettings {
            DatabaseSettings(schema: "hufu_scanner", patience: patience, limitsStatements: true)
        }

        /// The statements that lead from each version to the next, from 0, a database without the schema.
        private static let migrations = [tables + admit]

        /// The SQLSTATE that stands for a schema of a newer version.
        static let newer = "HF101"

        private static let tables = """
            CREATE SCHEMA IF NOT EXISTS hufu_scanner;
            SET LOCAL search_path TO hufu_scanner;
            CREATE TABLE scanner (version integer NOT NULL);
            CREATE UNIQUE INDEX scanner_one_row ON scanner ((true));
            CREATE TABLE admitted (
                credential bytea NOT NULL CHECK (octet_length(credential) = 32), issued_at bigint NOT NULL,
                expires_at bigint NOT NULL, until bigint NOT NULL,
                admission bytea NOT NULL CHECK (octet_length(admission) = 16),
                PRIMARY KEY (credential, issued_at)
            );
            CREATE INDEX admitted_until ON admitted (until);
            CREATE TABLE memory (alive bigint NOT NULL CHECK (alive >= 0), forgotten bigint);
            CREATE UNIQUE INDEX memory_one_row ON memory ((true));
            INSERT INTO memory VALUES (0, NULL);
            CREATE TABLE rollback (state text NOT NULL);
            CREATE UNIQUE INDEX rollback_one_row ON rollback ((true));

            """

        /// The row of `memory` is locked first, so admissions come one after another; a scanner sends those that wait in
        /// one call. A token that is found with the admission of the request was admitted by the same request, whose
        /// answer was lost.
        ///
        /// Without `enable_seqscan` the server would make its plan while the table is empty, and read all of it later.
        private static let admit = """
            CREATE FUNCTION admit(
                credentials bytea[], issues bigint[], expiries bigint[], ends bigint[], admissions bytea[],
                moments bigint[], capacity bigint
            ) RETURNS SETOF text LANGUAGE plpgsql SET enable_seqscan TO off AS $$
            #variable_conflict use_column
            DECLARE
                asked record;
                before memory%ROWTYPE;
                after memory%ROWTYPE;
                cleaned_at bigint;
                removed record;
                given bytea;
            BEGIN
                SELECT * INTO STRICT before FROM memory FOR UPDATE;
                after := before;
                FOR asked IN
                    SELECT * FROM unnest(credentials, issues, expiries, ends, admissions, moments) WITH ORDINALITY
                        AS request(credential, issued_at, expires_at, until, admission, moment, number) ORDER BY number
                LOOP
                    IF cleaned_at IS DISTINCT FROM asked.moment THEN
                        cleaned_at := asked.moment;
                        WITH gone AS (DELETE FROM admitted WHERE until <= asked.moment RETURNING expires_at)
                        SELECT count(*) AS number, max(expires_at) AS latest INTO removed FROM gone;
                        after.alive := after.alive - removed.number;
                        after.forgotten := greatest(after.forgotten, removed.latest);
                    END IF;
                    SELECT admission INTO given FROM admitted
                    WHERE credential = asked.credential AND issued_at = asked.issued_at;
                    IF FOUND THEN
                        RETURN NEXT CASE WHEN given = asked.admission THEN 'admitted' ELSE 'repeated' END;
                    ELSIF after.alive >= capacity OR asked.expires_at <= after.forgotten THEN
                        RETURN NEXT 'full';
                    ELSE
                        INSERT INTO admitted (credential, issued_at, expires_at, until, admission) VALUES (
                            asked.credential, asked.issued_at, asked.expires_at, asked.until, asked.admission);
                        after.alive := after.alive + 1;
                        RETURN NEXT 'admitted';
                    END IF;
                END LOOP;
                UPDATE memory SET alive = after.alive, forgotten = after.forgotten
                WHERE after IS DISTINCT FROM before;
            END $$;

            """

        /// Makes the schema, or brings it to this version, unless another process has done it already.
        static func prepare(_ client: Client<PostgreSQLStoreError>) async throws(PostgreSQLStoreError) {
            try await client.run(isFirst: true) { connection in
                guard try storedVersion(connection) != version else { return }
                try connection.run("BEGIN; SELECT pg_advisory_xact_lock(1213547091)")
                let found = try storedVersion(connection)
                guard found <= version else {
                    throw Failure.refused(state: newer, message: "version \(found), expected \(version)")
                }
                for statements in migrations.dropFirst(found) { try connection.run(statements) }
                if found == 0 {
                    try connection.run("INSERT INTO scanner VALUES ($1)", [.integer(version)])
                    try connection.run("INSERT INTO rollback VALUES ($1)", [.text(RollbackState().json)])
                } else {
                    try connection.run("UPDATE scanner SET version = $1", [.integer(version)])
                }
                try connection.run("COMMIT")
            }
        }

        private static func storedVersion(_ connection: Connection) throws -> Int {
            // Not `to_regclass`: a connection remembers that it found no table, also while it waits for an advisory lock.
            let isThere = try connection.run(
                "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'hufu_scanner' AND tablename = 'scanner')", [])
            guard try isThere.first?.boolean(0) == true else { return 0 }
            let rows = try connection.run("SELECT version FROM hufu_scanner.scanner", [])
            guard rows.count == 1, let row = rows.first, case let found = try row.integer(0), found > 0 else {
                throw Failure.unexpected
            }
            return found
        }
    }
#endif
