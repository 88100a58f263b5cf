package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.streamgauge.app.dashboard.DashboardPage;
import io.streamgauge.app.online.NotReadyException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All routes of the API; those by which instances ask each other are no part of it. */
final class Routes {

    /** What is said of the pipeline while its parts are made. */
    static final String STARTING = "the pipeline is starting";

    private final Clock clock;
    private final HttpSettings settings;
    private final CompletableFuture<HttpBackend> backend;

    /** @param backend what is shown, once it is there */
    Routes(Clock clock, HttpSettings settings, CompletableFuture<HttpBackend> backend) {
        this.clock = clock;
        this.settings = settings;
        this.backend = backend;
    }

    /**
     * A route.
     *
     * @param path with names of its parts in braces
     * @param reads whether it reads features: it may wait for other instances
     */
    record Way(HandlerType method, String path, boolean reads, Handler handler) {}

    List<Way> all() {
        DashboardPage page = DashboardPage.load();
        String openApi = OpenApi.document();
        Handler features = shown(shown -> new FeaturesHandler(shown.features(), new ChosenFeatures(shown.features())));
        return List.of(
                get(
                        "/",
                        context -> context.contentType("text/html;charset=utf-8")
                                .header("Content-Security-Policy", DashboardPage.POLICY)
                                .result(page.html())),
                get("/health/live", context -> HttpApi.json(context, new Views.Health("live", null))),
                get("/health/ready", this::ready),
                get(
                        "/metrics",
                        shown(shown -> context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                                .result(shown.metrics().scrape()))),
                get("/openapi.json", context -> HttpApi.text(context, openApi)),
                get("/v1/status", json(shown -> StatusView.of(shown, clock.millis()))),
                get("/v1/series", json(shown -> shown.live().series())),
                new Way(
                        HandlerType.GET,
                        "/v1/predictions",
                        false,
                        shown(shown -> context -> predictions(shown, context))),
                get("/v1/alerts", json(Routes::alerts)),
                get("/v1/deployments", json(shown -> shown.deployments().get())),
                new Way(HandlerType.GET, "/v1/features/{view}/{entity}", true, features),
                new Way(HandlerType.GET, "/v1/features/{view}", true, features),
                read(
                        "/v1/features/{view}",
                        shown -> new ReadHandler(shown.features(), new ChosenFeatures(shown.features()), settings)),
                read(
                        "/v1/score",
                        shown -> new ScoreHandler(
                                shown.scores(), shown.features().inputs().size(), settings)),
                read(FeastHandler.PATH, shown -> new FeastHandler(shown.features(), settings)));
    }

    /** A path without parameters. */
    private static Way get(String path, Handler handler) {
        return new Way(HandlerType.GET, path, false, context -> {
            Parameters.only(context, List.of());
            handler.handle(context);
        });
    }

    private Way read(String path, Function<HttpBackend, Handler> made) {
        return new Way(HandlerType.POST, path, true, shown(made));
    }

    private Handler json(Function<HttpBackend, @Nullable Object> value) {
        return shown(shown -> context -> HttpApi.json(context, value.apply(shown)));
    }

    /** Made once there is something to show; until then it says that there is not. */
    private Handler shown(Function<HttpBackend, Handler> made) {
        CompletableFuture<Handler> handler = backend.thenApply(made);
        return context -> {
            if (!handler.isDone()) {
                throw new NotReadyException(STARTING);
            }
            handler.join().handle(context);
        };
    }

    private void ready(Context context) {
        Optional<String> reason =
                backend.isDone() ? backend.join().readiness().notReadyBecause() : Optional.of(STARTING);
        context.status(reason.isPresent() ? 503 : 200);
        HttpApi.json(context, new Views.Health(reason.isPresent() ? "not ready" : "ready", reason.orElse(null)));
    }

    private static void predictions(HttpBackend shown, Context context) {
        Parameters.only(context, List.of(Parameters.LIMIT));
        int limit = Parameters.limit(context, 20, 200);
        HttpApi.json(
                context,
                new Views.PredictionList(shown.live().predictions(limit).stream()
                        .map(Views.PredictionView::of)
                        .toList()));
    }

    private static Object alerts(HttpBackend shown) {
        return new Views.AlertList(
                shown.live().alerts().stream().map(Views.AlertView::of).toList(),
                shown.live().retrainingEvents().stream()
                        .map(Views.RetrainingView::of)
                        .toList());
    }
}
