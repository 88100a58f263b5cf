package io.streamgauge.app.registry;

import java.util.Arrays;
import java.util.Optional;

/** Whether schemas may be registered and deleted. Confluent's IMPORT is not offered: ids are this registry's alone. */
enum Mode {
    READWRITE,
    READONLY;

    static Optional<Mode> named(String name) {
        return Arrays.stream(values()).filter(mode -> mode.name().equals(name)).findFirst();
    }
}
