package io.streamgauge.app.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Whether a new schema may follow a subject's earlier ones, by Avro's rules of schema resolution. */
final class Compatibility {

    private Compatibility() {}

    /** Everything in the way of {@code candidate} under {@code level}; empty when nothing is. */
    static List<String> problems(Level level, Schema candidate, List<Version> oldestFirst) {
        List<String> problems = new ArrayList<>();
        for (Version version : level.held(oldestFirst)) {
            Schema old = AvroText.parse(version.schema());
            if (level.newReadsOld()) {
                String what = "the new schema cannot read data of version " + version.version();
                addAll(problems, what, candidate, old);
            }
            if (level.oldReadsNew()) {
                String what = "version " + version.version() + " cannot read data of the new schema";
                addAll(problems, what, old, candidate);
            }
        }
        return problems;
    }

    private static void addAll(List<String> problems, String what, Schema reader, Schema writer) {
        List<Incompatibility> found = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities();
        for (Incompatibility one : found) {
            problems.add(what + ": " + one.getType() + " at " + one.getLocation() + ": " + one.getMessage());
        }
    }
}
