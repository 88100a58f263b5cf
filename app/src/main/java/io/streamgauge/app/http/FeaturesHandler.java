package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.streamgauge.app.online.OnlineAnswer;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.app.online.Subject;
import io.streamgauge.store.definition.ViewDefinition;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code GET /v1/features/{view}/{entity}?at=}: the read that {@link ReadHandler} does, of one entity and all features of a
 * view; see {@link EntityText}.
 */
final class FeaturesHandler implements Handler {

    private static final Pattern COMMA = Pattern.compile(",");

    private final OnlineFeatures online;
    private final ChosenFeatures features;

    FeaturesHandler(OnlineFeatures online, ChosenFeatures features) {
        this.online = online;
        this.features = features;
    }

    @Override
    public void handle(Context context) throws IOException {
        ViewDefinition view = online.view(context.pathParam("view"));
        String entity = context.pathParamMap().containsKey("entity")
                ? EntityText.inPath(context, view.name(), view.entity(), online.fields())
                : EntityText.inQuery(context, view.name(), view.entity(), online.fields());
        ChosenFeatures.Chosen chosen = chosen(context, view.name());
        try (OnlineAnswer answer = online.read(
                chosen.plan(),
                List.of(Subject.named(online.fields(), entity)),
                Parameters.at(context),
                Parameters.allowIncomplete(context))) {
            HttpApi.bytes(context, FeatureAnswers.one(view.name(), chosen, entity, answer));
        }
    }

    /** {@code features}: names with commas between them; all of the view when it is not given. */
    private ChosenFeatures.Chosen chosen(Context context, String view) {
        List<String> given = context.queryParams(Parameters.FEATURES);
        return given.isEmpty()
                ? features.all(view)
                : features.of(view, List.of(COMMA.split(String.join(",", given), -1)));
    }
}
