package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a request names an entity: by its text in the path, {@code /v1/features/customer/c1}, that of several fields joined by
 * commas, {@code /v1/features/pair/c1,m1}; or field by field, {@code /v1/features/pair?customer_id=c1&merchant_id=m1}, which
 * needs no escaping of its own.
 */
final class EntityText {

    private EntityText() {}

    /** The text in the path. */
    static String inPath(Context context, String view, List<String> fields, EventSchema schema) {
        Parameters.only(context, List.of(Parameters.AT, Parameters.FEATURES, Parameters.ALLOW_INCOMPLETE));
        String text = context.pathParam("entity");
        List<String> parts = fields.size() == 1 ? List.of(text) : EntityKey.parts(text);
        if (parts.size() != fields.size()) {
            throw new BadRequestException(
                    "'" + text + "' has " + parts.size() + (parts.size() == 1 ? " part" : " parts")
                            + "; an entity of view " + view + " is named by " + String.join(", ", fields)
                            + ", joined by commas (one within a part as \\,), or " + query(view, fields));
        }
        return text(parts, fields, schema);
    }

    /** The text made of the query's fields. */
    static String inQuery(Context context, String view, List<String> fields, EventSchema schema) {
        Set<String> given = context.queryParamMap().keySet();
        List<String> missing =
                fields.stream().filter(field -> !given.contains(field)).toList();
        if (!missing.isEmpty()) {
            throw new BadRequestException("an entity of view " + view + " is named by " + String.join(", ", fields)
                    + "; " + String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " not given; "
                    + query(view, fields));
        }
        List<String> known = new ArrayList<>(fields);
        known.add(Parameters.AT);
        known.add(Parameters.FEATURES);
        known.add(Parameters.ALLOW_INCOMPLETE);
        Parameters.only(context, known);
        List<String> parts = new ArrayList<>();
        for (String field : fields) {
            List<String> values = context.queryParams(field);
            if (values.size() != 1) {
                throw new BadRequestException("'" + field + "' is given " + values.size() + " times; give it once");
            }
            parts.add(values.get(0));
        }
        return text(parts, fields, schema);
    }

    /** The entity's text, whole numbers as rows have them: 007 of a long is 7. */
    private static String text(List<String> parts, List<String> fields, EventSchema schema) {
        List<String> canonical = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            boolean whole = schema.typeAt(schema.indexOf(fields.get(i))) == FieldType.LONG;
            canonical.add(whole ? whole(fields.get(i), parts.get(i)) : parts.get(i));
        }
        return EntityKey.text(canonical);
    }

    private static String whole(String field, String text) {
        try {
            return String.valueOf(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new BadRequestException("'" + field + "' is '" + text + "'; allowed: a whole number within 64 bits");
        }
    }

    private static String query(String view, List<String> fields) {
        return "ask for /v1/features/" + view + "?" + String.join("=...&", fields) + "=...";
    }
}
