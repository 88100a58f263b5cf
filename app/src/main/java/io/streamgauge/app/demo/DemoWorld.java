package io.streamgauge.app.demo;

import io.streamgauge.app.generator.DistributionShift;
import io.streamgauge.app.generator.GeneratorConfig;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * The world a data directory is filled from; kept there, because going on with another would tear the stream.
 *
 * @param seed seed of the generator
 * @param shiftDay first day of the shift; empty when there is none
 */
record DemoWorld(long seed, OptionalInt shiftDay) {

    static final long DEFAULT_SEED = 42;
    /**
     * A few days after the reference, which begins once every window is full (30 days and 7 of delay) and takes 14 days:
     * so windows without drift are seen before windows with it.
     */
    static final int DEFAULT_SHIFT_DAY = 58;

    /** About 1,200 transactions a day; a terminal has one a day, as in the handbook. */
    private static final int CUSTOMERS = 600;

    private static final int TERMINALS = 1_200;
    /** A Thursday, and far enough back for hours of accelerated event time. */
    private static final LocalDate START = LocalDate.of(2015, 1, 1);

    private static final String FILE = "demo.properties";

    /** The generator's configuration. */
    GeneratorConfig generator() {
        GeneratorConfig plain =
                GeneratorConfig.ofSize(seed, CUSTOMERS, TERMINALS).startingOn(START);
        return shiftDay.isPresent() ? plain.withShift(DistributionShift.onDay(shiftDay.getAsInt())) : plain;
    }

    /** The world kept in a data directory; empty when none is. */
    static Optional<DemoWorld> read(Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties kept = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            kept.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        String shift = kept.getProperty("shift-day", "none");
        return Optional.of(new DemoWorld(
                Long.parseLong(kept.getProperty("seed", Long.toString(DEFAULT_SEED))),
                shift.equals("none") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(shift))));
    }

    void write(Path dataDirectory) {
        Properties kept = new Properties();
        kept.setProperty("seed", Long.toString(seed));
        kept.setProperty("shift-day", shiftText());
        Path file = dataDirectory.resolve(FILE);
        try (Writer writer = Files.newBufferedWriter(file)) {
            kept.store(writer, "What 'streamgauge demo' fills this directory with; --clean starts anew.");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** {@code none}, or the day. */
    String shiftText() {
        return shiftDay.isPresent() ? Integer.toString(shiftDay.getAsInt()) : "none";
    }
}
