package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;

/** {@code GET /v1/features/{view}/{entity}?at=}: one entity's features as of a moment; see {@link EntityText}. */
final class FeaturesHandler implements Handler {

    private final FeatureReads reads;

    FeaturesHandler(FeatureReads reads) {
        this.reads = reads;
    }

    @Override
    public void handle(Context context) {
        String view = context.pathParam("view");
        List<String> fields = reads.entityFields(view);
        String entity = context.pathParamMap().containsKey("entity")
                ? EntityText.inPath(context, view, fields)
                : EntityText.inQuery(context, view, fields);
        HttpApi.json(context, reads.read(view, entity, Parameters.at(context)));
    }
}
