package io.streamgauge.store.event;

import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.BadEventException.Cause;
import io.streamgauge.store.expression.EventExpression;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every event of a source must satisfy beyond its fields' types: its record's key is the declared one, null where that
 * field is, and its declared expectations hold. As in an SQL CHECK, an expectation over a missing value holds;
 * nothing is expected of what deletes a row.
 * Thread-safe.
 */
public final class EventValidator {

    private static final int SHOWN_KEY_BYTES = 64;

    private final SourceDefinition source;
    private final int key;
    private final List<EventExpression> expectations;

    public EventValidator(SourceDefinition source) {
        this.source = source;
        this.key = source.keyField().map(source.schema()::indexOf).orElse(-1);
        this.expectations = source.expectations().stream()
                .map(text -> EventExpression.compile(text, source.schema(), Boolean.class))
                .toList();
    }

    /**
     * Refuses an event that breaks a rule; an event with id and time as readers give it.
     *
     * @param recordKey the record's key as received
     * @throws BadEventException with the rule and the value seen
     */
    public void validate(Event event, byte @Nullable [] recordKey) throws BadEventException {
        if (key >= 0) {
            checkKey(event, recordKey);
        }
        if (event.deletion()) {
            return;
        }
        for (EventExpression expectation : expectations) {
            if (Boolean.FALSE.equals(expectation.evaluate(event))) {
                throw new BadEventException(
                        Cause.EXPECTATION_FAILED, "expected " + expectation + " but found " + seen(event, expectation));
            }
        }
    }

    private void checkKey(Event event, byte @Nullable [] recordKey) throws BadEventException {
        String expected = event.keyAt(key);
        if (expected == null ? recordKey != null : !isText(expected, recordKey)) {
            throw new BadEventException(
                    Cause.KEY_MISMATCH,
                    "source '" + source.name() + "' is keyed by '" + name(key) + "', here "
                            + (expected == null ? "null" : "'" + expected + "'") + ", but the record's key is "
                            + shown(recordKey));
        }
    }

    private static boolean isText(String expected, byte @Nullable [] recordKey) {
        return recordKey != null && Arrays.equals(expected.getBytes(StandardCharsets.UTF_8), recordKey);
    }

    private static String shown(byte @Nullable [] recordKey) {
        if (recordKey == null) {
            return "null";
        }
        int length = Math.min(recordKey.length, SHOWN_KEY_BYTES);
        return "'" + new String(recordKey, 0, length, StandardCharsets.UTF_8) + "'";
    }

    private String seen(Event event, EventExpression expectation) {
        StringBuilder out = new StringBuilder();
        for (String variable : expectation.expression().variables()) {
            out.append(out.isEmpty() ? "" : ", ")
                    .append(variable)
                    .append(" = ")
                    .append(event.keyAt(source.schema().indexOf(variable)));
        }
        return out.toString();
    }

    private String name(int index) {
        return source.schema().fields().get(index).name();
    }
}
