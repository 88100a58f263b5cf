package io.streamgauge.store.backfill;

import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventValidator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that events of a source keep in the stream, where breaking one makes a dead letter. Not thread-safe. */
public final class EventRules {

    private final EventValidator validator;
    private final int key;
    private final List<String> refusedFirst = new ArrayList<>();
    private long refused;

    public EventRules(SourceDefinition source) {
        this.validator = new EventValidator(source);
        this.key = source.keyField().map(source.schema()::indexOf).orElse(-1);
    }

    /** Whether the event keeps the rules; if not, it is counted. */
    public boolean accept(Event event) {
        try {
            validator.validate(event, recordKey(event));
            return true;
        } catch (BadEventException e) {
            refuse("event " + event.id() + ": " + e.getMessage());
            return false;
        }
    }

    /** Counts a row that is no event, or whose event breaks the rules. */
    public void refuse(String why) {
        refused++;
        if (refusedFirst.size() < BackfillResult.REFUSED_SHOWN) {
            refusedFirst.add(why);
        }
    }

    /** Why, of the first few. */
    public List<String> refusedFirst() {
        return List.copyOf(refusedFirst);
    }

    public long refused() {
        return refused;
    }

    /** The key that a record of this event has: a file has none of its own. */
    private byte @Nullable [] recordKey(Event event) {
        String text = key < 0 ? null : event.keyAt(key);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
