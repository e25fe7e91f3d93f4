// SPDX-License-Identifier: Apache-2.0
import GRDB

extension SyncStore {
    /// Takes containers along that were told nothing because it is one above them that is elsewhere now: a DN that stayed
    /// what it was would hide that they move themselves later, to the place of that name that there is then.
    ///
    /// By the nearest of those above that were read, since that one's DN holds all that happened further up.
    static func carryContainersAlong(in db: Database) throws {
        let isAnyMoved = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM container AS known JOIN container_found AS found ON found.guid = known.guid
                  WHERE found.dn IS NOT known.dn)
                """)
        guard isAnyMoved == true else { return }
        // What stands beside `max` is of the row that has it (SQLite, “Bare columns in an aggregate query”).
        try db.execute(
            sql: """
                INSERT INTO container_found SELECT guid, dn FROM (
                  SELECT below.guid AS guid, max(length(known.dn)) AS nearest,
                    substr(below.dn, 1, length(below.dn) - length(known.dn)) || found.dn AS dn
                  FROM container_found AS found JOIN container AS known ON known.guid = found.guid
                    JOIN container AS below ON substr(below.dn, -1 - length(known.dn)) = ',' || known.dn
                  WHERE below.guid NOT IN (SELECT guid FROM container_found) GROUP BY below.guid
                ) WHERE nearest > 0
                """)
    }
}
