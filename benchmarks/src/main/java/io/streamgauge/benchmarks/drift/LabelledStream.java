package io.streamgauge.benchmarks.drift;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Rows with an outcome of 0 or 1 each, in order. */
final class LabelledStream {

    static final int SEA_CONCEPT = 12_500;
    private static final double[] SEA_LIMITS = {8, 9, 7, 9.5};
    private static final double SEA_NOISE = 0.1;
    private static final Pattern COMMA = Pattern.compile(",");

    private final List<String> names;
    private final double[][] rows;
    private final int[] outcomes;
    private final List<Integer> changes;

    private LabelledStream(List<String> names, double[][] rows, int[] outcomes, List<Integer> changes) {
        this.names = names;
        this.rows = rows;
        this.outcomes = outcomes;
        this.changes = changes;
    }

    /**
     * SEA concepts [Street and Kim, KDD 2001]: three inputs from 0 to 10; 1 where the first two add up to at most 8, then 9, 7, 9.5, for
     * {@value #SEA_CONCEPT} rows each; a tenth of the outcomes is turned round.
     */
    static LabelledStream sea(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = SEA_CONCEPT * SEA_LIMITS.length;
        double[][] rows = new double[n][];
        int[] outcomes = new int[n];
        for (int i = 0; i < n; i++) {
            rows[i] = new double[] {10 * random.nextDouble(), 10 * random.nextDouble(), 10 * random.nextDouble()};
            boolean one = rows[i][0] + rows[i][1] <= SEA_LIMITS[i / SEA_CONCEPT];
            outcomes[i] = one ^ random.nextDouble() < SEA_NOISE ? 1 : 0;
        }
        return new LabelledStream(List.of("x1", "x2", "x3"), rows, outcomes, seaChanges());
    }

    /** The published file of SEA concepts. */
    static LabelledStream seaFile(Path file) throws IOException {
        return read(file, "1", seaChanges());
    }

    private static List<Integer> seaChanges() {
        return IntStream.range(1, SEA_LIMITS.length)
                .mapToObj(i -> i * SEA_CONCEPT)
                .toList();
    }

    /** The electricity market of New South Wales; nobody knows where it changed. */
    static LabelledStream elec2(Path file) throws IOException {
        return read(file, "UP", List.of());
    }

    private static LabelledStream read(Path file, String positive, List<Integer> changes) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> titles = Arrays.asList(COMMA.split(lines.get(0), -1));
            int inputs = titles.size() - 1;
            double[][] rows = new double[lines.size() - 1][inputs];
            int[] outcomes = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                String[] cells = COMMA.split(lines.get(i + 1), -1);
                for (int j = 0; j < inputs; j++) {
                    rows[i][j] = Double.parseDouble(cells[j]);
                }
                outcomes[i] = cells[inputs].equals(positive) ? 1 : 0;
            }
            return new LabelledStream(titles.subList(0, inputs), rows, outcomes, changes);
        }
    }

    /** Names of the inputs. */
    List<String> names() {
        return names;
    }

    int size() {
        return rows.length;
    }

    double[] row(int i) {
        return rows[i];
    }

    int outcome(int i) {
        return outcomes[i];
    }

    /** Rows at which it is known to change. */
    List<Integer> changes() {
        return changes;
    }
}
