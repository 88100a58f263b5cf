package io.streamgauge.app.http;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.streamgauge.schemas.ValueStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The names of statuses, encoded once. */
final class Statuses {

    private static final Map<ValueStatus, SerializableString> TEXTS = new EnumMap<>(ValueStatus.class);

    static {
        for (ValueStatus status : ValueStatus.values()) {
            TEXTS.put(status, new SerializedString(status.name()));
        }
    }

    private Statuses() {}

    static SerializableString text(ValueStatus status) {
        return Objects.requireNonNull(TEXTS.get(status));
    }
}
