package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.app.online.OnlineScores;
import io.streamgauge.schemas.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code POST /v1/score}: what the topology would predict of an event, were it the next to come. The body is one event, or a
 * list of them; each of a list is scored as if it were the next, so they do not see each other.
 */
final class ScoreHandler implements Handler {

    private final OnlineScores scores;
    private final int inputs;
    private final HttpSettings settings;

    /** @param inputs how many values the vector has */
    ScoreHandler(OnlineScores scores, int inputs, HttpSettings settings) {
        this.scores = scores;
        this.inputs = inputs;
        this.settings = settings;
    }

    @Override
    public void handle(Context context) throws IOException {
        Parameters.only(context, List.of());
        JsonNode body = body(context);
        OnlineScores.Moment now = scores.now();
        if (!body.isArray()) {
            HttpApi.json(
                    context,
                    answers(List.of(RequestEvent.read(scores, now, body, ""))).get(0));
            return;
        }
        requireFew(body.size());
        List<RequestEvent> events = new ArrayList<>(body.size());
        for (int i = 0; i < body.size(); i++) {
            events.add(RequestEvent.read(scores, now, body.get(i), "event " + i));
        }
        HttpApi.json(context, answers(events));
    }

    private JsonNode body(Context context) throws IOException {
        try {
            return RequestBody.json(RequestBody.bytes(context, settings.mostBodyBytes()));
        } catch (JsonProcessingException e) {
            throw new BadRequestException("the body is no JSON, at " + ReadHandler.place(e.getLocation()));
        }
    }

    private void requireFew(int events) {
        int most = Math.min(settings.mostEntities(), Math.max(1, OnlineFeatures.MOST_VALUES / Math.max(1, inputs)));
        if (events < 1 || events > most) {
            throw new BadRequestException(
                    "the body is a list of " + events + " events; allowed: 1 to " + most + "; ask several times");
        }
    }

    private List<ScoreAnswer> answers(List<RequestEvent> events) {
        List<Prediction> predictions =
                scores.predict(events.stream().map(RequestEvent::event).toList());
        List<ScoreAnswer> answers = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            answers.add(ScoreAnswer.of(
                    predictions.get(i), events.get(i).basis(), scores.here().instance()));
        }
        return answers;
    }
}
