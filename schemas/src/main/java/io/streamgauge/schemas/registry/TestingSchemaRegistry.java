package io.streamgauge.schemas.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;

/** A registry in memory for tests: ids from 1, no compatibility rules, and trouble on demand. Thread-safe. */
public final class TestingSchemaRegistry implements SchemaRegistry {

    private static final String NAME = "memory";

    private final List<Schema> schemas = new ArrayList<>();
    private final Set<String> subjects = new TreeSet<>();
    private boolean unavailable;

    @Override
    public synchronized int register(String subject, Schema schema) {
        failIfUnavailable();
        subjects.add(subject);
        int index = schemas.indexOf(schema);
        if (index < 0) {
            schemas.add(schema);
            return schemas.size();
        }
        return index + 1;
    }

    @Override
    public synchronized Schema schemaById(int id) throws UnknownSchemaException {
        failIfUnavailable();
        if (id < 1 || id > schemas.size()) {
            throw new UnknownSchemaException(id, NAME);
        }
        return schemas.get(id - 1);
    }

    /** From now on every call fails as if the network were down, or works again. */
    public synchronized void setUnavailable(boolean unavailable) {
        this.unavailable = unavailable;
    }

    /** Every subject registered so far, in alphabetical order. */
    public synchronized List<String> subjects() {
        return List.copyOf(subjects);
    }

    private void failIfUnavailable() {
        if (unavailable) {
            throw new RegistryUnavailableException(NAME, new IOException("made unavailable by the test"));
        }
    }
}
