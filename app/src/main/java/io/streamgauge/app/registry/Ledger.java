package io.streamgauge.app.registry;

import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What is known, kept in step with the log: a change is written down first and known after. One request at a time, so
 * that no two get one id. Thread-safe.
 */
final class Ledger implements AutoCloseable {

    private final SchemaLog log;

    /** Null after a write that failed half-way: only the log then knows what is true. */
    private @Nullable Subjects subjects;

    Ledger(SchemaLog log) {
        this.log = log;
        this.subjects = replayed(log);
    }

    synchronized <T> T read(Function<Subjects, T> question) {
        return question.apply(current());
    }

    synchronized <T> T write(Function<Subjects, Edit<T>> request) {
        Subjects known = current();
        Edit<T> edit = request.apply(known);
        try {
            log.append(edit.changes());
        } catch (KafkaException e) {
            subjects = null;
            throw RegistryException.storeFailed(e);
        }
        edit.changes().forEach(known::apply);
        return edit.result();
    }

    private Subjects current() {
        Subjects known = subjects;
        if (known == null) {
            try {
                known = replayed(log);
            } catch (KafkaException e) {
                throw RegistryException.storeFailed(e);
            }
            subjects = known;
        }
        return known;
    }

    private static Subjects replayed(SchemaLog log) {
        Subjects replayed = new Subjects();
        log.replay(replayed::apply);
        return replayed;
    }

    @Override
    public void close() {
        log.close();
    }
}
