package io.streamgauge.app.online;

/**
 * Who answered a read.
 *
 * @param instance address of the process, {@code host:port} of its HTTP API
 * @param role what it is to the rows that were read
 * @param behindMs the rows have everything that was committed up to so long ago, at least; 0 of an active one
 * @param behindRecords how many records of the rows' changelogs they lack, at most; 0 of an active one
 */
public record ServedBy(String instance, Role role, long behindMs, long behindRecords) {

    /** What a process is to rows. */
    public enum Role {
        /** It takes in their events. */
        ACTIVE,
        /** It keeps a copy that follows the active one. */
        STANDBY
    }

    /** One that takes in the events itself. */
    public static ServedBy active(String instance) {
        return new ServedBy(instance, Role.ACTIVE, 0, 0);
    }
}
