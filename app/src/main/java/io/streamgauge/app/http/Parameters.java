package io.streamgauge.app.http;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/** Query parameters, checked. */
final class Parameters {

    private Parameters() {}

    /** {@code limit}: a whole number from 1 to {@code most}. */
    static int limit(Context context, int byDefault, int most) {
        String text = context.queryParam("limit");
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
        String text = context.queryParam("at");
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            // A plus sign in a query arrives as a space.
            return OptionalLong.of(
                    OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            throw new BadRequestException(
                    "at=" + text + " is no moment; write RFC 3339 with a zone, such as 2018-05-01T12:00:00Z");
        }
    }

    private static String wrongLimit(String seen, int most) {
        return "limit=" + seen + " is out of range; allowed: a whole number from 1 to " + most;
    }
}
