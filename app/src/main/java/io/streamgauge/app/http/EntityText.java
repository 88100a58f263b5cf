package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.store.event.EntityKey;
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
    static String inPath(Context context, String view, List<String> fields) {
        Parameters.only(context, List.of(Parameters.AT));
        String text = context.pathParam("entity");
        if (fields.size() > 1) {
            int parts = EntityKey.parts(text).size();
            if (parts != fields.size()) {
                throw new BadRequestException("'" + text + "' has " + parts + (parts == 1 ? " part" : " parts")
                        + "; an entity of view " + view + " is named by " + String.join(", ", fields)
                        + ", joined by commas (one within a part as \\,), or " + query(view, fields));
            }
        }
        return text;
    }

    /** The text made of the query's fields. */
    static String inQuery(Context context, String view, List<String> fields) {
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
        Parameters.only(context, known);
        List<String> parts = new ArrayList<>();
        for (String field : fields) {
            List<String> values = context.queryParams(field);
            if (values.size() != 1) {
                throw new BadRequestException("'" + field + "' is given " + values.size() + " times; give it once");
            }
            parts.add(values.get(0));
        }
        return EntityKey.text(parts);
    }

    private static String query(String view, List<String> fields) {
        return "ask for /v1/features/" + view + "?" + String.join("=...&", fields) + "=...";
    }
}
