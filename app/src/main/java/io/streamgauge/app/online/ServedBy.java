package io.streamgauge.app.online;

/**
 * Who answered a read.
 *
 * @param instance address of the process, {@code host:port} of its HTTP API
 * @param role what it is to the rows that were read
 */
public record ServedBy(String instance, Role role) {

    /** What a process is to rows. */
    public enum Role {
        /** It takes in their events. */
        ACTIVE,
        /** It keeps a copy that follows the active one. */
        STANDBY
    }
}
