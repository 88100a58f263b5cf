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

    private ByteReader() {}

    /**
     * What the body reads after the version byte.
     *
     * @throws UncheckedIOException when the bytes are of another version, too short or too long
     */
    static <T> T read(byte[] bytes, int version, String what, Body<T> body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int found = in.readUnsignedByte();
            if (found != version) {
                throw new IOException(what + " of format " + found + "; this build reads format " + version);
            }
            T value = body.read(in);
            if (in.available() > 0) {
                throw new IOException(what + " is followed by " + in.available() + " bytes");
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + what, e);
        }
    }
}
