package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.store.backfill.BackfillResult;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Features per aircraft and per airport of all flights of January 2008 equal those that {@code oracle.py}, a brute-force
 * script in another language, computes from the same file: counts, least, greatest and latest values and what is missing
 * exactly, all else to 1e-9 of its value.
 *
 * <p>The file is a block per carrier, each from the first day of the month to its last. Flights without tail number, 9,952
 * of 605,765, are left out on both sides.
 */
final class FlightsTest {

    private static final Path DATA = Repository.sharedData().resolve("flights-2008/flights_2008_1.csv.gz");
    private static final Path FOLDER = Repository.examples().resolve("src/test/resources/flights");

    /** Three small blocks. */
    private static final Set<String> CARRIERS = Set.of("F9", "HA", "AQ");

    private static final long FLIGHTS_OF_CARRIERS = 16_346;
    private static final long FLIGHTS = 595_813;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    enum Arrival {
        /** Sorted by planned departure, those of one time as in the file; nothing may be late. */
        BY_DEPARTURE("sorted", "0s"),
        /** As in the file, where the last block starts a month behind; all of it is in time. */
        AS_IN_FILE("file", "31d"),
        /** As in the file; of all blocks but the first, what is older than ten days is late. */
        AS_IN_FILE_WITHOUT_LATE("file", "10d");

        final String order;
        final String lateness;

        Arrival(String order, String lateness) {
            this.order = order;
            this.lateness = lateness;
        }
    }

    @ParameterizedTest
    @EnumSource
    void flightsOfThreeCarriers(Arrival arrival) throws Exception {
        check(CARRIERS, FLIGHTS_OF_CARRIERS, arrival);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void allFlights(Arrival arrival) throws Exception {
        check(Set.of(), FLIGHTS, arrival);
    }

    private void check(Set<String> carriers, long flights, Arrival arrival) throws Exception {
        Assumptions.assumeTrue(Files.exists(DATA), "the data is not here: " + DATA);
        Pipeline pipeline = pipeline(arrival.lateness);
        Duration lateness = pipeline.features().scoredSource().lateness();
        FlightsOracle oracle = new FlightsOracle(FOLDER.resolve("oracle.py"), DATA, directory);
        List<Path> expected = oracle.run(List.of("tail", "origin"), arrival.order, lateness, carriers);
        Path events = directory.resolve("flights.csv");
        FlightsFile.write(DATA, carriers, arrival == Arrival.BY_DEPARTURE, events);

        try (ExpectedFeatures features = new ExpectedFeatures(pipeline.inputs(), expected)) {
            BackfillResult result = new FileBackfill(EventFiles.CSV, 1)
                    .run(pipeline.features(), pipeline.vector(), Map.of("flights", events), features, 4, Progress.NONE);
            System.out.printf("%s, %s: %s; %s%n", arrival, carriers, result, features);
            long late = result.late().getOrDefault("flights", 0L);
            assertThat(features.mismatches()).isEmpty();
            assertThat(features.rowsLeft())
                    .as("rows that the oracle has beyond ours")
                    .isZero();
            assertThat(result.refused()).isEqualTo(Map.of("flights", 0L));
            assertThat(result.rows() + late).isEqualTo(flights);
            assertThat(late > 0).as("%s late", late).isEqualTo(arrival == Arrival.AS_IN_FILE_WITHOUT_LATE);
        }
    }

    private Pipeline pipeline(String lateness) throws IOException {
        String document = Files.readString(FOLDER.resolve("pipeline.yaml"));
        assertThat(document).contains("lateness: 31d");
        Path file = directory.resolve("pipeline.yaml");
        Files.writeString(file, document.replace("lateness: 31d", "lateness: " + lateness));
        return PipelineFile.loadWithoutModel(file);
    }
}
