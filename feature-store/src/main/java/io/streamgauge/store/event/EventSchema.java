package io.streamgauge.store.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The fields of a source's events, in declared order; an event stores its values at these indexes. A vector of a record is a
 * field per element, of type DOUBLE: {@code embedding_0}, {@code embedding_1} and so on; a vector that is null has all
 * of them null. Only what reads and writes records, and what users write, knows of vectors.
 */
public final class EventSchema {

    private final List<Field> fields;
    private final List<RecordField> recordFields;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<String, RecordField> byRecordName = new HashMap<>();

    public EventSchema(List<Field> fields) {
        this(fields, List.of());
    }

    /** @param vectors the vectors among the fields, by the place of their first element */
    public EventSchema(List<Field> fields, List<RecordField> vectors) {
        this.fields = List.copyOf(fields);
        this.recordFields = recordFields(fields, vectors);
        recordFields.forEach(field -> byRecordName.put(field.name(), field));
        for (Field field : fields) {
            if (indexes.put(field.name(), indexes.size()) != null) {
                throw new IllegalArgumentException("field '" + field.name() + "' stands twice");
            }
        }
    }

    private static List<RecordField> recordFields(List<Field> fields, List<RecordField> vectors) {
        Map<Integer, RecordField> byFirst = new HashMap<>();
        vectors.forEach(vector -> byFirst.put(vector.first(), vector));
        List<RecordField> all = new ArrayList<>();
        for (int i = 0; i < fields.size(); i = all.get(all.size() - 1).end()) {
            RecordField vector = byFirst.remove(i);
            if (vector != null) {
                checkElements(fields, vector);
            }
            all.add(vector == null ? new RecordField(fields.get(i).name(), i, 0) : vector);
        }
        if (!byFirst.isEmpty()) {
            throw new IllegalArgumentException("vectors overlap or lie outside the fields: " + byFirst.values());
        }
        return List.copyOf(all);
    }

    private static void checkElements(List<Field> fields, RecordField vector) {
        for (int i = 0; i < vector.elements(); i++) {
            Field wanted = new Field(RecordField.element(vector.name(), i), FieldType.DOUBLE);
            if (vector.end() > fields.size() || !fields.get(vector.first() + i).equals(wanted)) {
                throw new IllegalArgumentException(
                        "element " + i + " of vector '" + vector.name() + "' is not the field " + wanted);
            }
        }
    }

    /** Elements of a vector as fields. */
    public static List<Field> elements(String vector, int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> new Field(RecordField.element(vector, i), FieldType.DOUBLE))
                .toList();
    }

    /** The fields as records have them, in order: a vector is one. */
    public List<RecordField> recordFields() {
        return recordFields;
    }

    /** The field of a record; empty when there is none of that name, such as of an element's. */
    public Optional<RecordField> recordField(String name) {
        return Optional.ofNullable(byRecordName.get(name));
    }

    /** The vectors among the fields. */
    public List<RecordField> vectors() {
        return recordFields.stream().filter(RecordField::isVector).toList();
    }

    /** The vector of a name; empty when there is none. */
    public Optional<RecordField> vector(String name) {
        return recordField(name).filter(RecordField::isVector);
    }

    /** Names of each vector's elements, in order, by the vector's name. */
    public Map<String, List<String>> vectorColumns() {
        return vectors().stream()
                .collect(Collectors.toMap(RecordField::name, vector -> names().subList(vector.first(), vector.end())));
    }

    /** The fields of these and others after them. */
    public EventSchema followedBy(List<Field> others) {
        List<Field> all = new ArrayList<>(fields);
        all.addAll(others);
        return new EventSchema(all, vectors());
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
