package io.streamgauge.drift.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.FeatureTotals;
import io.streamgauge.drift.profile.Profile;
import io.streamgauge.drift.profile.Profile.Field;
import io.streamgauge.drift.profile.QuantileBins;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.profile.SampledRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Profile} as a file: one JSON document, of which the digest is the profile's version. Totals, bins and the most frequent texts
 * are there to be read; {@code sample} holds what statistics are made of, as base64 of
 *
 * <pre>
 * cut 8 │ size 4 │ size × (rank 8, moment 8, width × value 8), by rising rank, big-endian
 * </pre>
 *
 * The same profile makes the same bytes.
 *
 * @param origin whose it is, and of what it was made
 * @param profile itself
 */
public record ProfileFile(Origin origin, Profile profile) {

    /** What the format is called in the document. */
    public static final String FORMAT = "streamgauge-profile";

    private static final int VERSION = 1;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * Whose a profile is.
     *
     * @param pipeline the pipeline whose values it has
     * @param model name of the model that was trained on the data
     * @param modelVersion its version, as the document had it
     * @param definitionHash of the pipeline's features
     * @param file name of the file with the data
     * @param fileDigest SHA-256 of that file
     */
    public record Origin(
            String pipeline,
            String model,
            String modelVersion,
            String definitionHash,
            String file,
            String fileDigest) {}

    /** SHA-256 of bytes, in lower-case hex: of those of a profile, its version. */
    public static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The document. */
    public byte[] bytes() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT);
        root.put("version", VERSION);
        root.put("pipeline", origin.pipeline());
        root.put("model", origin.model());
        root.put("modelVersion", origin.modelVersion());
        root.put("definitionHash", origin.definitionHash());
        root.put("file", origin.file());
        root.put("fileDigest", origin.fileDigest());
        root.put("rows", profile.rows());
        root.put("sampled", profile.sample().size());
        root.put("from", profile.timed() ? moment(profile.fromMs()) : null);
        root.put("to", profile.timed() ? moment(profile.toMs()) : null);
        ArrayNode features = root.putArray("features");
        for (int i = 0; i < profile.fields().size(); i++) {
            write(features.addObject(), i);
        }
        ObjectNode names = root.putObject("names");
        profile.names().forEach((code, text) -> names.put(Long.toString(code.longValue()), text));
        root.put("sample", Base64.getEncoder().encodeToString(sample()));
        try {
            return (MAPPER.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always makes JSON", e);
        }
    }

    private static String moment(long ms) {
        return Instant.ofEpochMilli(ms).toString();
    }

    private void write(ObjectNode feature, int i) {
        Field field = profile.fields().get(i);
        FeatureTotals totals = profile.totals(i);
        Column column = profile.column(i);
        feature.put("name", field.name());
        feature.put("type", field.text() ? "text" : "number");
        feature.put("count", totals.count());
        feature.put("missing", totals.missing());
        if (totals.count() == 0) {
            return;
        }
        if (field.text()) {
            feature.put("categories", Arrays.stream(column.sorted()).distinct().count());
            feature.put("leastCode", totals.minimum());
            feature.put("greatestCode", totals.maximum());
            return;
        }
        feature.put("minimum", totals.minimum());
        feature.put("maximum", totals.maximum());
        feature.put("mean", column.mean());
        QuantileBins bins = QuantileBins.of(column.sorted());
        ArrayNode edges = feature.putArray("binEdges");
        Arrays.stream(bins.edges()).forEach(edges::add);
        ArrayNode counts = feature.putArray("binCounts");
        Arrays.stream(bins.count(column), 0, bins.edges().length + 1).forEach(counts::add);
    }

    private byte[] sample() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(profile.sample().cut());
            out.writeInt(profile.sample().size());
            for (SampledRow row : profile.sample().rows()) {
                out.writeLong(row.rank());
                out.writeLong(row.windowStartMs());
                for (int i = 0; i < row.width(); i++) {
                    out.writeDouble(row.value(i));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * A profile out of its document.
     *
     * @param where what is read, for messages
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static ProfileFile read(byte[] bytes, String where) {
        JsonNode root;
        try {
            root = MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    where + " is no reference profile; expected a file that" + " 'streamgauge profile' wrote", e);
        }
        if (!root.path("format").asText().equals(FORMAT)) {
            throw new IllegalArgumentException(where + " is no reference profile: its 'format' is '"
                    + root.path("format").asText() + "'; expected '" + FORMAT
                    + "', as in a file that 'streamgauge profile' wrote");
        }
        int version = root.path("version").asInt();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    where + " is a reference profile of version " + version + "; this build reads version " + VERSION);
        }
        try {
            return new ProfileFile(origin(root), profile(root));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(where + " is damaged: " + e.getMessage(), e);
        }
    }

    private static Origin origin(JsonNode root) throws IOException {
        return new Origin(
                text(root, "pipeline"),
                text(root, "model"),
                text(root, "modelVersion"),
                text(root, "definitionHash"),
                text(root, "file"),
                text(root, "fileDigest"));
    }

    private static String text(JsonNode node, String name) throws IOException {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new IOException("'" + name + "' is missing");
        }
        return value.asText();
    }

    private static Profile profile(JsonNode root) throws IOException {
        List<Field> fields = new ArrayList<>();
        List<FeatureTotals> totals = new ArrayList<>();
        for (JsonNode feature : root.path("features")) {
            boolean words = text(feature, "type").equals("text");
            fields.add(new Field(text(feature, "name"), words));
            totals.add(new FeatureTotals(
                    feature.path("count").asLong(),
                    feature.path("missing").asLong(),
                    feature.path(words ? "leastCode" : "minimum").asDouble(Double.POSITIVE_INFINITY),
                    feature.path(words ? "greatestCode" : "maximum").asDouble(Double.NEGATIVE_INFINITY)));
        }
        SortedMap<Double, String> names = new TreeMap<>();
        for (Map.Entry<String, JsonNode> name : root.path("names").properties()) {
            names.put((double) Long.parseLong(name.getKey()), name.getValue().asText());
        }
        Long fromMs = moment(root, "from");
        Long toMs = moment(root, "to");
        return new Profile(
                fields,
                totals,
                sample(Base64.getDecoder().decode(text(root, "sample")), fields.size()),
                names,
                root.path("rows").asLong(),
                fromMs == null ? 0 : fromMs,
                toMs == null ? 0 : toMs);
    }

    private static @Nullable Long moment(JsonNode root, String name) {
        JsonNode value = root.path(name);
        return value.isTextual() ? (Long) Instant.parse(value.asText()).toEpochMilli() : null;
    }

    private static RowSample sample(byte[] bytes, int width) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long cut = in.readLong();
            List<SampledRow> rows = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                long rank = in.readLong();
                long momentMs = in.readLong();
                double[] values = new double[width];
                for (int i = 0; i < width; i++) {
                    values[i] = in.readDouble();
                }
                rows.add(new SampledRow(rank, momentMs, values));
            }
            if (in.available() > 0) {
                throw new IOException("'sample' is followed by " + in.available() + " bytes");
            }
            return RowSample.restore(Profile.ROWS, cut, rows);
        }
    }
}
