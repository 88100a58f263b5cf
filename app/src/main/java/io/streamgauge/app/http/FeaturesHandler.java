package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;

/** {@code GET /v1/features/{view}/{entity}?at=}: one entity's features as of a moment. */
final class FeaturesHandler implements Handler {

    private final FeatureReads reads;

    FeaturesHandler(FeatureReads reads) {
        this.reads = reads;
    }

    @Override
    public void handle(Context context) {
        HttpApi.json(
                context, reads.read(context.pathParam("view"), context.pathParam("entity"), Parameters.at(context)));
    }
}
