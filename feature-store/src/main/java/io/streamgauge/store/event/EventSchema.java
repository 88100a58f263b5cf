package io.streamgauge.store.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a source's events, in declared order; an event stores its values at these indexes. */
public final class EventSchema {

    private final List<Field> fields;
    private final Map<String, Integer> indexes = new HashMap<>();

    public EventSchema(List<Field> fields) {
        this.fields = List.copyOf(fields);
        for (Field field : fields) {
            if (indexes.put(field.name(), indexes.size()) != null) {
                throw new IllegalArgumentException("field '" + field.name() + "' stands twice");
            }
        }
    }

    public List<Field> fields() {
        return fields;
    }

    public int size() {
        return fields.size();
    }

    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /** Index of a field, or -1 when there is none of that name. */
    public int indexOf(String name) {
        return indexes.getOrDefault(name, -1);
    }

    public FieldType typeAt(int index) {
        return fields.get(index).type();
    }
}
