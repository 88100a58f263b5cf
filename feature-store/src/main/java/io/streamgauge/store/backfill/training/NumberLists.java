package io.streamgauge.store.backfill.training;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.stream.Collectors;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Lists of numbers as Parquet has them, and as the text of a cell: {@code [0.5, null, 1.0]}.
 *
 * <pre>
 * optional group name (LIST) { repeated group list { optional double element } }
 * </pre>
 */
final class NumberLists {

    private static final String LIST = "list";
    private static final String ELEMENT = "element";
    private static final String NULL = "null";

    private NumberLists() {}

    static Type field(String name) {
        return Types.optionalList().optionalElement(DOUBLE).named(name);
    }

    /** Whether a column of a file holds lists of doubles or floats. */
    static boolean isOne(Type field) {
        if (field.isPrimitive()
                || !(field.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation)
                || field.asGroupType().getFieldCount() != 1) {
            return false;
        }
        Type list = field.asGroupType().getType(0);
        if (list.isPrimitive() || !list.isRepetition(Type.Repetition.REPEATED)) {
            return false;
        }
        if (list.asGroupType().getFieldCount() != 1
                || !list.asGroupType().getType(0).isPrimitive()) {
            return false;
        }
        PrimitiveTypeName element =
                list.asGroupType().getType(0).asPrimitiveType().getPrimitiveTypeName();
        return element == DOUBLE || element == FLOAT;
    }

    /** Writes a list, between the start and the end of its field. */
    static void write(RecordConsumer out, List<@Nullable Double> numbers) {
        out.startGroup();
        if (!numbers.isEmpty()) {
            out.startField(LIST, 0);
            for (Double number : numbers) {
                out.startGroup();
                if (number != null) {
                    out.startField(ELEMENT, 0);
                    out.addDouble(number);
                    out.endField(ELEMENT, 0);
                }
                out.endGroup();
            }
            out.endField(LIST, 0);
        }
        out.endGroup();
    }

    /** Reads the list of a row's column. */
    static List<@Nullable Double> read(Group row, int column) {
        Group list = row.getGroup(column, 0);
        int size = list.getFieldRepetitionCount(0);
        List<@Nullable Double> numbers = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Group entry = list.getGroup(0, i);
            boolean missing = entry.getFieldRepetitionCount(0) == 0;
            boolean single = entry.getType().getType(0).asPrimitiveType().getPrimitiveTypeName() == FLOAT;
            numbers.add(missing ? null : single ? (double) entry.getFloat(0, 0) : (Double) entry.getDouble(0, 0));
        }
        return numbers;
    }

    static String text(List<@Nullable Double> numbers) {
        return numbers.stream()
                .map(number -> number == null ? NULL : Double.toString(number))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    static List<@Nullable Double> parse(String text) {
        List<@Nullable Double> numbers = new ArrayList<>();
        StringTokenizer words = new StringTokenizer(text, "[], ");
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            numbers.add(word.equals(NULL) ? null : (Double) Double.parseDouble(word));
        }
        return numbers;
    }
}
