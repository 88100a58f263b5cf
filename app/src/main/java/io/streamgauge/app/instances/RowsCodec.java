package io.streamgauge.app.instances;

import io.streamgauge.app.online.EntityFeatures;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.vector.FeatureValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Queries and replies as bytes, every number by its bits, so that what another instance has read is the same here. Big-endian;
 * a text is its length in UTF-8 (4) and its bytes.
 *
 * <pre>
 * query   version (1) definition, view, at (8), parts (4) { partition (4), entities (4) { text } }
 * reply   version (1) parts (4) { 0 reason | 1 instance, role (1), behind (8), records (8), watermark, entities (4) { entity } }
 * entity  known (1), features (4) { code (1), value (8) | text, earliest (8), kept (8), newest, completeness }
 * time    0 | 1 ms (8)
 * completeness  0 | 1 since (8) | 2 since (8) reach (8)
 * code    status, + 16 missing, + 32 a text
 * </pre>
 */
public final class RowsCodec {

    /** Media type of both. */
    public static final String TYPE = "application/vnd.streamgauge.rows";

    private static final int VERSION = 2;
    private static final int MISSING = 16;
    private static final int TEXT = 32;
    private static final int STATUS = 15;
    private static final int MOST_AT_ONCE = 1_024;
    private static final ValueStatus[] STATUSES = ValueStatus.values();
    private static final ServedBy.Role[] ROLES = ServedBy.Role.values();

    private RowsCodec() {}

    /** What stands behind the version. */
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    public static byte[] encode(RowsQuery query) {
        return written(out -> {
            text(out, query.definition());
            text(out, query.view());
            out.writeLong(query.atMs());
            out.writeInt(query.parts().size());
            for (RowsQuery.Part part : query.parts()) {
                out.writeInt(part.partition());
                out.writeInt(part.entities().size());
                for (String entity : part.entities()) {
                    text(out, entity);
                }
            }
        });
    }

    /**
     * A query from its bytes.
     *
     * @throws IllegalArgumentException when the bytes are no query of this version
     */
    public static RowsQuery query(byte[] bytes) {
        return read(bytes, in -> new RowsQuery(text(in), text(in), in.readLong(), list(in, RowsCodec::queryPart)));
    }

    private static RowsQuery.Part queryPart(DataInputStream in) throws IOException {
        return new RowsQuery.Part(in.readInt(), list(in, RowsCodec::text));
    }

    /** Writes a reply; what it is written to may refuse more bytes. */
    public static void encode(RowsReply reply, OutputStream bytes) {
        write(bytes, out -> {
            out.writeInt(reply.parts().size());
            for (RowsReply.Part part : reply.parts()) {
                if (part instanceof RowsReply.Rows rows) {
                    out.writeByte(1);
                    rows(out, rows);
                } else if (part instanceof RowsReply.Declined declined) {
                    out.writeByte(0);
                    text(out, declined.reason());
                }
            }
        });
    }

    /**
     * A reply from its bytes.
     *
     * @throws IllegalArgumentException when the bytes are no reply of this version
     */
    public static RowsReply reply(byte[] bytes) {
        return read(bytes, in -> new RowsReply(list(in, RowsCodec::replyPart)));
    }

    private static RowsReply.Part replyPart(DataInputStream in) throws IOException {
        if (in.readByte() == 0) {
            return new RowsReply.Declined(text(in));
        }
        ServedBy servedBy = new ServedBy(text(in), ROLES[in.readByte()], in.readLong(), in.readLong());
        return new RowsReply.Rows(servedBy, time(in), list(in, RowsCodec::entity));
    }

    @SuppressWarnings("EnumOrdinal") // who runs another version does not answer
    private static void rows(DataOutputStream out, RowsReply.Rows rows) throws IOException {
        text(out, rows.servedBy().instance());
        out.writeByte(rows.servedBy().role().ordinal());
        out.writeLong(rows.servedBy().behindMs());
        out.writeLong(rows.servedBy().behindRecords());
        time(out, rows.watermarkMs());
        out.writeInt(rows.entities().size());
        for (EntityFeatures entity : rows.entities()) {
            entity(out, entity);
        }
    }

    @SuppressWarnings("EnumOrdinal") // who runs another version does not answer
    private static void entity(DataOutputStream out, EntityFeatures entity) throws IOException {
        FeatureValues values = entity.values();
        out.writeBoolean(entity.known());
        out.writeInt(values.size());
        for (int i = 0; i < values.size(); i++) {
            String text = values.textAt(i);
            boolean missing = values.isMissing(i);
            out.writeByte(values.statusAt(i).ordinal() + (missing ? MISSING : 0) + (text != null ? TEXT : 0));
            if (text != null) {
                text(out, text);
            } else if (!missing) {
                out.writeLong(Double.doubleToRawLongBits(values.valueAt(i)));
            }
            out.writeLong(entity.earliestMs(i));
            out.writeLong(entity.keptFromMs(i));
            time(out, entity.newestEventMs(i));
            completeness(out, entity.completeness(i));
        }
    }

    private static EntityFeatures entity(DataInputStream in) throws IOException {
        boolean known = in.readBoolean();
        int features = size(in);
        FeatureValues values = new FeatureValues(features);
        List<Long> earliest = new ArrayList<>();
        List<Long> kept = new ArrayList<>();
        List<OptionalLong> newest = new ArrayList<>();
        List<Optional<Completeness.Entry>> complete = new ArrayList<>();
        for (int i = 0; i < features; i++) {
            int code = in.readByte();
            ValueStatus status = STATUSES[code & STATUS];
            if ((code & TEXT) != 0) {
                values.set(i, text(in), status);
            } else if ((code & MISSING) != 0) {
                values.setMissing(i, status);
            } else {
                values.set(i, Double.longBitsToDouble(in.readLong()), status);
            }
            earliest.add(in.readLong());
            kept.add(in.readLong());
            newest.add(time(in));
            complete.add(completeness(in));
        }
        return new RemoteEntity(known, values, earliest, kept, newest, complete);
    }

    private static void completeness(DataOutputStream out, Optional<Completeness.Entry> entry) throws IOException {
        Long reachMs = entry.map(Completeness.Entry::reachMs).orElse(null);
        out.writeByte(entry.isEmpty() ? 0 : reachMs == null ? 1 : 2);
        if (entry.isPresent()) {
            out.writeLong(entry.get().sinceMs());
            if (reachMs != null) {
                out.writeLong(reachMs);
            }
        }
    }

    private static Optional<Completeness.Entry> completeness(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Completeness.Entry(in.readLong(), null));
            default -> Optional.of(new Completeness.Entry(in.readLong(), in.readLong()));
        };
    }

    private static void time(DataOutputStream out, OptionalLong timeMs) throws IOException {
        out.writeBoolean(timeMs.isPresent());
        if (timeMs.isPresent()) {
            out.writeLong(timeMs.getAsLong());
        }
    }

    private static OptionalLong time(DataInputStream in) throws IOException {
        return in.readBoolean() ? OptionalLong.of(in.readLong()) : OptionalLong.empty();
    }

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a text of " + length + " bytes");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    static <T> List<T> list(DataInputStream in, Reading<T> each) throws IOException {
        int size = size(in);
        List<T> list =
                new ArrayList<>(Math.min(size, MOST_AT_ONCE)); // who only says that it is long gets no memory for it
        for (int i = 0; i < size; i++) {
            list.add(each.from(in));
        }
        return list;
    }

    /** Of a list; each entry takes a byte at least. */
    private static int size(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > in.available()) {
            throw new IOException("a list of " + size);
        }
        return size;
    }

    static byte[] written(Writing content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, content);
        return bytes.toByteArray();
    }

    private static void write(OutputStream bytes, Writing content) {
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            content.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is none in memory
        }
    }

    static <T> T read(byte[] bytes, Reading<T> content) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "rows are written in form " + version + ", and this instance knows form " + VERSION);
            }
            return content.from(in);
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("these bytes are no rows: " + e.getMessage(), e);
        }
    }
}
