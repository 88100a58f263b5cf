package io.streamgauge.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.streamgauge.app.instances.TooMuchException;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.NotFoundException;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.app.online.UnanswerableException;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is answered when there is no answer: {@code {"error": "..."}} with one sentence, and {@code {"detail": "..."}} where clients of Feast's
 * server ask, whoever refuses and however early. Failures that Feast has a shape of its own for are {@link FeastHandler}'s.
 */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static void answer(RoutesConfig routes) {
        routes.exception(BadRequestException.class, (e, context) -> fail(context, 400, e.getMessage()));
        routes.exception(NotFoundException.class, (e, context) -> fail(context, 404, e.getMessage()));
        routes.exception(UnanswerableException.class, (e, context) -> fail(context, 422, e.getMessage()));
        routes.exception(NotReadyException.class, (e, context) -> fail(context, 503, e.getMessage()));
        routes.exception(
                RejectedExecutionException.class,
                (e, context) -> fail(context, 503, "more requests wait than this instance can answer; try again"));
        routes.exception(
                TooMuchException.class,
                (e, context) -> context.status(413).contentType("text/plain").result(String.valueOf(e.getMessage())));
        routes.exception(RefusedException.class, (e, context) -> fail(context, e.status(), e.getMessage()));
        routes.exception(
                HttpResponseException.class, (e, context) -> fail(context, e.getStatus(), sentence(e, context)));
        routes.exception(Exception.class, (e, context) -> {
            LOG.warn("{} {} failed: {}", context.method(), context.path(), e.getMessage(), e);
            fail(context, 500, "this failed inside; the log says more");
        });
    }

    static String nothingAt(Context context) {
        return "nothing is at " + context.path() + "; see / and /v1/status";
    }

    private static @Nullable String sentence(HttpResponseException e, Context context) {
        return switch (e.getStatus()) {
            case 404 -> nothingAt(context);
            case 405 -> context.path() + " does not take " + context.method() + "; see /openapi.json";
            default -> e.getMessage();
        };
    }

    private static void fail(Context context, int status, @Nullable String message) {
        String said = String.valueOf(message);
        context.status(status);
        HttpApi.json(context, isFeasts(context) ? Map.of("detail", said) : new Views.Failure(said));
    }

    /** A slash at the end is no other path. */
    private static boolean isFeasts(Context context) {
        String path = context.path();
        return path.equals(FeastHandler.PATH) || path.equals(FeastHandler.PATH + "/");
    }
}
