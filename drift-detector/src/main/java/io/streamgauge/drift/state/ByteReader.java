package io.streamgauge.drift.state;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bytes read back. */
final class ByteReader {

    /** What reads. */
    interface Body<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** What reads any of several versions. */
    interface VersionedBody<T> {
        T read(DataInputStream in, int version) throws IOException;
    }

    private ByteReader() {}

    /**
     * What the body reads after the version byte.
     *
     * @throws UncheckedIOException when the bytes are of another version, too short or too long
     */
    static <T> T read(byte[] bytes, int version, String what, Body<T> body) {
        return readUpTo(version, version, bytes, what, (in, found) -> body.read(in));
    }

    /** The same of any version from the oldest to the newest. */
    static <T> T readUpTo(int oldest, int newest, byte[] bytes, String what, VersionedBody<T> body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int found = in.readUnsignedByte();
            if (found < oldest || found > newest) {
                throw new IOException(what + " of format " + found + "; this build reads format "
                        + (oldest == newest ? "" : oldest + " to ") + newest);
            }
            T value = body.read(in, found);
            if (in.available() > 0) {
                throw new IOException(what + " is followed by " + in.available() + " bytes");
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + what, e);
        }
    }
}
