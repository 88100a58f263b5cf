package io.streamgauge.drift.state;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bytes in the making, big-endian. */
final class ByteWriter {

    /** What writes; an array in memory cannot fail. */
    interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private ByteWriter() {}

    /** A version byte and what the body writes. */
    static byte[] write(int version, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(version);
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
