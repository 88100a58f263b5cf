package io.streamgauge.app.history;

/**
 * How what was served compares with what the log gives, for one feature or for the scores.
 *
 * @param name the feature
 * @param equal values and statuses that are equal to the bit
 * @param differing values that are there on both sides and not equal, or have another status
 * @param nullMismatches values that are missing on one side
 * @param feedBehind not comparable: the value served is what the log gives when events that it names last for the view had not
 *     arrived, or when two events of one moment are taken the other way round
 * @param historyGone not comparable: the log no longer has all that the value was made of
 * @param ofTables not provable: looked up in a table, or made of that; a table's topic no longer has replaced rows
 * @param worst the greatest difference of two values; NaN when one of two is
 * @param worstAt id of the event it was seen at; empty when there is none
 */
public record Checked(
        String name,
        long equal,
        long differing,
        long nullMismatches,
        long feedBehind,
        long historyGone,
        long ofTables,
        double worst,
        String worstAt) {

    /** Whether something differs that nothing explains. */
    public boolean differs() {
        return differing + nullMismatches > 0;
    }
}
