package io.streamgauge.app.demo;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A transaction's place in the generated stream, which its id says.
 *
 * @param day day of the generator
 * @param index number in that day, from 0
 */
record Position(int day, int index) implements Comparable<Position> {

    /** Before the first transaction. */
    static final Position START = new Position(0, -1);

    private static final Pattern ID = Pattern.compile("(\\d{1,7})-(\\d{1,8})");
    private static final Comparator<Position> ORDER =
            Comparator.comparingInt(Position::day).thenComparingInt(Position::index);

    /** The place in a generated id; empty when the id is somebody else's. */
    static Optional<Position> of(String id) {
        Matcher matcher = ID.matcher(id);
        return matcher.matches()
                ? Optional.of(new Position(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
