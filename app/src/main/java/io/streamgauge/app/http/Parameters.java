package io.streamgauge.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.schemas.config.Suggestion;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Query parameters, checked. */
final class Parameters {

    static final String AT = "at";
    static final String FEATURES = "features";
    static final String LIMIT = "limit";
    static final String ALLOW_INCOMPLETE = "allow_incomplete";
    /** What others call it. */
    private static final Set<String> AS_OF = Set.of("as_of", "asof", "asOf", "time", "timestamp", "moment");

    private Parameters() {}

    /** Refuses parameters that are not known, which would else do nothing. */
    static void only(Context context, Collection<String> known) {
        for (String name : context.queryParamMap().keySet()) {
            if (!known.contains(name)) {
                throw new BadRequestException(unknown(name, known, context.path()));
            }
        }
    }

    private static String unknown(String name, Collection<String> known, String path) {
        if (known.isEmpty()) {
            return "unknown parameter '" + name + "'; " + path + " takes none";
        }
        Optional<String> meant =
                known.contains(AT) && AS_OF.contains(name) ? Optional.of(AT) : Suggestion.nearest(name, known);
        return "unknown parameter '" + name + "'"
                + meant.map(word -> "; did you mean '" + word + "'?").orElse("")
                + " (allowed: " + String.join(", ", known) + ")";
    }

    /** {@code limit}: a whole number from 1 to {@code most}. */
    static int limit(Context context, int byDefault, int most) {
        String text = context.queryParam(LIMIT);
        if (text == null) {
            return byDefault;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new BadRequestException(wrongLimit(text, most));
        }
        throw new BadRequestException(wrongLimit(text, most));
    }

    /** {@code at}: a moment in RFC 3339, in milliseconds since 1970-01-01 UTC; empty when it is not given. */
    static OptionalLong at(Context context) {
        String text = context.queryParam(AT);
        if (text == null) {
            return OptionalLong.empty();
        }
        // A plus sign in a query arrives as a space.
        return moment("at=" + text, text.replace(' ', '+'));
    }

    /** {@code at} of a body, likewise. */
    static OptionalLong at(@Nullable JsonNode at) {
        if (at == null || at.isNull()) {
            return OptionalLong.empty();
        }
        return moment("'at': " + at, at.isTextual() ? at.asText() : "");
    }

    /** {@code allow_incomplete}: true or false, which it is when it is not given. */
    static boolean allowIncomplete(Context context) {
        String text = context.queryParam(ALLOW_INCOMPLETE);
        return text != null && truth(ALLOW_INCOMPLETE + "=" + text, text);
    }

    /** {@code allow_incomplete} of a body, likewise. */
    static boolean allowIncomplete(@Nullable JsonNode given) {
        return given != null && truth("'" + ALLOW_INCOMPLETE + "': " + given, given.isBoolean() ? given.asText() : "");
    }

    private static boolean truth(String shown, String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new BadRequestException(shown + " is neither true nor false");
        }
        return text.equals("true");
    }

    private static OptionalLong moment(String shown, String text) {
        try {
            return OptionalLong.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadRequestException(
                    shown + " is no moment; write RFC 3339 with a zone, such as 2018-05-01T12:00:00Z");
        }
    }

    private static String wrongLimit(String seen, int most) {
        return "limit=" + seen + " is out of range; allowed: a whole number from 1 to " + most;
    }
}
