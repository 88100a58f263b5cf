package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.streamgauge.app.instances.ExchangeMemory;
import io.streamgauge.app.instances.OwnRows;
import io.streamgauge.app.instances.RowsCodec;
import io.streamgauge.app.instances.RowsQuery;
import io.streamgauge.app.instances.RowsReply;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.store.definition.ViewDefinition;
import java.io.IOException;

/**
 * What instances of one pipeline ask each other: features of entities whose rows this one keeps. It reads its own rows and asks
 * nobody. Its form is that of {@link RowsCodec}, may change from version to version, and is no part of the API.
 */
final class RowsHandler implements Handler {

    private final OwnRows own;
    private final OnlineFeatures online;

    RowsHandler(OwnRows own, OnlineFeatures online) {
        this.own = own;
        this.online = online;
    }

    @Override
    public void handle(Context context) throws IOException {
        try (ExchangeMemory.Share share = own.memory().share()) {
            answer(context, share);
        }
    }

    private void answer(Context context, ExchangeMemory.Share share) throws IOException {
        RowsQuery query = query(RequestBody.bytes(context, share));
        if (!query.definition().equals(own.definition())) {
            throw new RefusedException(
                    409, "this instance of " + online.definition().pipeline() + " has other sources or views");
        }
        ViewDefinition view = online.view(query.view());
        RowsReply reply = new RowsReply(query.parts().stream()
                .map(part -> own.rows().read(view, part, query.atMs()))
                .toList());
        RowsAnswer.write(context, reply, share);
    }

    private static RowsQuery query(byte[] bytes) {
        try {
            return RowsCodec.query(bytes);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(String.valueOf(e.getMessage()));
        }
    }
}
