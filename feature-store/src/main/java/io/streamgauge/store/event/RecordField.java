package io.streamgauge.store.event;

/**
 * A field as records have it: one value, or a vector, whose elements are the {@link EventSchema}'s fields from {@code first} on.
 *
 * @param name name in records
 * @param first index in the schema of the value, or of the first element
 * @param elements how many elements a vector has; 0 for one value
 */
public record RecordField(String name, int first, int elements) {

    /** Most elements of a vector: each is a field of its own to everything that reads events. */
    public static final int MOST_ELEMENTS = 512;

    public RecordField {
        if (elements < 0 || elements > MOST_ELEMENTS) {
            throw new IllegalArgumentException(
                    "vector '" + name + "' has " + elements + " elements; allowed: 1 to " + MOST_ELEMENTS);
        }
    }

    public boolean isVector() {
        return elements > 0;
    }

    /** Index in the schema of the field after it. */
    public int end() {
        return first + Math.max(1, elements);
    }

    /** The type as users write it. */
    public String vectorType() {
        return "vector(" + elements + ")";
    }

    /** Name of an element: {@code embedding_3}. */
    public static String element(String vector, int index) {
        return vector + "_" + index;
    }
}
