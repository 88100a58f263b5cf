package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.streamgauge.app.instances.ExchangeMemory;
import io.streamgauge.app.instances.OwnRows;
import io.streamgauge.app.instances.RowsReply;
import io.streamgauge.app.instances.VisitQuery;
import io.streamgauge.app.online.BadRequestException;
import java.io.IOException;
import java.util.Optional;

/**
 * What instances of one pipeline ask each other for a score on request: what an event would find in the rows of this one. It
 * reads its own rows and asks nobody. Its form may change from version to version, and is no part of the API.
 */
final class VisitsHandler implements Handler {

    private final OwnRows own;

    VisitsHandler(OwnRows own) {
        this.own = own;
    }

    @Override
    public void handle(Context context) throws IOException {
        try (ExchangeMemory.Share share = own.memory().share()) {
            answer(context, share);
        }
    }

    private void answer(Context context, ExchangeMemory.Share share) throws IOException {
        VisitQuery query = query(RequestBody.bytes(context, share))
                .orElseThrow(() -> new RefusedException(409, "this instance has other sources, views or expressions"));
        RowsReply reply =
                new RowsReply(query.parts().stream().map(own.rows()::visit).toList());
        RowsAnswer.write(context, reply, share);
    }

    private Optional<VisitQuery> query(byte[] bytes) {
        try {
            return own.visits().query(bytes);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(String.valueOf(e.getMessage()));
        }
    }
}
